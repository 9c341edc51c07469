// A StatefulSet in plain words: which pod of the row is waited for, what comes next, which claims are kept.
import type { StatefulSet } from '../../kube/apps.ts'
import type { PersistentVolumeClaim, Pod } from '../../kube/core.ts'
import { lookOf } from '../../kube/look.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, isPodAvailable, isPodReady, isPodTerminating, podReadyAt } from '../../kube/pods.ts'
import { claimName, isInRange, ordinalOf, podName, replicasOf, startOf } from '../../kube/statefulSets.ts'
import type { Reason } from '../../engine/index.ts'
import { beside, managedBy, type Facts } from './facts.ts'
import { say, type StatusReasons } from './reasons.ts'

type Then = StatusReasons['status.sts.waits']['then']

/** The row as it stands: wanted ordinals from low to high, then those that are too many from high to low. */
interface Row {
  readonly set: StatefulSet
  readonly wanted: readonly { readonly name: string; readonly pod: Pod | undefined; readonly isOld: boolean }[]
  readonly extra: readonly Pod[]
  readonly now: Instant
}

export function statefulSetStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const row = rowOf(object as unknown as StatefulSet, managedBy(facts, object, 'pods') as unknown as readonly Pod[], facts.now)
  return [...whatNext(row), ...update(row), ...claims(row, beside(facts, object, 'persistentvolumeclaims') as unknown as readonly PersistentVolumeClaim[]), ...governing(row, beside(facts, object, 'services'))]
}

function rowOf(set: StatefulSet, pods: readonly Pod[], now: Instant): Row {
  const byOrdinal = new Map(pods.map(p => [ordinalOf(set, p), p]))
  const revision = set.status?.updateRevision
  const wanted = Array.from({ length: replicasOf(set) }, (_, i) => {
    const ordinal = startOf(set) + i
    const pod = byOrdinal.get(ordinal)
    return { name: podName(set, ordinal), pod, isOld: pod !== undefined && revision !== undefined && pod.metadata.labels?.[CONTROLLER_REVISION_HASH] !== revision }
  })
  const extra = pods.filter(p => ordinalOf(set, p) >= 0 && !isInRange(set, ordinalOf(set, p))).sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a))
  return { set, wanted, extra, now }
}

const minReady = (set: StatefulSet): number => set.spec.minReadySeconds ?? 0
const isThere = ({ set, now }: Row, pod: Pod): boolean => !isPodTerminating(pod) && isPodAvailable(pod, minReady(set), now)

/** What stops the row at this pod. */
function waits({ set, now }: Row, pod: Pod, then: Then, next: string): Reason {
  const base = { pod: pod.metadata.name, then, next }
  if (isPodTerminating(pod)) return say('status.sts.waits', { ...base, for: 'gone' })
  const readyAt = podReadyAt(pod)
  if (readyAt !== undefined) return say('status.sts.waits', { ...base, for: 'available', leftMs: Math.max(0, readyAt + minReady(set) * 1000 - now), field: 'spec.minReadySeconds' })
  return say('status.sts.waits', { ...base, for: 'ready', look: lookOf(pod as unknown as AnyObject), ...(then === 'update' ? {} : { field: 'spec.podManagementPolicy' }) })
}

function whatNext(row: Row): Reason[] {
  const { set, wanted, extra } = row
  const replicas = wanted.length
  const there = wanted.filter(w => w.pod && isThere(row, w.pod)).length
  const progress = there === replicas && extra.length === 0 ? say('status.sts.steady', { replicas }) : say('status.sts.progress', { ready: wanted.filter(w => w.pod && isPodReady(w.pod)).length, replicas })
  if (set.spec.podManagementPolicy === 'Parallel') return [progress, say('status.sts.parallel', { field: 'spec.podManagementPolicy' })]
  const missing = wanted.find(w => !w.pod)
  for (const [i, { name, pod }] of wanted.entries()) {
    if (!pod) return [say('status.sts.next', { pod: name, then: 'create' }), progress]
    if (isThere(row, pod)) continue
    // The last of the row is waited for by nobody, unless others are too many.
    const next = wanted.slice(i + 1).find(w => !w.pod)?.name ?? (missing ? undefined : extra[0]?.metadata.name)
    if (next !== undefined) return [waits(row, pod, missing ? 'create' : 'remove', next), progress]
    const old = nextOld(row)
    return old && old.name !== name ? [waits(row, pod, 'update', old.name), progress] : [progress, self(row, pod)]
  }
  const first = extra[0]
  if (first) {
    const next = extra[1]
    return [isPodTerminating(first) && next ? waits(row, first, 'remove', next.metadata.name) : say('status.sts.next', { pod: first.metadata.name, then: 'remove' }), progress]
  }
  const old = nextOld(row)
  return old ? [say('status.sts.next', { pod: old.name, then: 'update' }), progress] : [progress]
}

/** What the one pod that is not there yet does itself, when nothing stands behind it. */
function self({ set, now }: Row, pod: Pod): Reason {
  const readyAt = podReadyAt(pod)
  const child = { pod: pod.metadata.name, ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}) }
  return readyAt === undefined ? say('status.child.look', { ...child, look: lookOf(pod as unknown as AnyObject) })
    : say('status.child.min-ready', { ...child, leftMs: Math.max(0, readyAt + minReady(set) * 1000 - now), field: 'spec.minReadySeconds' })
}

/** The pod that the rolling update takes next: the highest old one that the partition does not hold. */
function nextOld({ set, wanted }: Row): Row['wanted'][number] | undefined {
  if (set.spec.updateStrategy?.type === 'OnDelete') return undefined
  return wanted.slice(set.spec.updateStrategy?.rollingUpdate?.partition ?? 0).findLast(w => w.isOld)
}

function update(row: Row): Reason[] {
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
function claims({ set, wanted, extra }: Row, all: readonly PersistentVolumeClaim[]): Reason[] {
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
function governing({ set }: Row, services: readonly AnyObject[]): Reason[] {
  const { serviceName } = set.spec
  return serviceName && !services.some(s => s.metadata.name === serviceName) ? [say('status.sts.no-service', { service: serviceName, field: 'spec.serviceName' })] : []
}
