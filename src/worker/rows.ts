// What the page knows of the cluster: small rows made from objects and tables by the host, one table per kind of row.
// Rows are replaced, never edited; whatever moves between two rows (rings, messages in flight) is arithmetic on the instants in them.
import type { ComponentRow, EventRow, FaultRow, MessageRow, ObjectRow } from './rows/course.ts'
import type { ClaimRow, NodeRow, PodRow, StoryRow } from './rows/pods.ts'
import type { RequestRow, ServiceRow, TrafficRow } from './rows/services.ts'
import type {
  AutoscalerRow, CronJobRow, DaemonSetRow, DeploymentRow, JobRow, LoadRow, ReplicaSetRow, RunRow, ScheduleRow, SizeRow, StatefulSetRow,
} from './rows/workloads.ts'

export type { Fault } from '../engine/faults/fault.ts'
export type { PodLook } from '../kube/look.ts'
export type * from './rows/course.ts'
export type * from './rows/pods.ts'
export type * from './rows/services.ts'
export type * from './rows/workloads.ts'

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
