// Why EndpointSlices were written, or were not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface EndpointSliceReasons {
  'slices.service-gone': Record<never, never>
  /** No selector, or only a name: somebody else's, or nobody's. */
  'slices.not-ours': Record<never, never>
  'slices.unchanged': { readonly ready: number; readonly endpoints: number }
  /** So many pods stand behind the service now; some of them ready, some only still serving, some not. */
  'slices.write': { readonly endpoints: number; readonly ready: number; readonly terminating: number; readonly create: number; readonly update: number; readonly delete: number }
}
export type EndpointSliceReasonId = keyof EndpointSliceReasons
export const reason = <Id extends EndpointSliceReasonId>(id: Id, details: EndpointSliceReasons[Id]): Reason => ({ id, ...details })
