// Facts about StatefulSets: ordinals, and the names of pods and claims. Upstream: stateful_set_utils.go.
import type { StatefulSet } from './apps.ts'
import type { PersistentVolumeClaim, Pod } from './core.ts'

type Sized = Pick<StatefulSet, 'metadata' | 'spec'>

export const startOf = (set: Sized): number => set.spec.ordinals?.start ?? 0
export const replicasOf = (set: Sized): number => set.spec.replicas ?? 1
export const isInRange = (set: Sized, ordinal: number): boolean => ordinal >= startOf(set) && ordinal < startOf(set) + replicasOf(set)

export const podName = (set: Sized, ordinal: number): string => `${set.metadata.name}-${ordinal}`

/** `web-3` is pod 3 of `web`; -1 for a pod that is named otherwise. */
export function ordinalOf(set: Sized, pod: Pick<Pod, 'metadata'>): number {
  const match = /^(.*)-([0-9]+)$/.exec(pod.metadata.name)
  return match && match[1] === set.metadata.name && Number(match[2]) < 2 ** 31 ? Number(match[2]) : -1
}

export const claimName = (set: Sized, template: Pick<PersistentVolumeClaim, 'metadata'>, ordinal: number): string => `${template.metadata.name}-${set.metadata.name}-${ordinal}`
