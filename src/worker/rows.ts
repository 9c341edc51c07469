// What the page knows of the cluster: small rows made from objects and tables by the host, one table per kind of row.
// Rows are replaced, never edited; whatever moves between two rows (rings, messages in flight) is arithmetic on the instants in them.
import type { Ref } from '../kube/keys.ts'
import type { PodLook } from '../kube/look.ts'
import type { Instant } from '../kube/object.ts'
import type { PodStory } from '../engine/chronicle.ts'
import type { RequestRecord } from '../engine/network/requests.ts'
import type { Fault } from '../engine/faults/fault.ts'
import type { SizeEntry } from '../engine/chronicle/sizes.ts'
import type { RunEntry, ScheduleEntry } from '../engine/chronicle/runs.ts'
import type { Reason } from '../engine/world/frame.ts'

export type { Fault, PodLook }

export interface ContainerRow {
  readonly name: string
  readonly kind: 'init' | 'sidecar' | 'main'
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
  readonly createdAt: Instant
}

/** How large a workload was from an instant on; stays when the workload is gone. The engine keeps it in this very shape. */
export type SizeRow = SizeEntry

/** A run of a CronJob, or that there was none; and its schedules over time. The engine keeps them in these very shapes. */
export type RunRow = RunEntry
export type ScheduleRow = ScheduleEntry

/** What every workload's row says: enough to choose which are drawn, and below whom. */
export interface WorkloadRow {
  /** The cluster's own: folded by default. */
  readonly system?: true
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly createdAt: Instant
  readonly owner?: Ref
}

export interface JobRow extends WorkloadRow {
  readonly status: 'Running' | 'Complete' | 'Failed' | 'Suspended' | 'SuccessCriteriaMet' | 'FailureTarget' | 'Terminating'
  readonly parallelism: number
  /** Absent: a work queue; any success ends it. */
  readonly completions?: number
  readonly indexed: boolean
  readonly active: number
  readonly ready: number
  readonly succeeded: number
  readonly failed: number
  readonly terminating: number
  readonly backoffLimit: number
  /** When the controller looks at it again, if it has put that off; may be past or as good as now. */
  readonly backoffUntil?: Instant
  readonly completedIndexes?: string
  readonly failedIndexes?: string
  readonly startedAt?: Instant
  readonly endedAt?: Instant
  readonly deadlineAt?: Instant
}

/** A ReplicaSet, or a ReplicationController, which is the same to look at. */
export interface ReplicaSetRow extends WorkloadRow {
  readonly desired: number
  readonly total: number
  readonly ready: number
  readonly available: number
  readonly terminating: number
  readonly minReadySeconds: number
  /** Of one that a Deployment owns: the Deployment's revision, and the hash of the template. */
  readonly revision?: number
  readonly hash?: string
  /** Images of its template. */
  readonly images: readonly string[]
  /** Why pods could not be made or deleted. */
  readonly failure?: string
  readonly deleting: boolean
}

export interface DeploymentRow extends WorkloadRow {
  readonly strategy: 'RollingUpdate' | 'Recreate'
  readonly desired: number
  readonly updated: number
  readonly total: number
  readonly ready: number
  readonly available: number
  readonly terminating: number
  /** Resolved to numbers of pods. */
  readonly maxSurge: number
  readonly maxUnavailable: number
  /** So many must be available while it rolls. */
  readonly least: number
  readonly revision: number
  readonly paused: boolean
  readonly minReadySeconds: number
  /** The controller has seen the latest change of the spec. */
  readonly observed: boolean
  readonly progress: 'progressing' | 'complete' | 'late' | 'paused' | 'none'
  /** While it progresses: when it last did, and when it will be said not to, if nothing moves until then. */
  readonly progressedAt?: Instant
  readonly deadlineAt?: Instant
  readonly failure?: string
  readonly deleting: boolean
}

export interface CronJobRow extends WorkloadRow {
  readonly schedule: string
  /** As in the spec; without it, the controller's own, which is UTC. */
  readonly timeZone?: string
  readonly suspended: boolean
  readonly policy: 'Allow' | 'Forbid' | 'Replace'
  readonly deadlineSeconds?: number
  readonly keepSuccessful: number
  readonly keepFailed: number
  readonly active: number
  /** What of it cannot be read. */
  readonly wrong?: 'schedule' | 'zone'
  readonly deleting: boolean
}

