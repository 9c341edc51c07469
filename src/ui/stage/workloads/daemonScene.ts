// A DaemonSet as a ring of nodes: every node of the cluster has its place on it, with its pod or with the reason why it has none. Pure.
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import type { DaemonSetRow, NodeRow, PodRow, RefusalRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import { isOver } from '../scene/look.ts'
import { byPlace, podMark, type PodMark } from '../scene/nodes.ts'
import { podsByOwner } from './slots.ts'

/** `kept`: a pod where there should be none. `gone`: the node is, the pod is not yet. */
export type SpokeState = 'served' | 'coming' | 'failing' | 'missing' | 'kept' | 'refused' | 'gone'
export const SPOKE_STATES: readonly SpokeState[] = ['missing', 'failing', 'gone', 'coming', 'kept', 'served', 'refused']

export interface SpokePod {
  readonly mark: PodMark
  readonly isNew: boolean
  /** minReadySeconds under way. */
  readonly counting?: { readonly from: Instant; readonly to: Instant }
}
export interface Spoke {
  readonly name: string
  readonly ref: Ref
  readonly state: SpokeState
  readonly refusal: RefusalRow | undefined
  /** The node does not answer. */
  readonly down: boolean
  /** A pod of an older template serves it. */
  readonly old: boolean
  readonly pods: readonly SpokePod[]
}

/** What is worth a line beside the ring. Nodes with the same reason stand together. */
export interface DaemonNote {
  readonly key: string
  readonly kind: 'missing' | 'pod' | 'counting' | 'down' | 'gone' | 'kept' | 'old' | 'refused'
  readonly nodes: readonly string[]
  readonly ref: Ref
  readonly pod?: PodMark
  readonly refusal?: RefusalRow
  readonly until?: Instant
}

export interface DaemonScene {
  readonly spokes: readonly Spoke[]
  /** Pods of two templates: new ones on the outer track, old ones on the inner. */
  readonly rolling: boolean
  readonly notes: readonly DaemonNote[]
  readonly desired: number
}

const GENERATION = 'pod-template-generation'
const HASH = 'controller-revision-hash'

const isNewPod = (row: DaemonSetRow, pod: Pick<PodRow, 'labels'>): boolean =>
  (row.generation !== undefined && pod.labels[GENERATION] === row.generation) || (row.hash !== '' && pod.labels[HASH] === row.hash)

export function daemonScene(row: DaemonSetRow, rows: Rows, now: Instant): DaemonScene {
  const byNode = new Map<string, PodRow[]>()
  for (const pod of podsByOwner(rows.pods).get(row.uid) ?? []) {
    const node = pod.node ?? pod.target
    if (node === undefined) continue
    const list = byNode.get(node)
    if (list) list.push(pod)
    else byNode.set(node, [pod])
  }
  const nodes = [...rows.nodes.values()].sort(byPlace)
  const spokes = nodes.map(node => spokeOf(row, node, byNode.get(node.name) ?? [], now))
  for (const [name, pods] of byNode) if (!rows.nodes.has(name)) spokes.push(goneSpoke(row, name, pods, now))
  const pods = spokes.flatMap(s => s.pods)
  return {
    spokes, rolling: pods.some(p => p.isNew) && pods.some(p => !p.isNew), notes: notesOf(spokes),
    desired: spokes.filter(s => s.refusal === undefined && s.state !== 'gone').length,
  }
}

function spokePods(row: DaemonSetRow, pods: readonly PodRow[], now: Instant): SpokePod[] {
  return pods.filter(p => !isOver(p.look) || p.look === 'failed').map(p => {
    const to = p.readyAt === undefined ? undefined : p.readyAt + row.minReadySeconds * 1000
    return { mark: podMark(p, now), isNew: isNewPod(row, p), ...(to !== undefined && to > now && p.look === 'ready' ? { counting: { from: p.readyAt!, to } } : {}) }
  })
}

function spokeOf(row: DaemonSetRow, node: NodeRow, all: readonly PodRow[], now: Instant): Spoke {
  const pods = spokePods(row, all, now)
  const refusal = row.refused[node.name]
  const serving = pods.filter(p => p.mark.look === 'ready')
  const state = refusal ? (pods.length > 0 ? 'kept' : 'refused') : serving.length > 0 ? 'served' : pods.length === 0 ? 'missing'
    : pods.some(p => p.mark.look === 'failed' || p.mark.look === 'backoff' || p.mark.look === 'unknown') ? 'failing' : 'coming'
  return { name: node.name, ref: node.ref, state, refusal, down: node.status === 'Unknown', old: pods.some(p => !p.isNew && p.mark.look !== 'terminating') && !pods.some(p => p.isNew && p.mark.look === 'ready'), pods }
}

const goneSpoke = (row: DaemonSetRow, name: string, pods: readonly PodRow[], now: Instant): Spoke =>
  ({ name, ref: `nodes/${name}`, state: 'gone', refusal: undefined, down: true, old: false, pods: spokePods(row, pods, now) })

/** The worst first; nodes that have nothing to tell have no line. */
function notesOf(spokes: readonly Spoke[]): DaemonNote[] {
  const groups = new Map<string, { note: DaemonNote; nodes: string[] }>()
  const together = (key: string, spoke: Spoke, note: Omit<DaemonNote, 'key' | 'nodes' | 'ref'>) => {
    const group = groups.get(key)
    if (group) group.nodes.push(spoke.name)
    else {
      const nodes = [spoke.name]
      groups.set(key, { nodes, note: { key, nodes, ref: spoke.ref, ...note } })
    }
  }
  for (const spoke of spokes) {
    const { state, refusal, pods } = spoke
    if (state === 'gone') together('gone', spoke, { kind: 'gone' })
    else if (spoke.down) together('down', spoke, { kind: 'down' })
    if (state === 'refused') together(`refused ${refusal!.why} ${refusal!.what}`, spoke, { kind: 'refused', refusal: refusal! })
    else if (state === 'kept') together(`kept ${refusal!.what}`, spoke, { kind: 'kept', refusal: refusal! })
    else if (state === 'missing') together('missing', spoke, { kind: 'missing' })
    for (const p of pods) {
      const { mark, counting } = p
      const each = (kind: DaemonNote['kind'], more: Partial<DaemonNote> = {}) => groups.set(mark.key, { nodes: [spoke.name], note: { key: mark.key, kind, nodes: [spoke.name], ref: mark.ref, pod: mark, ...more } })
      if (counting) each('counting', { until: counting.to })
      else if (mark.look !== 'ready' && state !== 'gone') each('pod')
    }
    if (spoke.old && state === 'served') together('old', spoke, { kind: 'old' })
  }
  const order: readonly DaemonNote['kind'][] = ['missing', 'down', 'gone', 'pod', 'counting', 'old', 'kept', 'refused']
  return [...groups.values()].map(g => g.note).sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}
