// What may be broken on purpose, as data: an act of the learner's, kept with the run and shown by the page while it lasts.

/** What the API server says to a write that a fault refuses. */
export const refusals = ['overloaded', 'internal', 'unavailable', 'timeout', 'forbidden', 'conflict'] as const
export type Refusal = (typeof refusals)[number]
/** Why an image does not come: the registry does not answer, has no such image, does not let us in, or has been asked too often. */
export const pullTroubles = ['registry-down', 'not-found', 'denied', 'rate-limited'] as const
export type PullTrouble = (typeof pullTroubles)[number]

export type Fault =
  /** The machine loses its power: kubelet and containers are gone; what comes back is a machine that was booted anew. */
  | { readonly kind: 'node-down'; readonly node: string }
  /** The kubelet's process stands still; containers go on. */
  | { readonly kind: 'kubelet-stopped'; readonly node: string }
  /** Kubelet and containers run, but nothing of the machine reaches the API server, and nothing it says reaches the machine. */
  | { readonly kind: 'network-cut'; readonly node: string }
  /** Something on the machine that is no pod takes so much memory, or so much of its disk, that too little is left for pods. */
  | { readonly kind: 'memory-short' | 'disk-short'; readonly node: string }
  /** A controller by its name (`job-controller`), `scheduler`, or `kube-controller-manager` for all of them. */
  | { readonly kind: 'controller-stopped'; readonly name: string }
  /** So many ms more until it hears of a change: `controllers` (all), one controller by its name, `scheduler`, `kubelet/NODE`. */
  | { readonly kind: 'watch-slow'; readonly watcher: string; readonly ms: number }
  /**
   * The share `rate` (0…1) of the writes that fit is refused. Without `client` those of every component are meant and the
   * learner's own are not; `kubectl` means the learner. `error` left out: sometimes overloaded, sometimes broken.
   */
  | {
    readonly kind: 'api-refuses'; readonly rate: number; readonly error?: Refusal
    readonly client?: string; readonly verb?: 'create' | 'update' | 'patch' | 'delete'; readonly resource?: string
  }
  /** An image as a pod names it (`nginx`: every tag; `nginx:1.25`: that one), or `*`. Nodes that have it in their cache keep it. */
  | { readonly kind: 'image-unavailable'; readonly image: string; readonly why: PullTrouble }
  /**
   * The share `rate` of the runs that fit fails: by `exitCode` (1) where the program ends by itself, else it is killed within a
   * minute. `workload`: a Ref of an owner of the pods (`deployments/default/web`), or of a pod; `image` as above. Neither: every program.
   */
  | { readonly kind: 'program-fails'; readonly rate: number; readonly exitCode?: number; readonly workload?: string; readonly image?: string }

export type FaultKind = Fault['kind']

/** A fault that lasts. */
export interface ActiveFault {
  readonly id: string
  readonly fault: Fault
  readonly since: number
}

/** Kinds that are about a machine: their ids end with its name. */
export const NODE_FAULTS = ['node-down', 'kubelet-stopped', 'network-cut', 'memory-short', 'disk-short'] as const

/** Two faults of one id are one: the later takes the place of the earlier. */
export function faultId(fault: Fault): string {
  switch (fault.kind) {
    case 'node-down': case 'kubelet-stopped': case 'network-cut': case 'memory-short': case 'disk-short': return `${fault.kind}/${fault.node}`
    case 'controller-stopped': return `${fault.kind}/${fault.name}`
    case 'watch-slow': return `${fault.kind}/${fault.watcher}`
    case 'api-refuses': return [fault.kind, fault.client ?? '', fault.verb ?? '', fault.resource ?? '', fault.error ?? ''].join('/')
    case 'image-unavailable': return `${fault.kind}/${fault.image}`
    case 'program-fails': return `${fault.kind}/${fault.workload ?? ''}/${fault.image ?? ''}`
  }
}