/** Why a node gets no pod of a DaemonSet. */
export interface RefusalRow {
  readonly why: 'nodeName' | 'nodeSelector' | 'affinity' | 'taint'
  /** The taint, the missing labels, the name that is asked for. */
  readonly what: string
  /** A pod that is there already may stay. */
  readonly keep: boolean
}

export interface DaemonSetRow extends WorkloadRow {
  readonly desired: number
  readonly current: number
  readonly ready: number
  readonly updated: number
  readonly available: number
  readonly misscheduled: number
  readonly strategy: 'RollingUpdate' | 'OnDelete'
  /** Resolved to numbers of nodes. */
  readonly maxUnavailable: number
  readonly maxSurge: number
  readonly minReadySeconds: number
  /** The newest template: its number, its hash in pods' labels, and the generation that tells it as well. */
  readonly revision: number
  readonly hash: string
  readonly generation?: string
  readonly images: readonly string[]
  /** Nodes that should run none of its pods, by name. */
  readonly refused: Readonly<Record<string, RefusalRow>>
  readonly deleting: boolean
}

export interface StatefulSetRow extends WorkloadRow {
  readonly desired: number
  /** The first ordinal. */
  readonly start: number
  readonly total: number
  readonly ready: number
  readonly available: number
  readonly updated: number
  readonly policy: 'OrderedReady' | 'Parallel'
  readonly strategy: 'RollingUpdate' | 'OnDelete'
  /** How many of the lowest ordinals keep their template. */
  readonly partition: number
  readonly minReadySeconds: number
  /** Revisions by the name that pods carry in a label, and by number. */
  readonly currentRevision: string
  readonly updateRevision: string
  readonly currentNumber: number
  readonly updateNumber: number
  /** Names of the claim templates. */
  readonly claims: readonly string[]
  readonly whenScaled: 'Retain' | 'Delete'
  readonly images: readonly string[]
  readonly deleting: boolean
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

/** A HorizontalPodAutoscaler: what it measures, and how many replicas come of it. */
export interface AutoscalerRow extends WorkloadRow {
  /** What it scales; absent where that is of a kind that this cluster does not have. */
  readonly target?: Ref
  /** `Deployment web`. */
  readonly targetName: string
  readonly least: number
  readonly most: number
  /** Replicas that it saw last, and that it wants; one that knows nothing wants what there is. */
  readonly current: number
  readonly wanted: number
  /** In the order of the spec; texts as kubectl says them, `share` of the target that is used. */
  readonly metrics: readonly { readonly name: string; readonly current: string; readonly target: string; readonly share?: number }[]
  /** `new`: it has not looked yet; `blind`: it cannot read its metrics; `cannot`: it cannot scale its target. */
  readonly state: 'new' | 'works' | 'blind' | 'cannot'
  /** It waits before it scales down. */
  readonly calms: boolean
  /** It wanted more, or less, than it may. */
  readonly bound?: 'most' | 'least'
  readonly deleting: boolean
}

/** Any object that is not a pod, node or job, for the Owners view, lists and search. */
export interface ObjectRow {
  readonly ref: Ref
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
  readonly owner?: Ref
  readonly createdAt: Instant
  readonly deleting: boolean
  /** Of a ControllerRevision: its number. */
  readonly revision?: number
  /** The cluster's own: folded by default. */
  readonly system?: true
}

export interface EventRow {
  readonly key: string
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly about: Ref
  readonly from: string
  readonly count: number
  readonly at: Instant
}

/** A controller (or the scheduler, a kubelet) as the rail draws it. */
export interface ComponentRow {
  readonly name: string
  readonly queued: readonly string[]
  readonly syncing: readonly string[]
  /** Keys that come back later: a back-off, a batch, a deadline. */
  readonly delayed: readonly { readonly key: string; readonly at: Instant }[]
  readonly stopped: boolean
  /** Of the API server: the latest resourceVersion. */
  readonly revision?: number
}

/** Something on its way: a watch event to a cache, a write to the API server. Drawn at (now − sentAt) / (dueAt − sentAt). */
export interface MessageRow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly what: string
  readonly about?: Ref
  readonly sentAt: Instant
  readonly dueAt: Instant
}

