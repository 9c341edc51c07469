import { describe, expect, test } from 'vitest'
import vectors from '../../../../test-data/vectors/apply.json' with { type: 'json' }
import { applyTopic } from '../../../headless/vectors/apply.ts'
import { failing } from '../../../headless/vectors/failing.ts'
import { Deployment, Pod } from '../../../kube/kinds.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { ApiError } from '../errors.ts'
import { applyPatch } from './index.ts'
import { createMergePatch, mergePatch } from './merge.ts'
import { createStrategicPatch, createThreeWayPatch } from './threeWay.ts'
import type { JsonMap } from './values.ts'

/** Frozen all the way down: patching must not edit what it is given. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
frozen(vectors)

test('vectors', () => expect(failing(applyTopic, vectors)).toEqual([]))

function refusal(run: () => unknown) {
  try {
    run()
  } catch (e) {
    if (e instanceof ApiError) return `${e.code} ${e.message}`
    throw e
  }
  return undefined
}

describe('JSON patch', () => {
  const object = frozen({ a: { b: [1, 2, 3], 'c/d': 'x', 'e~f': 'y' }, list: [{ n: 1 }] })
  test.each<[string, object[], unknown]>([
    ['add to a map', [{ op: 'add', path: '/a/z', value: { q: 1 } }], { ...object, a: { ...object.a, z: { q: 1 } } }],
    ['add into a list', [{ op: 'add', path: '/a/b/1', value: 9 }], { ...object, a: { ...object.a, b: [1, 9, 2, 3] } }],
    ['add at the end', [{ op: 'add', path: '/a/b/-', value: 9 }], { ...object, a: { ...object.a, b: [1, 2, 3, 9] } }],
    ['replace', [{ op: 'replace', path: '/a/b/0', value: null }], { ...object, a: { ...object.a, b: [null, 2, 3] } }],
    ['remove', [{ op: 'remove', path: '/a/b/1' }], { ...object, a: { ...object.a, b: [1, 3] } }],
    ['escaped slashes and tildes', [{ op: 'remove', path: '/a/c~1d' }, { op: 'remove', path: '/a/e~0f' }], { ...object, a: { b: [1, 2, 3] } }],
    ['move', [{ op: 'move', from: '/a/b', path: '/b' }], { a: { 'c/d': 'x', 'e~f': 'y' }, list: object.list, b: [1, 2, 3] }],
    ['copy', [{ op: 'copy', from: '/list/0', path: '/list/-' }], { ...object, list: [{ n: 1 }, { n: 1 }] }],
    ['test that holds', [{ op: 'test', path: '/list', value: [{ n: 1 }] }], object],
    ['test for absence', [{ op: 'test', path: '/nothing', value: null }], object],
    ['the whole', [{ op: 'replace', path: '', value: { x: 1 } }], { x: 1 }],
  ])('%s', (_name, patch, result) => expect(applyPatch(Pod, 'json', object, patch)).toEqual(result))
  test.each<[string, unknown, string]>([
    ['a map', {}, '400 json: cannot unmarshal object into Go value of type jsonpatch.Patch'],
    ['remove what is not there', [{ op: 'remove', path: '/q' }], '422 the server rejected our request due to an error in our request'],
    ['replace what is not there', [{ op: 'replace', path: '/q', value: 1 }], '422 the server rejected our request due to an error in our request'],
    ['add below what is not there', [{ op: 'add', path: '/q/r', value: 1 }], '422 the server rejected our request due to an error in our request'],
    ['beyond the end', [{ op: 'add', path: '/a/b/4', value: 1 }], '422 the server rejected our request due to an error in our request'],
    ['test that fails', [{ op: 'test', path: '/a/b/0', value: '1' }], '422 the server rejected our request due to an error in our request'],
    ['no such operation', [{ op: 'fry', path: '/a' }], '422 the server rejected our request due to an error in our request'],
  ])('refuses: %s', (_name, patch, message) => expect(refusal(() => applyPatch(Pod, 'json', object, patch))).toBe(message))
})

describe('merge patch', () => {
  test.each<[unknown, unknown, unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }], [{ a: 'b' }, { a: null }, {}], [{ a: ['b'] }, { a: 'c' }, { a: 'c' }], [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }], [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }], [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  ])('%j with %j', (target, patch, result) => expect(mergePatch(frozen(target) as JsonMap, frozen(patch) as JsonMap)).toEqual(result))
  test('a patch made from two objects turns one into the other', () => {
    const [before, after] = [{ a: 1, b: { c: 2, d: [1] }, e: 'x' }, { b: { c: 3, d: [1] }, e: ['x'], f: {} }]
    expect(createMergePatch(before, after)).toEqual({ a: null, b: { c: 3 }, e: ['x'], f: {} })
    expect(mergePatch(before, createMergePatch(before, after))).toEqual(after)
  })
  test('only a map is a patch', () => expect(refusal(() => applyPatch(Pod, 'merge', {}, []))).toBe('400 error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}'))
})

describe('strategic patch', () => {
  const containers = (...list: object[]) => ({ spec: { containers: list } })
  test('what the patch does not touch is shared', () => {
    const pod = frozen({ metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'x' }, { name: 'b', image: 'y', env: [{ name: 'E', value: '1' }] }], volumes: [] } })
    const out = applyPatch(Pod, 'strategic', pod, containers({ name: 'a', image: 'z' })) as unknown as typeof pod
    expect(out.spec.containers.map(c => c.image)).toEqual(['z', 'y'])
    expect(out.metadata).toBe(pod.metadata)
    expect(out.spec.containers[1]).toBe(pod.spec.containers[1])
    expect(out.spec.volumes).toBe(pod.spec.volumes)
  })
  test.each<[string, object, object, object]>([
    ['a new element keeps no nulls and no orders', {}, containers({ name: 'a', image: null, env: [{ name: 'A', $patch: 'delete' }, { name: 'B', value: 'b' }] }), containers({ name: 'a', env: [{ name: 'B', value: 'b' }] })],
    ['new elements come after those of the server', containers({ name: 'a' }, { name: 'b' }), containers({ name: 'c' }), containers({ name: 'c' }, { name: 'a' }, { name: 'b' })],
    ['finalizers are a set', { metadata: { finalizers: ['a', 'b'] } }, { metadata: { finalizers: ['b', 'c'] } }, { metadata: { finalizers: ['a', 'b', 'c'] } }],
    ['deleting from a list that is not there', { metadata: {} }, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }, { metadata: {} }],
    ['a value of another type replaces', { spec: { nodeSelector: 'x' } }, { spec: { nodeSelector: { a: 'b' } } }, { spec: { nodeSelector: { a: 'b' } } }],
  ])('%s', (_name, target, patch, result) => expect(applyPatch(Pod, 'strategic', frozen(target), frozen(patch))).toEqual(result))
  test.each<[string, object, object, string]>([
    ['a directive of another world', {}, { spec: { $patch: 'frobnicate' } }, '500 unknown patch type: frobnicate in map: map[$patch:frobnicate]'],
    ['an order that does not name what it should', containers({ name: 'a' }), { spec: { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'a', image: 'x' }] } },
      "500 The order in patch list:\n[map[image:x name:a]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n"],
    ['an order of nothing', {}, { spec: { $setElementOrder: [] } }, '400 invalid patch format of setElementOrder list'],
    ['keys that are not retained', { spec: {} }, { spec: { strategy: 1, $retainKeys: ['replicas'] } }, '400 invalid patch format of retainKeys'],
    ['elements of two types', containers({ name: 'a' }), { spec: { containers: ['b'] } }, '500 list element types are not identical: [[map[name:a]] [b]]'],
  ])('refuses: %s', (_name, target, patch, message) => {
    expect(refusal(() => applyPatch(Pod, 'strategic', { spec: {}, ...target }, patch))).toBe(message)
  })
})

describe('patches made from objects', () => {
  const type = schemaOf(Deployment)!
  const spec = (...containers: object[]) => ({ spec: { template: { spec: { containers } } } }) as unknown as JsonMap
  test('two ways: what is gone is deleted, what is new is added, and it arrives', () => {
    const [before, after] = [spec({ name: 'a', image: '1', args: ['x'] }, { name: 'b', image: '1' }), spec({ name: 'c', image: '1' }, { name: 'a', image: '2' })]
    const patch = createStrategicPatch(type, before, after)
    expect(applyPatch(Deployment, 'strategic', before, patch)).toEqual(after)
  })
  test('three ways: what others set stays', () => {
    const live = { ...spec({ name: 'a', image: '1', terminationMessagePath: '/dev/termination-log' }), status: { replicas: 1 } } as JsonMap
    const patch = createThreeWayPatch(type, spec({ name: 'a', image: '1' }), spec({ name: 'a', image: '2' }), live)
    expect(patch).toEqual({ spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a', image: '2' }] } } } })
    expect(applyPatch(Deployment, 'strategic', live, patch)).toMatchObject({ spec: { template: { spec: { containers: [{ image: '2', terminationMessagePath: '/dev/termination-log' }] } } }, status: { replicas: 1 } })
  })
})
