// E7: when the faults are off, nothing is left half done. What may still wait, waits for something that will not come by itself.
import { isJobFinished, hasJobTracking } from '../../../kube/jobs.ts'
import type { Job } from '../../../kube/batch.ts'
import { controllerOf } from '../../../kube/owners.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { Cluster } from '../../cluster.ts'
import { hasCrashed, isCrashing, isOver, isReady, isTerminating, isUnschedulable, phaseOf } from './pods.ts'
import { unsettledJob } from './jobs.ts'
import { forbidsPods } from './quotas.ts'
import { unsettledWorkload, WORKLOADS } from './workloads.ts'
import { unsettledService, unsettledLimits } from './companions.ts'

const nameOf = (o: AnyObject) => `${o.kind} ${o.metadata.name}`

/** The last failed pod of an index stays until another takes over its count of failures (J27), and the Job makes none now. */
function waitsForReplacement(pod: AnyObject, jobs: readonly AnyObject[], noPods: boolean): boolean {
  const job = jobs.find(j => j.metadata.uid === controllerOf(pod)?.uid)
  return job?.spec.backoffLimitPerIndex !== undefined && hasJobTracking(pod) && phaseOf(pod) === 'Failed' && (noPods || job.spec.suspend === true || job.spec.parallelism === 0)
}

/** What is still under way, in words; nothing when everything has settled. */
export function unsettled(cluster: Cluster): string | undefined {
  const inDefault = (plural: string) => cluster.objects(plural).filter(o => o.metadata.namespace === 'default')
  const pods = inDefault('pods')
  const jobs = inDefault('jobs')
  const workloads = WORKLOADS.flatMap(inDefault)
  const owners = [...jobs, ...workloads]
  const uids = new Set([...owners, ...pods].map(o => o.metadata.uid!))
  const noPods = forbidsPods(inDefault('resourcequotas'))
  const finished = new Set(jobs.filter(j => isJobFinished(j as unknown as Job)).map(j => j.metadata.uid))
  for (const object of [...owners, ...pods, ...inDefault('persistentvolumeclaims')]) {
    if (isTerminating(object) && !waitsForReplacement(object, jobs, noPods)) return `${nameOf(object)} is still being deleted (finalizers: ${(object.metadata.finalizers ?? []).join(', ') || 'none'})`
  }
  for (const object of [...pods, ...owners]) {
    const owner = controllerOf(object)
    if (owner && !uids.has(owner.uid)) return `${nameOf(object)} outlives its owner ${owner.name}`
  }
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (hasJobTracking(pod) && (!owner || finished.has(owner.uid))) return `${nameOf(pod)} is still tracked, and there is nobody to count it`
    if (isOver(pod) || isUnschedulable(pod)) continue
    const runsOn = pod.spec.restartPolicy === 'Always'
    if (runsOn ? isReady(pod) || hasCrashed(pod) : isCrashing(pod) && !owner) continue
    return `${nameOf(pod)} is ${phaseOf(pod)}${runsOn ? ' and not ready' : ''} on ${pod.spec.nodeName ?? 'no node'}`
  }
  const podsOf = (o: AnyObject) => pods.filter(p => controllerOf(p)?.uid === o.metadata.uid)
  for (const job of jobs) {
    const wrong = unsettledJob(job, podsOf(job), noPods)
    if (wrong) return `${nameOf(job)} ${wrong}`
  }
  const world = { pods, podsOf, objects: inDefault, nodes: cluster.objects('nodes') }
  for (const object of workloads) {
    const wrong = unsettledWorkload(object, world)
    if (wrong) return `${nameOf(object)} ${wrong}`
  }
  for (const service of inDefault('services')) {
    const wrong = unsettledService(service, world)
    if (wrong) return `${nameOf(service)} ${wrong}`
  }
  return unsettledLimits(world)
}