/** One place behind a service, as its EndpointSlices tell it: `ready` may be asked, `terminating` still serves though it was asked to go. */
export interface EndpointRow {
  readonly address: string
  readonly pod?: Ref
  readonly node?: string
  readonly state: 'ready' | 'not-ready' | 'terminating'
}

/** A Service with what stands behind it, and what is asked of it while the learner has switched traffic on (act `traffic`). */
export interface ServiceRow {
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  /** Its own address; absent where it has none (headless, ExternalName). */
  readonly clusterIP?: string
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly target: number | string; readonly nodePort?: number }[]
  readonly selector: Readonly<Record<string, string>>
  readonly endpoints: readonly EndpointRow[]
  /** Requests in a second from the traffic source; absent while it is off. */
  readonly perSecond?: number
  readonly createdAt: Instant
  /** The cluster's own: folded by default. */
  readonly system?: true
}

/**
 * A request on its way, or just past: from who asks, by way of a service (and of a node, where its node port was asked), to the pod
 * that was drawn for it. Drawn at (now − sentAt) / (dueAt − sentAt); after `dueAt` it is over. The last few dozens are kept, then
 * rows go. `outcome` is known from the start, as the course of everything is; show it when it is due.
 * The engine keeps it in this very shape.
 */
export type RequestRow = RequestRecord

/** What became of a service's traffic in one second, by the second in which it was sent. The last two minutes are kept. */
export interface TrafficRow {
  readonly service: Ref
  readonly at: Instant
  readonly answered: number
  readonly failed: number
  readonly refused: number
  readonly timedOut: number
}

/** Something that is broken on purpose, while it lasts. By key: its id. */
export interface FaultRow {
  readonly id: string
  readonly fault: Fault
  readonly since: Instant
}

/** What a learner asks of a workload, and whether anybody measures it. By key: the workload's Ref, or `metrics-server`. */
export interface LoadRow {
  readonly workload: Ref | 'metrics-server'
  /** In total, shared by its ready pods: thousandths of a core, bytes. */
  readonly cpuMilli: number
  readonly memoryBytes: number
  /** Of the metrics server: when it last looked. */
  readonly scrapedAt?: Instant
}

export interface Tables {
  pods: PodRow
  stories: StoryRow
  nodes: NodeRow
  jobs: JobRow
  deployments: DeploymentRow
  replicasets: ReplicaSetRow
  replicationcontrollers: ReplicaSetRow
  daemonsets: DaemonSetRow
  statefulsets: StatefulSetRow
  horizontalpodautoscalers: AutoscalerRow
  claims: ClaimRow
  sizes: SizeRow
  cronjobs: CronJobRow
  runs: RunRow
  schedules: ScheduleRow
  objects: ObjectRow
  events: EventRow
  components: ComponentRow
  messages: MessageRow
  services: ServiceRow
  requests: RequestRow
  traffic: TrafficRow
  faults: FaultRow
  loads: LoadRow
}
export type TableName = keyof Tables
/** The tables of workloads, each named by the kind's plural. */
export type WorkloadTable = 'jobs' | 'cronjobs' | 'deployments' | 'replicasets' | 'replicationcontrollers' | 'daemonsets' | 'statefulsets' | 'horizontalpodautoscalers'

/** One frame without its writes. */
export interface FrameHead {
  readonly seq: number
  readonly at: Instant
  readonly cause: number
  readonly actor: string
  readonly what: string
  readonly about?: Ref
  readonly reason?: Reason
  readonly quiet?: boolean
  /** Of a watch event that arrived: who heard it, and of what kind it was. */
  readonly to?: readonly string[]
  readonly event?: 'ADDED' | 'MODIFIED' | 'DELETED'
}

/** A named moment on the scrubber. */
export interface MarkRow {
  readonly seq: number
  readonly at: Instant
  readonly kind: 'input' | 'completed' | 'failed' | 'node' | 'schedule'
  readonly label: string
  /** Of an input that wrote an object: what was done, as kubectl's commands have it. */
  readonly verb?: InputVerb
  readonly about?: Ref
}
export type InputVerb = 'apply' | 'create' | 'change' | 'scale' | 'delete'
