// Every reason that a controller gives, by id, with its details: what the page's sentences are checked against.
import type { CronJobReasons } from './cronjob/reasons.ts'
import type { DaemonSetReasons } from './daemonset/reasons.ts'
import type { DeploymentReasons } from './deployment/reasons.ts'
import type { EndpointsReasons } from './endpoints/reasons.ts'
import type { EndpointSliceReasons } from './endpointslice/reasons.ts'
import type { GcReasons } from './garbagecollector/reasons.ts'
import type { JobReasons } from './job/reasons.ts'
import type { NamespaceReasons } from './namespace/reasons.ts'
import type { NodeLifecycleReasons } from './nodelifecycle/reasons.ts'
import type { PodGcReasons } from './podgc/reasons.ts'
import type { ReplicaSetReasons } from './replicaset/reasons.ts'
import type { QuotaReasons } from './resourcequota/reasons.ts'
import type { StatefulSetReasons } from './statefulset/reasons.ts'
import type { TaintEvictionReasons } from './tainteviction/reasons.ts'
import type { TtlReasons } from './ttlafterfinished/reasons.ts'
import type { VolumeReasons } from './volumes/reasons.ts'

export type ControllerReasons = JobReasons & CronJobReasons & DeploymentReasons & ReplicaSetReasons & TtlReasons & GcReasons & PodGcReasons & NamespaceReasons & NodeLifecycleReasons & DaemonSetReasons & StatefulSetReasons & TaintEvictionReasons & EndpointsReasons & EndpointSliceReasons & VolumeReasons & QuotaReasons
