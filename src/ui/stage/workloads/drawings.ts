// Drawings of all kinds but Jobs, written out. They come over the wire when one of them is there to be drawn.
import { autoscalerDrawing } from './autoscaler.ts'
import { cronJobDrawing } from './cronjob.ts'
import { deploymentDrawing } from './deployment.ts'
import type { AnyDrawing } from './drawing.ts'
import { daemonSetDrawing } from './daemonset.ts'
import { replicaSetDrawing, replicationControllerDrawing } from './replicaset.ts'
import { serviceDrawing } from './service.ts'
import { statefulSetDrawing } from './statefulset.ts'

export const DRAWINGS: readonly AnyDrawing[] = [cronJobDrawing, deploymentDrawing, replicaSetDrawing, replicationControllerDrawing, daemonSetDrawing, statefulSetDrawing, autoscalerDrawing, serviceDrawing]
