// Workloads that run on have settled when they are what their spec asks for, or when a pod of theirs waits for what will not come.
import type { Job } from '../../../kube/batch.ts'
import { isJobFinished } from '../../../kube/jobs.ts'
import { controllerOf } from '../../../kube/owners.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { daemonJudge } from '../../../kube/daemons.ts'
import { hasCrashed, isActive, isReady, isUnschedulable } from './pods.ts'
import { forbidsPods } from './quotas.ts'

/** The cluster's default namespace, and its nodes. */
export interface Sight {
  readonly pods: readonly AnyObject[]
  readonly nodes: readonly AnyObject[]
  podsOf(owner: AnyObject): readonly AnyObject[]
  objects(plural: string): readonly AnyObject[]
}

export const WORKLOADS = ['deployments', 'replicasets', 'daemonsets', 'statefulsets', 'cronjobs'] as const

/** Nothing more comes of it: no node fits, it ends again and again, or a quota forbids the next pod. */
const isStuck = (pods: readonly AnyObject[], sight: Sight): boolean => pods.some(p => isUnschedulable(p) || hasCrashed(p)) || forbidsPods(sight.objects('resourcequotas'))

const differs = (what: string, says: number | undefined, is: number): string | undefined => ((says ?? 0) === is ? undefined : `says ${what} ${says ?? 0}; it is ${is}`)

const judges: Readonly<Record<string, (o: any, sight: Sight) => string | undefined>> = {
  ReplicaSet(rs, sight) {
    const pods = sight.podsOf(rs).filter(isActive)
    return differs('replicas', rs.status?.replicas, pods.length) ?? differs('readyReplicas', rs.status?.readyReplicas, pods.filter(isReady).length)
      ?? (isStuck(pods, sight) && pods.length < rs.spec.replicas ? undefined : differs('spec.replicas', rs.spec.replicas, pods.length))
  },

  Deployment(deployment, sight) {
    const sets = sight.objects('replicasets').filter(rs => controllerOf(rs)?.uid === deployment.metadata.uid)
    const pods = sets.flatMap(rs => sight.podsOf(rs)).filter(isActive)
    const { status = {}, spec } = deployment
    const wrong = differs('replicas', status.replicas, pods.length) ?? differs('readyReplicas', status.readyReplicas, pods.filter(isReady).length)
    if (wrong || isStuck(pods, sight)) return wrong
    if (sets.length - 1 > spec.revisionHistoryLimit) return `keeps ${sets.length} ReplicaSets`
    if (sets.filter(rs => rs.spec.replicas > 0).length > 1) return 'still has pods of two templates'
    return differs('updatedReplicas', status.updatedReplicas, spec.replicas) ?? differs('availableReplicas', status.availableReplicas, spec.replicas) ?? differs('pods', spec.replicas, pods.length)
  },

  DaemonSet(ds, sight) {
    const pods = sight.podsOf(ds).filter(isActive)
    const refuses = daemonJudge(ds.spec.template.spec)
    const wanted = sight.nodes.filter(n => !refuses(n as any))
    const { status = {} } = ds
    const wrong = differs('desiredNumberScheduled', status.desiredNumberScheduled, wanted.length)
    if (wrong || isStuck(pods, sight)) return wrong
    return differs('currentNumberScheduled', status.currentNumberScheduled, wanted.length) ?? differs('numberAvailable', status.numberAvailable, wanted.length) ?? differs('pods', wanted.length, pods.length)
      ?? (ds.spec.updateStrategy.type === 'OnDelete' ? undefined : differs('updatedNumberScheduled', status.updatedNumberScheduled, wanted.length))
  },

  StatefulSet(sts, sight) {
    const pods = sight.podsOf(sts).filter(isActive)
    const { status = {}, spec } = sts
    const wrong = differs('replicas', status.replicas, pods.length) ?? differs('readyReplicas', status.readyReplicas, pods.filter(isReady).length)
    if (wrong || isStuck(pods, sight)) return wrong
    // A pod that was let go keeps its name: nobody can make the next of that name, and in order the others wait as well.
    if (sight.pods.some(p => p.metadata.name.startsWith(`${sts.metadata.name}-`) && controllerOf(p)?.uid !== sts.metadata.uid)) return undefined
    for (let n = 0; n < spec.replicas; n++) if (!pods.some(p => p.metadata.name === `${sts.metadata.name}-${n}`)) return `lacks ${sts.metadata.name}-${n}`
    if (pods.length > spec.replicas) return `has ${pods.length} of ${spec.replicas} pods`
    const { type, rollingUpdate } = spec.updateStrategy
    return type === 'OnDelete' || rollingUpdate?.partition || status.currentRevision === status.updateRevision ? undefined : `is at ${status.currentRevision} and wants ${status.updateRevision}`
  },

  CronJob(cronJob, sight) {
    const running = sight.objects('jobs').filter(j => controllerOf(j)?.uid === cronJob.metadata.uid && !isJobFinished(j as unknown as Job))
    return differs('active', cronJob.status?.active?.length, running.length)
  },
}

/** What is wrong with a workload, in words. */
export function unsettledWorkload(workload: AnyObject, sight: Sight): string | undefined {
  const { generation } = workload.metadata
  const seen = workload.status?.observedGeneration
  if (workload.kind !== 'CronJob' && seen !== generation) return `has seen generation ${seen} of ${generation}`
  return judges[workload.kind!]!(workload, sight)
}
