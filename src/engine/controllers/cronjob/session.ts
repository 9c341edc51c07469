// One sync as it runs: the CronJob's status as the sync has changed it so far, and how it writes and tells.
import type { CronJob, CronJobStatus, Job } from '../../../kube/batch.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { CronJob as CronJobKind, Job as JobKind, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { Intent, Outcome, Reason } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { write, type Script, type Step } from '../script.ts'
import type { CronJobView } from './observe.ts'
import { reason } from './reasons.ts'

export type Part<T> = Generator<Step, T, readonly Outcome[]>
export interface End { readonly because: Reason; readonly againInMs?: number; readonly failed?: true; readonly forget?: boolean }
export type CronJobScript = Script<End>
type Refusal = NonNullable<Outcome['refused']>

export class Session {
  readonly view: CronJobView
  /** Perhaps newer than the view's, where it had to be read. */
  cj: CronJob
  /** Whether the status has something new to say. */
  changed = false

  constructor(view: CronJobView) {
    this.view = view
    this.cj = view.cronJob
  }

  get status(): CronJobStatus { return this.cj.status ?? {} }
  isActive(uid: string | undefined): boolean { return this.status.active?.some(ref => ref.uid === uid) ?? false }

  setStatus(more: CronJobStatus): void {
    const { active, ...status } = { ...this.status, ...more }
    this.cj = { ...this.cj, status: { ...(active && active.length > 0 ? { active } : {}), ...status } }
    this.changed = true
  }

  noLongerActive(uid: string | undefined): void { this.setStatus({ active: (this.status.active ?? []).filter(ref => ref.uid !== uid) }) }

  *tell(type: 'Normal' | 'Warning', why: string, message: string, because: Reason): Part<void> {
    yield { intents: [tellOf(this.view.cronJob, type, why, message)], because }
  }

  /** The object as it is stored; a refusal where there is none. */
  *read(kind: Kind, namespace: string | undefined, name: string, because: Reason): Part<{ object?: AnyObject; refused?: Refusal }> {
    const { object, refused } = yield* write({ verb: 'get', kind, key: keyFrom(namespace, name) }, because)
    return { ...(object ? { object } : {}), ...(refused ? { refused } : {}) }
  }

  /** C13: a Job and all that is its own, in the background. Whether it could be deleted. */
  *deleteJob(job: Job, because: Reason): Part<boolean> {
    const { refused } = yield* write({ verb: 'delete', kind: JobKind, key: keyOf(job), propagation: 'Background' }, because)
    if (refused) {
      yield* this.tell('Warning', 'FailedDelete', `Deleted job: ${refused.message}`, because)
      return false
    }
    this.noLongerActive(job.metadata.uid)
    yield* this.tell('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`, because)
    return true
  }

  /** C14: once, at the end of a sync that changed it. What was refused, if it was. */
  *writeStatus(): Part<Refusal | undefined> {
    const { active = [], lastScheduleTime: lastSchedule } = this.status
    const because = reason('cronjob.status', { active: active.length, ...(lastSchedule === undefined ? {} : { lastSchedule }) })
    const intent: Intent = { verb: 'update', kind: CronJobKind, subresource: 'status', object: this.cj as unknown as AnyObject }
    return (yield* write(intent, because)).refused
  }
}
