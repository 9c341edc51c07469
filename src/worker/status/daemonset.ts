// A DaemonSet in plain words: which nodes have their pod, which get none and why, and what an update waits for.
import type { DaemonSet } from '../../kube/apps.ts'
import type { Node, Pod } from '../../kube/core.ts'
import { isUpdated, rollingLimits, targetOf } from '../../kube/daemons.ts'
import { lookOf } from '../../kube/look.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { isPodAvailable, isPodReady, isPodTerminating, podReadyAt } from '../../kube/pods.ts'
import { anyTolerates } from '../../kube/taints.ts'
import type { Reason } from '../../engine/index.ts'
import { refusalsOf, type Refused } from '../projection/daemonPlaces.ts'
import { newestRevisionOf } from '../projection/revisions.ts'
import { managedBy, type Facts } from './facts.ts'
import { say } from './reasons.ts'

const HASH = 'controller-revision-hash'
/** Pods and nodes that are named one by one. */
const MOST = 5
/** What older documents tolerate, and what the control plane is tainted with today. */
const OLD_MASTER = 'node-role.kubernetes.io/master'
const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

export function daemonSetStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const ds = object as unknown as DaemonSet
  const nodes = facts.objects('nodes') as unknown as readonly Node[]
  const refused = refusalsOf(ds, nodes)
  const pods = managedBy(facts, object, 'pods') as unknown as readonly Pod[]
  const wanted = nodes.map(n => n.metadata.name).filter(name => !refused.has(name))
  const hash = newestRevisionOf(facts.objects('controllerrevisions'), object)?.metadata.labels?.[HASH] ?? ''
  return [...headline(ds, pods, wanted, nodes.length, hash, facts.now), ...eachPod(ds, pods, wanted, facts.now), ...misses(ds, nodes, refused, pods)]
}

const minReady = (ds: DaemonSet): number => ds.spec.minReadySeconds ?? 0
const onNode = (pods: readonly Pod[], node: string): readonly Pod[] => pods.filter(p => targetOf(p) === node)

function headline(ds: DaemonSet, pods: readonly Pod[], wanted: readonly string[], nodes: number, hash: string, now: Instant): Reason[] {
  const desired = wanted.length
  if (desired === 0) return [say('status.ds.nowhere', { nodes })]
  const available = wanted.filter(node => onNode(pods, node).some(p => isPodAvailable(p, minReady(ds), now) && !isPodTerminating(p))).length
  const old = pods.filter(p => !isPodTerminating(p) && !isUpdated(ds, p, hash) && wanted.includes(targetOf(p) ?? '')).length
  const ready = wanted.filter(node => onNode(pods, node).some(p => isPodReady(p))).length
  const progress = available === desired ? [say('status.ds.complete', { desired })] : [say('status.ds.progress', { ready, desired })]
  if (old === 0) return progress
  if (ds.spec.updateStrategy?.type === 'OnDelete') return [say('status.ds.on-delete', { old, field: 'spec.updateStrategy.type' }), ...progress]
  const { maxUnavailable, maxSurge } = rollingLimits(ds, desired)
  const most = maxSurge > 0 ? maxSurge : maxUnavailable
  const underWay = maxSurge > 0 ? wanted.filter(node => onNode(pods, node).filter(p => !isPodTerminating(p)).length > 1).length : desired - available
  return [say('status.ds.rolling', { old, desired, most, surge: maxSurge > 0, waits: underWay >= most, field: `spec.updateStrategy.rollingUpdate.${maxSurge > 0 ? 'maxSurge' : 'maxUnavailable'}` }), ...progress]
}

/** The pods that are not available yet, and nodes that have none. */
function eachPod(ds: DaemonSet, pods: readonly Pod[], wanted: readonly string[], now: Instant): Reason[] {
  const missing = wanted.filter(node => onNode(pods, node).length === 0)
  const waiting = pods.filter(p => wanted.includes(targetOf(p) ?? '') && !isPodAvailable(p, minReady(ds), now)).slice(0, MOST)
  return [
    ...(missing.length > 0 ? [say('status.ds.missing', { nodes: missing })] : []),
    ...waiting.map(p => {
      const where = { pod: p.metadata.name, node: targetOf(p)! }
      const readyAt = podReadyAt(p)
      if (readyAt !== undefined) return say('status.child.min-ready', { ...where, leftMs: Math.max(0, readyAt + minReady(ds) * 1000 - now), field: 'spec.minReadySeconds' })
      return say('status.child.look', { ...where, look: lookOf(p as unknown as AnyObject) })
    }),
  ]
}

const FIELDS = { nodeName: 'nodeName', nodeSelector: 'nodeSelector', affinity: 'affinity.nodeAffinity', taint: 'tolerations' } as const

/** Nodes without a pod, those with the same reason together. */
function misses(ds: DaemonSet, nodes: readonly Node[], refused: ReadonlyMap<string, Refused>, pods: readonly Pod[]): Reason[] {
  const spec = ds.spec.template.spec!
  const missed = new Map<string, { readonly nodes: string[]; readonly refusal: Refused }>()
  const kept: typeof missed = new Map()
  for (const node of nodes) {
    const { name } = node.metadata
    const refusal = refused.get(name)
    if (!refusal) continue
    const into = refusal.keep && onNode(pods, name).length > 0 ? kept : missed
    const group = into.get(`${refusal.why} ${refusal.what}`)
    if (group) group.nodes.push(name)
    else into.set(`${refusal.why} ${refusal.what}`, { nodes: [name], refusal })
  }
  return [
    ...[...kept.values()].map(g => say('status.ds.keeps', { nodes: g.nodes, what: g.refusal.what, field: 'spec.template.spec.tolerations' })),
    ...[...missed.values()].map(g => {
      const renamed = g.refusal.taint?.key === CONTROL_PLANE && anyTolerates(spec.tolerations?.filter(t => t.key), { ...g.refusal.taint, key: OLD_MASTER })
      return say('status.ds.misses', { nodes: g.nodes, why: g.refusal.why, what: g.refusal.what, field: `spec.template.spec.${FIELDS[g.refusal.why]}`, ...(renamed ? { old: OLD_MASTER } : {}) })
    }),
  ]
}
