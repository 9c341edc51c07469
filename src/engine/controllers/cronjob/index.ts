/**
 * The CronJob controller: makes a Job whenever the schedule says so.
 *
 * Read observe, then sync from top to bottom, with the files it names; SPEC.md has the rules. A sync writes and reads several times,
 * so it is told as a script (`../script.ts`). Upstream: pkg/controller/cronjob.
 */
import type { CronJob } from '../../../kube/batch.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { CronJob as CronJobKind, Job as JobKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { defineController, type CacheReader } from '../controller.ts'
import { player } from '../script.ts'
import { observe, seenNow, type CronJobView, type SeenSchedule } from './observe.ts'
import { sync } from './sync.ts'

const play = player(sync)

export const cronJobController = defineController<CronJob, CronJobView, SeenSchedule>({
  name: 'cronjob-controller',
  kind: CronJobKind,
  reads: [CronJobKind, JobKind],
  wakes: [
    { kind: CronJobKind, keys: (before, after) => [keyOf((after ?? before)!)] },
    { kind: JobKind, keys: jobChanged },
  ],
  workers: 5,

  observe,

  decide(view) {
    const { next, end } = play(view, [])
    return next ? { intents: next.intents, because: next.because! } : { intents: [], because: end.because }
  },

  conclude(view, outcomes) {
    const { next, end } = play(view, outcomes)
    return next ? { intents: next.intents, because: next.because! } : { intents: [], memo: seenNow(view), ...end }
  },
})

/** The CronJob that the Job is of, and the one it was of before. */
function jobChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  const keys = [before, after].map(job => job && ownerKey(job, cache)).filter(key => key !== undefined)
  return [...new Set(keys)]
}

function ownerKey(job: AnyObject, cache: CacheReader): string | undefined {
  const ref = controllerOf(job)
  if (ref?.kind !== 'CronJob') return undefined
  const key = keyFrom(job.metadata.namespace, ref.name)
  return cache.get(CronJobKind, key)?.metadata.uid === ref.uid ? key : undefined
}
