/**
 * Taint eviction: drives pods from nodes with NoExecute taints, at once or when their patience ends.
 *
 * Rules: SPEC.md. Upstream: pkg/controller/tainteviction.
 */
import { conditionOf } from '../../../kube/conditions.ts'
import type { Node, Pod, Taint } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { drivesAway } from '../../../kube/taints.ts'
import type { CacheReader, Intent } from '../controller.ts'
import { defineController } from '../controller.ts'
import { patienceMs } from './patience.ts'
import { reason } from './reasons.ts'

const RECORDER = 'taint-eviction-controller'
const CONDITION = { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' }

/** A deletion that waits: since when, and until when. */
interface Waiting { readonly since: Instant; readonly until: Instant; readonly uid: string; readonly done?: boolean }

export interface EvictionView {
  readonly at: Instant
  readonly key: string
  readonly pod: Pod | undefined
  readonly node: string
  readonly taints: readonly Taint[]
  readonly waiting: Waiting | undefined
  readonly due: Waiting | undefined
  /** TE3: a deletion that would have waited is called off, as the pod goes at once. */
  readonly overtakes: boolean
}

export const taintEviction = defineController<Pod, EvictionView, Waiting>({
  name: 'node-controller',
  id: RECORDER,
  recorder: RECORDER,
  kind: PodKind,
  reads: [PodKind, NodeKind],
  wakes: [{ kind: PodKind, keys: podBound }, { kind: NodeKind, keys: taintsChanged }],
  workers: 8,

  observe(cache, key, pod, memo, now) {
    const node = pod?.spec?.nodeName ?? ''
    const object = node === '' ? undefined : cache.get<Node>(NodeKind, node)
    const taints = noExecute(object)
    const known = memo && pod && memo.uid !== pod.metadata.uid ? undefined : memo
    if (taints.length === 0 && !known) return undefined
    // TE7: a node that is gone calls nothing off.
    const due = !pod ? undefined : node !== '' && !object ? known : dueOf(pod, taints, known, now)
    const overtakes = known !== undefined && !known.done && now < known.until && due !== undefined && due !== known
    return { at: now, key, pod, node, taints, waiting: known, due, overtakes }
  },

  decide({ at, key, pod, node, taints, waiting, due, overtakes }) {
    if (!due || !pod) {
      const cancels = waiting !== undefined && !waiting.done
      return cancels
        ? { intents: [told(key, pod, `Cancelling deletion of Pod ${key}`)], because: reason('taint.evict-cancelled', { pod: key }) }
        : { intents: [], because: reason('taint.tolerated', { pod: key, node }), quiet: true }
    }
    if (due.done) return { intents: [], because: reason('taint.tolerated', { pod: key, node }), quiet: true }
    if (at < due.until) return { intents: [], because: reason('taint.evict-later', { pod: key, node, waitMs: due.until - at }) }
    return {
      intents: [...(overtakes ? [told(key, pod, `Cancelling deletion of Pod ${key}`)] : []), told(key, pod, `Marking for deletion Pod ${key}`), ...deletion(pod, at)],
      because: reason('taint.evict', { pod: key, node, taints: taints.map(t => t.key), toleratedMs: at - due.since }),
    }
  },

  conclude({ at, due }, outcomes, now) {
    if (!due || due.done) return { intents: [], memo: due }
    if (at < due.until) return { intents: [], memo: due, againInMs: due.until - now }
    const failed = outcomes.some(o => o.refused && o.refused.reason !== 'NotFound')
    return failed ? { intents: [], memo: due, failed } : { intents: [], memo: { ...due, done: true } }
  },
})

/** TE2, TE3. */
function dueOf(pod: Pod, taints: readonly Taint[], waiting: Waiting | undefined, now: Instant): Waiting | undefined {
  const patience = patienceMs(taints, pod.spec.tolerations)
  if (patience === Infinity) return undefined
  const uid = pod.metadata.uid!
  // A deletion that was tried and refused is the same deletion still.
  if (patience === 0) return waiting && !waiting.done && waiting.until <= now ? waiting : { since: now, until: now, uid }
  return waiting ?? { since: now, until: now + patience, uid }
}

/** TE5. */
function deletion(pod: Pod, at: Instant): Intent[] {
  const key = keyOf(pod)
  const marked = conditionOf(pod, CONDITION.type)?.reason === CONDITION.reason
  const { generation, uid } = pod.metadata
  const condition = { ...CONDITION, lastProbeTime: null, lastTransitionTime: timeOf(at), ...(generation === undefined ? {} : { observedGeneration: generation }) }
  const gone: Intent = { verb: 'delete', kind: PodKind, key, ...(uid ? { uid } : {}) }
  if (marked) return [gone]
  return [{ verb: 'patch', kind: PodKind, key, type: 'strategic', body: { metadata: { uid }, status: { conditions: [condition] } }, subresource: 'status' }, { ...gone, ifDone: true }]
}

function told(key: string, pod: Pod | undefined, message: string): Intent {
  const [namespace, name] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
  const uid = pod?.metadata.uid
  return { verb: 'event', event: { about: { kind: 'Pod', apiVersion: 'v1', namespace, name, ...(uid ? { uid } : {}) }, type: 'Normal', reason: 'TaintManagerEviction', message } }
}

const noExecute = (node: Node | undefined): readonly Taint[] => node?.spec?.taints?.filter(drivesAway) ?? []

const NONE: readonly never[] = Object.freeze([])

/** A pod that comes to a tainted node, or is gone from one, or tolerates something else there. */
function podBound(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  const pod = (after ?? before)!
  const node = pod.spec?.nodeName as string | undefined
  if (!node || (before && after && before.spec.nodeName === node && before.spec.tolerations === after.spec.tolerations)) return NONE
  const object = cache.get<Node>(NodeKind, node)
  return noExecute(object).length > 0 || (!object && !after) ? [keyOf(pod)] : NONE
}

function taintsChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  const was = noExecute(before as unknown as Node | undefined)
  const is = noExecute(after as unknown as Node | undefined)
  if (was.length === is.length && was.every((t, i) => t.key === is[i]!.key && t.value === is[i]!.value)) return []
  return cache.onNode((after ?? before)!.metadata.name).map(keyOf)
}
