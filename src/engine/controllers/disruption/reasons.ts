// Why a budget allows so many disruptions. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface DisruptionReasons {
  'disruption.allowed': { readonly budget: string; readonly healthy: number; readonly desired: number; readonly expected: number; readonly allowed: number }
  /** It cannot be told how many pods there should be; none may go then. */
  'disruption.failed': { readonly budget: string; readonly error: string }
  'disruption.stale': { readonly pod: string }
  'disruption.not-stale': { readonly pod: string }
}
export const reason = <Id extends keyof DisruptionReasons>(id: Id, details: DisruptionReasons[Id]): Reason => ({ id, ...details })
