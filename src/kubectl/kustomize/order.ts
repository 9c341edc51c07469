// The order in which a kustomization's objects come out: what others stand on first. Upstream: kustomize api/internal/builtins/SortOrderTransformer.go.
import { groupVersionOf, type Resource } from './resource.ts'

const FIRST = ['Namespace', 'ResourceQuota', 'StorageClass', 'CustomResourceDefinition', 'ServiceAccount', 'PodSecurityPolicy', 'Role', 'ClusterRole', 'RoleBinding',
  'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Endpoints', 'Service', 'LimitRange', 'PriorityClass', 'PersistentVolume', 'PersistentVolumeClaim', 'Deployment',
  'StatefulSet', 'CronJob', 'PodDisruptionBudget']
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']

const place = (kind: string): number => {
  const first = FIRST.indexOf(kind)
  return first >= 0 ? first - FIRST.length : LAST.indexOf(kind) + 1
}

/** Group, version, kind, then namespace and name, as texts. */
const idOf = ({ object }: Resource): string[] => {
  const [group, version] = groupVersionOf(object)
  return [group, version, object.kind, object.metadata?.namespace ?? '', object.metadata?.name ?? '']
}

export function inOrder(resources: readonly Resource[]): Resource[] {
  return resources.toSorted((a, b) => {
    const by = place(a.object.kind) - place(b.object.kind)
    if (by !== 0) return by
    const [x, y] = [idOf(a), idOf(b)]
    const i = x.findIndex((t, n) => t !== y[n])
    return i < 0 ? 0 : x[i]! < y[i]! ? -1 : 1
  })
}
