// Rows of workloads, and of their sizes and runs over time.
import type { RunEntry, ScheduleEntry } from '../../engine/chronicle/runs.ts'
import type { SizeEntry } from '../../engine/chronicle/sizes.ts'
import type { Ref } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'

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

/** What a learner asks of a workload, and whether anybody measures it. By key: the workload's Ref, or `metrics-server`. */
export interface LoadRow {
  readonly workload: Ref | 'metrics-server'
  /** In total, shared by its ready pods: thousandths of a core, bytes. */
  readonly cpuMilli: number
  readonly memoryBytes: number
  /** Of the metrics server: when it last looked. */
  readonly scrapedAt?: Instant
}
