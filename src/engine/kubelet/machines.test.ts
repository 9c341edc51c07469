// What becomes of a Node when somebody changes, deletes or makes it anew, while its machine runs on.
import { describe, expect, test } from 'vitest'
import { createCluster, type Cluster } from '../index.ts'
import { Node } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'

const DONGLE = 'example.com/dongle'
function clusterWith(nodes = 1): { readonly cluster: Cluster; readonly node: (name?: string) => AnyObject | undefined; readonly after: (seconds: number) => void } {
  const cluster = createCluster({ nodes })
  const after = (seconds: number) => void cluster.world.travel({ forMs: seconds * 1000 })
  after(1)
  return { cluster, node: (name = 'node-1') => cluster.objects('nodes').find(n => n.metadata.name === name), after }
}
const isReady = (node: AnyObject | undefined) => node?.['status'].conditions.find((c: { type: string }) => c.type === 'Ready')?.status === 'True'

describe('[K29] what others write into the status of a node', () => {
  test('is set right within ten seconds', () => {
    const { cluster, node, after } = clusterWith()
    cluster.client().patch(Node, undefined, 'node-1', 'strategic', { status: { capacity: { cpu: '64' }, conditions: [{ type: 'Ready', status: 'False', reason: 'Mine', message: 'because' }] } }, { subresource: 'status' })
    expect(isReady(node())).toBe(false)
    after(11)
    expect(node()!['status'].capacity.cpu).toBe('2')
    expect(isReady(node())).toBe(true)
  })

  test('stays where it adds a resource, which can be given away then, as long as it is there', () => {
    const { cluster, node, after } = clusterWith()
    const patch = (capacity: object) => cluster.client().patch(Node, undefined, 'node-1', 'merge', { status: { capacity } }, { subresource: 'status' })
    patch({ [DONGLE]: '4' })
    after(11)
    expect(node()!['status'].allocatable[DONGLE]).toBe('4')
    patch({ [DONGLE]: null })
    after(11)
    expect([DONGLE in node()!['status'].capacity, DONGLE in node()!['status'].allocatable]).toEqual([false, false])
  })

  test('stays while the kubelet is stopped, and is set right when it is back', () => {
    const { cluster, node, after } = clusterWith()
    cluster.act({ do: 'stop-kubelet', name: 'node-1' })
    cluster.client().patch(Node, undefined, 'node-1', 'merge', { status: { capacity: { cpu: '64' } } }, { subresource: 'status' })
    after(15)
    expect(node()!['status'].capacity.cpu).toBe('64')
    cluster.act({ do: 'start-kubelet', name: 'node-1' })
    after(1)
    expect(node()!['status'].capacity.cpu).toBe('2')
  })

  test('a heartbeat is no reason to look', () => {
    const { cluster, after } = clusterWith()
    after(320)
    let patches = 0
    cluster.world.observe(frame => { patches += frame.writes.filter(w => w.table === 'objects/nodes').length })
    after(60)
    expect(patches).toBe(0)
  })
})

describe('[K30] a Node that was deleted', () => {
  test('comes back when its kubelet starts again, and not before', () => {
    const { cluster, node, after } = clusterWith()
    cluster.client().delete(Node, undefined, 'node-1')
    after(60)
    expect(node()).toBeUndefined()
    expect(cluster.objects('leases').map(l => l.metadata.name)).not.toContain('node-1')
    cluster.act({ do: 'stop-kubelet', name: 'node-1' })
    after(1)
    cluster.act({ do: 'start-kubelet', name: 'node-1' })
    after(3)
    expect(isReady(node())).toBe(true)
    expect(node()!.metadata.labels).toMatchObject({ 'kubernetes.io/hostname': 'node-1' })
    after(12)
    expect(cluster.objects('leases').map(l => l.metadata.name)).toContain('node-1')
  })

  test('and is made again by hand is taken up by the kubelet that runs', () => {
    const { cluster, node, after } = clusterWith()
    cluster.client().delete(Node, undefined, 'node-1')
    after(30)
    cluster.client().create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } }, undefined)
    after(12)
    expect(isReady(node())).toBe(true)
    expect(node()!['status'].allocatable.cpu).toBe('2')
    expect(cluster.objects('leases').map(l => l.metadata.name)).toContain('node-1')
  })

  test('labels about the machine are put right when its kubelet starts', () => {
    const { cluster, node, after } = clusterWith()
    cluster.client().patch(Node, undefined, 'node-1', 'merge', { metadata: { labels: { 'kubernetes.io/hostname': 'other', mine: 'x' } } })
    after(20)
    expect(node()!.metadata.labels!['kubernetes.io/hostname']).toBe('other')
    cluster.act({ do: 'stop-kubelet', name: 'node-1' })
    after(1)
    cluster.act({ do: 'start-kubelet', name: 'node-1' })
    after(1)
    expect(node()!.metadata.labels).toMatchObject({ 'kubernetes.io/hostname': 'node-1', mine: 'x' })
  })
})

test('[K31] a machine that lost its power has another boot id, and says so', () => {
  const { cluster, node, after } = clusterWith()
  const before = node()!['status'].nodeInfo.bootID
  cluster.act({ do: 'break', fault: { kind: 'node-down', node: 'node-1' } })
  after(5)
  cluster.act({ do: 'mend', id: 'node-down/node-1' })
  after(30)
  expect(node()!['status'].nodeInfo.bootID).not.toBe(before)
  expect(cluster.objects('events').filter(e => e['reason'] === 'Rebooted').map(e => e['message'])).toEqual([`Node node-1 has been rebooted, boot id: ${node()!['status'].nodeInfo.bootID}`])
})
