// Near misses of the filters: what just fits, and what just does not.
import { expect, test } from 'vitest'
import type { Node, Pod } from '../../../kube/core.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { keyOf } from '../../../kube/keys.ts'
import { judge } from '../judge.ts'
import { podInfoOf } from '../podInfo.ts'
import { wordsOf } from '../reasons.ts'
import { aNode, aPod } from '../testBed.ts'
import { ClusterView } from '../view.ts'

function view(nodes: readonly Node[], placed: readonly Pod[] = [], others: readonly AnyObject[] = []): ClusterView {
  const result = new ClusterView({
    get: (kind, key) => others.find(o => o.kind === kind.kind && keyOf(o) === key) as never,
    list: kind => others.filter(o => o.kind === kind.kind) as never,
  })
  for (const node of nodes) result.setNode(node.metadata.name, node)
  for (const pod of placed) result.setPod(keyOf(pod), pod, pod.spec!.nodeName)
  return result
}
/** The first refusal's words, or the winner. */
function answer(pod: Pod, v: ClusterView): string {
  const { winner, refusals, podRefusal } = judge(podInfoOf(pod), v, { draw: () => 0 })
  const refusal = podRefusal ?? [...refusals.values()][0]
  return winner ? winner.name : refusal ? refusal.reasons.map(wordsOf).join(', ') : 'nobody'
}
const placed = (name: string, node: string, extra: Parameters<typeof aPod>[1] = {}) => aPod(name, { ...extra, spec: { ...extra.spec, nodeName: node } })
const requests = (cpu?: string, memory?: string) => ({ resources: { requests: { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) } } })
const container = (name: string, cpu?: string, extra: object = {}) => ({ name, image: 'x', ...requests(cpu), ...extra })

test.each([
  ['init containers count one at a time', { containers: [container('c', '1')], initContainers: [container('i', '2'), container('j', '2')] }, 'n1'],
  ['the largest init container alone', { containers: [container('c', '1')], initContainers: [container('i', '2001m')] }, 'Insufficient cpu'],
  ['a sidecar runs beside the init containers after it', { containers: [container('c')], initContainers: [container('s', '1', { restartPolicy: 'Always' }), container('i', '1001m')] }, 'Insufficient cpu'],
  ['but not beside those before it', { containers: [container('c')], initContainers: [container('i', '2'), container('s', '1', { restartPolicy: 'Always' })] }, 'n1'],
  ['what the pod asks for as a whole stands above its containers', { containers: [container('c', '3')], resources: { requests: { cpu: '1' } } }, 'n1'],
  ['overhead comes on top', { containers: [container('c', '1500m')], overhead: { cpu: '501m' } }, 'Insufficient cpu'],
  ['an amount of nothing always fits', { containers: [{ name: 'c', image: 'x', resources: { requests: { 'example.com/gpu': '0' } } }] }, 'n1'],
])('requests: %s', (_name, spec, expected) => {
  expect(answer(aPod('p', { spec: spec as NonNullable<Pod['spec']> }), view([aNode('n1', { cpu: '2' })]))).toBe(expected)
})

const port = (hostPort: number, hostIP?: string, protocol?: 'TCP' | 'UDP') =>
  ({ containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 80, hostPort, ...(hostIP ? { hostIP } : {}), ...(protocol ? { protocol } : {}) }] }] })
const taken = "node(s) didn't have free ports for the requested pod ports"

test.each([
  ['the same port', port(80), port(80), taken],
  ['another port', port(80), port(81), 'n1'],
  ['another protocol', port(80), port(80, undefined, 'UDP'), 'n1'],
  ['two addresses', port(80, '10.0.0.1'), port(80, '10.0.0.2'), 'n1'],
  ['one address and all', port(80, '10.0.0.1'), port(80), taken],
  ['all and one address', port(80), port(80, '10.0.0.1'), taken],
])('host ports: %s', (_name, there, wanted, expected) => {
  expect(answer(aPod('p', { spec: wanted }), view([aNode('n1')], [placed('a', 'n1', { spec: there })]))).toBe(expected)
})

const tainted = aNode('n1', { spec: { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] } })
test.each([
  ['an empty key with Exists bears all', { operator: 'Exists' as const }, 'n1'],
  ['another value does not', { key: 'k', operator: 'Equal' as const, value: 'w' }, 'node(s) had untolerated taint(s)'],
  ['another effect does not', { key: 'k', operator: 'Exists' as const, effect: 'NoExecute' as const }, 'node(s) had untolerated taint(s)'],
  ['no operator means Equal', { key: 'k', value: 'v' }, 'n1'],
])('taints: %s', (_name, toleration, expected) => {
  expect(answer(aPod('p', { spec: { tolerations: [toleration] } }), view([tainted]))).toBe(expected)
})

const near = (key: string, app: string) => ({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [
  { topologyKey: key, labelSelector: { matchLabels: { app } } }] } } })
