// A Deployment in plain words: how far the rollout is, and what it waits for between the bounds of its strategy.
import type { Deployment, DeploymentCondition, ReplicaSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { newAndOld, sizeOf } from '../../../engine/controllers/deployment/replicaSets.ts'
import type { Reason } from '../../../engine/index.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { isPodActive, isPodAvailable, isPodReady, podReadyAt } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import { maxSurge, minAvailable } from '../../../kube/rollingUpdate.ts'
import { managedBy, type Facts } from '../facts.ts'
import { tell } from './reasons.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const NEVER = 2 ** 31 - 1

const revisionOf = (o: { metadata: { annotations?: Readonly<Record<string, string>> } }) => Number(o.metadata.annotations?.[REVISION] ?? 0)

/** What the sync of the controller would see. */
interface Rollout {
  readonly d: Deployment
  readonly replicas: number
  readonly fresh: ReplicaSet | undefined
  readonly old: readonly ReplicaSet[]
  readonly freshPods: readonly Pod[]
  readonly oldPods: readonly Pod[]
  readonly now: Instant
}

export function deploymentStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const r = rolloutOf(object, facts)
  const { d, replicas, old } = r
  const condition = (type: string): DeploymentCondition | undefined => (d.status?.conditions ?? []).find(c => c.type === type)
  const failure = condition('ReplicaFailure')
  const progressing = condition('Progressing')
  const available = d.status?.availableReplicas ?? 0
  const oldSize = old.reduce((n, rs) => n + sizeOf(rs), 0)
  const reasons: Reason[] = []
  if (failure?.status === 'True') reasons.push(tell('status.deploy.failure', { message: failure.message ?? failure.reason ?? '' }))
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    reasons.push(tell('status.deploy.late', { seconds: d.spec.progressDeadlineSeconds ?? 600, back: Math.max(0, ...old.filter(rs => sizeOf(rs) > 0).map(revisionOf)), field: 'spec.progressDeadlineSeconds' }))
  }
  if (d.spec.paused) reasons.push(tell('status.deploy.paused', { changed: (d.status?.updatedReplicas ?? 0) < replicas, field: 'spec.paused' }))
  if (replicas === 0 && oldSize === 0) reasons.push(tell('status.deploy.zero', { kept: old.length, field: 'spec.replicas' }))
  else if (oldSize === 0 && r.oldPods.length === 0 && available >= replicas) reasons.push(tell('status.deploy.complete', { replicas, revision: String(revisionOf(d)) }))
  else if (oldSize === 0 && r.oldPods.length === 0) reasons.push(tell('status.deploy.scaling', { available, replicas }), ...waiting(r, false))
  else reasons.push(tell('status.deploy.rolling', { updated: d.status?.updatedReplicas ?? 0, replicas, old: r.oldPods.length }), ...waiting(r, true))
  reasons.push(...deadline(r, progressing))
  return reasons
}

function rolloutOf(object: AnyObject, facts: Facts): Rollout {
  const d = object as unknown as Deployment
  // As the controller tells them apart: the new one is the one with the wanted template, if it has been made yet.
  const { found: fresh, old } = newAndOld(d, managedBy(facts, object, 'replicasets') as unknown as readonly ReplicaSet[])
  const podsOf = (rs: ReplicaSet) => (managedBy(facts, rs as unknown as AnyObject, 'pods') as unknown as readonly Pod[]).filter(p => p.status?.phase !== 'Succeeded' && p.status?.phase !== 'Failed')
  return { d, replicas: d.spec.replicas ?? 1, fresh, old, freshPods: fresh ? podsOf(fresh).filter(isPodActive) : [], oldPods: old.flatMap(podsOf), now: facts.now }
}

/** Which pod, or which bound, stands in the way of the next step. `rolling`: old pods are there. */
function waiting({ d, fresh, old, freshPods, oldPods, replicas, now }: Rollout, rolling: boolean): Reason[] {
  if (d.spec.paused) return []
  const minReady = d.spec.minReadySeconds ?? 0
  if (d.spec.strategy?.type === 'Recreate' && rolling && oldPods.length > 0) return [tell('status.deploy.recreate-waits', { pods: oldPods.length, field: 'spec.strategy.type' })]
  const reasons: Reason[] = []
  const counting = freshPods.find(p => isPodReady(p) && !isPodAvailable(p, minReady, now))
  const unready = freshPods.find(p => !isPodReady(p))
  if (rolling && d.spec.strategy?.type !== 'Recreate') {
    const oldSize = old.reduce((n, rs) => n + sizeOf(rs), 0)
    const total = oldSize + (fresh ? sizeOf(fresh) : 0)
    const least = minAvailable(d)
    const unavailable = fresh ? sizeOf(fresh) - freshPods.filter(p => isPodAvailable(p, minReady, now)).length : 0
    const pod = unready ?? counting
    if (oldSize > 0 && total - least - unavailable <= 0 && pod) {
      reasons.push(tell('status.deploy.waits-available', { pod: pod.metadata.name!, available: d.status?.availableReplicas ?? 0, least, status: podWord(pod), field: 'spec.strategy.rollingUpdate.maxUnavailable' }))
    }
    const most = replicas + maxSurge(d)
    if (total >= most && fresh && sizeOf(fresh) < replicas) reasons.push(tell('status.deploy.waits-surge', { total, most, field: 'spec.strategy.rollingUpdate.maxSurge' }))
  }
  if (counting && minReady > 0) reasons.push(tell('status.deploy.min-ready', { pod: counting.metadata.name!, leftMs: Math.max(0, podReadyAt(counting)! + minReady * 1000 - now), field: 'spec.minReadySeconds' }))
  return reasons
}

/** What a pod waits with, as kubectl would say it. */
function podWord(pod: Pod): string {
  const state = pod.status?.containerStatuses?.find(c => c.state?.waiting?.reason)?.state
  return state?.waiting?.reason ?? (pod.spec.nodeName ? pod.status?.phase ?? 'Pending' : 'Pending')
}

function deadline({ d, now }: Rollout, progressing: DeploymentCondition | undefined): Reason[] {
  const seconds = d.spec.progressDeadlineSeconds
  const moving = progressing?.reason !== 'NewReplicaSetAvailable' && progressing?.reason !== 'ProgressDeadlineExceeded'
  if (d.spec.paused || !moving || seconds === undefined || seconds >= NEVER || !progressing?.lastUpdateTime) return []
  return [tell('status.deploy.deadline', { leftMs: Math.max(0, instantOf(progressing.lastUpdateTime) + seconds * 1000 - now), field: 'spec.progressDeadlineSeconds' })]
}
