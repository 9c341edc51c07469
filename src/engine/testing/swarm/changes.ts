// What users do to workloads that run on, besides what may happen to any cluster (misfortunes.ts).
import {
  CronJob, DaemonSet, Deployment, HorizontalPodAutoscaler, Node, PersistentVolumeClaim, PodDisruptionBudget, Pod, ReplicaSet, ResourceQuota, StatefulSet, type Kind,
} from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { Cluster } from '../../cluster.ts'
import { controllers } from '../../controllers/registry.ts'
import type { Draw } from './draw.ts'
import { refusable, someOf, type Misfortune } from './misfortunes.ts'
import { rollingUpdate } from './workloads.ts'

const NAMESPACE = 'default'
const TAINT = { key: 'swarm', effect: 'NoExecute' }

/** Changes one object of one of the kinds, if there is one. */
const changes = (kinds: readonly Kind[], patch: (draw: Draw, object: AnyObject) => object): Misfortune => (cluster, draw) => {
  const kind = draw.pick(kinds)
  const object = someOf(cluster, kind.plural, draw)
  if (object) cluster.client().patch(kind, object.metadata.namespace, object.metadata.name, 'merge', patch(draw, object))
}
const deletes = (kinds: readonly Kind[]): Misfortune => (cluster, draw) => {
  const kind = draw.pick(kinds)
  const object = someOf(cluster, kind.plural, draw)
  if (object) cluster.client().delete(kind, object.metadata.namespace, object.metadata.name, { propagationPolicy: draw.pick(['Background', 'Foreground', 'Orphan'] as const) })
}

/** A template among three: so the one of before comes back now and then, as in a rollback. */
const newTemplate: Misfortune = changes([Deployment, Deployment, DaemonSet, StatefulSet], draw => ({ spec: { template: { metadata: { annotations: { rev: String(draw.below(3)) } } } } }))
const scaled: Misfortune = changes([Deployment, ReplicaSet, StatefulSet], draw => ({ spec: { replicas: draw.below(6) } }))
const NAMES = controllers.map(c => c.name)

const list: readonly Misfortune[] = [
  newTemplate, newTemplate, newTemplate, scaled, scaled,
  changes([Deployment], draw => ({ spec: { strategy: draw.oneIn(3) ? { type: 'Recreate', rollingUpdate: null } : { type: 'RollingUpdate', rollingUpdate: rollingUpdate(draw) } } })),
  changes([Deployment], (_, deployment) => ({ spec: { paused: deployment.spec.paused === true ? null : true } })),
  changes([Deployment, ReplicaSet, DaemonSet, StatefulSet], draw => ({ spec: { minReadySeconds: draw.below(8) } })),
  changes([StatefulSet], draw => ({ spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: draw.below(3) } } } })),
  changes([StatefulSet, DaemonSet], draw => ({ spec: { updateStrategy: draw.oneIn(3) ? { type: 'OnDelete', rollingUpdate: null } : { type: 'RollingUpdate' } } })),
  changes([CronJob], (_, cronJob) => ({ spec: { suspend: cronJob.spec.suspend !== true } })),
  changes([CronJob], draw => ({ spec: { concurrencyPolicy: draw.pick(['Allow', 'Forbid', 'Replace']) } })),
  changes([HorizontalPodAutoscaler], draw => ({ spec: { maxReplicas: 1 + draw.below(6) } })),
  changes([ResourceQuota], draw => ({ spec: { hard: { pods: String(2 + draw.below(10)) } } })),
  // A pod that is no longer selected is let go, and replaced; one that is selected again may be taken in, or be one too many.
  changes([Pod], (draw, pod) => ({ metadata: { labels: { app: pod.metadata.labels?.['app'] === 'lost' ? draw.pick(['w-0', 'w-1']) : 'lost' } } })),
  changes([Pod], draw => ({ metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': String(draw.below(9)) } } })),
  changes([Node], (_, node) => ({ spec: { taints: node.metadata.name === 'control-plane' ? node.spec.taints ?? null : node.spec.taints?.some((t: any) => t.key === TAINT.key) ? null : [TAINT] } })),
  deletes([ReplicaSet, PersistentVolumeClaim, Pod]),
  (cluster, draw) => { if (draw.oneIn(3)) deletes([Deployment, ReplicaSet, DaemonSet, StatefulSet, CronJob])(cluster, draw) },
  (cluster, draw) => cluster.act({ do: 'stop-controller', name: draw.pick(NAMES) }),
  (cluster, draw) => cluster.act({ do: 'start-controller', name: draw.pick(NAMES) }),
  (cluster, draw) => {
    const all = cluster.network ? cluster.objects('services').filter(s => s.metadata.namespace === NAMESPACE) : []
    if (all.length) cluster.act({ do: 'traffic', service: `${NAMESPACE}/${draw.pick(all).metadata.name}`, perSecond: draw.below(4) })
  },
  (cluster, draw) => {
    const deployment = someOf(cluster, Deployment.plural, draw)
    if (deployment) cluster.act({ do: 'set-load', workload: `deployments/${NAMESPACE}/${deployment.metadata.name}`, cpuMilli: draw.below(2000) })
  },
]

export const changesOfWorkloads = {
  one(cluster: Cluster, draw: Draw): void {
    refusable(() => draw.pick(list)(cluster, draw))
  },

  /** What only a user would take back: what is paused goes on, what starts for ever starts no more, nobody asks anything. */
  end(cluster: Cluster): void {
    const client = cluster.client()
    const all = (kind: Kind) => cluster.objects(kind.plural)
    for (const d of all(Deployment)) if (d.spec.paused) client.patch(Deployment, d.metadata.namespace, d.metadata.name, 'merge', { spec: { paused: null } })
    for (const c of all(CronJob)) if (!c.spec.suspend) client.patch(CronJob, c.metadata.namespace, c.metadata.name, 'merge', { spec: { suspend: true } })
    // Nobody tells a budget that a pod of its own bears other labels now: it hears of it when it is looked at for another reason.
    for (const b of all(PodDisruptionBudget)) client.patch(PodDisruptionBudget, b.metadata.namespace, b.metadata.name, 'merge', { metadata: { annotations: { looked: 'again' } } })
    for (const n of all(Node)) {
      if (n.spec.taints?.some((t: any) => t.key === TAINT.key)) {
        client.patch(Node, undefined, n.metadata.name, 'merge', { spec: { taints: n.spec.taints.filter((t: any) => t.key !== TAINT.key) } })
      }
    }
    if (cluster.network) for (const s of cluster.objects('services')) cluster.act({ do: 'traffic', service: `${s.metadata.namespace}/${s.metadata.name}`, perSecond: 0 })
  },
} as const
