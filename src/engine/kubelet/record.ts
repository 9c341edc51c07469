// What a kubelet keeps of a pod between two frames. Plain data in one table: nothing of it lives anywhere else.
import type { ContainerStatus, PodStatus, ResourceRequirements } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { BackoffEntry } from './backoff.ts'
import type { Judged } from './conditions.ts'
import type { PodPhase } from './phase.ts'

/** A run of a container that is over, as the runtime knows it. */
export interface Ended {
  readonly containerID: string
  readonly startedAt: Instant
  readonly finishedAt: Instant
  readonly exitCode: number
  readonly signal?: number
  readonly reason: string
  readonly message?: string
}

export type ProbeKind = 'startup' | 'liveness' | 'readiness'

/** How a probe of a running container stands. */
export interface ProbeState {
  /** When it is asked next; left out: nothing will ever change its answer. */
  readonly nextAt?: Instant
  /** What the kubelet believes; left out before the first answer that counts. */
  readonly result?: 'success' | 'failure'
  /** Answers alike in a row, and which. */
  readonly streak: number
  readonly last?: boolean
}

/** The latest run of a container. */
export interface ContainerRecord {
  /** How many runs came before it: restartCount. */
  readonly attempt: number
  readonly containerID: string
  /** As in the pod when it was made: a change of it means that the container must be made anew. */
  readonly image: string
  readonly imageRef: string
  readonly imageID: string
  readonly startedAt: Instant
  /** Set when the kubelet has seen it end. */
  readonly ended?: Ended
  /** When it will end, if nothing comes between. */
  readonly endsAt?: Instant
  /** Up to here its course is known; look again then. */
  readonly lookAt?: Instant
  /** The run before this one. */
  readonly prev?: Ended
  readonly probes?: Readonly<Partial<Record<ProbeKind, ProbeState>>>
}

/** One step of the work that a sync has decided on. `stage` counts how far it is. */
export type Step =
  | { readonly do: 'mount'; readonly stage: number; readonly tries: number; readonly since: Instant }
  | { readonly do: 'sandbox'; readonly stage: number }
  | { readonly do: 'kill'; readonly stage: number; readonly container: string; readonly message: string; readonly graceMs?: number }
  | { readonly do: 'killPod'; readonly stage: number; readonly containers?: readonly string[] }
  | { readonly do: 'resize'; readonly stage: number }
  | { readonly do: 'start'; readonly stage: number; readonly container: string; readonly init: boolean; readonly at?: Instant; /** When a pull that waited for another began. */ readonly turnAt?: Instant; readonly afterKill?: true; readonly error?: string }

/** A pod worker that is busy: steps still to do, and what went wrong so far. */
export interface Work {
  readonly kind: 'sync' | 'terminating'
  readonly steps: readonly Step[]
  readonly acted: boolean
  readonly failed: boolean
  /** Earliest end of a restart back-off, if nothing else went wrong. */
  readonly backoffUntil?: Instant
  /** The sync was called off: what is under way is finished, the rest is not begun. */
  readonly cancelled?: true
  readonly since: Instant
  /** When the current step's stage is over, and its item on the agenda. */
  readonly until?: Instant
  readonly item?: AgendaItem
}

/** The status as the kubelet decided on it at `at`; the status frame holds it against the API server's. */
export interface Report {
  readonly at: Instant
  readonly phase: PodPhase
  readonly reason?: string
  readonly message?: string
  readonly conditions: readonly Judged[]
  readonly init?: readonly ContainerStatus[]
  readonly apps?: readonly ContainerStatus[]
  readonly ephemeral?: readonly ContainerStatus[]
  readonly ip?: string
  readonly generation: number
  /** The pod was not taken: nothing is said of containers that never were, nor of conditions or the machine. */
  readonly refused?: true
  /** Left out where the pod was never changed: what it asks for says it. */
  readonly sums?: Sums
}

/** What all containers of a pod ask for and are limited to, together. */
export interface Sums { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> }

/** A pod whose resources are asked to be others than it was given. */
export interface Resizing {
  /** What the kubelet has granted, by container. */
  readonly allocated: Readonly<Record<string, ResourceRequirements>>
  /** What the containers have in the runtime, while that is not all of it. */
  readonly actuated?: Readonly<Record<string, ResourceRequirements>>
  /** Why what is asked for is not granted. */
  readonly pending?: { readonly reason: 'Deferred' | 'Infeasible'; readonly message: string; readonly generation: number }
  /** Granted then, for that generation, and not yet done everywhere. */
  readonly progress?: { readonly generation: number; readonly since: Instant; readonly error?: string }
}

export interface PodRecord {
  readonly uid: string
  readonly key: Key
  readonly node: string
  /** The three lives of a pod worker. */
  readonly life: 'syncing' | 'terminating' | 'terminated'
  readonly addedAt: Instant
  /** Since when its volumes are there; liveness and startup probes count their periods from here. */
  /** When volumes were last written anew, where what they supply has changed. */
  readonly renewedAt?: Readonly<Record<string, Instant>>
  readonly mountedAt?: Instant
  readonly sandbox?: { readonly ip: string; readonly readyAt: Instant; readonly stopped?: true }
  readonly containers: Readonly<Record<string, ContainerRecord>>
  /** Why a container could not be started, as of the last sync: upstream's reason cache. */
  readonly failures: Readonly<Record<string, { readonly reason: string; readonly message: string }>>
  /** Restart back-off by container and image. */
  readonly restarts: Readonly<Record<string, BackoffEntry>>
  /** Pull back-off by image, and what the registry said. */
  readonly pulls: Readonly<Record<string, BackoffEntry & { readonly error: string }>>
  readonly work?: Work
  /** A sync is wanted then. */
  readonly wantedAt?: Instant
  /** A failed sync comes again then. */
  readonly retryAt?: Instant
  /** End of the last sync: the next one waits for a relist after it. */
  readonly syncedAt?: Instant
  /** A relist of this pod alone, asked for by a sync that did something. */
  readonly relistAt?: Instant
  /** The relist that the next sync waits for has more to tell than one sync takes up: one more follows at the relist after it. */
  readonly owed?: true
  readonly report?: Report
  readonly resize?: Resizing
  /** Decided by the kubelet itself: DeadlineExceeded, OutOfcpu, … */
  readonly verdict?: { readonly phase: 'Failed'; readonly reason: string; readonly message: string; readonly disruption?: boolean }
  /** Grace that counts instead of the pod's own, in ms. */
  readonly graceMs?: number
  readonly deadlineAt?: Instant
  /** When what it takes of the machine's disk is next held against its bounds; left out: it has none. */
  readonly measureAt?: Instant
  /** Its worker is done: what is left is to delete the object, if somebody asked for that. */
  readonly finished?: true
  /** The pod object was taken away before its worker was done: its last state is kept in the table of ghosts. */
  readonly gone?: true
}

/** The fields of a status that kubelets write. */
export type KubeletStatus = Pick<PodStatus,
  'phase' | 'reason' | 'message' | 'conditions' | 'initContainerStatuses' | 'containerStatuses' | 'ephemeralContainerStatuses' | 'hostIP' | 'hostIPs' | 'podIP' | 'podIPs' | 'startTime' |
  'observedGeneration' | 'resources' | 'allocatedResources'>
