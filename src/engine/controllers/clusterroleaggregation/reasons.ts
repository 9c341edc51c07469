// Why a role that gathers others was written, or not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface AggregationReasons {
  'roles.gathered': { readonly role: string; readonly from: readonly string[]; readonly rules: number }
  'roles.up-to-date': { readonly role: string; readonly from: readonly string[] }
}
export const reason = <Id extends keyof AggregationReasons>(id: Id, details: AggregationReasons[Id]): Reason => ({ id, ...details })
