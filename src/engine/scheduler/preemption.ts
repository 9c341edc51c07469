// Who would have to go so that this pod fits, and where that hurts least. Pure.
// Upstream: framework/preemption/preemption.go and plugins/defaultpreemption.
import type { PodDisruptionBudget } from '../../kube/policy.ts'
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { PodDisruptionBudget as BudgetKind } from '../../kube/kinds.ts'
import { selectorFor } from '../../kube/labels.ts'
import { parseTime } from '../../kube/rfc3339.ts'
import { fork, refusalWithNominated, shift, type Judgement, type Prepared } from './judge.ts'
import { preemptionMessage, unfitMessage } from './message.ts'
import type { NodeInfo } from './nodeInfo.ts'
import type { Refusal } from './plugin.ts'
import type { PodInfo } from './podInfo.ts'
import type { Preemption } from './verdict.ts'
import type { ClusterView } from './view.ts'

export interface Candidate {
  readonly node: NodeInfo
  /** The most important first. */
  readonly victims: readonly PodInfo[]
  readonly violations: number
}

export type Outcome =
  | { readonly chosen: Candidate; readonly record: Preemption }
  /** `forgetNomination`: the pod cannot be helped at all, so an earlier nomination is void. */
  | { readonly chosen?: undefined; readonly record: Preemption; readonly message: string; readonly forgetNomination: boolean }

const MIN_CANDIDATES = 100
const MIN_CANDIDATES_PERCENT = 10
const UNHELPFUL: Refusal = { code: 'UnschedulableAndUnresolvable', reasons: [{ id: 'preemption-unhelpful' }] }
const NO_VICTIMS: Refusal = { code: 'UnschedulableAndUnresolvable', reasons: [{ id: 'no-victims' }] }

/** `offset`: where among the candidates to begin; below the number given. */
export function preempt(judgement: Judgement, view: ClusterView, offset: (n: number) => number): Outcome {
  const { info, refusals, nodes } = judgement
  const ineligible = whyNot(info, view, refusals)
  if (ineligible) {
    const message = ineligible === 'never' ? 'not eligible due to preemptionPolicy=Never.' : 'not eligible due to a terminating pod on the nominated node.'
    return { record: { ineligible }, message: preemptionMessage(message), forgetNomination: false }
  }
  const possible = view.nodes.filter(node => refusals.get(node)?.code === 'Unschedulable')
  const answers = new Map<NodeInfo, Refusal>()
  const candidates = possible.length ? tryAll(judgement, view, possible, offset(possible.length), answers) : []
  if (candidates.length === 0) {
    const message = unfitMessage({ nodes, refusals: answers, elsewhere: UNHELPFUL })
    return { record: { answers: recorded(answers) }, message: preemptionMessage(message), forgetNomination: true }
  }
  const chosen = leastHarm(candidates)
  return { chosen, record: { node: chosen.node.name, victims: chosen.victims.map(v => v.key), violations: chosen.violations } }
}

const recorded = (answers: ReadonlyMap<NodeInfo, Refusal>) =>
  [...answers].slice(0, MIN_CANDIDATES).map(([node, refusal]) => ({ node: node.name, refusal })).sort((a, b) => (a.node < b.node ? -1 : 1))

/** Upstream: PodEligibleToPreemptOthers. */
function whyNot(info: PodInfo, view: ClusterView, refusals: Judgement['refusals']): 'never' | 'victims-terminating' | undefined {
  if (info.pod.spec?.preemptionPolicy === 'Never') return 'never'
  const nominated = view.node(info.pod.status?.nominatedNodeName ?? '')
  if (!nominated || refusals.get(nominated)?.code === 'UnschedulableAndUnresolvable') return undefined
  for (const other of nominated.pods.values()) {
    if (other.priority < info.priority && isBeingPreempted(other.pod)) return 'victims-terminating'
  }
  return undefined
}

const isBeingPreempted = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined &&
  (pod.status?.conditions?.some(c => c.type === 'DisruptionTarget' && c.status === 'True' && c.reason === 'PreemptionByScheduler') ?? false)

