// Every kind's strategy, written out.
import { configMapStrategy } from './configmap/strategy.ts'
import { controllerRevisionStrategy } from './controllerrevision/strategy.ts'
import { cronJobStrategy } from './cronjob/strategy.ts'
import { daemonSetStrategy } from './daemonset/strategy.ts'
import { deploymentStrategy } from './deployment/strategy.ts'
import { endpointSliceStrategy } from './endpointslice/strategy.ts'
import { endpointsStrategy } from './endpoints/strategy.ts'
import { eventStrategy } from './event/strategy.ts'
import { horizontalPodAutoscalerStrategy } from './horizontalpodautoscaler/strategy.ts'
import { ingressClassStrategy } from './ingressclass/strategy.ts'
import { ingressStrategy } from './ingress/strategy.ts'
import { jobStrategy } from './job/strategy.ts'
import { leaseStrategy } from './lease/strategy.ts'
import { limitRangeStrategy } from './limitrange/strategy.ts'
import { namespaceStrategy } from './namespace/strategy.ts'
import { networkPolicyStrategy } from './networkpolicy/strategy.ts'
import { nodeStrategy } from './node/strategy.ts'
import { persistentVolumeClaimStrategy } from './persistentvolumeclaim/strategy.ts'
import { persistentVolumeStrategy } from './persistentvolume/strategy.ts'
import { podDisruptionBudgetStrategy } from './poddisruptionbudget/strategy.ts'
import { podStrategy } from './pod/strategy.ts'
import { podTemplateStrategy } from './podtemplate/strategy.ts'
import { priorityClassStrategy } from './priorityclass/strategy.ts'
import { clusterRoleBindingStrategy, roleBindingStrategy } from './rbac/bindings.ts'
import { clusterRoleStrategy, roleStrategy } from './rbac/roles.ts'
import { replicaSetStrategy } from './replicaset/strategy.ts'
import { replicationControllerStrategy } from './replicationcontroller/strategy.ts'
import { resourceQuotaStrategy } from './resourcequota/strategy.ts'
import { runtimeClassStrategy } from './runtimeclass/strategy.ts'
import { secretStrategy } from './secret/strategy.ts'
import { serviceAccountStrategy } from './serviceaccount/strategy.ts'
import { serviceStrategy } from './service/strategy.ts'
import { statefulSetStrategy } from './statefulset/strategy.ts'
import { storageClassStrategy } from './storageclass/strategy.ts'
import type { Strategy } from './strategy.ts'

const list = [
  clusterRoleBindingStrategy, clusterRoleStrategy, configMapStrategy, controllerRevisionStrategy, cronJobStrategy, daemonSetStrategy, deploymentStrategy, endpointSliceStrategy, endpointsStrategy,
  eventStrategy, horizontalPodAutoscalerStrategy, ingressClassStrategy, ingressStrategy, jobStrategy, leaseStrategy, limitRangeStrategy, namespaceStrategy, networkPolicyStrategy, nodeStrategy,
  persistentVolumeClaimStrategy, persistentVolumeStrategy, podDisruptionBudgetStrategy, podStrategy, podTemplateStrategy, priorityClassStrategy,
  replicaSetStrategy, replicationControllerStrategy, resourceQuotaStrategy, roleBindingStrategy, roleStrategy, runtimeClassStrategy, secretStrategy, serviceAccountStrategy, serviceStrategy, statefulSetStrategy,
  storageClassStrategy,
] as unknown as readonly Strategy[]

/** By the name of the kind: `Job`. */
export const strategies: ReadonlyMap<string, Strategy> = new Map(list.map(s => [s.kind.kind, s]))
