// Do two states of a pod count the same, and are they judged the same? Then nothing the scheduler remembers has changed.
import type { Node } from '../../kube/core.ts'
import type { PodInfo } from './podInfo.ts'

export const countsAlike = (a: PodInfo, b: PodInfo): boolean =>
  a.shape === b.shape && a.terms === b.terms && sameClaims(a, b) &&
  a.pod.metadata.uid === b.pod.metadata.uid && (a.pod.metadata.deletionTimestamp === undefined) === (b.pod.metadata.deletionTimestamp === undefined) &&
  sameLabels(a.pod.metadata.labels, b.pod.metadata.labels)

const sameClaims = (a: PodInfo, b: PodInfo): boolean => a.claims === b.claims || a.claims.length === b.claims.length && a.claims.every((c, i) => c.name === b.claims[i]!.name)

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
export const judgedAlike = (a: Node, b: Node): boolean => same(a.spec, b.spec) && same(a.metadata.labels, b.metadata.labels) &&
  same(a.status?.allocatable, b.status?.allocatable) && same(a.status?.images, b.status?.images)

export function sameLabels(a: Readonly<Record<string, string>> | undefined, b: Readonly<Record<string, string>> | undefined): boolean {
  if (a === b) return true
  const keys = Object.keys(a ?? {})
  return keys.length === Object.keys(b ?? {}).length && keys.every(key => a![key] === b?.[key])
}

export function sameNames(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  if (a.size !== b.size) return false
  for (const name of a.keys()) if (!b.has(name)) return false
  return true
}
