// E7: when the faults are off, nothing is left half done. What may still wait, waits for something that will not come by itself.
import { controllerOf } from '../../kube/owners.ts'
import type { AnyObject } from '../../kube/object.ts'
import { hasJobTracking, isJobFinished, isJobSuspended } from '../../kube/jobs.ts'
import type { Job } from '../../kube/batch.ts'
import type { Cluster } from '../cluster.ts'

const phaseOf = (pod: AnyObject): string => pod.status?.phase ?? 'Pending'
const isOver = (pod: AnyObject) => phaseOf(pod) === 'Succeeded' || phaseOf(pod) === 'Failed'
const isTerminating = (o: AnyObject) => o.metadata.deletionTimestamp !== undefined
const nameOf = (o: AnyObject) => `${o.kind} ${o.metadata.name}`

/** No node fits: it waits for a node, as it should. */
const isUnschedulable = (pod: AnyObject) => (pod.status?.conditions ?? []).some((c: any) => c.type === 'PodScheduled' && c.status === 'False' && c.reason === 'Unschedulable')

/** It fails again and again, and nobody set a limit: so it may go on for ever. */
const isCrashing = (pod: AnyObject) => (pod.status?.containerStatuses ?? []).some((c: any) => c.state?.waiting?.reason === 'CrashLoopBackOff')

/** What is still under way, in words; nothing when everything has settled. */
export function unsettled(cluster: Cluster): string | undefined {
  const jobs = cluster.objects('jobs')
  const pods = cluster.objects('pods')
  const uids = new Set([...jobs, ...pods].map(o => o.metadata.uid!))
  const finished = new Set(jobs.filter(j => isJobFinished(j as unknown as Job)).map(j => j.metadata.uid))
  for (const object of [...jobs, ...pods]) {
    if (isTerminating(object)) return `${nameOf(object)} is still being deleted (finalizers: ${(object.metadata.finalizers ?? []).join(', ') || 'none'})`
  }
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (owner && !uids.has(owner.uid)) return `${nameOf(pod)} outlives its owner ${owner.name}`
    if (hasJobTracking(pod) && (!owner || finished.has(owner.uid))) return `${nameOf(pod)} is still tracked, and there is nobody to count it`
    if (!isOver(pod) && !isUnschedulable(pod) && !(isCrashing(pod) && !owner)) return `${nameOf(pod)} is ${phaseOf(pod)} on ${pod.spec.nodeName ?? 'no node'}`
  }
  for (const job of jobs) {
    const wrong = judge(job, pods.filter(p => controllerOf(p)?.uid === job.metadata.uid))
    if (wrong) return `${nameOf(job)} ${wrong}`
  }
  return undefined
}

function judge(job: AnyObject, pods: readonly AnyObject[]): string | undefined {
  const status = job.status ?? {}
  const active = pods.filter(p => !isOver(p) && !isTerminating(p))
  if ((status.active ?? 0) !== active.length) return `says that ${status.active ?? 0} pods are active; there are ${active.length}`
  const uncounted = [...(status.uncountedTerminatedPods?.succeeded ?? []), ...(status.uncountedTerminatedPods?.failed ?? [])]
  if (uncounted.length > 0) return `has not counted ${uncounted.length} pods`
  if (isJobFinished(job as unknown as Job)) {
    if (active.length > 0) return `is finished and ${active.length} of its pods are not`
    return job.spec.ttlSecondsAfterFinished === undefined ? undefined : 'is finished, and its time to live passes'
  }
  if (isJobSuspended(job as unknown as Job)) return active.length === 0 ? undefined : `is suspended and ${active.length} of its pods are not`
  if (job.spec.parallelism === 0) return active.length === 0 ? undefined : `wants no pods and has ${active.length}`
  return active.some(isUnschedulable) ? undefined : `is not finished, and none of its pods waits for a node (${active.length} active)`
}