const noNeighbour = "node(s) didn't match pod affinity rules"

test.each([
  ['the first of its kind may stand alone', aPod('p', { labels: { app: 'a' }, spec: near('kubernetes.io/hostname', 'a') }), 'n1'],
  ['but not without the label of the topology', aPod('p', { labels: { app: 'a' }, spec: near('rack', 'a') }), noNeighbour],
  ['nor when it waits for others', aPod('p', { labels: { app: 'a' }, spec: near('kubernetes.io/hostname', 'b') }), noNeighbour],
])('pod affinity: %s', (_name, pod, expected) => {
  expect(answer(pod, view([aNode('n1')]))).toBe(expected)
})

test('pod affinity: once one of its kind stands, the next goes there', () => {
  const v = view([aNode('n1'), aNode('n2')], [placed('a', 'n2', { labels: { app: 'a' } })])
  expect(answer(aPod('p', { labels: { app: 'a' }, spec: near('kubernetes.io/hostname', 'a') }), v)).toBe('n2')
})

test('anti-affinity across namespaces needs the namespaces to be named or selected', () => {
  const apart = (term: object) => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [
    { topologyKey: 'kubernetes.io/hostname', labelSelector: {}, ...term }] } } })
  const other = placed('a', 'n1')
  const elsewhere = { ...other, metadata: { ...other.metadata, namespace: 'shop' } }
  const v = view([aNode('n1')], [elsewhere], [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'x' } } }])
  expect(answer(aPod('p', { spec: apart({}) }), v)).toBe('n1')
  expect(answer(aPod('p', { spec: apart({ namespaces: ['shop'] }) }), v)).toBe("node(s) didn't match pod anti-affinity rules")
  expect(answer(aPod('p', { spec: apart({ namespaceSelector: { matchLabels: { team: 'x' } } }) }), v)).toBe("node(s) didn't match pod anti-affinity rules")
  expect(answer(aPod('p', { spec: apart({ namespaceSelector: { matchLabels: { team: 'y' } } }) }), v)).toBe('n1')
})

const spread = (extra: object = {}) => ({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' as const,
  labelSelector: { matchLabels: { app: 'a' } }, ...extra }] })
const labels = { app: 'a' }

test('spreading: pods on their way out do not count; a place that affinity forbids is no place', () => {
  const leaving = placed('b', 'n2', { labels })
  const v = view([aNode('n1'), aNode('n2')], [placed('a', 'n1', { labels }), { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }])
  expect(answer(aPod('p', { labels, spec: spread() }), v)).toBe('n2')
  const pinned = { ...spread(), nodeSelector: { 'kubernetes.io/hostname': 'n1' } }
  expect(answer(aPod('p', { labels, spec: pinned }), v)).toBe('n1')
  expect(answer(aPod('p', { labels, spec: { ...pinned, ...spread({ nodeAffinityPolicy: 'Ignore' }) } }), v)).toBe("node(s) didn't match pod topology spread constraints")
})

test('spreading: with fewer places than minDomains, the emptiest has none', () => {
  const v = view([aNode('n1')], [placed('a', 'n1', { labels })])
  expect(answer(aPod('p', { labels, spec: spread() }), v)).toBe('n1')
  expect(answer(aPod('p', { labels, spec: spread({ minDomains: 2 }) }), v)).toBe("node(s) didn't match pod topology spread constraints")
})

test('spreading: matchLabelKeys counts only pods of the same revision', () => {
  const v = view([aNode('n1'), aNode('n2')], [placed('a', 'n1', { labels: { app: 'a', hash: '1' } }), placed('b', 'n1', { labels: { app: 'a', hash: '1' } })])
  const next = (hash: string) => aPod('p', { labels: { app: 'a', hash }, spec: { ...spread({ matchLabelKeys: ['hash'] }), nodeSelector: { 'kubernetes.io/hostname': 'n1' } } })
  const ignoring = (hash: string) => ({ ...next(hash), spec: { ...next(hash).spec!, ...spread({ matchLabelKeys: ['hash'], nodeAffinityPolicy: 'Ignore' }) } })
  expect(answer(ignoring('2'), v)).toBe('n1')
  expect(answer(ignoring('1'), v)).toBe("node(s) didn't match pod topology spread constraints")
})

test('of 100 or more nodes, half are enough; of 5000, a tenth; the search goes on where it stopped', () => {
  const v = view(Array.from({ length: 300 }, (_, i) => aNode(`n${String(i).padStart(3, '0')}`)))
  const first = judge(podInfoOf(aPod('p')), v, { draw: () => 0 })
  expect(first.feasible.length).toBe(144)
  const second = judge(podInfoOf(aPod('p')), v, { draw: () => 0, startAt: 144 })
  expect(second.feasible[0]!.name).toBe('n144')
})
