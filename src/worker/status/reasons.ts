// What is said of objects' states in plain words: ids and their details. The words are in ui/i18n/reasons/status, one function per id
// and language. `field`, where there is one, is what a person would change in the manifest.
import type { Reason } from '../../engine/index.ts'
import type { PodLook } from '../../kube/look.ts'

/** A field of the manifest that would change it. */
interface Field { readonly field?: string }
/** What a person may do about it here and now: a line for the terminal, an example that shows how it should be. */
interface Cure { readonly run?: string; readonly example?: string }
/** How long until something happens by itself. */
interface Left { readonly leftMs: number }

export interface StatusReasons {
  /** A pod of the workload that is not available, and what it does instead. */
  'status.child.look': { readonly pod: string; readonly node?: string; readonly look: PodLook }
  /** Ready, but not for long enough. */
  'status.child.min-ready': Field & Left & { readonly pod: string; readonly node?: string }

  /** Every node that should run a pod has one that is available. */
  'status.ds.complete': { readonly desired: number }
  /** No node should run a pod. */
  'status.ds.nowhere': { readonly nodes: number }
  'status.ds.progress': { readonly ready: number; readonly desired: number }
  /** `waits`: as many are missing as may be, so nothing more happens now. */
  'status.ds.rolling': Field & { readonly old: number; readonly desired: number; readonly most: number; readonly surge: boolean; readonly waits: boolean }
  'status.ds.on-delete': Field & { readonly old: number }
  'status.ds.missing': { readonly nodes: readonly string[] }
  /** Nodes that get no pod. `what`: the taint, label or term; `old`: the template tolerates a taint that Kubernetes has renamed. */
  'status.ds.misses': Field & { readonly nodes: readonly string[]; readonly why: string; readonly what: string; readonly old?: string }
  /** Nodes that keep a pod although they would get none now. */
  'status.ds.keeps': Field & { readonly nodes: readonly string[]; readonly what: string }

  'status.sts.steady': { readonly replicas: number }
  'status.sts.progress': { readonly ready: number; readonly replicas: number }
  /** The row stands until `pod` gets there. `then`: what comes next; `next`: of which pod. */
  'status.sts.waits': Field & { readonly pod: string; readonly for: 'ready' | 'available' | 'gone'; readonly then: 'create' | 'remove' | 'update'; readonly next: string; readonly leftMs?: number; readonly look?: PodLook }
  'status.sts.next': { readonly pod: string; readonly then: 'create' | 'remove' | 'update' }
  'status.sts.parallel': Field
  'status.sts.rolling': Field & { readonly updated: number; readonly replicas: number }
  'status.sts.partition': Field & { readonly partition: number; readonly old: number }
  'status.sts.on-delete': Field & { readonly old: number }
  /** A pod of the new template is broken: in order, it is waited for even when the template is mended. */
  'status.sts.stuck': Field & { readonly pod: string }
  'status.sts.claim': { readonly claim: string; readonly pod: string }
  'status.sts.kept': Field & { readonly claims: readonly string[] }
  'status.sts.no-service': Field & { readonly service: string }

  'status.rs.steady': { readonly replicas: number }
  'status.rs.progress': { readonly ready: number; readonly replicas: number; readonly creating: number; readonly deleting: number }
  'status.rs.min-ready': Field & Left & { readonly pods: number }
  'status.rs.zero': Field
  /** An old revision of a Deployment, kept for a rollback. */
  'status.rs.kept': { readonly owner: string; readonly revision: string }
  'status.rs.owned': Field & { readonly owner: string }
  'status.rs.refused': { readonly message: string }

  'status.svc.sends': { readonly ready: number; readonly matching: number }
  'status.svc.none-match': Field & { readonly selector: string }
  'status.svc.none-ready': Field & { readonly matching: number }
  'status.svc.lags': { readonly ready: number; readonly listed: number }
  'status.svc.headless': Field & { readonly name: string }
  'status.svc.address': { readonly ip: string; readonly ports: readonly string[] }
  'status.svc.external': { readonly to: string }
  'status.svc.by-hand': Field
  'status.svc.node-port': Field & { readonly ports: readonly number[] }
  'status.svc.no-balancer': Field
  'status.svc.sticky': Field & { readonly seconds: number }
  'status.svc.not-ready-too': Field
  'status.svc.no-such-port': Field & { readonly port: string; readonly pod: string }

