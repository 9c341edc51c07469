// Answers that verdicts share. From one pod to the next only the node that got it answers otherwise, and verdicts are kept as long as
// their pods: ten nodes' numbers for each of ten thousand pods would be the larger part of what the scheduler remembers. What was
// answered lately is only found again here, never decided: with it or without it every verdict is equal.
import type { Scored } from './judge.ts'
import type { NodeAnswer } from './verdict.ts'

/** A node goes to and fro between a few answers as pods come and end. */
const MOST_PER_NODE = 6

export class Answers {
  readonly #ofNode = new Map<string, NodeAnswer[]>()

  /** What the node said: `i` is its place among the feasible. */
  of(node: string, scored: Scored | undefined, i: number): NodeAnswer {
    let lately = this.#ofNode.get(node)
    if (!lately) this.#ofNode.set(node, (lately = []))
    for (let n = 0; n < lately.length; n++) if (says(lately[n]!, scored, i)) return lately[n]!
    const answer: NodeAnswer = {
      node, ...(scored ? { raw: scored.raw.map(values => values[i]!), normalised: scored.normalised.map(values => values[i]!), total: scored.totals[i]! } : {}),
    }
    lately.unshift(answer)
    if (lately.length > MOST_PER_NODE) lately.pop()
    return answer
  }
}

function says({ raw, normalised, total }: NodeAnswer, scored: Scored | undefined, i: number): boolean {
  if (!scored || !raw || !normalised) return scored === undefined && raw === undefined
  if (total !== scored.totals[i] || raw.length !== scored.raw.length) return false
  for (let n = 0; n < raw.length; n++) if (raw[n] !== scored.raw[n]![i] || normalised[n] !== scored.normalised[n]![i]) return false
  return true
}
