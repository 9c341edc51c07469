// Why pod garbage collection deleted a pod, or waits. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface PodGcReasons {
  'podgc.nothing-to-do': Record<never, never>
  /** Pods stand on a node that does not exist; it may come back. */
  'podgc.quarantine': { readonly node: string; readonly pods: number; readonly leftMs: number }
  'podgc.node-gone': { readonly node: string; readonly pods: number }
  /** It was deleted before it had a node: no kubelet will ever end it. */
  'podgc.unscheduled': { readonly pod: string }
  'podgc.out-of-service': { readonly pod: string; readonly node: string }
  /** More ended pods than the cluster keeps. */
  'podgc.too-many-ended': { readonly ended: number; readonly threshold: number; readonly deleting: number }
}
export type PodGcReasonId = keyof PodGcReasons
export const reason = <Id extends PodGcReasonId>(id: Id, details: PodGcReasons[Id]): Reason => ({ id, ...details })
