import { describe, expect, test } from 'vitest'
import { refOf, keyOf } from '../../../kube/keys.ts'
import { apiVersionOf, kindNamed } from '../../../kube/kinds.ts'
import type { OwnerReference } from '../../../kube/meta.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { syncOnce } from '../carry.ts'
import type { Outcome } from '../controller.ts'
import { garbageCollector } from './index.ts'

const DELETED = '2026-01-01T00:00:00Z'
function object(kind: string, name: string, owners: readonly OwnerReference[] = [], more: Record<string, unknown> = {}): AnyObject {
  return {
    apiVersion: kindNamed(kind) ? apiVersionOf(kindNamed(kind)!) : 'v1', kind,
    metadata: { name, namespace: 'default', uid: `${kind}-${name}`, resourceVersion: '5', ...(owners.length ? { ownerReferences: [...owners] } : {}), ...more },
  }
}
const by = (owner: AnyObject, more: Partial<OwnerReference> = {}): OwnerReference =>
  ({ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid!, controller: true, blockOwnerDeletion: true, ...more })
const foreground = { deletionTimestamp: DELETED, finalizers: ['foregroundDeletion'] }
const orphaning = { deletionTimestamp: DELETED, finalizers: ['orphan'] }

function look(at: AnyObject, others: readonly AnyObject[], answer: (o: Outcome) => Outcome = o => o) {
  const ref = refOf(kindNamed(at.kind)!.plural, keyOf(at))
  const s = syncOnce(garbageCollector, fakeCache([at, ...others]), ref, at, undefined, 0, intent => answer({ intent }))
  return s && { writes: s.outcomes.filter(o => !o.skipped).map(o => o.intent), reasons: s.reasons, end: s.end }
}
const wake = (before: AnyObject | undefined, after: AnyObject | undefined, known: readonly AnyObject[]) =>
  garbageCollector.wakes[0]!.keys(before, after, fakeCache(known))

const job = object('Job', 'j')
const pod = object('Pod', 'p', [by(job)])

describe('owners that are gone', () => {
  test('[G2] [G4] the last owner is gone: deleted in the background, this very object', () => {
    expect(look(pod, [])!.writes).toMatchObject([{ verb: 'delete', key: 'default/p', uid: 'Pod-p', propagation: 'Background' }])
  })
  test('[G2] a namesake is no owner', () => {
    expect(look(pod, [object('Job', 'j', [], { uid: 'another' })])!.writes).toMatchObject([{ verb: 'delete' }])
  })
  test('[G2] while the owner is there, or going by itself, nothing happens', () => {
    expect(look(pod, [job])!.writes).toEqual([])
    expect(look(pod, [object('Job', 'j', [], { deletionTimestamp: DELETED, finalizers: ['mine/own'] })])!.writes).toEqual([])
  })
  test('[G2] an owner of a kind that is not served counts as there', () => {
    expect(look(object('Pod', 'p', [by(job, { kind: 'RayJob' })]), [])!.writes).toEqual([])
  })
  test('[G3] one of two stays: only the reference goes', () => {
    const other = object('ConfigMap', 'c')
    const both = object('Pod', 'p', [by(job), by(other, { controller: false })])
    expect(look(both, [other])!.writes).toMatchObject([{ verb: 'patch', type: 'strategic', body: { metadata: { uid: 'Pod-p', ownerReferences: [{ $patch: 'delete', uid: 'Job-j' }] } } }])
  })
  test.each([['orphan', 'Orphan'], ['foregroundDeletion', 'Foreground']])('[G4] its own finalizer %s asks for %s', (finalizer, propagation) => {
    expect(look(object('Pod', 'p', [by(job)], { finalizers: [finalizer] }), [])!.writes).toMatchObject([{ propagation }])
  })
  test('[G6] it is going already', () => {
    expect(look(object('Pod', 'p', [by(job)], { deletionTimestamp: DELETED }), [])!.writes).toEqual([])
  })
  test('[G9] a refusal brings it back, unless it is gone', () => {
    const refuse = (reason: 'Conflict' | 'NotFound') => (o: Outcome): Outcome => ({ ...o, refused: { code: 409, reason, message: '' } })
    expect(look(pod, [], refuse('Conflict'))!.end.failed).toBe(true)
    expect(look(pod, [], refuse('NotFound'))!.end.failed).toBeFalsy()
  })
})

