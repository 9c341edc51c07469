import { Plus } from 'lucide-react'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Popover } from '../kit/Popover.tsx'
import { select, useRows } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import { runLine } from '../terminal/runLine.ts'
import type { NodeRow } from '../../worker/rows.ts'
import css from './shell.module.css'

const isControlPlane = (node: NodeRow) => node.roles.includes('control-plane')

function NodeActions({ node }: { node: NodeRow }) {
  const t = useT()
  const session = useSession()
  const kubectl = (line: string) => void runLine(session, line)
  return (
    <div className={css.node} role="group" aria-label={t.nodes.actions(node.name)}>
      <div className={css.nodeHead}>
        <button type="button" className={css.nodeName} onClick={() => select(node.ref)}>{node.name}</button>
        <span data-status={node.status}>{t.nodes.status[node.status]}{node.cordoned ? ` · ${t.nodes.cordoned}` : ''}</span>
      </div>
      <div className={css.nodeActions}>
        {node.cordoned
          ? <Button onClick={() => kubectl(`kubectl uncordon ${node.name}`)}>{t.nodes.uncordon}</Button>
          : <Button onClick={() => kubectl(`kubectl cordon ${node.name}`)}>{t.nodes.cordon}</Button>}
        <Button onClick={() => kubectl(`kubectl drain ${node.name} --ignore-daemonsets --force`)}>{t.nodes.drain}</Button>
        {node.kubelet === 'running'
          ? <Button onClick={() => void session.act({ do: 'stop-kubelet', name: node.name })}>{t.nodes.stopKubelet}</Button>
          : <Button onClick={() => void session.act({ do: 'start-kubelet', name: node.name })}>{t.nodes.startKubelet}</Button>}
        {!isControlPlane(node) && <Button tone="danger" onClick={() => void session.act({ do: 'remove-node', name: node.name })}>{t.nodes.remove}</Button>}
      </div>
    </div>
  )
}

/** Nodes and what can be done to them. What kubectl can do goes through the terminal, so that one sees how it is done. */
export function NodesMenu() {
  const t = useT()
  const session = useSession()
  const nodes = useRows('nodes')
  const list = [...nodes.values()].sort((a, b) => Number(isControlPlane(b)) - Number(isControlPlane(a)) || a.name.localeCompare(b.name, 'en', { numeric: true }))
  return (
    <Popover button={<>{t.menu.nodes(nodes.size)} <span aria-hidden>▾</span></>} aria-label={t.menu.nodesLabel(nodes.size)} panelLabel={t.menu.nodesLabel(nodes.size)}>
      {() => (
        <div className={css.nodesPanel}>
          {list.slice(0, 50).map(node => <NodeActions key={node.name} node={node} />)}
          <Button onClick={() => void session.act({ do: 'add-node' })}><Plus aria-hidden /> {t.nodes.add}</Button>
        </div>
      )}
    </Popover>
  )
}
