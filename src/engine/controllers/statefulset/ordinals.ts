// Which ordinals a sync looks at: a set may want two billion pods, and no sync can make them all.
import type { StatefulSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { isInRange, ordinalOf, replicasOf, startOf } from '../../../kube/statefulSets.ts'

/** So many missing pods one sync makes at most where all are made at once. Upstream knows no such bound: it asks for room for all of them, and ends where there is none. */
const MOST_MISSING = 2000

export interface Ordinals {
  readonly list: readonly number[]
  /** Whether none was left out: only then is anything known of them all. */
  readonly whole: boolean
}

/** From the first on. In order no farther than the first without a pod, since the sync ends there. SS8. */
export function ordinalsIn(set: StatefulSet, pods: readonly Pod[]): Ordinals {
  const there = new Set(pods.map(pod => ordinalOf(set, pod)).filter(ordinal => isInRange(set, ordinal)))
  const most = set.spec.podManagementPolicy === 'Parallel' ? MOST_MISSING : 1
  const from = startOf(set)
  const to = from + replicasOf(set)
  const list: number[] = []
  let missing = 0
  for (let ordinal = from; ordinal < to && missing < most; ordinal++) {
    list.push(ordinal)
    if (!there.has(ordinal)) missing++
  }
  return { list, whole: list.length === to - from }
}
