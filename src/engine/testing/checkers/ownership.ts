// A Job never has more pods at work than it ever asked for, and never two at work on one index. This is what a controller that judges
// by a cache without its own last writes breaks first.
import { controllerOf } from '../../../kube/owners.ts'
import { completionIndexOf } from '../../../kube/jobs.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { objectWrites, type MakeChecker } from './checker.ts'

const isAtWork = (pod: AnyObject) => pod.metadata.deletionTimestamp === undefined && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed'

export const ownership: MakeChecker = cluster => {
  /** Pods at work by the uid of their controller, by key. */
  const atWork = new Map<string, Map<string, AnyObject>>()
  /** The most that a Job has ever asked for, by uid. */
  const asked = new Map<string, number>()
  const follow = (key: string, before: AnyObject | undefined, after: AnyObject | undefined) => {
    const owner = controllerOf((after ?? before)!)
    if (before && (!after || !isAtWork(after) || controllerOf(before)?.uid !== owner?.uid)) atWork.get(controllerOf(before)?.uid ?? '')?.delete(key)
    if (after && owner && isAtWork(after)) {
      const pods = atWork.get(owner.uid) ?? new Map<string, AnyObject>()
      atWork.set(owner.uid, pods.set(key, after))
    }
  }
  for (const pod of cluster.objects('pods')) follow(`${pod.metadata.namespace}/${pod.metadata.name}`, undefined, pod)
  const ask = (job: AnyObject) => asked.set(job.metadata.uid!, Math.max(asked.get(job.metadata.uid!) ?? 0, job.spec.parallelism))
  for (const job of cluster.objects('jobs')) ask(job)
  return {
    name: 'no more pods than asked for',
    after(frame) {
      for (const { plural, key, before, after } of objectWrites(frame)) {
        if (plural === 'jobs' && after) ask(after)
        if (plural !== 'pods') continue
        follow(key, before, after)
        if (before || !after) continue
        const owner = controllerOf(after)
        const most = owner?.kind === 'Job' ? asked.get(owner.uid) : undefined
        if (!owner || most === undefined) continue
        const pods = atWork.get(owner.uid)!
        if (pods.size > most) return `Job ${owner.name} has ${pods.size} pods at work (${[...pods.keys()].join(', ')}) and never asked for more than ${most}`
        const index = completionIndexOf(after)
        const twin = index === undefined ? undefined : [...pods].find(([other, pod]) => other !== key && completionIndexOf(pod) === index)
        if (twin) return `Job ${owner.name} has two pods at work on index ${index}: ${twin[0]} and ${key}`
      }
      return undefined
    },
  }
}
