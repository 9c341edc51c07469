// A cluster in the middle of its life: what controllers, scheduler and kubelets would have done in its first minute is done in one
// frame, by their own functions, so that a learner's timeline begins with everything at rest.
import { keyOf } from '../../kube/keys.ts'
import type { Pod } from '../../kube/core.ts'
import { DaemonSet, Deployment, Pod as PodKind, ReplicaSet, Service, type Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { ApiError } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import { syncOnce } from '../controllers/carry.ts'
import type { CacheReader, Controller, Intent, Outcome } from '../controllers/controller.ts'
import { daemonSetController } from '../controllers/daemonset/index.ts'
import { deploymentController } from '../controllers/deployment/index.ts'
import { endpointsController } from '../controllers/endpoints/index.ts'
import { endpointSliceController } from '../controllers/endpointslice/index.ts'
import { perform } from '../controllers/perform.ts'
import { replicaSetController } from '../controllers/replicaset/index.ts'
import type { Kubelets } from '../kubelet/kubelet.ts'
import { must } from '../world/must.ts'
import { countAll, type Census } from '../world/tally.ts'
import { addons, mirrorPods, standardClass, SYSTEM } from './manifests.ts'

const ORDER: readonly (readonly [Controller<any, any, any>, Kind])[] = [
  [deploymentController, Deployment], [replicaSetController, ReplicaSet], [daemonSetController, DaemonSet], [endpointsController, Service], [endpointSliceController, Service],
]
const MOST_ROUNDS = 20
const ROLE = 'node-role.kubernetes.io/control-plane'

/** Puts kube-system into a cluster that has its nodes. Must happen within one frame, before anybody else acts. */
export function installSystem(server: ApiServer, kubelets: Kubelets, hash: (name: string) => string, now: string): void {
  const nodes = server.list({ plural: 'nodes', namespaced: false } as Kind, undefined) as readonly AnyObject[]
  const control = nodes.find(n => ROLE in (n.metadata.labels ?? {})) ?? nodes[0]
  if (!control) return
  for (const object of addons) server.create('kubeadm', object, SYSTEM)
  server.create('kubeadm', standardClass, undefined)
  for (const pod of mirrorPods(control, name => hash(`${control.metadata.name}/${name}`), now)) server.create(`kubelet/${control.metadata.name}`, pod, SYSTEM)
  const cache = liveCache(server)
  for (let round = 0; ; round++) {
    must(round < MOST_ROUNDS, 'kube-system comes to rest')
    const before = server.store.revision
    for (const [controller, kind] of ORDER) for (const object of server.list(kind, SYSTEM)) sync(server, cache, controller, object as AnyObject)
    for (const pod of server.list(PodKind, SYSTEM) as unknown as AnyObject[]) {
      if (!pod.spec.nodeName) bind(server, pod, targetOf(pod) ?? control.metadata.name)
      else if (!pod.status?.podIP) kubelets.adopt(pod as unknown as Pod)
    }
    if (server.store.revision === before) return
  }
}

function sync(server: ApiServer, cache: CacheReader, controller: Controller<any, any, any>, object: AnyObject): void {
  const act = (intent: Intent): Outcome => {
    try {
      const made = perform(server, controller.name, intent)
      return { intent, ...(made ? { object: made } : {}) }
    } catch (error) {
      // A second write of one sync may come too late for what it judged by: the next round puts it right.
      if (!(error instanceof ApiError)) throw error
      return { intent, refused: { code: error.code, reason: error.reason, message: error.message } }
    }
  }
  syncOnce(controller, cache, keyOf(object), object, undefined, server.now, act)
}

const bind = (server: ApiServer, pod: AnyObject, node: string) =>
  server.createSubresource('kube-scheduler', PodKind, pod.metadata.namespace, pod.metadata.name, 'binding', {
    apiVersion: 'v1', kind: 'Binding', metadata: { name: pod.metadata.name, namespace: pod.metadata.namespace! }, target: { kind: 'Node', name: node },
  })

/** A DaemonSet's pod names its node in its affinity. */
const targetOf = (pod: AnyObject): string | undefined =>
  pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.[0]?.matchFields?.[0]?.values?.[0]

/** What is stored, read as a controller reads its cache. */
function liveCache(server: ApiServer): CacheReader {
  const of = (kind: Kind, namespace?: string) => server.list(kind, kind.namespaced ? namespace : undefined) as readonly ApiObject[]
  const owned = (owner: ApiObject, kind: Kind) => of(kind, owner.metadata.namespace).filter(o => controllerOf(o)?.uid === owner.metadata.uid)
  return {
    get: (kind, key) => server.store.get(kind, key) as never,
    list: (kind, namespace) => of(kind, namespace) as never,
    countOf: kind => of(kind).length,
    ownedBy: (owner, kind) => owned(owner, kind) as never,
    census: (owner, kind, census) => countAll(census as unknown as Census<ApiObject, any>, owned(owner, kind)),
    orphans: (kind, namespace) => of(kind, namespace).filter(o => !controllerOf(o)) as never,
    onNode: node => of(PodKind).filter(o => (o as AnyObject).spec.nodeName === node),
  }
}