describe('foreground', () => {
  const going = object('Deployment', 'd', [], foreground)
  const rs = object('ReplicaSet', 'r', [by(going)])
  const rsPod = object('Pod', 'p', [by(rs)])
  test('[G7] a dependent with dependents of its own goes in the foreground too', () => {
    expect(look(rs, [going, rsPod])!.writes).toMatchObject([{ verb: 'delete', propagation: 'Foreground' }])
    expect(look(rs, [going])!.writes).toMatchObject([{ verb: 'delete', propagation: 'Background' }])
  })
  test('[G8] the owner waits for those that block it', () => {
    const seen = look(going, [rs])!
    expect(seen.writes).toEqual([])
    expect(seen.reasons[0]).toEqual({ id: 'gc.foreground-waits', blocking: 1 })
  })
  test('[G8] and goes when none is left; who does not block does not count', () => {
    const loose = object('ReplicaSet', 'r', [by(going, { blockOwnerDeletion: false })])
    expect(look(going, [loose])!.writes).toMatchObject([{ verb: 'patch', type: 'merge', body: { metadata: { resourceVersion: '5', finalizers: null } } }])
  })
  test('[G8] other finalizers stay', () => {
    const held = object('Deployment', 'd', [], { deletionTimestamp: DELETED, finalizers: ['a/b', 'foregroundDeletion'] })
    expect(look(held, [])!.writes).toMatchObject([{ body: { metadata: { finalizers: ['a/b'] } } }])
  })
})

describe('owners that cannot be', () => {
  const far = object('ConfigMap', 'far', [], { namespace: 'other' })
  const child = object('ConfigMap', 'c', [by(far)])
  test('[G10] an owner of another namespace is none, and that is told', () => {
    const seen = look(child, [far])!
    expect(seen.writes).toMatchObject([
      { verb: 'event', event: { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message: 'ownerRef [v1/ConfigMap, namespace: default, name: far, uid: ConfigMap-far] does not exist in namespace "default"' } },
      { verb: 'delete', key: 'default/c', propagation: 'Background' },
    ])
    expect(seen.reasons[0]).toEqual({ id: 'gc.owner-elsewhere', owner: 'ConfigMap/far', namespace: 'other', propagation: 'Background' })
  })
  test('[G10] once, however often it is looked at', () => {
    const told = look(child, [far])!.end.memo
    const again = syncOnce(garbageCollector, fakeCache([child, far]), 'configmaps/default/c', child, told, 0, intent => ({ intent }))!
    expect(again.outcomes.map(o => o.intent.verb)).toEqual(['delete'])
  })
  test('[G10] with an owner in its own namespace it only loses the reference', () => {
    const near = object('ConfigMap', 'near')
    const both = object('ConfigMap', 'c', [by(far), by(near, { controller: false })])
    expect(look(both, [far, near])!.writes.map(w => w.verb)).toEqual(['event', 'patch'])
  })
  test('[G10] a wrong name within the namespace is not told of', () => {
    const near = object('ConfigMap', 'near')
    expect(look(object('ConfigMap', 'c', [by(near, { name: 'misspelt' })]), [near])!.writes.map(w => w.verb)).toEqual(['delete'])
  })
  test('[G11] an object outside of namespaces that names one within them is left alone, and told of', () => {
    const node = object('Node', 'n', [by(far)], { namespace: undefined })
    const seen = look(node, [far])!
    expect(seen.writes).toMatchObject([{ verb: 'event', event: { message: 'ownerRef [v1/ConfigMap, namespace: , name: far, uid: ConfigMap-far] does not exist in namespace ""' } }])
    expect(seen.reasons[0]!.id).toBe('gc.owner-misplaced')
    expect(look(node, [])!.writes).toEqual([])
  })
  test('[G11] an owner outside of namespaces owns everywhere', () => {
    const node = object('Node', 'n', [], { namespace: undefined })
    expect(look(object('ConfigMap', 'c', [by(node)]), [node])!.writes).toEqual([])
    expect(look(object('ConfigMap', 'c', [by(node)]), [])!.writes).toMatchObject([{ verb: 'delete' }])
  })
  test('[G2] of a version that is not served counts as there', () => {
    expect(look(object('ConfigMap', 'c', [by(far, { apiVersion: 'v1beta1' })]), [])!.writes).toEqual([])
  })
})

