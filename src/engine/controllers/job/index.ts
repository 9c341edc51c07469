/**
 * The Job controller: runs pods until enough of them have succeeded, or too many have failed.
 *
 * Read observe, decide (with judge and the policies beside it), conclude; SPEC.md has the rules.
 * Upstream: pkg/controller/job.
 */
import type { Job } from '../../../kube/batch.ts'
import { Job as JobKind, Pod as PodKind } from '../../../kube/kinds.ts'
import { defineController } from '../controller.ts'
import type { BackoffRecord } from './backoff.ts'
import { conclude } from './conclude.ts'
import { decide } from './decide.ts'
import { observe } from './observe.ts'
import type { JobView } from './observe.ts'
import { jobChanged, podChanged } from './wakes.ts'

export const jobController = defineController<Job, JobView, BackoffRecord>({
  name: 'job-controller',
  kind: JobKind,
  reads: [JobKind, PodKind],
  wakes: [{ kind: JobKind, keys: jobChanged }, { kind: PodKind, keys: podChanged }],
  workers: 5,
  // DefaultJobApiBackOff and MaxJobApiBackOff.
  retry: { baseMs: 1000, maxMs: 60_000 },
  observe,
  decide,
  conclude,
})

export { orphanPodController } from './orphans.ts'
