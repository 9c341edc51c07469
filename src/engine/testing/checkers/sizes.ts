// What a workload that runs on never does: make more pods than it ever asked for, two for one node, or ReplicaSets that together ask
// for more than the Deployment's surge allows.
import { maxSurge } from '../../../kube/rollingUpdate.ts'
import { targetOf } from '../../../kube/daemons.ts'
import { controllerOf } from '../../../kube/owners.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { objectWrites, type MakeChecker } from './checker.ts'
import { PodsAtWork } from './podsOf.ts'

/** What is asked for at most, of the kinds that have a number. */
const askedOf: Readonly<Record<string, (o: any) => number>> = {
  deployments: o => o.spec.replicas + maxSurge(o),
  replicasets: o => o.spec.replicas,
  statefulsets: o => o.spec.replicas,
}

export const sizes: MakeChecker = cluster => {
  /** The most that a workload has ever asked for, by uid: its controller may have heard of the latest only late. */
  const asked = new Map<string, number>()
  const surging = new Set<string>()
  const atWork = new PodsAtWork(cluster)
  const follow = (plural: string, o: AnyObject) => {
    const most = askedOf[plural]?.(o)
    if (most !== undefined) asked.set(o.metadata.uid!, Math.max(asked.get(o.metadata.uid!) ?? 0, most))
    if (plural === 'daemonsets' && o.spec.updateStrategy?.rollingUpdate?.maxSurge) surging.add(o.metadata.uid!)
  }
  for (const plural of [...Object.keys(askedOf), 'daemonsets']) for (const o of cluster.objects(plural)) follow(plural, o)
  return {
    name: 'no more than was asked for',
    after(frame) {
      for (const { plural, key, before, after } of objectWrites(frame)) {
        if (plural === 'pods') atWork.follow(key, before, after)
        if (!after) continue
        follow(plural, after)
        const owner = controllerOf(after)
        if (!owner) continue
        if (plural === 'pods' && !before && owner.kind !== 'Job') {
          const wrong = tooMany(after, [...atWork.of(owner.uid).values()], asked.get(owner.uid), surging.has(owner.uid))
          if (wrong) return `${owner.kind} ${owner.name} ${wrong} with ${key}`
        }
        // Only what grows is looked at: a Deployment whose bounds were drawn closer may stand above them for a while.
        if (plural === 'replicasets' && after.spec.replicas > (before?.spec.replicas ?? 0) && asked.has(owner.uid) && frame.actor === 'deployment-controller') {
          const sum = cluster.objects('replicasets').reduce((n, rs) => (controllerOf(rs)?.uid === owner.uid ? n + rs.spec.replicas : n), 0)
          if (sum > asked.get(owner.uid)!) return `Deployment ${owner.name}: its ReplicaSets ask for ${sum} pods, and it never allowed more than ${asked.get(owner.uid)}`
        }
      }
      return undefined
    },
  }
}

function tooMany(pod: AnyObject, mine: readonly AnyObject[], most: number | undefined, surges: boolean): string | undefined {
  if (most !== undefined && mine.length > most) return `has ${mine.length} pods and never asked for more than ${most}`
  if (controllerOf(pod)!.kind !== 'DaemonSet') return undefined
  const node = targetOf(pod as any)
  const there = mine.filter(p => targetOf(p as any) === node).length
  return there > (surges ? 2 : 1) ? `has ${there} pods for ${node}` : undefined
}
