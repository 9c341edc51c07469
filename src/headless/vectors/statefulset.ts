// statefulset: whole lives of StatefulSets, round by round.
import { statefulSetKeeper } from '../../engine/controllers/statefulset/index.ts'
import type { Pod } from '../../kube/core.ts'
import { splitKey } from '../../kube/keys.ts'
import type { AnyObject } from '../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, isPodReady } from '../../kube/pods.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import type { Topic } from './topic.ts'
import { editSim, kubeletSim, listOf, startSim, syncSim, type Line, type Sim } from './workloadSim.ts'

const pods = (sim: Sim) => listOf(sim, 'Pod') as unknown as Pod[]
const bare = (o: AnyObject) => ({ ...o, apiVersion: undefined, kind: undefined })

const line: Line = (intent, object) => {
  const name = object?.metadata.name ?? ('key' in intent ? splitKey(intent.key).name : '')
  const revision = intent.verb === 'delete' || intent.verb === 'deleteCollection' ? '' : 'kind' in intent && intent.kind.kind === 'ControllerRevision' ? ` revision=${object!['revision']}`
    : intent.verb === 'create' && intent.kind.kind === 'Pod' ? ` rev=${object!.metadata.labels?.[CONTROLLER_REVISION_HASH]}` : ''
  if (intent.verb === 'deleteCollection' || intent.verb === 'metrics' || intent.verb === 'token') return undefined
  return `${intent.verb} ${intent.kind.plural}${intent.verb === 'update' && intent.subresource ? `/${intent.subresource}` : ''} ${name}${revision}`
}

/** Deletions of one sync go out together, in no order. */
const sortedDeletes = (actions: readonly string[]): string[] => {
  const deletes = actions.filter(a => a.startsWith('delete pods')).toSorted()
  return actions.map(a => (a.startsWith('delete pods') ? deletes.shift()! : a))
}

function change(sim: Sim, round: any): void {
  const set = (name: string, to: (pod: AnyObject) => AnyObject) => sim.objects.set(`Pod/default/${name}`, to(sim.objects.get(`Pod/default/${name}`)!))
  if (round.edit) editSim(sim, round.edit)
  if (round.userDeletesPod) set(round.userDeletesPod, pod => ({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: timeOf(sim.now) } }))
  if (round.podFails) set(round.podFails, pod => ({ ...pod, status: { phase: 'Failed' } }))
  if (round.podSucceeds) set(round.podSucceeds, pod => ({ ...pod, status: { phase: 'Succeeded' } }))
  if (round.podBecomesUnreadyForGood) {
    set(round.podBecomesUnreadyForGood, pod => ({
      ...pod, spec: { ...pod['spec'], containers: pod['spec'].containers.map((c: object) => ({ ...c, image: 'bad:unready' })) },
      status: { ...pod['status'], conditions: [{ type: 'Ready', status: 'False' }] },
    }))
  }
}

export const statefulsetTopic: Topic = {
  name: 'statefulset',
  judge({ statefulSet, now, rounds, podsReadyAfterSeconds, featureMaxUnavailableStatefulSet, finalRevisions, finalFirstPod, finalPVCs }) {
    const sim = startSim(statefulSet, [], instantOf(now))
    // The real function's lister was filled between the syncs.
    const controller = statefulSetKeeper({ maxUnavailable: featureMaxUnavailableStatefulSet, hearsOfClaims: false })
    let status = JSON.stringify(statefulSet.status)
    const actual = rounds.map((round: any) => {
      change(sim, round)
      const { actions, events, end } = syncSim(sim, controller, line)
      kubeletSim(sim, podsReadyAfterSeconds * 1000, () => 'n1')
      const changed = JSON.stringify(sim.owner['status']) !== status
      status = JSON.stringify(sim.owner['status'])
      sim.now += 1000
      return {
        podsAfter: pods(sim).map(pod => `${pod.metadata.name} ${pod.spec.containers[0]!.image} ${pod.status!.phase} ${isPodReady(pod) ? 'ready' : 'notready'}`),
        status: changed ? sim.owner['status'] : undefined,
        sync: {
          actions: sortedDeletes(actions), events: events.length > 0 ? events.toSorted() : undefined,
          requeues: end?.againInMs === undefined ? undefined : [{ key: 'default/db', ms: end.againInMs, op: 'AddAfter' }],
        },
      }
    })
    const expected = rounds.map(({ podsAfter, status: said, sync }: any) =>
      ({ podsAfter: podsAfter ?? [], status: said, sync: { ...sync, actions: sortedDeletes(sync.actions), events: sync.events?.toSorted() } }))
    const revisions = listOf(sim, 'ControllerRevision').map(r => ({ name: r.metadata.name, revision: r['revision'] }))
    const first = finalFirstPod && listOf(sim, 'Pod').slice(0, 1).map(bare)
    const claims = finalPVCs && listOf(sim, 'PersistentVolumeClaim').map(bare)
    return { expected: { rounds: expected, finalRevisions, finalFirstPod: finalFirstPod ?? undefined, finalPVCs: finalPVCs ?? undefined }, actual: { rounds: actual, finalRevisions: revisions, finalFirstPod: first || undefined, finalPVCs: claims || undefined } }
  },
}
