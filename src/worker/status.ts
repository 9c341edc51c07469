// An object's state in plain words, as ids with their numbers; ui/i18n has the sentences. The most important comes first.
import type { Cluster, Reason } from '../engine/index.ts'
import { keyOf } from '../kube/keys.ts'
import type { AnyObject } from '../kube/object.ts'
import { progressOf } from './projection/progress.ts'
import { jobStatusOf } from './status/job.ts'
import { nodeStatusOf } from './status/node.ts'
import { podStatusOf } from './status/pod.ts'

export function statusOf(cluster: Cluster, plural: string, object: AnyObject): readonly Reason[] {
  switch (plural) {
    case 'pods': return podStatusOf(object, progressOf(cluster.kubelets, object), cluster.now)
    case 'jobs': {
      const delayed = cluster.runners.find(r => r.id === 'job-controller')?.delayed.get(keyOf(object))
      return jobStatusOf(object, delayed?.at, cluster.now)
    }
    case 'nodes': return nodeStatusOf(object, cluster.podsOn(object.metadata.name), cluster.kubelets.isRunning(object.metadata.name))
    default: return object.metadata.deletionTimestamp !== undefined
      ? [{ id: 'status.deleting', finalizers: object.metadata.finalizers ?? [] }]
      : [{ id: 'status.exists', kind: object.kind }]
  }
}
