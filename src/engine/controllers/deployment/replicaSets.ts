// Facts about a Deployment's ReplicaSets: which is the new one, how many they are, in which order they come.
// Upstream: deployment_util.go, FindNewReplicaSet, FindOldReplicaSets, EqualIgnoreHash; controller_utils.go, the sorters.
import type { Deployment, ReplicaSet } from '../../../kube/apps.ts'
import type { PodTemplateSpec } from '../../../kube/core.ts'
import { podTemplateHash } from '../../../kube/podHash.ts'
import { POD_TEMPLATE_HASH } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import { revisionOf } from './annotations.ts'

export const sizeOf = (o: { readonly spec: { readonly replicas?: number } }): number => o.spec.replicas ?? 1
export const active = (list: readonly ReplicaSet[]): ReplicaSet[] => list.filter(rs => sizeOf(rs) > 0)

const sum = (list: readonly ReplicaSet[], of: (rs: ReplicaSet) => number): number => list.reduce((n, rs) => n + of(rs), 0)
export const wantedBy = (list: readonly ReplicaSet[]): number => sum(list, sizeOf)
export const existingOf = (list: readonly ReplicaSet[]): number => sum(list, rs => rs.status?.replicas ?? 0)
export const readyOf = (list: readonly ReplicaSet[]): number => sum(list, rs => rs.status?.readyReplicas ?? 0)
export const availableOf = (list: readonly ReplicaSet[]): number => sum(list, rs => rs.status?.availableReplicas ?? 0)
export const terminatingOf = (list: readonly ReplicaSet[]): number => sum(list, rs => rs.status?.terminatingReplicas ?? 0)

const createdAt = (rs: ReplicaSet): number => (rs.metadata.creationTimestamp ? instantOf(rs.metadata.creationTimestamp) : 0)
/** Older first; of the same second, by name. */
export const byAge = (a: ReplicaSet, b: ReplicaSet): number => createdAt(a) - createdAt(b) || (a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0)
export const bySizeThenNewer = (a: ReplicaSet, b: ReplicaSet): number => sizeOf(b) - sizeOf(a) || byAge(b, a)
export const bySizeThenOlder = (a: ReplicaSet, b: ReplicaSet): number => sizeOf(b) - sizeOf(a) || byAge(a, b)
export const byRevision = (a: ReplicaSet, b: ReplicaSet): number => revisionOf(a) - revisionOf(b) || byAge(a, b)

const texts = new WeakMap<PodTemplateSpec, string>()

/** The template as text: keys in order, without the hash that the controller adds. */
function templateText(template: PodTemplateSpec): string {
  let text = texts.get(template)
  if (text === undefined) {
    const { [POD_TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {}
    const { labels: __, ...metadata } = template.metadata ?? {}
    text = JSON.stringify({ ...template, metadata: { ...metadata, ...(Object.keys(labels).length > 0 ? { labels } : {}) } }, (_key, value) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value)
    texts.set(template, text)
  }
  return text
}

export const sameTemplate = (d: Deployment, rs: ReplicaSet): boolean => rs.spec.template !== undefined && templateText(d.spec.template) === templateText(rs.spec.template)

/** D4: the oldest of those with the Deployment's template, if there is one, and all others. */
export function newAndOld(d: Deployment, list: readonly ReplicaSet[]): { found: ReplicaSet | undefined; old: ReplicaSet[] } {
  const found = list.toSorted(byAge).find(rs => sameTemplate(d, rs))
  return { found, old: list.filter(rs => rs !== found) }
}

export const nextHash = (d: Deployment): string => podTemplateHash(d.spec.template, d.status?.collisionCount)
/** What a ReplicaSet for the Deployment's template is to be called. */
export const nextName = (d: Deployment): string => `${d.metadata.name}-${nextHash(d)}`
