// Why the TTL controller deleted a Job, or did not yet. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface TtlReasons {
  /** Not finished, without a time to live, or being deleted already. */
  'ttl.not-applicable': Record<never, never>
  'ttl.not-yet': { readonly leftMs: number; readonly ttlSeconds: number }
  'ttl.expired': { readonly ttlSeconds: number }
}
export type TtlReasonId = keyof TtlReasons
export const reason = <Id extends TtlReasonId>(id: Id, details: TtlReasons[Id]): Reason => ({ id, ...details })
