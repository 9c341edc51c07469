// Why the autoscaler scaled, or did not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface HpaReasons {
  /** Looks at its target and at what its pods use. */
  'hpa.look': { readonly target: string }
  'hpa.no-target': { readonly target: string; readonly error: string }
  /** The target has no replicas, so autoscaling is off. */
  'hpa.disabled': { readonly target: string }
  'hpa.no-metrics': { readonly target: string; readonly error: string }
  /** `wanted`: what the metrics ask for; `why`: upstream's words, as in the event. */
  'hpa.scale': { readonly target: string; readonly from: number; readonly to: number; readonly wanted: number; readonly why: string }
  /** `reason` of AbleToScale or ScalingLimited: what held it. */
  'hpa.steady': { readonly target: string; readonly replicas: number; readonly wanted: number; readonly reason: string }
}
export const reason = <Id extends keyof HpaReasons>(id: Id, details: HpaReasons[Id]): Reason => ({ id, ...details })
