// Why Endpoints were written, or were not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface EndpointsReasons {
  /** The service is gone: what bears its name goes too. */
  'endpoints.service-gone': Record<never, never>
  'endpoints.not-ours': Record<never, never>
  'endpoints.unchanged': { readonly ready: number; readonly notReady: number }
  'endpoints.write': { readonly ready: number; readonly notReady: number }
}
export type EndpointsReasonId = keyof EndpointsReasons
export const reason = <Id extends EndpointsReasonId>(id: Id, details: EndpointsReasons[Id]): Reason => ({ id, ...details })
