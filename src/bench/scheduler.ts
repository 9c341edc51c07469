// The scheduler alone, on thousands of nodes: what a pod costs must not grow with the pods that are there already.
import type { Node, Pod } from '../kube/core.ts'
import { TestBed } from '../engine/scheduler/testBed.ts'
import { cpuMs } from './measure.ts'

const NODES = 5000

const node = (i: number): Node => ({
  apiVersion: 'v1', kind: 'Node',
  metadata: { name: `node-${i}`, uid: `node-${i}`, labels: { 'kubernetes.io/hostname': `node-${i}`, 'topology.kubernetes.io/zone': `zone-${i % 3}` } },
  spec: {}, status: { allocatable: { cpu: '16', memory: '64Gi', pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }] },
} as unknown as Node)

const pod = (i: number): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: `p-${i}`, namespace: 'default', uid: `p-${i}`, labels: { app: 'x' } },
  spec: { schedulerName: 'default-scheduler', containers: [{ name: 'c', image: 'busybox', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] },
} as unknown as Pod)

export function scheduler(): Record<string, string | number> {
  const bed = new TestBed({ freeze: false, lifted: true })
  for (let from = 0; from < NODES; from += 500) bed.put(...Array.from({ length: 500 }, (_, i) => node(from + i)))
  bed.run(10_000)
  let made = 0
  const batch = (count: number) => cpuMs(() => {
    bed.put(...Array.from({ length: count }, () => pod(made++)))
    bed.run(60_000)
    if (bed.nodeOf(`p-${made - 1}`) === undefined) throw new Error('a pod found no node')
  }) * 1000 / count
  batch(500)
  const early = batch(1000)
  for (let i = 0; i < 6; i++) batch(1000)
  const late = batch(1000)
  return {
    'µs per pod on 5,000 nodes, after 500': early.toFixed(0), 'µs per pod on 5,000 nodes, after 7,500': late.toFixed(0), 'ratio': (late / early).toFixed(2),
  }
}
