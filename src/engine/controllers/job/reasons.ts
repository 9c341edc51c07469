// Why the Job controller did what it did: the closed list of reason ids, each with its details. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

/** Details are numbers and names as they stood when the sync looked; durations in ms. `missing` is how many pods are created. */
export interface JobReasons {
  /** The cache no longer has the Job. */
  'job.gone': Record<never, never>
  /** spec.managedBy names somebody else. */
  'job.managed-by': { readonly managedBy: string }
  /** Complete or Failed: nothing is done any more. */
  'job.already-finished': { readonly condition: string }
  'job.unknown-completion-mode': { readonly completionMode: string }
  /** Pods are taken over (selector matches, nobody owns them) or let go (selector matches no longer). */
  'job.claim': { readonly adopt: number; readonly release: number }
  /** The cache does not show the controller's own writes yet; it counts, but makes and removes nothing. */
  'job.not-caught-up': { readonly active: number }
  /** The Job is being deleted: pods are only let go. */
  'job.deleting': { readonly active: number }
  /** The Job fails: `reason` is the condition's. */
  'job.failing': { readonly reason: string; readonly active: number; readonly failed: number }
  /** A success policy, or an earlier sync, says that the Job has succeeded: what still runs is stopped. */
  'job.succeeding': { readonly reason: string; readonly active: number; readonly succeeded: number }
  'job.suspended': { readonly active: number }
  /** More pods than wanted, or pods with an index twice or out of range. */
  'job.too-many': { readonly parallelism: number; readonly remaining?: number; readonly wantActive: number; readonly active: number; readonly deleting: number }
  'job.want-active': { readonly parallelism: number; readonly remaining?: number; readonly wantActive: number; readonly active: number; readonly missing: number }
  /** podReplacementPolicy Failed: a pod that is still terminating holds its place. */
  'job.wait-terminating': { readonly wantActive: number; readonly active: number; readonly terminating: number }
  /** Pods are missing, but the last failure is too recent. */
  'job.backoff': { readonly waitMs: number; readonly failures: number; readonly backoffLimit: number; readonly failed: number; readonly missing: number }
  /** backoffLimitPerIndex: every index that could start waits. */
  'job.index-backoff': { readonly waitMs: number; readonly indexes: readonly number[] }
  /** As many pods run as are wanted. */
  'job.steady': { readonly wantActive: number; readonly active: number; readonly succeeded: number; readonly failed: number }

  // Conclusions: why the status is written, or not.
  'job.status-unchanged': Record<never, never>
  'job.status': { readonly active: number; readonly ready: number; readonly terminating: number }
  /** Finished pods are put down as uncounted, then let go, then counted. */
  'job.count': { readonly succeeded: number; readonly failed: number; readonly freeing: number }
  'job.counted': { readonly succeeded: number; readonly failed: number }
  'job.finished': { readonly condition: string; readonly reason: string }
  /** The Job's end is decided, and waits for pods that are still terminating or not yet counted. */
  'job.finish-waits': { readonly condition: string; readonly reason: string; readonly terminating: number; readonly uncounted: number }
  'job.refused': { readonly message: string }

  // The loop beside it that frees pods whose Job is gone or finished.
  'job.orphan-pod': { readonly pod: string }
  'job.orphan-pod-kept': { readonly pod: string }
}

export type JobReasonId = keyof JobReasons

export function reason<Id extends JobReasonId>(id: Id, details: JobReasons[Id]): Reason {
  return { id, ...details }
}
