// A budget's status: how many pods are well, how many must be, how many may go. Upstream: disruption.go, trySync, updatePdbStatus, failSafe.
import { DISRUPTION_ALLOWED, guards, withDisruptionAllowed } from '../../../kube/budgets.ts'
import { findCondition } from '../../../kube/conditions.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Deployment, Pod as PodKind, PodDisruptionBudget as BudgetKind, ReplicaSet, ReplicationController, StatefulSet } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../kube/policy.ts'
import { isPodReady } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import { defineController, type CacheReader, type Intent } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { expectedOf, type Expected } from './expected.ts'
import { reason } from './reasons.ts'

export const NAME = 'disruption-controller'
const RECORDER = 'controllermanager'
/** D5: an eviction that was announced and did not happen within so long is forgotten. */
const DELETION_TIMEOUT_MS = 120_000

export interface BudgetView {
  readonly at: Instant
  readonly budget: PodDisruptionBudget
  readonly pods: number
  readonly count: Expected
  readonly healthy: number
  /** Announced evictions that may still happen, and pods of those that will not. */
  readonly disrupted: Readonly<Record<string, string>>
  readonly spared: readonly Pod[]
  readonly recheckInMs: number | undefined
  /** D11: pods that another budget guards, too, by name; and those of them that have changed since this was said last. */
  readonly shared: Shared | undefined
  readonly confused: readonly Pod[]
}

/** Versions of pods that more than one budget guards. */
type Shared = Readonly<Record<string, string>>

