import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../../kube/object.ts'
import { aPod, createFindings, podSpec, updateFindings } from '../testObjects.ts'
import { podStrategy } from './strategy.ts'

const container = (more: object): object => ({ containers: [{ name: 'c', image: 'nginx', ...more }] })
const http = { httpGet: { port: 80 } }

describe('create', () => {
  test.each<[string, object, string[]]>([
    ['plain', {}, []],
    ['the last port', container({ ports: [{ containerPort: 65_535 }] }), []],
    ['a name of 63 letters', { containers: [{ name: 'a'.repeat(63), image: 'x' }] }, []],
    ['a port name of 15 letters', container({ ports: [{ containerPort: 1, name: 'a23456789012345' }] }), []],
    ['a port name of 16 letters', container({ ports: [{ containerPort: 1, name: 'a234567890123456' }] }), ['spec.containers[0].ports[0].name: Invalid value: "a234567890123456": must be no more than 15 characters']],
    ['two hyphens', container({ ports: [{ containerPort: 1, name: 'a--b' }] }), ['spec.containers[0].ports[0].name: Invalid value: "a--b": must not contain consecutive hyphens']],
    ['the same host port for two protocols', container({ ports: [{ containerPort: 1, hostPort: 9 }, { containerPort: 1, hostPort: 9, protocol: 'UDP' }] }), []],
    ['the same host port twice', container({ ports: [{ containerPort: 1, hostPort: 9 }, { containerPort: 2, hostPort: 9 }] }), ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//9"']],
    ['a probe with nothing set', container({ livenessProbe: http }), []],
    ['a label by its key', container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } }] }), []],
    ['all labels into a variable', container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }] }),
      [expect.stringMatching(/^spec.containers\[0\].env\[0\].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", /) as unknown as string]],
    ['a sidecar may have probes', { initContainers: [{ name: 's', image: 'x', restartPolicy: 'Always', livenessProbe: http }] }, []],
    ['rules need a policy', container({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [3] } }] }),
      ['spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used']],
    ['sleep up to the grace period', { ...container({ lifecycle: { preStop: { sleep: { seconds: 5 } } } }), terminationGracePeriodSeconds: 5 }, []],
    ['sleep beyond it', { ...container({ lifecycle: { preStop: { sleep: { seconds: 6 } } } }), terminationGracePeriodSeconds: 5 },
      ['spec.containers[0].lifecycle.preStop.sleep: Invalid value: 6: must be non-negative and less than terminationGracePeriodSeconds (5)']],
    ['as much as the limit, written otherwise', container({ resources: { requests: { cpu: '1000m' }, limits: { cpu: '1' } } }), []],
    ['a device in part', container({ resources: { limits: { 'example.com/gpu': '2' }, requests: { 'example.com/gpu': '1' } } }),
      ['spec.containers[0].resources.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2']],
    ['the pod asks for less than its containers', { ...container({ resources: { requests: { cpu: '2' } } }), resources: { requests: { cpu: '1' } } },
      ['spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2']],
    ['tolerates everything', { tolerations: [{ operator: 'Exists' }] }, []],
    ['a volume that is wrong cannot be mounted', { containers: [{ name: 'c', image: 'x', volumeMounts: [{ name: 'v', mountPath: '/v' }] }], volumes: [{ name: 'v', configMap: {} }] },
      ['spec.volumes[0].configMap.name: Required value', 'spec.containers[0].volumeMounts[0].name: Not found: "v"']],
    ['two terms spread alike', { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }, { maxSkew: 2, topologyKey: 'z', whenUnsatisfiable: 'ScheduleAnyway' }] }, []],
  ])('%s', (_name, spec, findings) => expect(createFindings(aPod(spec))).toEqual(findings))
})

