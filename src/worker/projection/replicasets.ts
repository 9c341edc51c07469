// A ReplicaSet or a ReplicationController as the page draws it.
import type { AnyObject } from '../../kube/object.ts'
import type { ReplicaSetRow } from '../rows.ts'
import { imagesOf, workloadOf } from './workload.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const HASH = 'pod-template-hash'

export function replicaSetRow(plural: 'replicasets' | 'replicationcontrollers', object: AnyObject): ReplicaSetRow {
  const { metadata, spec, status = {} } = object
  const revision = metadata.annotations?.[REVISION]
  const hash = metadata.labels?.[HASH]
  const failure = (status.conditions ?? []).find((c: { type: string; status: string }) => c.type === 'ReplicaFailure' && c.status === 'True')
  return {
    ...workloadOf(plural, object),
    desired: spec.replicas ?? 1, total: status.replicas ?? 0, ready: status.readyReplicas ?? 0, available: status.availableReplicas ?? 0, terminating: status.terminatingReplicas ?? 0,
    minReadySeconds: spec.minReadySeconds ?? 0, images: imagesOf(spec.template), deleting: metadata.deletionTimestamp !== undefined,
    ...(revision !== undefined ? { revision: Number(revision) } : {}), ...(hash !== undefined ? { hash } : {}),
    ...(failure ? { failure: failure.message ?? failure.reason ?? '' } : {}),
  }
}
