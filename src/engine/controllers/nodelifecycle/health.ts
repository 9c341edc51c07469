// Nodes that fall silent. Upstream: node_lifecycle_controller.go, monitorNodeHealth, tryUpdateNodeHealth; controller_utils.go, MarkPodsNotReady.
import { conditionIsTrue } from '../../../kube/conditions.ts'
import type { Lease } from '../../../kube/coordination.ts'
import type { Node, NodeCondition, Pod } from '../../../kube/core.ts'
import { Lease as LeaseKind, Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { instantOf, timeOf } from '../../../kube/rfc3339.ts'
import type { Intent, Outcome, RecordedEvent } from '../controller.ts'
import { defineController } from '../controller.ts'
import { GRACE_MS, NAME, passAfter, passFrom, readinessOf, STARTUP_GRACE_MS } from './passes.ts'
import { reason } from './reasons.ts'

/** What is known of a node's heart. */
export interface Heart {
  /** The newest sign of life, as the node wrote it. */
  readonly beat: string
  /** The pass that saw it. */
  readonly seenAt: Instant
  /** The node as events name it once it is gone. */
  readonly uid: string
  /** Pods on a silent node have still to be marked. */
  readonly unmarked?: boolean
}

export interface HealthView {
  readonly at: Instant
  readonly name: string
  readonly node: Node | undefined
  readonly pods: readonly Pod[]
  readonly heart: Heart | undefined
  readonly isNew: boolean
  readonly silent: boolean
  readonly dueAt: Instant
}

const WATCHED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const
const SILENT = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
const NEVER = { reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' }

export const nodeHealth = defineController<Node, HealthView, Heart>({
  name: NAME,
  kind: NodeKind,
  reads: [NodeKind, LeaseKind, PodKind],
  // Heartbeats wake nobody: an alarm comes when the grace period would be over, and looks at what was heard until then.
  wakes: [{ kind: NodeKind, keys: (before, after) => (before && after ? [] : [(after ?? before)!.metadata.name]) }],
  workers: 1,

  observe(cache, name, node, memo, now) {
    if (!node) return memo && { at: now, name, node, pods: [], heart: memo, isNew: false, silent: false, dueAt: now }
    const beat = newestSign(node, cache.get<Lease>(LeaseKind, `kube-node-lease/${name}`))
    const heart = memo?.beat === beat ? memo : { beat, uid: node.metadata.uid!, seenAt: memo ? seenAt(beat, memo, now) : firstSeen(node, now) }
    const dueAt = passFrom(heart.seenAt + (readinessOf(node) === undefined ? STARTUP_GRACE_MS : GRACE_MS))
    const silent = now >= dueAt && saysSomething(node)
    const pods = silent || memo?.unmarked ? (cache.onNode(name) as readonly Pod[]).filter(pod => conditionIsTrue(pod, 'Ready')) : []
    return { at: now, name, node, pods, heart: memo?.unmarked ? { ...heart, unmarked: true } : heart, isNew: memo === undefined, silent, dueAt }
  },

  decide(view) {
    const { name, node, pods, silent, heart, at, isNew } = view
    if (!node) return { intents: [nodeEvent(name, heart!.uid, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`)], because: reason('node.removed', { node: name }) }
    const told = isNew ? [{ verb: 'event' as const, event: registered(name, heart!.uid) }] : []
    if (silent) {
      const wasReady = readinessOf(node) === 'True'
      const marks = wasReady ? [nodeEvent(name, heart!.uid, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`), ...pods.flatMap(pod => marked(pod, at))] : []
      return { intents: [...told, unknown(node, at), ...marks], because: reason('node.silent', { node: name, graceMs: GRACE_MS, pods: wasReady ? pods.length : 0 }) }
    }
    if (heart?.unmarked) return { intents: [...told, ...pods.flatMap(pod => marked(pod, at))], because: reason('node.pods-not-ready', { node: name, pods: pods.length }) }
    if (isNew) return { intents: told, because: reason('node.registered', { node: name }) }
    return { intents: [], quiet: true, because: reason('node.heard', { node: name, silentMs: at - heart!.seenAt }) }
  },

  conclude(view, outcomes, now) {
    const { node, heart, dueAt, silent } = view
    if (!node) return { intents: [], memo: undefined }
    const lost = (kind: typeof NodeKind | typeof PodKind) => outcomes.some(o => failed(o) && 'kind' in o.intent && o.intent.kind === kind)
    const unmarked = lost(PodKind)
    const memo: Heart = { beat: heart!.beat, seenAt: heart!.seenAt, uid: heart!.uid, ...(unmarked ? { unmarked } : {}) }
    const again = unmarked || lost(NodeKind) || silent || now >= dueAt ? passAfter(now) : dueAt
    return { intents: [], memo, againInMs: again - now }
  },
})

const failed = (o: Outcome) => o.refused !== undefined && o.refused.reason !== 'NotFound'

/** NL1: of the lease and the Ready condition, the later one. */
function newestSign(node: Node, lease: Lease | undefined): string {
  const ready = node.status?.conditions?.find(c => c.type === 'Ready')
  // What this controller itself made of the condition is no sign of life.
  const said = (ready?.status !== 'Unknown' ? (ready?.lastHeartbeatTime as string | undefined) : undefined) ?? ''
  const renewed = lease?.spec?.renewTime ?? ''
  return renewed !== '' && (said === '' || instantOf(renewed) >= instantOf(said)) ? renewed : said
}

const firstSeen = (node: Node, now: Instant): Instant => (readinessOf(node) === undefined ? instantOf(node.metadata.creationTimestamp!) : passFrom(now))

/** The pass that saw the sign first, though nobody looked then. */
function seenAt(beat: string, memo: Heart, now: Instant): Instant {
  if (beat === '') return memo.seenAt
  return Math.max(memo.seenAt, Math.min(passFrom(instantOf(beat)), now))
}

/** Whether there is a condition left to be made Unknown. */
const saysSomething = (node: Node): boolean => WATCHED.some(type => node.status?.conditions?.find(c => c.type === type)?.status !== 'Unknown')

/** NL2. */
function unknown(node: Node, at: Instant): Intent {
  const time = timeOf(at)
  const conditions: NodeCondition[] = (node.status?.conditions ?? []).map(c =>
    WATCHED.includes(c.type as (typeof WATCHED)[number]) && c.status !== 'Unknown' ? { ...c, status: 'Unknown', ...SILENT, lastTransitionTime: time } : c)
  for (const type of WATCHED) {
    if (!conditions.some(c => c.type === type)) conditions.push({ type, status: 'Unknown', ...NEVER, lastHeartbeatTime: node.metadata.creationTimestamp!, lastTransitionTime: time })
  }
  return { verb: 'update', kind: NodeKind, object: { ...node, status: { ...node.status, conditions } } as unknown as AnyObject, subresource: 'status', must: true }
}

/** NL3. */
function marked(pod: Pod, at: Instant): Intent[] {
  const conditions = pod.status!.conditions!.map(c => (c.type === 'Ready' ? { ...c, status: 'False' as const, lastTransitionTime: timeOf(at) } : c))
  const { name, namespace, uid, resourceVersion } = pod.metadata
  return [
    { verb: 'update', kind: PodKind, object: { ...pod, status: { ...pod.status, conditions } } as unknown as AnyObject, subresource: 'status' },
    {
      verb: 'event', ifDone: true,
      event: {
        about: { kind: 'Pod', apiVersion: 'v1', name, ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) },
        type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready',
      },
    },
  ]
}

const toldOf = (node: string, uid: string, why: string, message: string): RecordedEvent =>
  ({ about: { kind: 'Node', apiVersion: 'v1', name: node, uid }, type: 'Normal', reason: why, message })
const nodeEvent = (...of: Parameters<typeof toldOf>): Intent => ({ verb: 'event', event: toldOf(...of) })
const registered = (node: string, uid: string) => toldOf(node, uid, 'RegisteredNode', `Node ${node} event: Registered Node ${node} in Controller`)

/** What was said of a node that was there before time began, and what has been known of it since. */
export function knownSince(node: Node, lease: Lease | undefined, now: Instant): { readonly event: RecordedEvent; readonly memo: Heart } {
  const { name, uid } = node.metadata
  return { event: { ...registered(name, uid!), at: instantOf(node.metadata.creationTimestamp!) }, memo: { beat: newestSign(node, lease), uid: uid!, seenAt: firstSeen(node, now) } }
}
