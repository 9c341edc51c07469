// Whom a machine that runs short lets go first, and what is said of it. Pure.
// Upstream: pkg/kubelet/eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc, evictionMessage.
import { formatQuantity, newQuantity } from '../../kube/quantity.ts'

/** What a machine may run short of. */
export const SCARCE = ['memory', 'disk'] as const
export type Scarce = (typeof SCARCE)[number]

/** As the API names what is reclaimed. */
export const resourceOf = (what: Scarce): 'memory' | 'ephemeral-storage' => (what === 'memory' ? 'memory' : 'ephemeral-storage')

/** A pod that may have to go. Bytes throughout. */
export interface Candidate {
  readonly uid: string
  readonly key: string
  readonly priority: number
  readonly requested: number
  /** What it uses; left out: nobody has measured it yet. */
  readonly used?: number
  /** What each container uses and asks for, in the order in which they are told of. */
  readonly containers: readonly { readonly name: string; readonly used: number; readonly requested: number; readonly request: string }[]
}

/** The order in which they go: who was not measured, who uses more than he asked for, who has the lower priority, who is the farthest beyond his request. */
export function ranked<T extends Candidate>(candidates: readonly T[]): readonly T[] {
  const before = (a: T, b: T): number => {
    if (a.used === undefined || b.used === undefined) return Number(a.used !== undefined) - Number(b.used !== undefined) || (a.priority - b.priority)
    const greedy = (c: T) => c.used! > c.requested
    return Number(greedy(b)) - Number(greedy(a)) || a.priority - b.priority || (b.used - b.requested) - (a.used - a.requested)
  }
  // Upstream's order of equals is nobody's promise; here it is that of their names.
  return candidates.toSorted((a, b) => before(a, b) || (a.key < b.key ? -1 : 1))
}

export const binary = (bytes: number): string => formatQuantity(newQuantity(bytes, 'BinarySI'))

/** Why this pod was evicted, in the kubelet's words. */
export function evictionMessage(what: Scarce, victim: Candidate, thresholdBytes: number, availableBytes: number): string {
  const resource = resourceOf(what)
  let message = `The node was low on resource: ${resource}. Threshold quantity: ${binary(thresholdBytes)}, available: ${binary(availableBytes)}. `
  for (const { name, used, requested, request } of victim.containers) {
    if (used > requested) message += `Container ${name} was using ${binary(used)}, request is ${request}, has larger consumption of ${resource}. `
  }
  return message
}
