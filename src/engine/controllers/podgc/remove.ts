// How pod garbage collection removes a pod. Upstream: gc_controller.go, markFailedAndDeletePodWithCondition.
import type { Pod, PodCondition } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodTerminal } from '../../../kube/pods.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Conclusion, Intent, Outcome } from '../controller.ts'

/** One pass of upstream's loop. */
export const PERIOD_MS = 20_000

export const NAME = 'pod-garbage-collector'

/** PG4: first Failed, since no kubelet is there to say so, then deleted at once. */
export function removal(pod: Pod, because: Pick<PodCondition, 'reason' | 'message'> | undefined, at: Instant): Intent[] {
  const key = keyOf(pod)
  const gone: Intent = { verb: 'delete', kind: PodKind, key, gracePeriodSeconds: 0 }
  if (isPodTerminal(pod)) return [gone]
  const { generation, uid } = pod.metadata
  const observed = generation === undefined ? {} : { observedGeneration: generation }
  const conditions = because && [{ type: 'DisruptionTarget', status: 'True', ...because, lastTransitionTime: timeOf(at), ...observed }]
  const status = { ...(conditions ? { conditions } : {}), ...observed, phase: 'Failed' }
  return [{ verb: 'patch', kind: PodKind, key, type: 'strategic', body: { metadata: { uid }, status }, subresource: 'status' }, { ...gone, ifDone: true }]
}

/** A pod that could not be removed is tried again in the next pass. */
export const againAfterRefusal = (outcomes: readonly Outcome[]): Conclusion<undefined> =>
  ({ intents: [], ...(outcomes.some(o => o.refused && o.refused.reason !== 'NotFound') ? { againInMs: PERIOD_MS } : {}) })
