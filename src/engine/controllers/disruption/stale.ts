// A pod that was said to be a target of disruption and lives on is told that it is none. Upstream: disruption.go, syncStalePodDisruption.
import { conditionOf, withCondition } from '../../../kube/conditions.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { isPodTerminal } from '../../../kube/pods.ts'
import { instantOf, timeOf } from '../../../kube/rfc3339.ts'
import { defineController } from '../controller.ts'
import { NAME } from './budgets.ts'
import { reason } from './reasons.ts'

/** D6. */
const STALE_AFTER_MS = 120_000

export interface StaleView { readonly pod: Pod; readonly at: Instant; readonly since: Instant }

export const staleDisruptions = defineController<Pod, StaleView>({
  name: NAME,
  id: `${NAME}/stale`,
  kind: PodKind,
  reads: [PodKind],
  wakes: [{
    kind: PodKind,
    keys(_before, after) {
      const since = after && targetSince(after as unknown as Pod)
      return since === undefined ? [] : [{ key: keyOf(after!), afterMs: STALE_AFTER_MS }]
    },
  }],
  workers: 1,

  observe(_cache, _key, pod, _memo, now) {
    const since = pod && targetSince(pod)
    return since === undefined ? undefined : { pod: pod!, at: now, since }
  },

  decide({ pod, since }, now) {
    if (since + STALE_AFTER_MS > now) return { intents: [], quiet: true, because: reason('disruption.not-stale', { pod: pod.metadata.name! }) }
    const conditions = withCondition(pod.status?.conditions, {
      ...(pod.metadata.generation !== undefined ? { observedGeneration: pod.metadata.generation } : {}), type: 'DisruptionTarget', status: 'False',
      lastProbeTime: null as unknown as string, lastTransitionTime: timeOf(now),
    })
    const object = { ...pod, status: { ...pod.status, conditions } } as unknown as AnyObject
    return { intents: [{ verb: 'update', kind: PodKind, object, subresource: 'status' }], because: reason('disruption.stale', { pod: pod.metadata.name! }) }
  },

  conclude: ({ since, at }, outcomes) => ({
    intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound'), ...(since + STALE_AFTER_MS > at ? { againInMs: since + STALE_AFTER_MS - at } : {}),
  }),
})

/** Since when it is said to be a target, if that can become stale: not while it goes, not where its kubelet says so. */
function targetSince(pod: Pod): Instant | undefined {
  const condition = conditionOf(pod, 'DisruptionTarget')
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet' || pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return undefined
  return instantOf(condition.lastTransitionTime!)
}
