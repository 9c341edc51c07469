// The door for ephemeral containers: what it lets through, and what it says to the rest.
import { expect, test } from 'vitest'
import { Pod } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { createCluster } from '../../../cluster.ts'
import { ApiError } from '../../errors.ts'

const cluster = createCluster({ nodes: 1 })
cluster.world.travel({ forMs: 500 })
const client = cluster.client()
client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '9999'] }], initContainers: [{ name: 'i', image: 'busybox' }] } } as AnyObject, 'default')
cluster.world.travel({ forMs: 5000 })

const put = (ephemeralContainers: unknown, more: object = {}) =>
  client.patch(Pod, 'default', 'p', 'merge', { ...more, spec: { ephemeralContainers } }, { subresource: 'ephemeralcontainers' }) as unknown as AnyObject
const refusal = (list: unknown) => {
  try {
    put(list)
    return ''
  } catch (e) {
    return (e as ApiError).message.replace('Pod "p" is invalid: ', '')
  }
}
const dbg = { name: 'dbg', image: 'busybox' }
put([dbg])

test('only the list passes, and defaults are filled in', () => {
  const next = put([dbg, { name: 'two', image: 'busybox:1.36' }], { metadata: { labels: { a: 'changed' } } })
  expect(next.metadata.labels).toEqual({ a: 'b' })
  expect(next['spec'].ephemeralContainers.map((c: AnyObject) => [c['name'], c['imagePullPolicy'], c['terminationMessagePath'], c['terminationMessagePolicy'], c['resources']])).toEqual([
    ['dbg', 'Always', '/dev/termination-log', 'File', {}], ['two', 'IfNotPresent', '/dev/termination-log', 'File', {}],
  ])
})
const two = { name: 'two', image: 'busybox:1.36' }
test.each([
  ['as it is', [dbg, two], ''],
  ['in another order', [two, dbg], ''],
  ['one less', [dbg], 'spec.ephemeralContainers: Forbidden: existing ephemeral containers "two" may not be removed\n'],
  ['a name of the pod’s own', [dbg, two, { name: 'c', image: 'x' }], 'spec.ephemeralContainers[2].name: Duplicate value: "c"'],
  ['a name of an init container', [dbg, two, { name: 'i', image: 'x' }], 'spec.ephemeralContainers[2].name: Duplicate value: "i"'],
  ['a name twice', [dbg, two, { name: 'n', image: 'x' }, { name: 'n', image: 'x' }], 'spec.ephemeralContainers[3].name: Duplicate value: "n"'],
  ['no image', [dbg, two, { name: 'n' }], 'spec.ephemeralContainers[2].image: Required value'],
  ['ports', [dbg, two, { name: 'n', image: 'x', ports: [{ containerPort: 80 }] }], 'spec.ephemeralContainers[2].ports: Forbidden: cannot be set for an Ephemeral Container'],
  ['a probe', [dbg, two, { name: 'n', image: 'x', livenessProbe: { exec: { command: ['a'] } } }], 'spec.ephemeralContainers[2].livenessProbe: Forbidden: cannot be set for an Ephemeral Container'],
  ['resources', [dbg, two, { name: 'n', image: 'x', resources: { limits: { cpu: '1' } } }], 'spec.ephemeralContainers[2].resources: Forbidden: cannot be set for an Ephemeral Container'],
  ['a hook', [dbg, two, { name: 'n', image: 'x', lifecycle: { preStop: { exec: { command: ['a'] } } } }], 'spec.ephemeralContainers[2].lifecycle: Forbidden: cannot be set for an Ephemeral Container'],
  ['a target that is not there', [dbg, two, { name: 'n', image: 'x', targetContainerName: 'dbg' }], 'spec.ephemeralContainers[2].targetContainerName: Not found: "dbg"'],
])('%s', (_what, list, words) => expect(refusal(list)).toBe(words))

test('what is there may not be changed; the words show what would', () => {
  expect(refusal([{ ...dbg, image: 'alpine' }, two])).toMatch(/^spec\.ephemeralContainers: Forbidden: existing ephemeral containers "dbg" may not be changed\n[^]*-[^]*busybox[^]*\+[^]*alpine/)
})
test('through the pod’s own door they may not come', () => {
  expect(() => client.patch(Pod, 'default', 'p', 'merge', { spec: { ephemeralContainers: [dbg, two, { name: 'n', image: 'x' }] } })).toThrow(/pod updates may not change fields other than/)
})
