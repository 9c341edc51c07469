// A Deployment as the page draws it: its numbers, its bounds as numbers of pods, and how its rollout stands.
import type { Deployment, DeploymentCondition } from '../../kube/apps.ts'
import type { AnyObject } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { maxSurge, maxUnavailable, minAvailable } from '../../kube/rollingUpdate.ts'
import type { DeploymentRow } from '../rows.ts'
import { workloadOf } from './workload.ts'

const REVISION = 'deployment.kubernetes.io/revision'

export function deploymentRow(object: AnyObject): DeploymentRow {
  const d = object as unknown as Deployment
  const { metadata, spec, status = {} } = d
  const condition = (type: string): DeploymentCondition | undefined => (status.conditions ?? []).find(c => c.type === type)
  const progressing = condition('Progressing')
  const failure = condition('ReplicaFailure')
  const progress = progressOf(d, progressing)
  const deadline = spec.progressDeadlineSeconds
  const since = progressing?.lastUpdateTime
  return {
    ...workloadOf('deployments', object),
    strategy: spec.strategy?.type === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    desired: spec.replicas ?? 1, updated: status.updatedReplicas ?? 0, total: status.replicas ?? 0, ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0, terminating: status.terminatingReplicas ?? 0,
    maxSurge: maxSurge(d), maxUnavailable: maxUnavailable(d), least: minAvailable(d), revision: Number(metadata.annotations?.[REVISION] ?? 0),
    paused: spec.paused === true, minReadySeconds: spec.minReadySeconds ?? 0, observed: (status.observedGeneration ?? 0) >= (metadata.generation ?? 0), progress,
    deleting: metadata.deletionTimestamp !== undefined,
    // 2^31 − 1 stands for "never", as the defaulting of apps/v1 leaves it to those who ask for none.
    ...(progress === 'progressing' && deadline !== undefined && deadline < 2 ** 31 - 1 && since !== undefined ? { progressedAt: instantOf(since), deadlineAt: instantOf(since) + deadline * 1000 } : {}),
    ...(failure?.status === 'True' ? { failure: failure.message ?? failure.reason ?? '' } : {}),
  }
}

function progressOf({ spec }: Deployment, progressing: DeploymentCondition | undefined): DeploymentRow['progress'] {
  if (progressing?.reason === 'ProgressDeadlineExceeded') return 'late'
  if (spec.paused) return 'paused'
  if (!progressing) return 'none'
  return progressing.reason === 'NewReplicaSetAvailable' ? 'complete' : 'progressing'
}
