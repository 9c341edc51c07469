// Ended pods beyond the number that a cluster keeps. Upstream: gc_controller.go, gcTerminated.
import type { Pod } from '../../../kube/core.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { isPodTerminal } from '../../../kube/pods.ts'
import { defineController } from '../controller.ts'
import { reason } from './reasons.ts'
import { againAfterRefusal, NAME, PERIOD_MS, removal } from './remove.ts'

/** --terminated-pod-gc-threshold. */
export const THRESHOLD = 12_500
/** There is one matter, so there is one key; it names no pod. */
const KEY = '(ended)'

const NONE: readonly never[] = Object.freeze([])

export interface EndedView {
  readonly at: Instant
  readonly ended: readonly Pod[]
}

export const endedPods = defineController<Pod, EndedView>({
  name: NAME,
  id: `${NAME}/ended`,
  kind: PodKind,
  reads: [PodKind],
  wakes: [{ kind: PodKind, keys: (before, after) => (hasEnded(after) && !hasEnded(before) ? [{ key: KEY, afterMs: PERIOD_MS }] : NONE) }],
  workers: 1,

  observe(cache, _key, _none, _memo, now) {
    if (cache.countOf(PodKind) <= THRESHOLD) return undefined
    const pods = cache.list(PodKind)
    const ended = pods.filter(isPodTerminal)
    return ended.length > THRESHOLD ? { at: now, ended } : undefined
  },

  decide({ at, ended }) {
    const victims = ended.toSorted(evictedThenOldest).slice(0, ended.length - THRESHOLD)
    return {
      intents: victims.flatMap(pod => removal(pod, undefined, at)),
      because: reason('podgc.too-many-ended', { ended: ended.length, threshold: THRESHOLD, deleting: victims.length }),
    }
  },

  conclude: (_view, outcomes) => againAfterRefusal(outcomes),
})

const hasEnded = (pod: AnyObject | undefined): boolean => pod !== undefined && isPodTerminal(pod as unknown as Pod)

/** PG3. */
export function evictedThenOldest(a: Pod, b: Pod): number {
  const evicted = (pod: Pod) => Number(pod.status?.reason === 'Evicted')
  const made = (pod: Pod) => pod.metadata.creationTimestamp ?? ''
  return evicted(b) - evicted(a) || (made(a) < made(b) ? -1 : made(a) > made(b) ? 1 : a.metadata.name < b.metadata.name ? -1 : 1)
}
