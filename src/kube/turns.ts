// Whose turn it is in the row of a StatefulSet: which pod is waited for, and what comes next. Said in words by the worker, drawn by
// the page; both bring the little that decides. Upstream: stateful_set_control.go, updateStatefulSet.
import type { Instant } from './object.ts'

/** What decides about one pod of the row. */
export interface Member {
  readonly name: string
  /** Since when it has been ready, without a break. */
  readonly readyAt?: Instant
  readonly terminating: boolean
  /** Of another template than the current one. */
  readonly isOld: boolean
}

export interface Ordinals {
  readonly parallel: boolean
  readonly onDelete: boolean
  /** How many of the lowest ordinals keep their template. */
  readonly partition: number
  readonly minReadyMs: number
  /** From low to high. */
  readonly wanted: readonly { readonly name: string; readonly pod?: Member }[]
  /** Those that are too many, from high to low. */
  readonly extra: readonly Member[]
}

export type Then = 'create' | 'remove' | 'update'
export type Turn =
  /** The row stands until `pod` gets there; `next` comes then. `until`: when its minReadySeconds are over. */
  | { readonly is: 'waits'; readonly pod: string; readonly for: 'ready' | 'available' | 'gone'; readonly then: Then; readonly next: string; readonly until?: Instant }
  | { readonly is: 'next'; readonly pod: string; readonly then: Then }
  /** A pod that is not there yet, and nobody stands behind it. */
  | { readonly is: 'last'; readonly pod: string }

export const isThere = (pod: Member, minReadyMs: number, now: Instant): boolean => !pod.terminating && pod.readyAt !== undefined && pod.readyAt + minReadyMs <= now

/** In order; of a Parallel set nobody waits, and there are no turns. */
export function turnOf(row: Ordinals, now: Instant): Turn | undefined {
  const { wanted, extra, minReadyMs } = row
  if (row.parallel) return undefined
  const missing = wanted.some(w => !w.pod)
  for (const [i, { name, pod }] of wanted.entries()) {
    if (!pod) return { is: 'next', pod: name, then: 'create' }
    if (isThere(pod, minReadyMs, now)) continue
    const next = wanted.slice(i + 1).find(w => !w.pod)?.name ?? (missing ? undefined : extra[0]?.name)
    if (next !== undefined) return waits(pod, minReadyMs, missing ? 'create' : 'remove', next)
    const old = nextOld(row)
    return old !== undefined && old !== name ? waits(pod, minReadyMs, 'update', old) : { is: 'last', pod: name }
  }
  const [first, second] = extra
  if (first) return first.terminating && second ? waits(first, minReadyMs, 'remove', second.name) : { is: 'next', pod: first.name, then: 'remove' }
  const old = nextOld(row)
  return old === undefined ? undefined : { is: 'next', pod: old, then: 'update' }
}

function waits(pod: Member, minReadyMs: number, then: Then, next: string): Turn {
  if (pod.terminating) return { is: 'waits', pod: pod.name, for: 'gone', then, next }
  return pod.readyAt === undefined ? { is: 'waits', pod: pod.name, for: 'ready', then, next } : { is: 'waits', pod: pod.name, for: 'available', then, next, until: pod.readyAt + minReadyMs }
}

/** The pod that the rolling update takes next: the highest old one that the partition does not hold. */
function nextOld({ onDelete, partition, wanted }: Ordinals): string | undefined {
  return onDelete ? undefined : wanted.slice(partition).findLast(w => w.pod?.isOld)?.name
}
