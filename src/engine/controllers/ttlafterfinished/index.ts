/**
 * Deletes a finished Job once its time to live has passed.
 *
 * Apart from the Job controller because "is it finished" and "does anyone still need it" are different judgements, made at
 * different times. Rules: SPEC.md.
 *
 * Upstream: pkg/controller/ttlafterfinished. It reads the Job once more, live, before deleting; we delete on condition of uid and
 * let a refusal bring us back.
 */
import type { Job } from '../../../kube/batch.ts'
import { finishedAt } from '../../../kube/jobs.ts'
import type { Key } from '../../../kube/keys.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Job as JobKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { defineController } from '../controller.ts'
import { reason } from './reasons.ts'

export interface TtlView {
  readonly key: Key
  readonly uid: string
  /** Undefined where nothing is to be done: no time to live, not finished, or being deleted already. */
  readonly expiresAt: Instant | undefined
  readonly ttlSeconds: number
}

export const ttlAfterFinishedController = defineController<Job, TtlView>({
  name: 'ttl-after-finished-controller',
  kind: JobKind,
  reads: [JobKind],
  wakes: [{ kind: JobKind, keys: (_before, after) => (after && expiresAt(after as unknown as Job) !== undefined ? [keyOf(after as AnyObject)] : []) }],
  workers: 5,

  observe: (_cache, key, job) => job && { key, uid: job.metadata.uid!, expiresAt: expiresAt(job), ttlSeconds: job.spec.ttlSecondsAfterFinished ?? 0 },

  decide({ key, uid, expiresAt: at, ttlSeconds }, now) {
    if (at === undefined) return { intents: [], because: reason('ttl.not-applicable', {}) }
    if (at > now) return { intents: [], because: reason('ttl.not-yet', { leftMs: at - now, ttlSeconds }) }
    return { intents: [{ verb: 'delete', kind: JobKind, key, uid, propagation: 'Foreground' }], because: reason('ttl.expired', { ttlSeconds }) }
  },

  conclude({ expiresAt: at }, outcomes, now) {
    const refused = outcomes.some(o => o.refused && o.refused.reason !== 'NotFound')
    if (refused) return { intents: [], failed: true }
    return { intents: [], ...(outcomes.length === 0 && at !== undefined ? { againInMs: Math.max(0, at - now) } : {}) }
  },
})

/** TTL1: its end, in whole seconds as its condition has it, and so many seconds more. */
function expiresAt(job: Job): Instant | undefined {
  const ttlSeconds = job.spec.ttlSecondsAfterFinished
  const end = finishedAt(job)
  return ttlSeconds === undefined || end === undefined || job.metadata.deletionTimestamp !== undefined ? undefined : end + ttlSeconds * 1000
}
