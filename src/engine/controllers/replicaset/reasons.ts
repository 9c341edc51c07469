// Why the ReplicaSet controller did what it did: the closed list of reason ids, each with its details. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

/** Details are numbers as they stood when the sync looked. */
export interface ReplicaSetReasons {
  /** Pods are taken over (selector matches, nobody owns them) or let go (selector matches no longer). */
  'rs.claim': { readonly adopt: number; readonly release: number }
  /** The cache does not show the controller's own writes yet. */
  'rs.not-caught-up': { readonly active: number }
  'rs.deleting': { readonly active: number }
  'rs.too-few': { readonly replicas: number; readonly active: number; readonly creating: number }
  'rs.too-many': { readonly replicas: number; readonly active: number; readonly deleting: number }
  'rs.steady': { readonly replicas: number }

  // Conclusions.
  'rs.status': { readonly replicas: number; readonly ready: number; readonly available: number; readonly terminating: number }
  'rs.status-unchanged': Record<never, never>
  'rs.refused': { readonly message: string }
}

export type ReplicaSetReasonId = keyof ReplicaSetReasons
export const reason = <Id extends ReplicaSetReasonId>(id: Id, details: ReplicaSetReasons[Id]): Reason => ({ id, ...details })
