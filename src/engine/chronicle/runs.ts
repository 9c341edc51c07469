// What became of every run of a CronJob: which Job it was and how it ended, or that it was skipped or came too late, and why. And by
// which schedule it ran when. Objects forget all of that: Jobs are cleaned up, a skip leaves at most an event behind.
import { keyFrom, keyOf, refOf, splitKey, type Key, type Ref } from '../../kube/keys.ts'
import { SCHEDULED_TIMESTAMP, finishedCondition } from '../../kube/jobs.ts'
import { Job as JobKind } from '../../kube/kinds.ts'
import type { Job } from '../../kube/batch.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { ApiServer } from '../api/server.ts'
import type { Reason } from '../world/frame.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

export interface RunEntry {
  /** Of the CronJob. */
  readonly uid: string
  /** For when it was scheduled; of a Job that somebody made by hand, when that was. */
  readonly scheduledAt: Instant
  readonly manual?: true
  /** `skipped`: Forbid, and a Job was active; `late`: past startingDeadlineSeconds; `deleted`: before it ended. */
  readonly outcome: 'skipped' | 'late' | 'running' | 'complete' | 'failed' | 'deleted'
  readonly job?: Ref
  readonly startedAt?: Instant
  readonly endedAt?: Instant
  /** The Job is there no more. */
  readonly goneAt?: Instant
  /** Who deleted it: concurrencyPolicy Replace, or a history limit. */
  readonly by?: 'replace' | 'history'
  /** Of a skip: the Job that was still active. */
  readonly waitedFor?: string
}

/** From then on these were its schedule and its zone, and whether it was suspended. */
export interface ScheduleEntry {
  readonly uid: string
  readonly at: Instant
  readonly schedule: string
  readonly timeZone?: string
  readonly suspended: boolean
}

export class Runs {
  /** By `uid|scheduled`, with the Job's uid for those made by hand. */
  readonly entries: Table<RunEntry>
  /** By `uid|at`. */
  readonly schedules: Table<ScheduleEntry>
  readonly #world: World
  readonly #server: ApiServer

  constructor(world: World, server: ApiServer) {
    this.#world = world
    this.#server = server
    this.entries = world.table<RunEntry>('chronicle/runs', 200)
    this.schedules = world.table<ScheduleEntry>('chronicle/schedules', 120)
    server.onStored((kind, before, after) => {
      if (kind.plural === 'jobs') this.#job(before, after)
      else if (kind.plural === 'cronjobs' && after) this.#cronJob(before, after)
    })
  }

  /** What a controller gives as its reason: the CronJob controller's skips leave nothing else behind. */
  told(key: Key, because: Reason): void {
    switch (because.id) {
      case 'cronjob.forbidden': return this.#missed(key, because, 'skipped')
      case 'cronjob.too-late': return this.#missed(key, because, 'late')
      case 'cronjob.replace': return this.#deletedBy(key, because, 'replace')
      case 'cronjob.history': return this.#deletedBy(key, because, 'history')
    }
  }

  #missed(key: Key, because: Reason, outcome: 'skipped' | 'late'): void {
    const cj = this.#server.store.get({ plural: 'cronjobs' }, key)
    if (!cj) return
    const uid = cj.metadata.uid!
    const scheduledAt = instantOf(String(because['scheduled']))
    const at = `${uid}|${scheduledAt}`
    // A sync that looks again while it still may not start tells nothing new.
    if (this.entries.has(at)) return
    const active: string | undefined = cj.status?.active?.[0]?.name
    this.entries.set(at, { uid, scheduledAt, outcome, ...(outcome === 'skipped' && active !== undefined ? { waitedFor: active } : {}) })
  }

  #deletedBy(key: Key, because: Reason, by: 'replace' | 'history'): void {
    const job = this.#server.store.get(JobKind, keyFrom(splitKey(key).namespace, String(because['job'])))
    const at = job && runKey(job)
    const run = at && this.entries.get(at)
    if (run && run.by !== by) this.entries.set(at, { ...run, by })
  }

  #job(before: AnyObject | undefined, after: AnyObject | undefined): void {
    const job = (after ?? before)!
    const at = runKey(job)
    if (at === undefined) return
    const run = this.entries.get(at)
    const { now } = this.#world
    if (!after) {
      if (run) this.entries.set(at, { ...run, goneAt: now, ...(run.outcome === 'running' ? { outcome: 'deleted', endedAt: now } : {}) })
      return
    }
    const end = finishedCondition(job as unknown as Job)
    const outcome = end?.type === 'Complete' ? 'complete' : end?.type === 'Failed' ? 'failed' : 'running'
    if (run?.job !== undefined && run.outcome === outcome) return
    const scheduled = job.metadata.annotations?.[SCHEDULED_TIMESTAMP]
    // What was skipped at first may be started after all, late.
    const known = run ?? { uid: controllerOf(job)!.uid, scheduledAt: scheduled === undefined ? now : instantOf(scheduled), ...(scheduled === undefined ? { manual: true as const } : {}) }
    this.entries.set(at, {
      ...known, outcome, job: refOf('jobs', keyOf(job)), startedAt: run?.startedAt ?? now, ...(outcome === 'running' ? {} : { endedAt: now }),
    })
  }

  #cronJob(before: AnyObject | undefined, after: AnyObject): void {
    const read = ({ spec }: AnyObject) => ({ schedule: spec.schedule as string, ...(spec.timeZone === undefined ? {} : { timeZone: spec.timeZone as string }), suspended: spec.suspend === true })
    const next = read(after)
    const last = before && read(before)
    if (last && last.schedule === next.schedule && last.timeZone === next.timeZone && last.suspended === next.suspended) return
    const uid = after.metadata.uid!
    const at = this.#world.now
    this.schedules.set(`${uid}|${at}`, { uid, at, ...next })
  }
}

/** Of a Job that a CronJob owns. */
function runKey(job: AnyObject): string | undefined {
  const owner = controllerOf(job)
  if (owner?.kind !== 'CronJob') return undefined
  const scheduled = job.metadata.annotations?.[SCHEDULED_TIMESTAMP]
  return scheduled === undefined ? `${owner.uid}|manual|${job.metadata.uid}` : `${owner.uid}|${instantOf(scheduled)}`
}
