// Which pods are this Job's: its own, those it takes over, those it lets go. Upstream: controller_ref_manager.go, ClaimPods.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { JOB_TRACKING } from '../../../kube/jobs.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { Intent } from '../controller.ts'
import { controllerRef } from './template.ts'

/** J3: takes a pod over that nobody owns: it gets an owner and is tracked from now on. */
export const adoptIntent = (job: Job, pod: Pod): Intent => ({
  verb: 'patch', kind: PodKind, key: keyOf(pod), type: 'strategic', must: true,
  body: { metadata: { ownerReferences: [controllerRef(job)], uid: pod.metadata.uid, finalizers: [JOB_TRACKING] } },
})

/** J3: lets a pod go whose labels the selector no longer matches. */
export const releaseIntent = (job: Job, pod: Pod): Intent => ({
  verb: 'patch', kind: PodKind, key: keyOf(pod), type: 'strategic', must: true,
  body: {
    metadata: {
      ownerReferences: [{ $patch: 'delete', uid: job.metadata.uid }],
      uid: pod.metadata.uid,
      '$deleteFromPrimitiveList/finalizers': [JOB_TRACKING],
    },
  },
})

/** The patch that stops tracking a pod. */
export const freeIntent = (pod: Pod): Intent => ({
  verb: 'patch', kind: PodKind, key: keyOf(pod), type: 'strategic',
  body: { metadata: { '$deleteFromPrimitiveList/finalizers': [JOB_TRACKING] } },
})
