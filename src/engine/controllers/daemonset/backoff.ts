// How soon a failed pod is deleted on a node where it has failed before. Upstream: client-go/util/flowcontrol/backoff.go.
import type { Instant } from '../../../kube/object.ts'

const FIRST_MS = 1000
const MOST_MS = 15 * 60_000

interface Failure { readonly waitMs: number; readonly at: Instant }

/** By node, for one generation of the DaemonSet: a new one starts anew. */
export interface Failures { readonly generation: number; readonly nodes: Readonly<Record<string, Failure>> }

const last = (failures: Failures | undefined, generation: number, node: string): Failure | undefined =>
  failures?.generation === generation ? failures.nodes[node] : undefined

const isForgotten = (failure: Failure, now: Instant) => now - failure.at > 2 * MOST_MS

/** What a failed pod on this node still has to wait for, in ms; undefined: nothing. */
export function waitMs(failures: Failures | undefined, generation: number, node: string, now: Instant): number | undefined {
  const failure = last(failures, generation, node)
  return failure && !isForgotten(failure, now) && now - failure.at < failure.waitMs ? failure.waitMs : undefined
}

/** With the failures of these nodes counted. */
export function counted(failures: Failures | undefined, generation: number, nodes: readonly string[], now: Instant): Failures | undefined {
  if (nodes.length === 0) return failures?.generation === generation ? failures : undefined
  const known = failures?.generation === generation ? failures.nodes : {}
  const next: Record<string, Failure> = { ...known }
  for (const node of nodes) {
    const before = known[node]
    next[node] = { at: now, waitMs: before && !isForgotten(before, now) ? Math.min(before.waitMs * 2, MOST_MS) : FIRST_MS }
  }
  return { generation, nodes: next }
}
