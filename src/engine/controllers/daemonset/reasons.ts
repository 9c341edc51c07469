// Why the DaemonSet controller did what it did. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface DaemonSetReasons {
  /** Pods are taken over or let go. */
  'ds.claim': { readonly adopt: number; readonly release: number }
  'ds.not-caught-up': { readonly nodes: number }
  /** Nodes without the pod they should have, and pods where none may be; the first nodes of each by name. */
  'ds.manage': { readonly desired: number; readonly creating: number; readonly deleting: number; readonly on: readonly string[]; readonly off: readonly string[] }
  /** Failed pods whose replacement is put off. */
  'ds.backoff': { readonly nodes: readonly string[]; readonly waitMs: number }
  'ds.roll': { readonly old: number; readonly deleting: number; readonly creating: number; readonly on: readonly string[]; readonly off: readonly string[]; readonly maxUnavailable: number; readonly maxSurge: number }
  /** Old pods are left, but as many are unavailable as may be. */
  'ds.roll-waits': { readonly old: number; readonly unavailable: number; readonly maxUnavailable: number; readonly maxSurge: number }
  /** OnDelete: old pods stay until somebody deletes them. */
  'ds.on-delete': { readonly old: number }
  'ds.steady': { readonly desired: number }

  'ds.status': { readonly desired: number; readonly current: number; readonly ready: number; readonly updated: number; readonly available: number }
  'ds.status-unchanged': Record<never, never>
  /** The name of the revision belongs to another template. */
  'ds.collision': { readonly collisions: number }
  'ds.refused': { readonly message: string }
}
export type DaemonSetReasonId = keyof DaemonSetReasons
export const reason = <Id extends DaemonSetReasonId>(id: Id, details: DaemonSetReasons[Id]): Reason => ({ id, ...details })
