// The controllers that run in a cluster, written out. Their order decides nothing.
import type { Controller } from './controller.ts'
import { clusterRoleAggregation } from './clusterroleaggregation/index.ts'
import { daemonSetController } from './daemonset/index.ts'
import { cronJobController } from './cronjob/index.ts'
import { endpointsController } from './endpoints/index.ts'
import { endpointSliceController } from './endpointslice/index.ts'
import { endpointSliceMirroringController } from './endpointslicemirroring/index.ts'
import { disruptionController, staleDisruptions } from './disruption/index.ts'
import { garbageCollector } from './garbagecollector/index.ts'
import { horizontalPodAutoscalerController } from './horizontalpodautoscaler/index.ts'
import { jobController, orphanPodController } from './job/index.ts'
import { namespaceController } from './namespace/index.ts'
import { nodeHealth, noExecuteTaints, noScheduleTaints } from './nodelifecycle/index.ts'
import { endedPods, lostNodes, stuckPods } from './podgc/index.ts'
import { deploymentController } from './deployment/index.ts'
import { replicaSetController, replicationController } from './replicaset/index.ts'
import { resourceQuotaController } from './resourcequota/index.ts'
import { serviceAccountController } from './serviceaccount/index.ts'
import { tokensController } from './serviceaccount/tokens.ts'
import { statefulSetController } from './statefulset/index.ts'
import { taintEviction } from './tainteviction/index.ts'
import { ttlAfterFinishedController } from './ttlafterfinished/index.ts'
import { claimBinder, claimProtection, ephemeralVolumes, hostPathProvisioner, volumePhases, volumeProtection } from './volumes/index.ts'

export const controllers: readonly Controller<any, any, any>[] = [
  clusterRoleAggregation,
  daemonSetController,
  cronJobController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  garbageCollector,
  horizontalPodAutoscalerController,
  jobController,
  orphanPodController,
  namespaceController,
  nodeHealth,
  noScheduleTaints,
  noExecuteTaints,
  endedPods,
  lostNodes,
  stuckPods,
  deploymentController,
  replicaSetController,
  replicationController,
  resourceQuotaController,
  serviceAccountController,
  tokensController,
  statefulSetController,
  taintEviction,
  ttlAfterFinishedController,
  disruptionController,
  staleDisruptions,
  claimBinder,
  ephemeralVolumes,
  hostPathProvisioner,
  volumePhases,
  claimProtection,
  volumeProtection,
]
