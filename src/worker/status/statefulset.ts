// A StatefulSet in plain words: which pod of the row is waited for, what comes next, which claims are kept.
import type { StatefulSet } from '../../kube/apps.ts'
import type { PersistentVolumeClaim, Pod } from '../../kube/core.ts'
import { lookOf } from '../../kube/look.ts'
import type { AnyObject } from '../../kube/object.ts'
import { isPodReady, podReadyAt } from '../../kube/pods.ts'
import { claimName, isInRange, ordinalOf, startOf } from '../../kube/statefulSets.ts'
import type { Reason } from '../../engine/index.ts'
import { isThere, minReadyMs, ordinalsOf, turnOf, type Ordinals, type Turn } from '../projection/turns.ts'
import { beside, managedBy, type Facts } from './facts.ts'
import { say } from './reasons.ts'

export function statefulSetStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const row = ordinalsOf(object as unknown as StatefulSet, managedBy(facts, object, 'pods') as unknown as readonly Pod[], facts.now)
  return [...whatNext(row), ...update(row), ...claims(row, beside(facts, object, 'persistentvolumeclaims') as unknown as readonly PersistentVolumeClaim[]), ...governing(row, beside(facts, object, 'services'))]
}

function whatNext(row: Ordinals): Reason[] {
  const { set, wanted, extra } = row
  const replicas = wanted.length
  const steady = extra.length === 0 && wanted.every(w => w.pod && isThere(row, w.pod))
  const progress = steady ? say('status.sts.steady', { replicas }) : say('status.sts.progress', { ready: wanted.filter(w => w.pod && isPodReady(w.pod)).length, replicas })
  if (set.spec.podManagementPolicy === 'Parallel') return [progress, say('status.sts.parallel', { field: 'spec.podManagementPolicy' })]
  const turn = turnOf(row)
  if (!turn) return [progress]
  return turn.is === 'last' ? [progress, turnWords(row, turn)] : [turnWords(row, turn), progress]
}

function turnWords({ set, now }: Ordinals, turn: Turn): Reason {
  if (turn.is === 'next') return say('status.sts.next', { pod: turn.pod, then: turn.then })
  const pod = turn.pod.metadata.name
  const look = lookOf(turn.pod as unknown as AnyObject)
  if (turn.is === 'last') {
    const readyAt = podReadyAt(turn.pod)
    const child = { pod, ...(turn.pod.spec.nodeName ? { node: turn.pod.spec.nodeName } : {}) }
    return readyAt === undefined ? say('status.child.look', { ...child, look }) : say('status.child.min-ready', { ...child, leftMs: Math.max(0, readyAt + minReadyMs(set) - now), field: 'spec.minReadySeconds' })
  }
  const base = { pod, for: turn.for, then: turn.then, next: turn.next }
  if (turn.for === 'available') return say('status.sts.waits', { ...base, leftMs: Math.max(0, turn.until! - now), field: 'spec.minReadySeconds' })
  return turn.for === 'gone' ? say('status.sts.waits', base) : say('status.sts.waits', { ...base, look, ...(turn.then === 'update' ? {} : { field: 'spec.podManagementPolicy' }) })
}

function update(row: Ordinals): Reason[] {
  const { set, wanted } = row
  const old = wanted.filter(w => w.isOld).length
  if (old === 0) return []
  if (set.spec.updateStrategy?.type === 'OnDelete') return [say('status.sts.on-delete', { old, field: 'spec.updateStrategy.type' })]
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0
  const held = wanted.slice(0, partition).filter(w => w.isOld).length
  const reasons: Reason[] = []
  if (old > held) reasons.push(say('status.sts.rolling', { updated: wanted.filter(w => w.pod && !w.isOld).length, replicas: wanted.length }))
  if (held > 0) reasons.push(say('status.sts.partition', { partition: partition + startOf(set), old: held, field: 'spec.updateStrategy.rollingUpdate.partition' }))
  const broken = wanted.find(w => w.pod && lookOf(w.pod as unknown as AnyObject) === 'backoff')
  if (broken && set.spec.podManagementPolicy !== 'Parallel') reasons.push(say('status.sts.stuck', { pod: broken.name, field: 'spec.template' }))
  return reasons
}

/** Claims without a volume, and claims that outlived their pods. */
function claims({ set, wanted, extra }: Ordinals, all: readonly PersistentVolumeClaim[]): Reason[] {
  const templates = set.spec.volumeClaimTemplates ?? []
  if (templates.length === 0) return []
  const byName = new Map(all.map(c => [c.metadata.name, c]))
  const pending = wanted.flatMap((w, i) => templates.flatMap(t => {
    const claim = byName.get(claimName(set, t, startOf(set) + i))
    return claim && claim.status?.phase !== 'Bound' ? [say('status.sts.claim', { claim: claim.metadata.name, pod: w.name })] : []
  }))
  const inUse = new Set(extra.map(p => ordinalOf(set, p)))
  const kept = templates.flatMap(t => [...byName.keys()].filter(name => {
    const prefix = `${t.metadata.name}-${set.metadata.name}-`
    const ordinal = name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? Number(name.slice(prefix.length)) : undefined
    return ordinal !== undefined && !isInRange(set, ordinal) && !inUse.has(ordinal)
  }))
  return [...pending.slice(0, 3), ...(kept.length > 0 ? [say('status.sts.kept', { claims: kept, field: 'spec.persistentVolumeClaimRetentionPolicy.whenScaled' })] : [])]
}

/** Without its headless Service, the pods have no names in DNS. */
function governing({ set }: Ordinals, services: readonly AnyObject[]): Reason[] {
  const { serviceName } = set.spec
  return serviceName && !services.some(s => s.metadata.name === serviceName) ? [say('status.sts.no-service', { service: serviceName, field: 'spec.serviceName' })] : []
}
