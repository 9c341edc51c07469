// A Job never has more pods at work than it ever asked for, and never two at work on one index. This is what a controller that judges
// by a cache without its own last writes breaks first.
import { controllerOf } from '../../../kube/owners.ts'
import { completionIndexOf } from '../../../kube/jobs.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { objectWrites, type MakeChecker } from './checker.ts'
import { PodsAtWork } from './podsOf.ts'

export const ownership: MakeChecker = cluster => {
  const atWork = new PodsAtWork(cluster)
  /** The most that a Job has ever asked for, by uid. */
  const asked = new Map<string, number>()
  const ask = (job: AnyObject) => asked.set(job.metadata.uid!, Math.max(asked.get(job.metadata.uid!) ?? 0, job.spec.parallelism))
  for (const job of cluster.objects('jobs')) ask(job)
  return {
    name: 'no more pods than asked for',
    after(frame) {
      for (const { plural, key, before, after } of objectWrites(frame)) {
        if (plural === 'jobs' && after) ask(after)
        if (plural !== 'pods') continue
        atWork.follow(key, before, after)
        if (before || !after) continue
        const owner = controllerOf(after)
        const most = owner?.kind === 'Job' ? asked.get(owner.uid) : undefined
        if (!owner || most === undefined) continue
        const pods = atWork.of(owner.uid)
        if (pods.size > most) return `Job ${owner.name} has ${pods.size} pods at work (${[...pods.keys()].join(', ')}) and never asked for more than ${most}`
        const index = completionIndexOf(after)
        const twin = index === undefined ? undefined : [...pods].find(([other, pod]) => other !== key && completionIndexOf(pod) === index)
        if (twin) return `Job ${owner.name} has two pods at work on index ${index}: ${twin[0]} and ${key}`
      }
      return undefined
    },
  }
}
