// An object's state in plain words, as ids with their numbers; ui/i18n has the sentences. The most important comes first.
import type { Cluster, Reason } from '../engine/index.ts'
import { keyOf } from '../kube/keys.ts'
import type { AnyObject } from '../kube/object.ts'
import { progressOf } from './projection/progress.ts'
import { cronJobStatusOf } from './status/rollouts/cronjob.ts'
import { deploymentStatusOf } from './status/rollouts/deployment.ts'
import { daemonSetStatusOf } from './status/daemonset.ts'
import type { Facts } from './status/facts.ts'
import { jobStatusOf } from './status/job.ts'
import { namespaceStatusOf } from './status/namespace.ts'
import { nodeStatusOf } from './status/node.ts'
import { podStatusOf } from './status/pod.ts'
import { autoscalerStatusOf, budgetStatusOf } from './status/policy.ts'
import { replicaSetStatusOf } from './status/replicaset.ts'
import { endpointSliceStatusOf, serviceStatusOf } from './status/service.ts'
import { silenceOf } from './status/silent.ts'
import { statefulSetStatusOf } from './status/statefulset.ts'
import { claimStatusOf, volumeStatusOf } from './status/volumes.ts'

/** Kinds whose words need nothing but the object and the cluster as it stands. */
const WORDS: Readonly<Record<string, (object: AnyObject, facts: Facts) => readonly Reason[]>> = {
  deployments: deploymentStatusOf, daemonsets: daemonSetStatusOf, statefulsets: statefulSetStatusOf, replicasets: replicaSetStatusOf, replicationcontrollers: replicaSetStatusOf,
  services: serviceStatusOf, endpointslices: endpointSliceStatusOf, persistentvolumeclaims: claimStatusOf, persistentvolumes: volumeStatusOf,
  namespaces: namespaceStatusOf, poddisruptionbudgets: budgetStatusOf, horizontalpodautoscalers: autoscalerStatusOf,
}

export function statusOf(cluster: Cluster, plural: string, object: AnyObject): readonly Reason[] {
  switch (plural) {
    case 'pods': {
      const node = cluster.objects('nodes').find(n => n.metadata.name === object.spec.nodeName)
      const silence = silenceOf(object, node, cluster.now)
      const said = podStatusOf(object, progressOf(cluster.kubelets, object), cluster.now)
      // "Not yet" would be a promise that nobody made.
      return silence.length > 0 ? [...silence, ...said.filter(r => r.id !== 'status.pod.not-ready')] : said
    }
    case 'jobs': {
      const delayed = cluster.runners.find(r => r.id === 'job-controller')?.delayed.get(keyOf(object))
      return jobStatusOf(object, delayed?.at, cluster.now)
    }
    case 'cronjobs': return withDeletion(object, cronJobStatusOf(object, cluster))
    case 'nodes': return nodeStatusOf(object, cluster, cluster.kubelets.isRunning(object.metadata.name))
    default: {
      const words = WORDS[plural]?.(object, cluster) ?? []
      return withDeletion(object, words.length > 0 || object.metadata.deletionTimestamp !== undefined ? words : [{ id: 'status.exists', kind: object.kind }])
    }
  }
}

const withDeletion = (object: AnyObject, words: readonly Reason[]): readonly Reason[] =>
  object.metadata.deletionTimestamp === undefined ? words : [{ id: 'status.deleting', finalizers: object.metadata.finalizers ?? [] }, ...words]
