// How a failed attempt reads in events and conditions, word for word. Upstream: framework/types.go (FitError) and PostFilter's messages.
import type { NodeInfo } from './nodeInfo.ts'
import type { Refusal } from './plugin.ts'
import { wordsOf } from './reasons.ts'

export const NO_NODES = 'no nodes available to schedule pods'
const NO_CLAIMS = 'no new claims to deallocate'

export interface Unfit {
  readonly nodes: number
  readonly podRefusal?: Refusal
  readonly elsewhere?: Refusal
  readonly refusals: ReadonlyMap<NodeInfo, Refusal>
}

/** `0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.` with what came after it. */
export function unfitMessage({ nodes, podRefusal, elsewhere, refusals }: Unfit, afterwards = ''): string {
  let message = `0/${nodes} nodes are available:`
  if (podRefusal) message += ` ${podRefusal.reasons.map(wordsOf).join(', ')}.`
  else {
    const counts = new Map<string, number>()
    const count = (refusal: Refusal, by: number) => {
      for (const reason of refusal.reasons) {
        const words = wordsOf(reason)
        counts.set(words, (counts.get(words) ?? 0) + by)
      }
    }
    for (const refusal of refusals.values()) count(refusal, 1)
    if (elsewhere && refusals.size < nodes) count(elsewhere, nodes - refusals.size)
    // Sorted as text: "10 …" stands before "2 …".
    const parts = [...counts].map(([words, n]) => `${n} ${words}`).sort()
    if (parts.length > 0) message += ` ${parts.join(', ')}.`
  }
  return afterwards ? `${message} ${afterwards}` : message
}

/** What preemption adds when it did not help. */
export const preemptionMessage = (why: string): string => `${NO_CLAIMS}, preemption: ${why}`

/**
 * When the pod was refused before any node was asked, the plugin for device claims has prepared nothing, and its error is all
 * that is added. Upstream: dynamicresources PostFilter, getStateData.
 */
export const NOTHING_PREPARED = 'not found'
