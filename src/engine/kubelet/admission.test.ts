// A pod that was put on its node by hand meets the kubelet's own filters.
import { expect, test } from 'vitest'
import type { Node, PodSpec } from '../../kube/core.ts'
import { podBed, podOf } from '../testing/podBed.ts'
import { judge } from './admission.ts'

const node = (more: Partial<Node['spec']> = {}): Node => ({
  metadata: { name: 'n', labels: { disk: 'ssd' } }, spec: more, status: { allocatable: { cpu: '2', memory: '1Gi', pods: '3' } },
}) as unknown as Node
const spec = (more: Partial<PodSpec> = {}): PodSpec => ({ containers: [{ name: 'c', image: 'i' }], ...more })
const asks = (cpu: string, more: Partial<PodSpec> = {}): PodSpec => spec({ containers: [{ name: 'c', image: 'i', resources: { requests: { cpu } } }], ...more })
const onPort = (hostPort: number, more: object = {}): PodSpec => spec({ containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80, hostPort, ...more }] }] })
const wants = (value: string): Partial<PodSpec> => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: [value] }] }] } } },
})
const DRIVEN = { taints: [{ key: 'k', value: 'v', effect: 'NoExecute' as const }] }

test.each<[string, PodSpec, Node, PodSpec[], string | undefined]>([
  ['nothing is wrong', spec(), node(), [], undefined],
  ['as much cpu as there is', asks('2'), node(), [], undefined],
  ['more cpu than there is', asks('1500m'), node(), [asks('600m')], 'OutOfcpu'],
  ['one pod too many', spec(), node(), [spec(), spec(), spec()], 'OutOfpods'],
  ['too little comes before the wrong node', asks('3', { nodeSelector: { disk: 'hdd' } }), node(), [], 'OutOfcpu'],
  ['another label', spec({ nodeSelector: { disk: 'hdd' } }), node(), [], 'NodeAffinity'],
  ['the affinity that fits', spec(wants('ssd')), node(), [], undefined],
  ['the affinity that does not', spec(wants('hdd')), node(), [], 'NodeAffinity'],
  ['a host port that is taken', onPort(80), node(), [onPort(80)], 'NodePorts'],
  ['another port', onPort(81), node(), [onPort(80)], undefined],
  ['another protocol', onPort(80, { protocol: 'UDP' }), node(), [onPort(80)], undefined],
  ['another address', onPort(80, { hostIP: '10.0.0.1' }), node(), [onPort(80, { hostIP: '10.0.0.2' })], undefined],
  ['any address', onPort(80, { hostIP: '10.0.0.1' }), node(), [onPort(80)], 'NodePorts'],
  ['a taint that drives away', spec(), node(DRIVEN), [], 'TaintToleration'],
  ['… and is tolerated', spec({ tolerations: [{ key: 'k', operator: 'Exists' }] }), node(DRIVEN), [], undefined],
  ['a taint that only keeps away', spec(), node({ taints: [{ key: 'k', effect: 'NoSchedule' }] }), [], undefined],
])('[K17] %s', (_name, pod, on, others, reason) => expect(judge(pod, on, others)?.reason).toBe(reason))

test('[K17] a refused pod fails at once, in the words of the filter', () => {
  const t = podBed()
  t.client.create(podOf('p', { nodeName: 'node-1', nodeSelector: { disk: 'none' }, containers: [{ name: 'c', image: 'busybox:1.36' }] }), 'default')
  t.run(2)
  expect(t.pod('p')!['status']).toMatchObject({ phase: 'Failed', reason: 'NodeAffinity', message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" })
  // Nothing of containers, conditions or the machine: a listing shows the reason.
  expect(Object.keys(t.pod('p')!['status']).sort()).toEqual(['message', 'observedGeneration', 'phase', 'qosClass', 'reason', 'startTime'])
  expect(t.events('p')).toMatchObject([{ type: 'Warning', reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" }])
})