describe('owners that wait for each other', () => {
  const x = object('ConfigMap', 'x', [], { ...foreground, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'y', uid: 'ConfigMap-y', blockOwnerDeletion: true }] })
  const y = object('ConfigMap', 'y', [by(x, { controller: false })])
  test('[G12] one lets the other go before it goes in the foreground itself', () => {
    expect(look(y, [x])!.writes).toMatchObject([
      { verb: 'patch', type: 'strategic', body: { metadata: { uid: 'ConfigMap-y', ownerReferences: [{ uid: 'ConfigMap-x', blockOwnerDeletion: false }] } } },
      { verb: 'delete', propagation: 'Foreground' },
    ])
  })
  test('[G12] it does not go where that was refused', () => {
    const seen = look(y, [x], o => (o.intent.verb === 'patch' ? { ...o, refused: { code: 409, reason: 'Conflict', message: '' } } : o))!
    expect(seen.writes.map(w => w.verb)).toEqual(['patch'])
    expect(seen.end.failed).toBe(true)
  })
  test('[G12] a dependent that does not wait is no cycle', () => {
    const leaf = object('ConfigMap', 'leaf', [by(y)])
    expect(look(y, [object('ConfigMap', 'x', [], foreground), leaf])!.writes.map(w => w.verb)).toEqual(['delete'])
  })
})

describe('orphans', () => {
  const going = object('Job', 'j', [], orphaning)
  const pods = ['a', 'b'].map(n => object('Pod', n, [by(job)]))
  test('[G5] every dependent is let go, then the owner', () => {
    expect(look(going, pods)!.writes).toMatchObject([
      { verb: 'patch', key: 'default/a', body: { metadata: { uid: 'Pod-a', ownerReferences: [{ $patch: 'delete', uid: 'Job-j' }] } } },
      { verb: 'patch', key: 'default/b' },
      { verb: 'patch', key: 'default/j', type: 'merge', body: { metadata: { finalizers: null } } },
    ])
  })
  test('[G5] not while one of them could not be', () => {
    const seen = look(going, pods, o => ('key' in o.intent && o.intent.key === 'default/a' ? { ...o, refused: { code: 500, reason: 'InternalError', message: '' } } : o))!
    expect(seen.writes).toHaveLength(2)
    expect(seen.end.failed).toBe(true)
  })
  test('[G5] without dependents only the owner', () => {
    expect(look(going, [])!.writes).toMatchObject([{ key: 'default/j' }])
  })
})

describe('waking', () => {
  test('[G1] an owner that goes wakes its dependents', () => {
    expect(wake(job, undefined, [pod])).toEqual(['pods/default/p'])
  })
  test('[G1] an object made for an owner that is not there any more', () => {
    expect(wake(undefined, pod, [])).toEqual(['pods/default/p'])
    expect(wake(undefined, pod, [job])).toEqual([])
  })
  test('an ordinary change wakes nobody', () => {
    expect(wake(pod, { ...pod, status: { phase: 'Running' } }, [job])).toEqual([])
    expect(wake(pod, structuredClone(pod), [])).toEqual([])
  })
  test('[G7] an owner deleted in the foreground wakes its dependents and itself, once', () => {
    const going = object('Job', 'j', [], foreground)
    expect(wake(job, going, [pod])).toEqual(['pods/default/p', 'jobs/default/j'])
    expect(wake(going, { ...going, status: {} }, [pod])).toEqual([])
  })
  test('[G8] a dependent that goes wakes the owner that waits for it', () => {
    const going = object('Job', 'j', [], foreground)
    expect(wake(pod, undefined, [going])).toEqual(['jobs/default/j'])
    expect(wake(pod, undefined, [job])).toEqual([])
  })
  test('[G8] so does one that is let go or blocks no more', () => {
    const going = object('Job', 'j', [], foreground)
    expect(wake(pod, object('Pod', 'p'), [going])).toEqual(['jobs/default/j'])
    expect(wake(pod, object('Pod', 'p', [by(job, { blockOwnerDeletion: false })]), [going])).toContain('jobs/default/j')
  })
  test('[G5] an owner deleted without its dependents wakes itself', () => {
    expect(wake(job, object('Job', 'j', [], orphaning), [pod])).toEqual(['jobs/default/j'])
  })
  test('Events and kinds that are not served are left alone', () => {
    expect(wake(object('Event', 'e', [by(job)]), undefined, [])).toEqual([])
    expect(wake(undefined, object('RayJob', 'e', [by(job)]), [])).toEqual([])
  })
})
