// Why the Deployment controller did what it did: the closed list of reason ids, each with its details. The words are in ui/i18n.
import type { Reason } from '../controller.ts'

/** Details are names and numbers as they stood when the sync looked. `from` and `to` are sizes of the ReplicaSet. */
export interface DeploymentReasons {
  /** ReplicaSets are taken over or let go. */
  'deploy.claim': { readonly adopt: number; readonly release: number }
  'deploy.selects-all': Record<never, never>
  'deploy.paused': Record<never, never>
  'deploy.resumed': Record<never, never>
  /** The ReplicaSet of the template that is wanted now is told its revision, its annotations and its minReadySeconds. */
  'deploy.revision': { readonly replicaSet: string; readonly revision: string }
  /** The Deployment's own revision follows that of its newest ReplicaSet. */
  'deploy.own-revision': { readonly replicaSet: string; readonly revision: string }
  'deploy.create': { readonly replicaSet: string; readonly replicas: number; readonly revision: string }
  /** A ReplicaSet of that name belongs to somebody else or has another template: the next hash is tried. */
  'deploy.collision': { readonly replicaSet: string; readonly collisions: number }
  'deploy.create-failed': { readonly replicaSet: string; readonly message: string }
  /** Rolling: the new one grows as far as maxSurge lets it. */
  'deploy.scale-up': { readonly replicaSet: string; readonly from: number; readonly to: number; readonly replicas: number; readonly maxSurge: number }
  /** Rolling: an old one shrinks as far as maxUnavailable lets it. */
  'deploy.scale-down': { readonly replicaSet: string; readonly from: number; readonly to: number; readonly available: number; readonly minAvailable: number }
  /** Rolling: pods of an old one that are not available go first. */
  'deploy.unhealthy': { readonly replicaSet: string; readonly from: number; readonly to: number }
  /** spec.replicas was changed, and one ReplicaSet bears it all. */
  'deploy.scale': { readonly replicaSet: string; readonly from: number; readonly to: number }
  /** spec.replicas was changed in the middle of an update: each has its share. */
  'deploy.proportional': { readonly replicaSet: string; readonly from: number; readonly to: number; readonly replicas: number }
  'deploy.recreate-down': { readonly replicaSet: string; readonly from: number; readonly to: number }
  'deploy.recreate-up': { readonly replicaSet: string; readonly from: number; readonly to: number }
  /** Recreate: old pods are still there. */
  'deploy.recreate-waits': { readonly oldPods: number }
  'deploy.cleanup': { readonly replicaSet: string; readonly limit: number }
  'deploy.status': { readonly replicas: number; readonly updated: number; readonly available: number; readonly unavailable: number; readonly progressing?: string }
  'deploy.status-unchanged': { readonly replicas: number; readonly updated: number; readonly available: number }
  'deploy.refused': { readonly message: string }
}

export type DeploymentReasonId = keyof DeploymentReasons
export const reason = <Id extends DeploymentReasonId>(id: Id, details: DeploymentReasons[Id]): Reason => ({ id, ...details })
