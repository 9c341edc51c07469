// Vectors of the scheduler: one pod, some nodes, what stands on them; who says no and how, who is best, who has to go.
import { keyOf, type Key } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { Node, Pod } from '../../kube/core.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { judge } from '../../engine/scheduler/judge.ts'
import { NO_NODES, NOTHING_PREPARED, unfitMessage } from '../../engine/scheduler/message.ts'
import type { Refusal } from '../../engine/scheduler/plugin.ts'
import { podInfoOf } from '../../engine/scheduler/podInfo.ts'
import { preempt } from '../../engine/scheduler/preemption.ts'
import { wordsOf } from '../../engine/scheduler/reasons.ts'
import { ClusterView, type Lookups } from '../../engine/scheduler/view.ts'
import type { Topic } from './topic.ts'

interface Case {
  readonly pod: Pod
  readonly nodes: readonly Node[] | null
  readonly pods: readonly Pod[] | null
  readonly other?: readonly AnyObject[] | null
  readonly expect: unknown
}

function lookupsIn(objects: readonly AnyObject[]): Lookups {
  const of = (kind: Kind) => objects.filter(o => o.kind === kind.kind)
  return {
    get: <T extends ApiObject>(kind: Kind<T>, key: Key) => of(kind).find(o => keyOf(o) === key) as unknown as T | undefined,
    list: <T extends ApiObject>(kind: Kind<T>, namespace?: string) =>
      of(kind).filter(o => namespace === undefined || o.metadata.namespace === namespace) as unknown as readonly T[],
  }
}

const status = ({ code, plugin, reasons }: Refusal) => ({ code, ...(plugin ? { plugin } : {}), reasons: reasons.map(wordsOf) })

function answer({ pod, nodes, pods, other }: Case): Record<string, unknown> {
  const view = new ClusterView(lookupsIn(other ?? []))
  for (const node of nodes ?? []) view.setNode(node.metadata.name, node)
  for (const placed of pods ?? []) {
    if (placed.spec?.nodeName) view.setPod(keyOf(placed), placed, placed.spec.nodeName)
    else if (placed.status?.nominatedNodeName) view.setNominated(keyOf(placed), podInfoOf(placed), placed.status.nominatedNodeName, undefined)
  }
  const info = podInfoOf(pod)
  const judgement = judge(info, view, { scoreAlways: true, draw: () => 0 })
  if (judgement.nodes === 0) return { message: NO_NODES }

  const result: Record<string, unknown> = {
    feasible: judgement.feasible.map(n => n.name).sort(),
    failures: Object.fromEntries([...judgement.refusals].map(([node, refusal]) => [node.name, status(refusal)])),
  }
  if (judgement.elsewhere) {
    const { code, reasons } = status(judgement.elsewhere)
    result['absentNodes'] = { code, reasons }
  }
  if (judgement.feasible.length > 0) {
    result['winners'] = judgement.best.map(n => n.name).sort()
    const { scorers, normalised, totals } = judgement.scored!
    result['scores'] = Object.fromEntries(judgement.feasible.map((node, i) =>
      [node.name, { ...Object.fromEntries(scorers.map((s, k) => [s.name, normalised[k]![i]! * s.weight])), total: totals[i] }]))
    return result
  }
  if (judgement.podRefusal) {
    result['preFilterMessage'] = judgement.podRefusal.reasons.map(wordsOf).join(', ')
    result['message'] = unfitMessage(judgement, NOTHING_PREPARED)
    return result
  }
  const outcome = preempt(judgement, view, () => 0)
  if (outcome.chosen) {
    result['nominatedNode'] = outcome.chosen.node.name
    result['preempted'] = outcome.chosen.victims.map(v => v.pod.metadata.name).sort()
    result['message'] = unfitMessage(judgement)
  } else result['message'] = unfitMessage(judgement, outcome.message)
  return result
}

export const schedulerTopic: Topic = {
  name: 'scheduler',
  judge: (vector: Case) => ({ expected: vector.expect, actual: answer(vector) }),
}
