// Rows of pods and of what they stand on: nodes, claims.
import type { PodStory } from '../../engine/chronicle.ts'
import type { Ref } from '../../kube/keys.ts'
import type { PodLook } from '../../kube/look.ts'
import type { NodeWait } from '../../kube/nodePatience.ts'
import type { Instant } from '../../kube/object.ts'

export interface ContainerRow {
  readonly name: string
  readonly kind: 'init' | 'sidecar' | 'main' | 'ephemeral'
  readonly state: 'waiting' | 'running' | 'terminated'
  readonly reason?: string
  readonly exitCode?: number
  readonly ready: boolean
  readonly restarts: number
  /** A pull, a run or a back-off under way: the ring is (now − from) / (to − from); without `to` its end is not known. */
  readonly doing?: { readonly what: 'pull' | 'run' | 'backoff' | 'stop'; readonly from: Instant; readonly to?: Instant }
}

export interface PodRow {
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly look: PodLook
  /** kubectl's STATUS column. */
  readonly status: string
  /** kubectl's READY column. */
  readonly ready: string
  readonly restarts: number
  readonly node?: string
  readonly owner?: Ref
  readonly ownerUid?: string
  /** The completion index of an Indexed Job's pod. */
  readonly index?: number
  readonly createdAt: Instant
  readonly labels: Readonly<Record<string, string>>
  readonly requests: { readonly cpuMilli: number; readonly memoryBytes: number }
  readonly containers: readonly ContainerRow[]
  /** Of a DaemonSet's pod that is not bound yet: the node that it was made for. */
  readonly target?: string
  /** Since when it has been ready, without a break. */
  readonly readyAt?: Instant
  /** What it used when the metrics server last looked; absent without one, or before it did. */
  readonly usage?: { readonly cpuMilli: number; readonly memoryBytes: number }
  /** Why it waits for a node, in the scheduler's words. */
  readonly waits?: string
  /** The cluster's own (kube/system.ts): folded by default. */
  readonly system?: true
}

/** A pod's life as bars over time; stays when the pod is gone. The engine keeps it in this very shape. */
export type StoryRow = PodStory

export interface NodeRow {
  readonly name: string
  readonly ref: Ref
  readonly status: 'Ready' | 'NotReady' | 'Unknown'
  readonly cordoned: boolean
  readonly roles: readonly string[]
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly cpuMilli: { readonly requested: number; readonly allocatable: number }
  readonly memoryBytes: { readonly requested: number; readonly allocatable: number }
  readonly pods: { readonly count: number; readonly allocatable: number }
  /** Short names of images in the node's cache, without those that every cluster runs for itself. */
  readonly images: readonly string[]
  readonly kubelet: 'running' | 'stopped'
  /** Whether the machine has power and network. */
  readonly machine: 'up' | 'down' | 'cut'
  /** Nobody hears of it: what comes of that next. */
  readonly waits?: NodeWait
  readonly createdAt: Instant
}

export interface ClaimRow {
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly phase: 'Pending' | 'Bound' | 'Lost'
  readonly size: string
  readonly volume?: string
  readonly deleting: boolean
}
