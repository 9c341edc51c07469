// From a judgement to what is kept of it: the verdict for the inspector, and who is to blame when no node was found.
import type { Instant } from '../../kube/object.ts'
import type { Answers } from './answers.ts'
import type { Judgement } from './judge.ts'
import type { FilterName, Refusal } from './plugin.ts'
import { wordsOf } from './reasons.ts'
import type { NodeAnswer, Others, Preemption, Verdict } from './verdict.ts'

/** Up to so many nodes each keep their own answer. */
const MOST_ANSWERS = 50
/** Of larger clusters, so many of the best. */
const BEST_ANSWERS = 20

const byNode = (a: NodeAnswer, b: NodeAnswer) => (a.node < b.node ? -1 : 1)

/** `shared`: the answers of earlier verdicts, to keep those that are the same only once. */
export function verdictOf(judgement: Judgement, at: Instant, attempt: number, shared: Answers, message?: string, preemption?: Preemption): Verdict {
  const { nodes, refusals, feasible, scored, best, winner, podRefusal, elsewhere } = judgement
  const answerOf = (i: number): NodeAnswer => shared.of(feasible[i]!.name, scored, i)
  const places = feasible.map((_, i) => i)
  const asked = refusals.size + feasible.length
  const few = asked <= MOST_ANSWERS
  const answers = few ? [...places.map(answerOf), ...[...refusals].map(([node, refusal]) => ({ node: node.name, refusal }))]
    : places.sort((a, b) => (scored ? scored.totals[b]! - scored.totals[a]! : 0) || a - b).slice(0, BEST_ANSWERS).map(answerOf)
  return {
    at, attempt, nodes, asked, feasible: feasible.length, answers: answers.sort(byNode),
    ...(scored ? { scorers: scored.scorers } : {}),
    ...(few ? {} : { others: othersOf(refusals.values()) }),
    ...(podRefusal ? { podRefusal } : elsewhere ? { elsewhere } : {}),
    ...(winner ? { winner: winner.name } : {}),
    ...(best.length > 1 ? { equals: best.slice(0, MOST_ANSWERS).map(n => n.name).sort() } : {}),
    ...(preemption ? { preemption } : {}),
    ...(message !== undefined ? { message } : {}),
  }
}

function othersOf(refusals: Iterable<Refusal>): readonly Others[] {
  const groups = new Map<string, { refusal: Refusal; nodes: number }>()
  for (const refusal of refusals) {
    const key = `${refusal.plugin ?? ''}|${refusal.reasons.map(wordsOf).join('|')}`
    const group = groups.get(key)
    if (group) group.nodes++
    else groups.set(key, { refusal, nodes: 1 })
  }
  return [...groups.keys()].sort().map(key => groups.get(key)!)
}

/** Who refused, of all nodes and beforehand: whose hints decide when the pod is tried again. */
export function rejectorsOf({ refusals, podRefusal, elsewhere }: Judgement): readonly FilterName[] {
  const names = new Set<FilterName>()
  for (const { plugin } of refusals.values()) if (plugin) names.add(plugin)
  if (podRefusal?.plugin) names.add(podRefusal.plugin)
  if (elsewhere) names.add(elsewhere.plugin ?? 'NodeAffinity')
  return [...names].sort()
}
