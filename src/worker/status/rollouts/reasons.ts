// What is said of Deployments and CronJobs in plain words: ids and their details. The words are in ui/i18n/reasons/rollouts*.ts, one
// function per id and language. `field`, where there is one, is what a person would change in the manifest.
import type { Reason } from '../../../engine/index.ts'

interface Field { readonly field?: string }

export interface RolloutReasons {
  /** Everything is of the wanted template, and available. */
  'status.deploy.complete': { readonly replicas: number; readonly revision: string }
  'status.deploy.zero': Field & { readonly kept: number }
  /** Nothing old is left, and pods are missing. */
  'status.deploy.scaling': { readonly available: number; readonly replicas: number }
  'status.deploy.rolling': { readonly updated: number; readonly replicas: number; readonly old: number }
  /** No old pod may go before `pod` is available. */
  'status.deploy.waits-available': Field & { readonly pod: string; readonly available: number; readonly least: number; readonly status: string }
  /** No new pod may be made before an old one is gone. */
  'status.deploy.waits-surge': Field & { readonly total: number; readonly most: number }
  'status.deploy.min-ready': Field & { readonly pod: string; readonly leftMs: number }
  'status.deploy.recreate-waits': Field & { readonly pods: number }
  'status.deploy.paused': Field & { readonly changed: boolean }
  'status.deploy.deadline': Field & { readonly leftMs: number }
  'status.deploy.late': Field & { readonly seconds: number; readonly back: number }
  'status.deploy.failure': { readonly message: string }

  'status.cron.next': Field & { readonly waitMs: number; readonly schedule: string; readonly zone: string }
  'status.cron.never': Field & { readonly schedule: string }
  'status.cron.suspended': Field
  'status.cron.bad-schedule': Field & { readonly schedule: string; readonly message: string }
  'status.cron.bad-zone': Field & { readonly timeZone: string }
  'status.cron.stopped': Record<never, never>
  'status.cron.active': { readonly jobs: readonly string[] }
  /** A run is held back, and starts when the Job has ended. */
  'status.cron.waits': Field & { readonly job: string }
  /** The run before was skipped, and is not made up for. */
  'status.cron.skipped': Field & { readonly job: string }
  'status.cron.will-replace': Field & { readonly job: string; readonly waitMs: number }
  'status.cron.late': Field & { readonly seconds: number }
  'status.cron.failed': { readonly job: string }
  'status.cron.succeeded': { readonly agoMs: number }
  'status.cron.history': Field & { readonly successful: number; readonly failed: number }
}

/** A reason whose details are checked. */
export const tell = <Id extends keyof RolloutReasons>(id: Id, details: RolloutReasons[Id]): Reason => ({ id, ...details })
