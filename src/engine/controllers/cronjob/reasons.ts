// Why the CronJob controller did what it did: the closed list of reason ids, each with its details. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

/** Times are RFC 3339; durations in ms. */
export interface CronJobReasons {
  /** A Job of its own has ended: it leaves the list of active ones. */
  'cronjob.saw-finished': { readonly job: string; readonly condition: string }
  /** A Job names it as its owner, but is not in its list: somebody else made it, or it was forgotten. */
  'cronjob.unexpected-job': { readonly job: string }
  'cronjob.look-for-job': { readonly job: string }
  'cronjob.missing-job': { readonly job: string }
  'cronjob.deleting': Record<never, never>
  'cronjob.suspended': Record<never, never>
  'cronjob.bad-time-zone': { readonly timeZone: string }
  'cronjob.bad-schedule': { readonly schedule: string; readonly message: string }
  /** The schedule was changed: nothing that the new one would have missed is made up for. */
  'cronjob.rescheduled': { readonly schedule: string; readonly waitMs: number }
  'cronjob.not-yet': { readonly waitMs: number }
  'cronjob.too-late': { readonly scheduled: string; readonly deadlineSeconds: number }
  'cronjob.already-started': { readonly scheduled: string }
  'cronjob.forbidden': { readonly scheduled: string; readonly active: number }
  'cronjob.replace': { readonly job: string }
  'cronjob.start': { readonly job: string; readonly scheduled: string; readonly lateMs: number }
  'cronjob.job-exists': { readonly job: string }
  'cronjob.history': { readonly job: string; readonly limit: number; readonly condition: string }
  'cronjob.status': { readonly active: number; readonly lastSchedule?: string }
  'cronjob.refused': { readonly message: string }
}

export type CronJobReasonId = keyof CronJobReasons
export const reason = <Id extends CronJobReasonId>(id: Id, details: CronJobReasons[Id]): Reason => ({ id, ...details })
