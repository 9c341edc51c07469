// Why the garbage collector did what it did. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

/** Objects are named `plural/namespace/name`, owners `Kind/name`. */
export interface GcReasons {
  /** Somebody still owns it, or nobody ever did. */
  'gc.nothing-to-do': Record<never, never>
  /** All its owners are gone. */
  'gc.owner-gone': { readonly owners: readonly string[]; readonly propagation: string }
  /** Its owner is deleted in the foreground and waits for it, and it has dependents of its own. */
  'gc.owner-waits': { readonly owners: readonly string[]; readonly propagation: string }
  /** It and a dependent of its own would wait for each other: it lets its owners go first. */
  'gc.cycle': { readonly owners: readonly string[]; readonly propagation: string }
  /** It names an owner of another namespace, and has no other. */
  'gc.owner-elsewhere': { readonly owner: string; readonly namespace: string; readonly propagation: string }
  /** It stands in no namespace, and names an owner that stands in one: nothing can be said of it. */
  'gc.owner-misplaced': { readonly owners: readonly string[] }
  /** Some owners are gone, others stay: only the references go. */
  'gc.unlink': { readonly owners: readonly string[] }
  /** It is deleted without its dependents: they are let go first. */
  'gc.orphan-dependents': { readonly dependents: number }
  'gc.orphaned': { readonly finalizer: string }
  /** It is deleted in the foreground: dependents that block it are still there. */
  'gc.foreground-waits': { readonly blocking: number }
  'gc.foreground-done': { readonly finalizer: string }
}
export type GcReasonId = keyof GcReasons
export const reason = <Id extends GcReasonId>(id: Id, details: GcReasons[Id]): Reason => ({ id, ...details })