  'status.eps.addresses': { readonly service: string; readonly ready: number; readonly unready: number; readonly terminating: number }
  'status.eps.empty': { readonly service: string }

  /** Why as many failures as there were ended it. `inPlace`: containers were started again in the same pod, which is gone with its logs. */
  'status.job.retries-over': Field & { readonly limit: number; readonly failed: number; readonly inPlace: boolean }
  /** It is over, and nothing cleans it up. */
  'status.job.kept': Field
  /** Its node says nothing. `then`: what becomes of the pod meanwhile. */
  'status.pod.silent': Field & { readonly node: string; readonly then: 'evicted' | 'stays' | 'terminating' | 'unknown'; readonly leftMs?: number }
  /** Some containers of a pod that is to end have ended, others run on. */
  /** Other resources were asked for. `never`: the node is too small for them; else they wait for room. */
  'status.pod.resize-pending': Field & { readonly never: boolean; readonly message: string }
  'status.pod.resizing': { readonly error: string }
  /** Ephemeral containers that run in the pod, to look into it. */
  'status.pod.looked-into': { readonly containers: readonly string[] }
  'status.pod.held-open': Field & { readonly ended: readonly string[]; readonly running: readonly string[] }

  'status.pvc.bound': { readonly volume: string; readonly size: string }
  'status.pvc.lost': { readonly volume: string }
  'status.pvc.first-consumer': { readonly storageClass: string }
  'status.pvc.no-class': Cure & Field & { readonly storageClass: string }
  /** It names no class, and no class is the default one. */
  'status.pvc.no-default': Cure & Field
  'status.pvc.none': { readonly storageClass: string }
  /** No volume fits; of this one, why. */
  'status.pvc.unfit': Field & { readonly volume: string; readonly why: 'taken' | 'class' | 'size' | 'modes' | 'selector' | 'released'; readonly has: string; readonly wants: string }
  'status.pvc.used': { readonly pods: readonly string[] }
  'status.pvc.unused': Record<never, never>
  'status.pvc.protected': { readonly pods: readonly string[] }

  'status.pv.available': { readonly size: string; readonly storageClass: string }
  'status.pv.bound': { readonly claim: string }
  'status.pv.released': Field & { readonly claim: string; readonly policy: string }
  'status.pv.failed': { readonly message: string }
  'status.pv.other': { readonly phase: string }

  'status.node.silent': { readonly silentMs: number; readonly graceMs: number }
  'status.node.evicts': Left & { readonly pods: number }

  'status.ns.active': { readonly objects: readonly string[] }
  'status.ns.empty': Record<never, never>
  'status.ns.terminating': { readonly objects: readonly string[] }
  'status.ns.stuck': { readonly message: string }

  'status.pdb.allows': Field & { readonly allowed: number; readonly healthy: number; readonly desired: number }
  'status.pdb.blocks': Field & { readonly healthy: number; readonly desired: number; readonly expected: number }
  'status.pdb.none': Field
  'status.pdb.unknown': { readonly message: string }

  'status.hpa.steady': { readonly target: string; readonly replicas: number }
  'status.hpa.scales': { readonly target: string; readonly from: number; readonly to: number }
  'status.hpa.metric': Field & { readonly metric: string; readonly current: string; readonly target: string }
  'status.hpa.at-most': Field & { readonly max: number }
  'status.hpa.at-least': Field & { readonly min: number }
  'status.hpa.calms': Field
  'status.hpa.blind': { readonly message: string }
  'status.hpa.cannot': { readonly message: string }
}

export type StatusId = keyof StatusReasons
export const say = <Id extends StatusId>(id: Id, details: StatusReasons[Id]): Reason => ({ id, ...details })