describe('defaults', () => {
  test.each([
    ['nginx', 'Always'], ['nginx:latest', 'Always'], ['nginx:1.27', 'IfNotPresent'], ['localhost:5000/nginx', 'Always'], ['a/b:latest', 'Always'],
    [`nginx@sha256:${'0'.repeat(64)}`, 'IfNotPresent'], [' nginx', 'IfNotPresent'], ['Nginx', 'IfNotPresent'], ['', 'IfNotPresent'],
  ])('%s is pulled %s', (image, policy) => expect(aPod({ containers: [{ name: 'c', image }] }).spec.containers[0].imagePullPolicy).toBe(policy))

  test('are added once: a second time changes nothing', () => {
    const pod = aPod({ hostNetwork: true, containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 1 }], resources: { limits: { cpu: '0.5' } }, livenessProbe: http }], volumes: [{ name: 'v' }] })
    expect(podStrategy.defaults(pod as never)).toEqual(pod)
    expect(pod.spec.containers[0].resources).toEqual({ limits: { cpu: '500m' }, requests: { cpu: '500m' } })
  })
  test('less than a thousandth is rounded up, less than no grace is one second', () => {
    const pod = aPod({ terminationGracePeriodSeconds: -5, containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '100u' } } }] })
    expect([pod.spec.containers[0].resources.requests.cpu, pod.spec.terminationGracePeriodSeconds]).toEqual(['1m', 1])
  })
  test('keys of labels become requirements', () => {
    const labels = { app: 'web' }
    const spec = podSpec({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {}, matchLabelKeys: ['app', 'absent'] }] })
    const pod = podStrategy.prepareCreate({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels }, spec } as never)
    expect(pod.spec.topologySpreadConstraints![0]!.labelSelector).toEqual({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] })
  })
})

describe('update', () => {
  const pod = aPod({ activeDeadlineSeconds: 60, tolerations: [{ key: 'a', operator: 'Exists' }] })
  const withSpec = (more: object): AnyObject => ({ ...pod, spec: { ...pod.spec, ...more } })
  test.each<[string, object, string[]]>([
    ['a lower deadline', { activeDeadlineSeconds: 59 }, []],
    ['a higher deadline', { activeDeadlineSeconds: 61 }, ['spec.activeDeadlineSeconds: Invalid value: 61: must be less than or equal to previous value']],
    ['one toleration more', { tolerations: [{ key: 'a', operator: 'Exists' }, { key: 'b' }] }, []],
    ['another toleration instead', { tolerations: [{ key: 'b', operator: 'Exists' }] }, ['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds']],
    ['a container more', { containers: [...pod.spec.containers, { name: 'd', image: 'x' }] }, [
      'spec.containers[1].terminationMessagePolicy: Required value', 'spec.containers[1].imagePullPolicy: Required value', 'spec.containers: Forbidden: pod updates may not add or remove containers',
    ]],
  ])('%s', (_name, spec, findings) => expect(updateFindings(withSpec(spec), pod)).toEqual(findings))

  test('anything else is shown as a difference', () => {
    const [finding] = updateFindings(withSpec({ hostname: 'h' }), pod)
    expect(finding).toMatch(/^spec: Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`,.*\n@@ -\d+,7 \+\d+,7 @@\n(.*\n){3}- "Hostname": "",\n\+ "Hostname": "h",\n(.*\n){3}$/)
  })
  test('a gated pod may be narrowed to fewer nodes, a free one not', () => {
    const gated = aPod({ schedulingGates: [{ name: 'a.b/c' }] })
    const narrowed = (p: AnyObject): AnyObject => ({ ...p, spec: { ...p.spec, nodeSelector: { a: 'b' } } })
    expect(updateFindings(narrowed(gated), gated)).toEqual([])
    expect(updateFindings(narrowed(pod), pod)).toHaveLength(1)
  })
})

describe('deletion', () => {
  const bound = (more: object = {}): never => ({ ...aPod({ nodeName: 'n', terminationGracePeriodSeconds: 30 }), ...more }) as never
  test.each<[string, never, number | undefined, number]>([
    ['as the pod says', bound(), undefined, 30],
    ['as asked', bound(), 5, 5],
    ['at once', bound(), 0, 0],
    ['less than nothing is one second', bound(), -1, 1],
    ['a pod without a node goes at once', aPod() as never, undefined, 0],
    ['so does one that has ended', bound({ status: { phase: 'Succeeded' } }), 30, 0],
  ])('%s', (_name, pod, asked, seconds) => expect(podStrategy.deletionGrace!(pod, asked)).toBe(seconds))
})

describe('warnings', () => {
  test.each<[string, object, string[]]>([
    ['none', {}, []],
    ['built upon the earlier value', container({ env: [{ name: 'A', value: '1' }, { name: 'A', value: '$(A)2' }] }), []],
    ['hidden', container({ env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }] }), ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply']],
    ['an old label', { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }, ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead']],
  ])('%s', (_name, spec, texts) => expect(podStrategy.warnings!(aPod(spec) as never)).toEqual(texts))
})
