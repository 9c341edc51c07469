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

/**
 * The answers by name of the node. Nodes are asked in their order from some place on, so the list is nearly always two rows in order,
 * one behind the other, the second of which comes first.
 */
function byNodes(answers: NodeAnswer[]): NodeAnswer[] {
  let breaks = 0
  let at = 0
  for (let i = 1; i < answers.length; i++) {
    if (answers[i - 1]!.node < answers[i]!.node) continue
    breaks++
    at = i
  }
  if (breaks === 0) return answers
  if (breaks > 1 || answers.at(-1)!.node > answers[0]!.node) return answers.sort(byNode)
  return [...answers.slice(at), ...answers.slice(0, at)]
}

/** `shared`: the answers of earlier verdicts, to keep those that are the same only once. */
export function verdictOf(judgement: Judgement, at: Instant, attempt: number, shared: Answers, message?: string, preemption?: Preemption): Verdict {
  const { nodes, refusals, feasible, scored, best, winner, podRefusal, elsewhere } = judgement
  const asked = refusals.size + feasible.length
  const few = asked <= MOST_ANSWERS
  const answers: NodeAnswer[] = []
  if (few) {
    for (let i = 0; i < feasible.length; i++) answers.push(shared.of(feasible[i]!.name, scored, i))
    for (const [node, refusal] of refusals) answers.push({ node: node.name, refusal })
  } else {
    const places = feasible.map((_, i) => i).sort((a, b) => (scored ? scored.totals[b]! - scored.totals[a]! : 0) || a - b)
    for (const i of places.slice(0, BEST_ANSWERS)) answers.push(shared.of(feasible[i]!.name, scored, i))
  }
  return {
    at, attempt, nodes, asked, feasible: feasible.length, answers: byNodes(answers),
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
