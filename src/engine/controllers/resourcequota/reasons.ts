// Why a quota's status was written, or not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface QuotaReasons {
  /** What it counted is what the status says. */
  'quota.steady': { readonly quota: string }
  /** `used`: the amounts that changed, `pods=2`. */
  'quota.counted': { readonly quota: string; readonly used: readonly string[] }
}
export const reason = <Id extends keyof QuotaReasons>(id: Id, details: QuotaReasons[Id]): Reason => ({ id, ...details })
