// Why a pod was driven from its node by a taint, or not. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface TaintEvictionReasons {
  /** A NoExecute taint that the pod does not tolerate, or no longer. */
  'taint.evict': { readonly pod: string; readonly node: string; readonly taints: readonly string[]; readonly toleratedMs: number }
  'taint.evict-later': { readonly pod: string; readonly node: string; readonly waitMs: number }
  'taint.evict-cancelled': { readonly pod: string }
  'taint.tolerated': { readonly pod: string; readonly node: string }
}
export type TaintEvictionReasonId = keyof TaintEvictionReasons
export const reason = <Id extends TaintEvictionReasonId>(id: Id, details: TaintEvictionReasons[Id]): Reason => ({ id, ...details })
