// daemonset: which nodes run one, what its pods look like, and whole updates round by round.
import { daemonSetController } from '../../engine/controllers/daemonset/index.ts'
import { placeOf } from '../../engine/controllers/daemonset/nodes.ts'
import { targetOf } from '../../kube/daemons.ts'
import type { DaemonSet } from '../../kube/apps.ts'
import type { Node, Pod } from '../../kube/core.ts'
import { splitKey } from '../../kube/keys.ts'
import type { AnyObject } from '../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, isPodReady } from '../../kube/pods.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { Topic } from './topic.ts'
import { editSim, kubeletSim, listOf, startSim, syncSim, type Line, type Sim } from './workloadSim.ts'

type Judged = { readonly expected: unknown; readonly actual: unknown }

function judgeNode({ daemonSet, node, shouldRun, shouldContinueRunning }: any): Judged {
  const place = placeOf(daemonSet as DaemonSet, node as Node)
  return { expected: { shouldRun, shouldContinueRunning }, actual: { shouldRun: place.run, shouldContinueRunning: place.keep } }
}

function judgePod({ daemonSet, node, pods, revisions }: any): Judged {
  const sim = startSim(daemonSet, [node], instantOf(daemonSet.metadata.creationTimestamp))
  syncSim(sim, daemonSetController, () => undefined)
  const bare = (o: AnyObject) => ({ ...o, apiVersion: undefined, kind: undefined })
  return { expected: { pods, revisions }, actual: { pods: listOf(sim, 'Pod').map(bare), revisions: listOf(sim, 'ControllerRevision').map(bare) } }
}

const pods = (sim: Sim) => listOf(sim, 'Pod') as unknown as Pod[]

function judgeRounds({ daemonSet, nodes, now, rounds, stepSeconds, podsReadyAfterSeconds, nodesAnonymous, finalRevisions }: any): Judged {
  const sim = startSim(daemonSet, nodes ?? [], instantOf(now))
  const nodeName = (pod: Pod) => (nodesAnonymous ? 'n?' : targetOf(pod))
  const line: Line = (intent, object) => {
    switch (intent.verb) {
      case 'create':
        return intent.kind.kind === 'Pod'
          ? `create pod on ${nodeName(object as unknown as Pod)} rev=${object!.metadata.labels?.[CONTROLLER_REVISION_HASH]}`
          : `create ${intent.kind.plural} ${object!.metadata.name} revision=${object!['revision']}`
      case 'update': return intent.subresource ? `update ${intent.kind.plural}/${intent.subresource} ${object!.metadata.name}` : `update ${intent.kind.plural} ${object!.metadata.name} revision=${object!['revision']}`
      case 'delete': return intent.kind.kind === 'Pod' ? `delete pod on ${nodeName(object as unknown as Pod)}` : `delete ${intent.kind.plural} ${splitKey(intent.key).name}`
      case 'patch': return `patch ${intent.kind.plural}`
      default: return undefined
    }
  }
  let status = JSON.stringify(daemonSet.status)
  const actual = rounds.map((round: any) => {
    if (round.edit) editSim(sim, round.edit)
    if (round.setNode) sim.objects.set(`Node/${round.setNode.metadata.name}`, round.setNode)
    for (const pod of pods(sim)) {
      if (round.podFailsOnNode && targetOf(pod) === round.podFailsOnNode) sim.objects.set(`Pod/default/${pod.metadata.name}`, { ...(pod as unknown as AnyObject), status: { phase: 'Failed' } })
    }
    const { actions, events, end } = syncSim(sim, daemonSetController, line)
    kubeletSim(sim, podsReadyAfterSeconds * 1000, targetOf)
    const changed = JSON.stringify(sim.owner['status']) !== status
    status = JSON.stringify(sim.owner['status'])
    sim.now += stepSeconds * 1000
    return {
      podsAfter: pods(sim).map(pod => `${nodeName(pod)} ${pod.spec.containers[0]!.image} ${pod.status!.phase} ${isPodReady(pod) ? 'ready' : 'notready'}`).toSorted(),
      status: changed ? sim.owner['status'] : undefined,
      sync: { actions, events: summed(events), requeues: end?.againInMs === undefined ? undefined : [{ key: 'default/agent', ms: end.againInMs, op: 'AddAfter' }] },
    }
  })
  const revisions = listOf(sim, 'ControllerRevision').map(r => ({ name: r.metadata.name, revision: r['revision'] }))
  const expected = rounds.map(({ podsAfter, status: said, sync }: any) => ({ podsAfter: podsAfter?.toSorted() ?? [], status: said, sync: { ...sync, events: sync.events?.toSorted() } }))
  return { expected: { rounds: expected, finalRevisions }, actual: { rounds: actual, finalRevisions: revisions } }
}

/** Pods of several names are counted: `Created pod: (x3)`. */
function summed(events: readonly string[]): string[] | undefined {
  const counts = new Map<string, number>()
  const lines: string[] = []
  for (const event of events) {
    const counted = /^(.* (?:Created|Deleted) pod: )/.exec(event)
    if (counted) counts.set(counted[1]!, (counts.get(counted[1]!) ?? 0) + 1)
    else lines.push(event.replace(/agent-\d+/, 'agent-?'))
  }
  const all = [...lines, ...[...counts].map(([line, n]) => `${line}(x${n})`)]
  return all.length > 0 ? all.toSorted() : undefined
}

export const daemonsetTopic: Topic = {
  name: 'daemonset',
  judge: vector => (vector.op === 'nodeShouldRun' ? judgeNode(vector) : vector.op === 'createdPod' ? judgePod(vector) : judgeRounds(vector)),
}
