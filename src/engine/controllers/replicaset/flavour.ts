// ReplicaSets and ReplicationControllers are kept by the same code: what differs between them stands here.
import type { ReplicaSet, ReplicaSetStatus } from '../../../kube/apps.ts'
import type { PodTemplateSpec, ReplicationController } from '../../../kube/core.ts'
import { ReplicaSet as ReplicaSetKind, ReplicationController as ReplicationControllerKind, type Kind } from '../../../kube/kinds.ts'
import { selectorFor, selectorFromSet, type Selector } from '../../../kube/labels.ts'
import type { ApiObject } from '../../../kube/object.ts'

/** Either of the two, as far as this folder looks at it. */
export interface Replicated extends ApiObject {
  readonly spec: { readonly replicas?: number; readonly minReadySeconds?: number; readonly template?: PodTemplateSpec }
  readonly status?: ReplicaSetStatus
}

export interface Flavour<T extends Replicated = any> {
  /** User agent and event source. */
  readonly name: string
  readonly kind: Kind<T>
  /** What its pods bear; one that is missing selects nothing. */
  selectorOf(object: T): Selector
  /** RS12: only ReplicaSets say how many of their pods are on their way out. */
  readonly countsTerminating: boolean
}

export const replicaSets: Flavour<ReplicaSet> = {
  name: 'replicaset-controller', kind: ReplicaSetKind, countsTerminating: true, selectorOf: rs => selectorFor(rs.spec.selector),
}

export const replicationControllers: Flavour<ReplicationController> = {
  name: 'replication-controller', kind: ReplicationControllerKind, countsTerminating: false,
  selectorOf: rc => (rc.spec.selector && Object.keys(rc.spec.selector).length > 0 ? selectorFromSet(rc.spec.selector) : selectorFor(undefined)),
}
