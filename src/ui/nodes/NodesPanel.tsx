import { Plus } from 'lucide-react'
import { useT } from '../i18n/index.ts'
import { Button } from '../kit/Button.tsx'
import { Menu } from '../kit/Menu.tsx'
import { select, useRows } from '../mirror/index.ts'
import { useSession } from '../session/session.ts'
import type { NodeRow } from '../../worker/rows.ts'
import { openNodeForm } from './nodeForm.ts'
import { isControlPlane, nodeItems } from './nodeItems.ts'
import css from './nodes.module.css'

const MOST_NODES = 50

function Node({ node, close }: { node: NodeRow; close: () => void }) {
  const t = useT()
  const session = useSession()
  const w = t.nodes
  const states = [
    w.status[node.status], ...(node.cordoned ? [w.cordoned] : []), ...(node.machine === 'down' ? [w.down] : node.machine === 'cut' ? [w.cut] : node.kubelet === 'stopped' ? [t.stage.node.kubeletStopped] : []),
  ]
  // An item closes the panel too: what it does is seen on the stage and in the terminal.
  const items = nodeItems(node, session, t).map(item => ('run' in item ? { ...item, run: () => { close(); item.run() } } : item))
  return (
    <div className={css.node} role="group" aria-label={w.actions(node.name)}>
      <div className={css.head}>
        <button type="button" className={css.name} onClick={() => select(node.ref)}>{node.name}</button>
        <span data-tone={node.status === 'Ready' && states.length === 1 ? 'good' : 'bad'}>{states.join(' · ')}</span>
        <Menu className={css.actions} button={<>{w.moreActions} <span aria-hidden>▾</span></>} aria-label={w.menu(node.name)} label={w.menu(node.name)} items={items} />
      </div>
      <p>{w.room(node.pods.count, node.pods.allocatable, (node.cpuMilli.requested / 1000).toFixed(2), (node.memoryBytes.requested / 2 ** 30).toFixed(1))}</p>
      <p title={node.images.join('\n')}>{node.images.length > 0 ? w.images(node.images.join(', ')) : w.noImages}</p>
    </div>
  )
}

/** All nodes, and a machine more. */
export function NodesPanel({ close }: { close: () => void }) {
  const t = useT()
  const nodes = useRows('nodes')
  const list = [...nodes.values()].sort((a, b) => Number(isControlPlane(b)) - Number(isControlPlane(a)) || a.name.localeCompare(b.name, 'en', { numeric: true }))
  return (
    <div className={css.panel}>
      {list.slice(0, MOST_NODES).map(node => <Node key={node.name} node={node} close={close} />)}
      {list.length > MOST_NODES && <p className={css.dim}>+ {list.length - MOST_NODES}</p>}
      <Button onClick={() => { close(); openNodeForm({ form: 'add' }) }}><Plus aria-hidden /> {t.nodes.add}…</Button>
    </div>
  )
}