export const disruptionController = defineController<PodDisruptionBudget, BudgetView, Shared>({
  name: NAME,
  recorder: RECORDER,
  kind: BudgetKind,
  reads: [BudgetKind, PodKind, ReplicationController, ReplicaSet, StatefulSet, Deployment],
  wakes: [
    { kind: BudgetKind, keys: (_before, after) => (after ? [keyOf(after)] : []) },
    { kind: PodKind, keys: (before, after, cache) => firstBudgetOf(cache, (after ?? before)!) },
  ],
  workers: 1,

  observe(cache, key, budget, memo, now) {
    if (!budget) return undefined
    const pods = (cache.list(PodKind, budget.metadata.namespace) as readonly Pod[]).filter(pod => guards(budget, pod))
    const announced = announcedOf(budget, pods, now)
    return {
      at: now, budget, pods: pods.length, count: expectedOf(cache, budget, pods),
      healthy: pods.filter(pod => pod.metadata.deletionTimestamp === undefined && announced.disrupted[pod.metadata.name!] === undefined && isPodReady(pod)).length, ...announced,
      ...sharedOf(cache, key, budget, pods, memo),
    }
  },

  decide(view, now) {
    const { budget, pods, count, healthy, disrupted, spared, confused } = view
    const name = budget.metadata.name!
    const told: Intent[] = [
      ...confused.map(pod => tellOf(pod, 'Warning', 'MultiplePodDisruptionBudgets', `Pod "${pod.metadata.namespace}"/"${pod.metadata.name}" matches multiple PodDisruptionBudgets.  Chose "${name}" arbitrarily.`)),
      ...(pods === 0 ? [tellOf(budget, 'Normal', 'NoPods', 'No matching pods found')] : []),
      ...(count.error !== undefined ? [tellOf(budget, 'Warning', 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${count.error}`)] : []),
      ...(count.unmanaged.length > 0 ? [tellOf(budget, 'Warning', 'UnmanagedPods', unmanagedText(budget))] : []),
      ...spared.map(pod => tellOf(pod, 'Warning', 'NotDeleted', `Pod was expected by PDB ${budget.metadata.namespace}/${budget.metadata.namespace} to be deleted but it wasn't`)),
    ]
    if (count.error !== undefined) {
      const failed = withDisruptionAllowed({ ...budget.status, disruptionsAllowed: 0 }, now, count.error)
      return { intents: [...told, ...(same(failed, budget.status) ? [] : [write(budget, failed)])], because: reason('disruption.failed', { budget: name, error: count.error }) }
    }
    const room = healthy - count.desired
    const allowed = count.expected <= 0 || room <= 0 ? 0 : room
    const because = reason('disruption.allowed', { budget: name, healthy, desired: count.desired, expected: count.expected, allowed })
    const { metadata: { generation = 0 }, status } = budget
    const next: PodDisruptionBudgetStatus = {
      ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted } : {}), disruptionsAllowed: allowed, currentHealthy: healthy, desiredHealthy: count.desired,
      expectedPods: count.expected, observedGeneration: generation, ...(status?.conditions ? { conditions: status.conditions } : {}),
    }
    const condition = findCondition(status?.conditions, DISRUPTION_ALLOWED)
    const upToDate = same({ ...next, conditions: 0 }, { ...status, conditions: 0 }) && condition?.observedGeneration === generation && condition.status === (allowed > 0 ? 'True' : 'False')
    return upToDate ? { intents: told, because, quiet: told.length === 0 } : { intents: [...told, write(budget, withDisruptionAllowed(next, now))], because }
  },

  conclude: ({ recheckInMs, shared }, outcomes) => ({
    intents: [], memo: shared, failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound'), ...(recheckInMs !== undefined ? { againInMs: recheckInMs } : {}),
  }),
})

const write = (budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): Intent =>
  ({ verb: 'update', kind: BudgetKind, object: { ...budget, status } as unknown as AnyObject, subresource: 'status' })

/** D1: of several budgets that guard a pod the first is woken. */
const NONE: readonly never[] = Object.freeze([])

function firstBudgetOf(cache: CacheReader, pod: AnyObject): readonly string[] {
  const budgets = cache.list(BudgetKind, pod.metadata.namespace) as readonly PodDisruptionBudget[]
  if (budgets.length === 0) return NONE
  const first = budgets.find(budget => guards(budget, pod))
  return first ? [keyOf(first)] : NONE
}

/** D11: who guards a pod together with others says so, if it is the one that is woken for it. */
function sharedOf(cache: CacheReader, key: string, budget: PodDisruptionBudget, pods: readonly Pod[], told: Shared | undefined): Pick<BudgetView, 'shared' | 'confused'> {
  const others = (cache.list(BudgetKind, budget.metadata.namespace) as readonly PodDisruptionBudget[]).filter(other => other.metadata.name !== budget.metadata.name)
  if (others.length === 0) return { shared: undefined, confused: [] }
  const both = pods.filter(pod => others.some(other => guards(other, pod)) && firstBudgetOf(cache, pod as unknown as AnyObject)[0] === key)
  return {
    shared: both.length > 0 ? Object.fromEntries(both.map(pod => [pod.metadata.name!, pod.metadata.resourceVersion!])) : undefined,
    confused: both.filter(pod => told?.[pod.metadata.name!] !== pod.metadata.resourceVersion),
  }
}

function announcedOf(budget: PodDisruptionBudget, pods: readonly Pod[], now: Instant): Pick<BudgetView, 'disrupted' | 'spared' | 'recheckInMs'> {
  const disrupted: Record<string, string> = {}
  const spared: Pod[] = []
  let recheckInMs: number | undefined
  for (const pod of pods) {
    const at = budget.status?.disruptedPods?.[pod.metadata.name!]
    if (at === undefined || pod.metadata.deletionTimestamp !== undefined) continue
    const leftMs = instantOf(at) + DELETION_TIMEOUT_MS - now
    if (leftMs < 0) spared.push(pod)
    else {
      disrupted[pod.metadata.name!] = at
      recheckInMs = Math.min(recheckInMs ?? Infinity, leftMs + 1)
    }
  }
  return { disrupted, spared, recheckInMs }
}

function unmanagedText({ spec: { selector } }: PodDisruptionBudget): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${k}: ${v},`).join('')
  const expressions = (selector?.matchExpressions ?? []).map(e => `LabelSelectorRequirement{Key:${e.key},Operator:${e.operator},Values:[${(e.values ?? []).join(' ')}],},`).join('')
  return `Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}) were found `
    + 'to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. '
    + 'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
}

/** Two statuses that say the same, in whatever order. */
function same(a: object, b: object | undefined): boolean {
  const text = (o: object | undefined) => JSON.stringify(Object.entries(o ?? {}).filter(([, v]) => v !== undefined).sort(([x], [y]) => (x < y ? -1 : 1)))
  return text(a) === text(b)
}
