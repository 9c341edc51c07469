import { describe, expect, test } from 'vitest'
import type { Namespace } from '../../../kube/core.ts'
import { ConfigMap, Job, Pod } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { syncOnce } from '../carry.ts'
import type { Intent } from '../controller.ts'
import { conditionsAfter } from './conditions.ts'
import { namespaceController } from './index.ts'
import type { Leftover } from './remaining.ts'
import { remainingOf } from './remaining.ts'

const DELETED_AT = 1_000_000
const ns: Namespace = {
  apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', uid: 'u', resourceVersion: '3', deletionTimestamp: '1970-01-01T00:16:40Z' },
  spec: { finalizers: ['kubernetes'] }, status: { phase: 'Terminating' },
}
const aPod = (grace: number, phase = 'Running', finalizers: string[] = []): AnyObject =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...(finalizers.length ? { finalizers } : {}) }, spec: { terminationGracePeriodSeconds: grace }, status: { phase } })
const thing = (finalizers?: string[]): AnyObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', ...(finalizers ? { finalizers } : {}) } })

/** `left`: what each deletion of a collection leaves. */
function look(at: number, left: readonly (readonly Leftover[])[], of: Namespace = ns) {
  let asked = 0
  return syncOnce(namespaceController, fakeCache([of]), 'n', of, undefined, at, (intent: Intent) => {
    if (intent.verb === 'deleteCollection') return { intent, object: { apiVersion: 'v1', kind: 'List', metadata: { name: '' }, leftovers: left[asked++] ?? [] } }
    return { intent, ...(intent.verb === 'update' ? { object: { ...intent.object, metadata: { ...intent.object.metadata, resourceVersion: '4' } } } : {}) }
  })
}
const did = (s: ReturnType<typeof look>) => s!.outcomes.map(({ intent: i }) => (i.verb === 'update' ? `update ${i.subresource}` : i.verb === 'deleteCollection' ? `delete ${i.kinds.length === 1 ? i.kinds[0]!.plural : 'the rest'}` : i.verb))

describe('emptying', () => {
  test('[N2] while pods are left nothing else is deleted', () => {
    const s = look(DELETED_AT + 5000, [[{ kind: Pod, items: [aPod(30), aPod(10)] }]])!
    expect(did(s)).toEqual(['delete pods', 'update status'])
    expect(s.end).toMatchObject({ againInMs: 16_000, forget: false })
  })

  test('[N3] [N7] nothing is left: the rest, then the words, then the finalizer on what was written', () => {
    const s = look(DELETED_AT + 5000, [])!
    expect(did(s)).toEqual(['delete pods', 'delete the rest', 'update status', 'update finalize'])
    expect(s.outcomes.at(-1)!.intent).toMatchObject({ object: { metadata: { resourceVersion: '4' }, spec: { finalizers: [] } } })
    const kinds = (s.outcomes[1]!.intent as Extract<Intent, { verb: 'deleteCollection' }>).kinds.map(k => k.plural)
    expect(kinds).toContain('events')
    expect(kinds).not.toContain('pods')
    expect(kinds).not.toContain('nodes')
  })

  test('[N6] what has been said is not said again', () => {
    const once = look(DELETED_AT + 5000, [[{ kind: Pod, items: [aPod(30)] }]])!
    const said = (once.outcomes.at(-1)!.intent as { object: AnyObject }).object as unknown as Namespace
    expect(did(look(DELETED_AT + 21_000, [[{ kind: Pod, items: [aPod(30)] }]], said))).toEqual(['delete pods'])
  })

  test('[N5] once the grace has passed, what is left is an error, and the back-off decides', () => {
    const s = look(DELETED_AT + 30_000, [[{ kind: Pod, items: [aPod(30)] }]])!
    expect(s.end).toMatchObject({ failed: true })
    expect(s.outcomes.at(-1)!.intent).toMatchObject({ object: { status: { conditions: expect.arrayContaining([expect.objectContaining({
      type: 'NamespaceDeletionContentFailure', status: 'True',
      message: 'Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: n for gvr: /v1, Resource=pods',
    })]) } } })
  })

  test('[N1] not before 5 s, and not a namespace that is not going', () => {
    const wake = (o: Namespace) => namespaceController.wakes[0]!.keys(undefined, o as unknown as AnyObject, fakeCache([]))
    expect(wake(ns)).toEqual([{ key: 'n', afterMs: 5000 }])
    const { deletionTimestamp: _, ...metadata } = ns.metadata
    expect(wake({ ...ns, metadata })).toEqual([])
    expect(look(0, [], { ...ns, metadata })).toBeUndefined()
    expect(look(0, [], { ...ns, spec: {} })).toBeUndefined()
  })
})

describe('what is left', () => {
  test.each<[string, Leftover[], number, number, number]>([
    ['[N5] the longest grace of pods', [{ kind: Pod, items: [aPod(10), aPod(60)] }], 5000, 60, 0],
    ['[N5] not of pods that have ended: those should be gone', [{ kind: Pod, items: [aPod(60, 'Succeeded')] }], 5000, 0, 1],
    ['[N5] a finalizer excuses them', [{ kind: Pod, items: [aPod(60, 'Succeeded', ['a/b'])] }], 5000, 15, 0],
    ['[N5] as it excuses others', [{ kind: ConfigMap, items: [thing(['a/b'])] }], 5000, 15, 0],
    ['[N5] which have no grace', [{ kind: ConfigMap, items: [thing()] }], 5000, 0, 1],
    ['[N5] exactly at the end of the grace', [{ kind: Pod, items: [aPod(60)] }], 60_000, 0, 1],
    ['[N5] a moment before', [{ kind: Pod, items: [aPod(60)] }], 59_999, 60, 0],
  ])('%s', (_name, leftovers, after, estimateSeconds, errors) => {
    const r = remainingOf('n', leftovers, DELETED_AT, DELETED_AT + after)
    expect([r.estimateSeconds, r.errors.length]).toEqual([estimateSeconds, errors])
  })

  test('[N4] [N6] in words', () => {
    const r = remainingOf('n', [{ kind: Pod, items: [aPod(30, 'Running', ['a/b']), aPod(30)] }, { kind: Job, items: [thing(['a/b'])] }], DELETED_AT, DELETED_AT)
    const list = conditionsAfter([], r, DELETED_AT)
    expect(list.map(c => `${c.type} ${c.status} ${c.message}`)).toEqual([
      'NamespaceDeletionDiscoveryFailure False All resources successfully discovered',
      'NamespaceDeletionGroupVersionParsingFailure False All legacy kube types successfully parsed',
      'NamespaceDeletionContentFailure False All content successfully deleted, may be waiting on finalization',
      'NamespaceContentRemaining True Some resources are remaining: jobs.batch has 1 resource instances, pods. has 2 resource instances',
      'NamespaceFinalizersRemaining True Some content in the namespace has finalizers remaining: a/b in 2 resource instances',
    ])
    const later = conditionsAfter(list, { ...r, content: ['pods. has 1 resource instances'], finalizers: [] }, DELETED_AT + 5000)
    expect(later.map(c => c.lastTransitionTime)).toEqual([...Array<string>(4).fill('1970-01-01T00:16:40Z'), '1970-01-01T00:16:45Z'])
  })
})
