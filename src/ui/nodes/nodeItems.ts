// What can be done to a node, as items of a menu: from the header's panel and from its card on the stage. What kubectl can do goes
// through the terminal, so that one sees how it is done.
import type { Messages } from '../i18n/index.ts'
import type { MenuItem } from '../kit/Menu.tsx'
import { select } from '../mirror/index.ts'
import type { Session } from '../session/session.ts'
import { shownElsewhere } from '../shell/presenting.ts'
import { runLine } from '../terminal/runLine.ts'
import type { NodeRow } from '../../worker/rows.ts'
import { openNodeForm } from './nodeForm.ts'

export const isControlPlane = (node: NodeRow): boolean => node.roles.includes('control-plane')

export function nodeItems(node: NodeRow, session: Session, t: Messages): readonly MenuItem[] {
  const { name } = node
  const w = t.nodes
  const kubectl = (line: string) => () => void runLine(session, `kubectl ${line}`)
  const act = (...[act]: Parameters<Session['act']>) => () => void session.act(act)
  const isUp = node.machine === 'up'
  return [
    { label: w.select, run: shownElsewhere(() => select(node.ref)) },
    { label: w.describe, run: shownElsewhere(kubectl(`describe node ${name}`)) },
    { rule: true },
    node.cordoned ? { label: w.uncordon, run: kubectl(`uncordon ${name}`) } : { label: w.cordon, run: kubectl(`cordon ${name}`) },
    { label: w.drain, run: kubectl(`drain ${name} --ignore-daemonsets --force`) },
    { label: w.label, run: () => openNodeForm({ form: 'labels', node: name }) },
    { label: w.taint, run: () => openNodeForm({ form: 'taints', node: name }) },
    { rule: true },
    node.kubelet === 'running' || !isUp
      ? { label: w.stopKubelet, disabled: !isUp, run: act({ do: 'stop-kubelet', name }) }
      : { label: w.startKubelet, run: act({ do: 'start-kubelet', name }) },
    node.machine === 'cut'
      ? { label: w.connect, run: act({ do: 'mend', id: `network-cut/${name}` }) }
      : { label: w.cutNetwork, disabled: !isUp, run: act({ do: 'break', fault: { kind: 'network-cut', node: name } }) },
    node.machine === 'down'
      ? { label: w.powerOn, run: act({ do: 'mend', id: `node-down/${name}` }) }
      : { label: w.powerOff, run: act({ do: 'break', fault: { kind: 'node-down', node: name } }) },
    // The control plane is what all of this runs on.
    ...(isControlPlane(node) ? [] : [
      { rule: true } as const,
      { label: w.deleteObject, danger: true, run: kubectl(`delete node ${name}`) },
      { label: w.remove, danger: true, run: act({ do: 'remove-node', name }) },
    ]),
  ]
}