function tryAll(judgement: Judgement, view: ClusterView, possible: readonly NodeInfo[], offset: number, answers: Map<NodeInfo, Refusal>): readonly Candidate[] {
  const enough = Math.min(Math.max(Math.trunc((possible.length * MIN_CANDIDATES_PERCENT) / 100), MIN_CANDIDATES), possible.length)
  const budgets = view.lookups.list(BudgetKind)
  const harmless: Candidate[] = []
  const harmful: Candidate[] = []
  for (let i = 0; i < possible.length; i++) {
    if (harmless.length > 0 && harmless.length + harmful.length >= enough) break
    const node = possible[(offset + i) % possible.length]!
    const found = victimsOn(judgement, view, node, budgets)
    if ('code' in found) answers.set(node, found)
    else (found.violations === 0 ? harmless : harmful).push(found)
  }
  return [...harmless, ...harmful]
}

/** Upstream: SelectVictimsOnNode. All lower pods are taken away; then each is let back, the most important first, if there is room. */
function victimsOn({ info, prepared }: Judgement, view: ClusterView, node: NodeInfo, budgets: readonly PodDisruptionBudget[]): Candidate | Refusal {
  const lower = [...node.pods.values()].filter(other => other.priority < info.priority).sort(moreImportantFirst)
  if (lower.length === 0) return NO_VICTIMS
  const trial = node.copy()
  const states = fork(prepared)
  for (const other of lower) take(trial, states, info, other)
  const refusal = refusalWithNominated(info, view, trial, states)
  if (refusal) return refusal

  const { violating, others } = byBudget(lower, budgets)
  const victims: PodInfo[] = []
  const letBack = (other: PodInfo): boolean => {
    trial.add(other, -1)
    shift(states, info, other, trial, 1)
    if (!refusalWithNominated(info, view, trial, states)) return true
    take(trial, states, info, other)
    victims.push(other)
    return false
  }
  const violations = violating.filter(other => !letBack(other)).length
  others.forEach(letBack)
  return { node, victims: victims.sort(moreImportantFirst), violations }
}

function take(node: NodeInfo, states: readonly Prepared[], info: PodInfo, other: PodInfo): void {
  node.remove(other, -1)
  shift(states, info, other, node, -1)
}

/** A pod that has not started counts as started only now. */
const startOf = ({ pod }: PodInfo): Instant => (pod.status?.startTime ? parseTime(pod.status.startTime) ?? Infinity : Infinity)

const moreImportantFirst = (a: PodInfo, b: PodInfo): number => {
  if (a.priority !== b.priority) return b.priority - a.priority
  const [startA, startB] = [startOf(a), startOf(b)]
  return startA !== startB ? (startA < startB ? -1 : 1) : a.key < b.key ? -1 : 1
}

/** Upstream: filterPodsWithPDBViolation. */
function byBudget(pods: readonly PodInfo[], budgets: readonly PodDisruptionBudget[]): { violating: readonly PodInfo[]; others: readonly PodInfo[] } {
  const allowed = budgets.map(b => b.status?.disruptionsAllowed ?? 0)
  const violating: PodInfo[] = []
  const others: PodInfo[] = []
  for (const info of pods) {
    const { labels, namespace, name } = info.pod.metadata
    let violated = false
    if (labels && Object.keys(labels).length > 0) {
      budgets.forEach((budget, i) => {
        if (budget.metadata.namespace !== namespace || budget.status?.disruptedPods?.[name] !== undefined) return
        const selector = selectorFor(budget.spec?.selector)
        if (selector.empty || !selector.matches(labels)) return
        if (--allowed[i]! < 0) violated = true
      })
    }
    (violated ? violating : others).push(info)
  }
  return { violating, others }
}

/** Makes priorities of either sign count as a cost each. */
const PRIORITY_OFFSET = 2 ** 31

/**
 * Fewest broken budgets; then the lowest highest victim; then the lowest sum of priorities; then the fewest victims; then the
 * node whose most important victims started last. Upstream: pickOneNodeForPreemption.
 */
function leastHarm(candidates: readonly Candidate[]): Candidate {
  const costs: ((c: Candidate) => number)[] = [
    c => c.violations,
    c => c.victims[0]!.priority,
    c => c.victims.reduce((sum, v) => sum + v.priority + PRIORITY_OFFSET, 0),
    c => c.victims.length,
    c => -earliestStart(c),
  ]
  let left = candidates
  for (const cost of costs) {
    const all = left.map(cost)
    const least = Math.min(...all)
    left = left.filter((_, i) => all[i] === least)
    if (left.length === 1) break
  }
  return left[0]!
}

/** Of the victims with the highest priority. */
function earliestStart({ victims }: Candidate): Instant {
  const highest = victims[0]!.priority
  return Math.min(...victims.filter(v => v.priority === highest).map(startOf))
}
