// Why the namespace controller did what it did. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface NamespaceReasons {
  /** Not being deleted, or finalized already. */
  'namespace.nothing-to-do': Record<never, never>
  /** Pods go first, so that nothing they need goes before them. */
  'namespace.delete-pods': Record<never, never>
  'namespace.delete-rest': { readonly kinds: number }
  'namespace.remaining': { readonly remaining: readonly string[]; readonly waitMs: number }
  /** Something should be gone and is not. */
  'namespace.stuck': { readonly remaining: readonly string[] }
  'namespace.finalize': Record<never, never>
}
export type NamespaceReasonId = keyof NamespaceReasons
export const reason = <Id extends NamespaceReasonId>(id: Id, details: NamespaceReasons[Id]): Reason => ({ id, ...details })
