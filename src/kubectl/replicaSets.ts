// The ReplicaSets of a Deployment, as kubectl finds them for itself. Upstream: k8s.io/kubectl/pkg/util/deployment.
import type { ApiClient } from '../engine/api/client.ts'
import type { Deployment, ReplicaSet as ReplicaSetObject } from '../kube/apps.ts'
import { ReplicaSet } from '../kube/kinds.ts'
import { selectorFor } from '../kube/labels.ts'
import { isControlledBy } from '../kube/owners.ts'
import { sameJson } from './sameJson.ts'

export const REVISION = 'deployment.kubernetes.io/revision'

export const replicaSetsOf = (client: ApiClient, deployment: Deployment): readonly ReplicaSetObject[] =>
  client.list(ReplicaSet, deployment.metadata.namespace, { labelSelector: selectorFor(deployment.spec?.selector).toString() })
    .filter(rs => isControlledBy(rs, deployment))

/** The template without the hash that every ReplicaSet adds to it. */
export function withoutHash(template: any): any {
  if (!template?.metadata?.labels?.['pod-template-hash']) return template
  const { 'pod-template-hash': _, ...labels } = template.metadata.labels
  return { ...template, metadata: { ...template.metadata, labels } }
}

const byCreation = (a: ReplicaSetObject, b: ReplicaSetObject) => {
  const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  return x < y ? -1 : x > y ? 1 : a.metadata.name! < b.metadata.name! ? -1 : 1
}

/** The ReplicaSet with the Deployment's own template: the oldest, if there are several. */
export const newReplicaSetOf = (deployment: Deployment, all: readonly ReplicaSetObject[]): ReplicaSetObject | undefined =>
  [...all].sort(byCreation).find(rs => sameJson(withoutHash(rs.spec?.template), withoutHash(deployment.spec?.template)))
