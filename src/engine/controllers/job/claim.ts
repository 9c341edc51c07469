// Which pods are this Job's: its own, those it takes over, those it lets go. Upstream: controller_ref_manager.go, ClaimPods.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { LabelSelector } from '../../../kube/meta.ts'
import type { Intent } from '../controller.ts'
import { TRACKING_FINALIZER } from './pods.ts'
import { controllerRef } from './template.ts'

/** An empty selector selects everything, no selector nothing. */
export function selects(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>> = {}): boolean {
  if (!selector) return false
  for (const key in selector.matchLabels) if (labels[key] !== selector.matchLabels[key]) return false
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key]
    switch (operator) {
      case 'In': return value !== undefined && values.includes(value)
      case 'NotIn': return value === undefined || !values.includes(value)
      case 'Exists': return value !== undefined
      default: return operator === 'DoesNotExist' && value === undefined
    }
  })
}

/** J3: takes a pod over that nobody owns: it gets an owner and is tracked from now on. */
export const adoptIntent = (job: Job, pod: Pod): Intent => ({
  verb: 'patch', kind: PodKind, key: keyOf(pod), type: 'strategic', must: true,
  body: { metadata: { ownerReferences: [controllerRef(job)], uid: pod.metadata.uid, finalizers: [TRACKING_FINALIZER] } },
})

/** J3: lets a pod go whose labels the selector no longer matches. */
export const releaseIntent = (job: Job, pod: Pod): Intent => ({
  verb: 'patch', kind: PodKind, key: keyOf(pod), type: 'strategic', must: true,
  body: {
    metadata: {
      ownerReferences: [{ $patch: 'delete', uid: job.metadata.uid }],
      uid: pod.metadata.uid,
      '$deleteFromPrimitiveList/finalizers': [TRACKING_FINALIZER],
    },
  },
})

/** The patch that stops tracking a pod. */
export const freeIntent = (pod: Pod): Intent => ({
  verb: 'patch', kind: PodKind, key: keyOf(pod), type: 'strategic',
  body: { metadata: { '$deleteFromPrimitiveList/finalizers': [TRACKING_FINALIZER] } },
})
