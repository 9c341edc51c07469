// Why the StatefulSet controller did what it did. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

export interface StatefulSetReasons {
  /** Pods are taken over or let go. */
  'sts.claim': { readonly adopt: number; readonly release: number }
  'sts.deleting': { readonly pods: number }
  'sts.create': { readonly pod: string; readonly replicas: number }
  /** Parallel: everything at once. */
  'sts.parallel': { readonly creating: number; readonly deleting: number }
  /** A pod has ended: it goes, and is made again when it is gone. */
  'sts.replace-ended': { readonly pod: string; readonly phase: string }
  /** In order: `pod` must get there first. `next`: what comes then; `then`: to which pod, where that is known. */
  'sts.wait': { readonly pod: string; readonly for: 'terminating' | 'ready' | 'available' | 'claim'; readonly next: 'create' | 'scale-down' | 'update'; readonly then?: string }
  'sts.scale-down': { readonly pod: string; readonly replicas: number }
  'sts.update': { readonly pods: readonly string[]; readonly partition: number }
  'sts.identity': { readonly pod: string }
  /** Pods of an older revision are left alone: OnDelete, or below the partition. */
  'sts.old-stay': { readonly old: number; readonly strategy: string; readonly partition: number }
  'sts.steady': { readonly replicas: number }

  'sts.status': { readonly replicas: number; readonly ready: number; readonly current: number; readonly updated: number }
  'sts.status-unchanged': Record<never, never>
  'sts.history': { readonly deleting: number }
  /** The name of the revision belongs to another template. */
  'sts.collision': { readonly collisions: number }
  'sts.refused': { readonly message: string }
}
export type StatefulSetReasonId = keyof StatefulSetReasons
export const reason = <Id extends StatefulSetReasonId>(id: Id, details: StatefulSetReasons[Id]): Reason => ({ id, ...details })
