// Whose turn it is in the row of a StatefulSet: which pod is waited for, and what comes next. The page draws it and says it in words.
import type { StatefulSet } from '../../kube/apps.ts'
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, isPodAvailable, isPodTerminating, podReadyAt } from '../../kube/pods.ts'
import { isInRange, ordinalOf, podName, replicasOf, startOf } from '../../kube/statefulSets.ts'

/** The row as it stands: wanted ordinals from low to high, then those that are too many from high to low. */
export interface Ordinals {
  readonly set: StatefulSet
  readonly wanted: readonly { readonly name: string; readonly pod: Pod | undefined; readonly isOld: boolean }[]
  readonly extra: readonly Pod[]
  readonly now: Instant
}

export type Then = 'create' | 'remove' | 'update'
export type Turn =
  /** The row stands until `pod` gets there; `next` comes then. */
  | { readonly is: 'waits'; readonly pod: Pod; readonly for: 'ready' | 'available' | 'gone'; readonly then: Then; readonly next: string; readonly until?: Instant }
  | { readonly is: 'next'; readonly pod: string; readonly then: Then }
  /** A pod that is not there yet, and nobody stands behind it. */
  | { readonly is: 'last'; readonly pod: Pod }

export function ordinalsOf(set: StatefulSet, pods: readonly Pod[], now: Instant): Ordinals {
  const byOrdinal = new Map(pods.map(p => [ordinalOf(set, p), p]))
  const revision = set.status?.updateRevision
  const wanted = Array.from({ length: replicasOf(set) }, (_, i) => {
    const ordinal = startOf(set) + i
    const pod = byOrdinal.get(ordinal)
    return { name: podName(set, ordinal), pod, isOld: pod !== undefined && revision !== undefined && pod.metadata.labels?.[CONTROLLER_REVISION_HASH] !== revision }
  })
  const extra = pods.filter(p => ordinalOf(set, p) >= 0 && !isInRange(set, ordinalOf(set, p))).sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a))
  return { set, wanted, extra, now }
}

export const minReadyMs = (set: StatefulSet): number => (set.spec.minReadySeconds ?? 0) * 1000
export const isThere = ({ set, now }: Ordinals, pod: Pod): boolean => !isPodTerminating(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)

/** In order; of a Parallel set nobody waits, and there are no turns. */
export function turnOf(row: Ordinals): Turn | undefined {
  const { set, wanted, extra } = row
  if (set.spec.podManagementPolicy === 'Parallel') return undefined
  const missing = wanted.some(w => !w.pod)
  for (const [i, { name, pod }] of wanted.entries()) {
    if (!pod) return { is: 'next', pod: name, then: 'create' }
    if (isThere(row, pod)) continue
    const next = wanted.slice(i + 1).find(w => !w.pod)?.name ?? (missing ? undefined : extra[0]?.metadata.name)
    if (next !== undefined) return waits(row, pod, missing ? 'create' : 'remove', next)
    const old = nextOld(row)
    return old && old.name !== name ? waits(row, pod, 'update', old.name) : { is: 'last', pod }
  }
  const [first, second] = extra
  if (first) return isPodTerminating(first) && second ? waits(row, first, 'remove', second.metadata.name) : { is: 'next', pod: first.metadata.name, then: 'remove' }
  const old = nextOld(row)
  return old && { is: 'next', pod: old.name, then: 'update' }
}

function waits({ set }: Ordinals, pod: Pod, then: Then, next: string): Turn {
  if (isPodTerminating(pod)) return { is: 'waits', pod, for: 'gone', then, next }
  const readyAt = podReadyAt(pod)
  return readyAt === undefined ? { is: 'waits', pod, for: 'ready', then, next } : { is: 'waits', pod, for: 'available', then, next, until: readyAt + minReadyMs(set) }
}

/** The pod that the rolling update takes next: the highest old one that the partition does not hold. */
function nextOld({ set, wanted }: Ordinals): Ordinals['wanted'][number] | undefined {
  if (set.spec.updateStrategy?.type === 'OnDelete') return undefined
  return wanted.slice(set.spec.updateStrategy?.rollingUpdate?.partition ?? 0).findLast(w => w.isOld)
}
