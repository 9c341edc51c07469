// A StatefulSet in plain words: which pod of the row is waited for, what comes next, which claims are kept.
import type { StatefulSet } from '../../kube/apps.ts'
import type { PersistentVolumeClaim, Pod } from '../../kube/core.ts'
import { lookOf } from '../../kube/look.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, isPodTerminating, podReadyAt } from '../../kube/pods.ts'
import { claimName, isInRange, ordinalOf, podName, replicasOf, startOf } from '../../kube/statefulSets.ts'
import { isThere, turnOf, type Member, type Ordinals, type Turn } from '../../kube/turns.ts'
import type { Reason } from '../../engine/index.ts'
import { beside, managedBy, type Facts } from './facts.ts'
import { say } from './reasons.ts'

interface Row extends Ordinals { readonly set: StatefulSet; readonly pods: ReadonlyMap<string, Pod>; readonly now: Instant }

export function statefulSetStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const row = rowOf(object as unknown as StatefulSet, managedBy(facts, object, 'pods') as unknown as readonly Pod[], facts.now)
  return [...whatNext(row), ...update(row), ...claims(row, beside(facts, object, 'persistentvolumeclaims') as unknown as readonly PersistentVolumeClaim[]), ...governing(row, beside(facts, object, 'services'))]
}

function rowOf(set: StatefulSet, all: readonly Pod[], now: Instant): Row {
  const { updateStrategy, podManagementPolicy, minReadySeconds = 0 } = set.spec
  const pods = new Map(all.map(p => [p.metadata.name, p]))
  const member = (pod: Pod): Member => {
    const readyAt = podReadyAt(pod)
    const revision = set.status?.updateRevision
    return { name: pod.metadata.name, terminating: isPodTerminating(pod), isOld: revision !== undefined && pod.metadata.labels?.[CONTROLLER_REVISION_HASH] !== revision, ...(readyAt !== undefined ? { readyAt } : {}) }
  }
  const wanted = Array.from({ length: replicasOf(set) }, (_, i) => {
    const name = podName(set, startOf(set) + i)
    const pod = pods.get(name)
    return { name, ...(pod ? { pod: member(pod) } : {}) }
  })
  const extra = all.filter(p => ordinalOf(set, p) >= 0 && !isInRange(set, ordinalOf(set, p))).sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a)).map(member)
  return {
    set, pods, now, wanted, extra, parallel: podManagementPolicy === 'Parallel', onDelete: updateStrategy?.type === 'OnDelete',
    partition: updateStrategy?.rollingUpdate?.partition ?? 0, minReadyMs: minReadySeconds * 1000,
  }
}

function whatNext(row: Row): Reason[] {
  const { wanted, extra, parallel, minReadyMs, now } = row
  const replicas = wanted.length
  const steady = extra.length === 0 && wanted.every(w => w.pod && isThere(w.pod, minReadyMs, now))
  const progress = steady ? say('status.sts.steady', { replicas }) : say('status.sts.progress', { ready: wanted.filter(w => w.pod?.readyAt !== undefined).length, replicas })
  if (parallel) return [progress, say('status.sts.parallel', { field: 'spec.podManagementPolicy' })]
  const turn = turnOf(row, now)
  if (!turn) return [progress]
  return turn.is === 'last' ? [progress, turnWords(row, turn)] : [turnWords(row, turn), progress]
}

function turnWords({ pods, minReadyMs, now }: Row, turn: Turn): Reason {
  if (turn.is === 'next') return say('status.sts.next', { pod: turn.pod, then: turn.then })
  const pod = pods.get(turn.pod)!
  const look = lookOf(pod as unknown as AnyObject)
  if (turn.is === 'last') {
    const readyAt = podReadyAt(pod)
    const child = { pod: turn.pod, ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}) }
    return readyAt === undefined ? say('status.child.look', { ...child, look }) : say('status.child.min-ready', { ...child, leftMs: Math.max(0, readyAt + minReadyMs - now), field: 'spec.minReadySeconds' })
  }
  const base = { pod: turn.pod, for: turn.for, then: turn.then, next: turn.next }
  if (turn.for === 'available') return say('status.sts.waits', { ...base, leftMs: Math.max(0, turn.until! - now), field: 'spec.minReadySeconds' })
  return turn.for === 'gone' ? say('status.sts.waits', base) : say('status.sts.waits', { ...base, look, ...(turn.then === 'update' ? {} : { field: 'spec.podManagementPolicy' }) })
}

function update(row: Row): Reason[] {
  const { set, wanted } = row
  const old = wanted.filter(w => w.pod?.isOld).length
  if (old === 0) return []
  if (set.spec.updateStrategy?.type === 'OnDelete') return [say('status.sts.on-delete', { old, field: 'spec.updateStrategy.type' })]
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0
  const held = wanted.slice(0, partition).filter(w => w.pod?.isOld).length
  const reasons: Reason[] = []
  if (old > held) reasons.push(say('status.sts.rolling', { updated: wanted.filter(w => w.pod && !w.pod.isOld).length, replicas: wanted.length }))
  if (held > 0) reasons.push(say('status.sts.partition', { partition: partition + startOf(set), old: held, field: 'spec.updateStrategy.rollingUpdate.partition' }))
  const broken = wanted.find(w => w.pod && lookOf(row.pods.get(w.name) as unknown as AnyObject) === 'backoff')
  if (broken && set.spec.podManagementPolicy !== 'Parallel') reasons.push(say('status.sts.stuck', { pod: broken.name, field: 'spec.template' }))
  return reasons
}

/** Claims without a volume, and claims that outlived their pods. */
function claims({ set, wanted, extra }: Row, all: readonly PersistentVolumeClaim[]): Reason[] {
  const templates = set.spec.volumeClaimTemplates ?? []
  if (templates.length === 0) return []
  const byName = new Map(all.map(c => [c.metadata.name, c]))
  const pending = wanted.flatMap((w, i) => templates.flatMap(t => {
    const claim = byName.get(claimName(set, t, startOf(set) + i))
    return claim && claim.status?.phase !== 'Bound' ? [say('status.sts.claim', { claim: claim.metadata.name, pod: w.name })] : []
  }))
  const inUse = new Set(extra.map(p => p.name))
  const kept = templates.flatMap(t => [...byName.keys()].filter(name => {
    const prefix = `${t.metadata.name}-${set.metadata.name}-`
    const ordinal = name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? Number(name.slice(prefix.length)) : undefined
    return ordinal !== undefined && !isInRange(set, ordinal) && !inUse.has(podName(set, ordinal))
  }))
  return [...pending.slice(0, 3), ...(kept.length > 0 ? [say('status.sts.kept', { claims: kept, field: 'spec.persistentVolumeClaimRetentionPolicy.whenScaled' })] : [])]
}

/** Without its headless Service, the pods have no names in DNS. */
function governing({ set }: Row, services: readonly AnyObject[]): Reason[] {
  const { serviceName } = set.spec
  return serviceName && !services.some(s => s.metadata.name === serviceName) ? [say('status.sts.no-service', { service: serviceName, field: 'spec.serviceName' })] : []
}
