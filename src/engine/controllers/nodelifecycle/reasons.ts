// Why the node lifecycle controller did what it did. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface NodeLifecycleReasons {
  /** A look at a node that has been heard of lately. */
  'node.heard': { readonly node: string; readonly silentMs: number }
  /** Nothing heard for the grace period: its conditions become Unknown, and its pods count as not ready. */
  'node.silent': { readonly node: string; readonly graceMs: number; readonly pods: number }
  /** Pods that could not be marked in the pass before. */
  'node.pods-not-ready': { readonly node: string; readonly pods: number }
  'node.registered': { readonly node: string }
  'node.removed': { readonly node: string }
  /** Taints that follow from conditions and from being cordoned. Keys without their prefix `node.kubernetes.io/`. */
  'node.taints': { readonly node: string; readonly added: readonly string[]; readonly removed: readonly string[] }
  'node.evict': { readonly node: string; readonly taint: string }
  'node.evict-no-more': { readonly node: string }
  /** Its turn for the NoExecute taint has not come: the next pass, or one node in ten seconds. */
  'node.evict-waits': { readonly node: string; readonly waitMs: number }
  /** So many nodes are down that the fault is taken to be elsewhere: nobody is driven away. */
  'node.evict-stopped': { readonly node: string; readonly notReady: number; readonly nodes: number }
}
export type NodeLifecycleReasonId = keyof NodeLifecycleReasons
export const reason = <Id extends NodeLifecycleReasonId>(id: Id, details: NodeLifecycleReasons[Id]): Reason => ({ id, ...details })
