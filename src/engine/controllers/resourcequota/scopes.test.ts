import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import { aPod } from '../../testing/builders.ts'
import { testCluster, type TestCluster } from '../../testing/testCluster.ts'

type Spec = Readonly<Record<string, unknown>>
const quota = (name: string, spec: object): AnyObject => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec })
const used = (t: TestCluster, name = 'q') => t.object('resourcequotas', name)!.status.used as Record<string, string>
const sized = (requests: Spec, limits?: Spec) => ({ containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '1h'], resources: { requests, ...(limits ? { limits } : {}) } }] })
const claim = (name: string, storage: string, spec: object = {}): AnyObject =>
  ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'gold', resources: { requests: { storage } }, ...spec } })
const high = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 }

function withQuotas(...quotas: readonly AnyObject[]): TestCluster {
  const t = testCluster({ seed: 4, nodes: 2, priorityClasses: [high] })
  t.apply(...quotas)
  t.runFor(100)
  return t
}
const elsewhere = (term: object): Spec => ({ affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: {}, ...term } }] } } })
const expression = (scopeName: string, operator: string, values?: readonly string[]) => ({ scopeSelector: { matchExpressions: [{ scopeName, operator, ...(values ? { values } : {}) }] } })

describe('[RQ9] which pods a scope chooses', () => {
  const cases: readonly (readonly [string, object, Spec, boolean])[] = [
    ['Terminating has a deadline', { scopes: ['Terminating'] }, { activeDeadlineSeconds: 60 }, true],
    ['Terminating is not who has a grace period', { scopes: ['Terminating'] }, { terminationGracePeriodSeconds: 5 }, false],
    ['NotTerminating has none', { scopes: ['NotTerminating'] }, {}, true],
    ['NotTerminating with one', { scopes: ['NotTerminating'] }, { activeDeadlineSeconds: 1 }, false],
    ['BestEffort says nothing of cpu and memory', { scopes: ['BestEffort'] }, sized({ 'ephemeral-storage': '1Gi' }), true],
    ['BestEffort with a request', { scopes: ['BestEffort'] }, sized({ cpu: '1m' }), false],
    ['NotBestEffort with a request', { scopes: ['NotBestEffort'] }, sized({ cpu: '1m' }), true],
    ['NotBestEffort without', { scopes: ['NotBestEffort'] }, {}, false],
    ['a class of priority', { scopes: ['PriorityClass'] }, { priorityClassName: 'high' }, true],
    ['no class of priority', { scopes: ['PriorityClass'] }, {}, false],
    ['this class', expression('PriorityClass', 'In', ['low', 'high']), { priorityClassName: 'high' }, true],
    ['another class', expression('PriorityClass', 'In', ['low']), { priorityClassName: 'high' }, false],
    ['no class is not in a list', expression('PriorityClass', 'In', ['high']), {}, false],
    ['no class is outside of every list', expression('PriorityClass', 'NotIn', ['high']), {}, true],
    ['the class that is excluded', expression('PriorityClass', 'NotIn', ['high']), { priorityClassName: 'high' }, false],
    ['without a class', expression('PriorityClass', 'DoesNotExist'), {}, true],
    ['affinity to a named namespace', { scopes: ['CrossNamespacePodAffinity'] }, elsewhere({ namespaces: ['x'] }), true],
    ['affinity to chosen namespaces, even by an empty selector', { scopes: ['CrossNamespacePodAffinity'] }, elsewhere({ namespaceSelector: {} }), true],
    ['affinity within its own', { scopes: ['CrossNamespacePodAffinity'] }, elsewhere({}), false],
    ['all of several scopes', { scopes: ['Terminating', 'BestEffort'] }, { activeDeadlineSeconds: 5 }, true],
    ['one of several scopes is not enough', { scopes: ['Terminating', 'BestEffort'] }, { activeDeadlineSeconds: 5, ...sized({ cpu: '1m' }) }, false],
  ]
  test.each(cases)('%s', (_, scopes, spec, counted) => {
    const t = withQuotas(quota('q', { hard: { pods: '1' }, ...scopes }))
    t.apply(aPod('p', { spec }))
    expect(used(t)).toEqual({ pods: counted ? '1' : '0' })
  })
})

describe('[RQ9] which claims a scope chooses', () => {
  const cases: readonly (readonly [string, object, object, boolean])[] = [
    ['with a class of attributes', { scopes: ['VolumeAttributesClass'] }, { volumeAttributesClassName: 'fast' }, true],
    ['without one', { scopes: ['VolumeAttributesClass'] }, {}, false],
    ['this class', expression('VolumeAttributesClass', 'In', ['fast']), { volumeAttributesClassName: 'fast' }, true],
    ['none is outside of every list', expression('VolumeAttributesClass', 'NotIn', ['fast']), {}, true],
    ['a class that is excluded', expression('VolumeAttributesClass', 'NotIn', ['fast']), { volumeAttributesClassName: 'fast' }, false],
  ]
  test.each(cases)('%s', (_, scopes, spec, counted) => {
    const t = withQuotas(quota('q', { hard: { persistentvolumeclaims: '2', 'requests.storage': '3Gi' }, ...scopes }))
    t.apply(claim('c', '2Gi', spec))
    expect(used(t)).toEqual(counted ? { persistentvolumeclaims: '1', 'requests.storage': '2Gi' } : { persistentvolumeclaims: '0', 'requests.storage': '0' })
  })
})

describe('[RQ6] what each kind is counted under', () => {
  const cases: readonly (readonly [string, readonly string[], AnyObject, Record<string, string>])[] = [
    ['a pod', ['cpu', 'requests.cpu', 'limits.cpu', 'memory', 'requests.ephemeral-storage', 'count/pods', 'pods', 'requests.example.com/gpu'],
      aPod('p', { spec: sized({ cpu: '100m', memory: '1Mi', 'ephemeral-storage': '2Mi', 'example.com/gpu': '1' }, { cpu: '200m', 'example.com/gpu': '1' }) }),
      { cpu: '100m', 'requests.cpu': '100m', 'limits.cpu': '200m', memory: '1Mi', 'requests.ephemeral-storage': '2Mi', 'count/pods': '1', pods: '1', 'requests.example.com/gpu': '1' }],
    ['a load balancer, its node ports too', ['services', 'services.nodeports', 'services.loadbalancers'],
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { type: 'LoadBalancer', ports: [{ name: 'a', port: 80 }, { name: 'b', port: 81 }] } },
      { services: '1', 'services.nodeports': '2', 'services.loadbalancers': '1' }],
    ['a load balancer that opens none', ['services.nodeports', 'services.loadbalancers'],
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] } },
      { 'services.nodeports': '0', 'services.loadbalancers': '1' }],
    ['a claim, by its class as well', ['requests.storage', 'gold.storageclass.storage.k8s.io/requests.storage', 'lead.storageclass.storage.k8s.io/requests.storage', 'gold.storageclass.storage.k8s.io/persistentvolumeclaims'],
      claim('c', '1.5'), { 'requests.storage': '2', 'gold.storageclass.storage.k8s.io/requests.storage': '2', 'lead.storageclass.storage.k8s.io/requests.storage': '0', 'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1' }],
    ['a Deployment', ['count/deployments.apps', 'count/deployments.extensions', 'pods'],
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } },
      { 'count/deployments.apps': '1', pods: '0' }],
    ['a ConfigMap under both names', ['configmaps', 'count/configmaps', 'count/secrets'], { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' } }, { configmaps: '2', 'count/configmaps': '2', 'count/secrets': '0' }],
  ]
  test.each(cases)('%s', (_, names, object, expected) => {
    const t = withQuotas(quota('q', { hard: Object.fromEntries(names.map(name => [name, '9Gi'.replace(/Gi$/, name.includes('storage') || name.includes('memory') ? 'Gi' : '')])) }))
    t.apply(object)
    expect(used(t)).toEqual(expected)
  })
})

test('[RQ10] a claim that grows is charged for what is more, and not twice', () => {
  const t = withQuotas(quota('q', { hard: { 'requests.storage': '3Gi', persistentvolumeclaims: '1' } }))
  t.apply({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'gold' }, provisioner: 'kubestep.dev/hostpath', allowVolumeExpansion: true } as unknown as AnyObject)
  t.apply(claim('c', '1Gi'))
  t.runFor(30_000)
  t.kubectl(`patch pvc c -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'`)
  expect(used(t)).toEqual({ 'requests.storage': '2Gi', persistentvolumeclaims: '1' })
  expect(() => t.kubectl(`patch pvc c -p '{"spec":{"resources":{"requests":{"storage":"4Gi"}}}}'`))
    .toThrow('exceeded quota: q, requested: requests.storage=2Gi, used: requests.storage=2Gi, limited: requests.storage=3Gi')
})

test('[RQ10] what is given up is given back by the controller, not by the write', () => {
  const t = withQuotas(quota('q', { hard: { 'services.nodeports': '2' } }))
  const service = (type: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { type, ports: [{ name: 'a', port: 80 }, { name: 'b', port: 81 }] } })
  t.apply(service('NodePort'))
  t.apply(service('ClusterIP'))
  expect(used(t)).toEqual({ 'services.nodeports': '2' })
  t.runFor(100)
  expect(used(t)).toEqual({ 'services.nodeports': '0' })
})

test('[RQ10] a pod that is given a deadline moves from one scope to the other, if there is room', () => {
  const t = withQuotas(quota('long', { hard: { pods: '5' }, scopes: ['NotTerminating'] }), quota('short', { hard: { pods: '1' }, scopes: ['Terminating'] }))
  t.apply(aPod('a', { script: 'sleep 1h' }), aPod('b', { script: 'sleep 1h' }))
  expect([used(t, 'long'), used(t, 'short')]).toEqual([{ pods: '2' }, { pods: '0' }])
  t.kubectl(`patch pod a -p '{"spec":{"activeDeadlineSeconds":600}}'`)
  t.runFor(100)
  expect([used(t, 'long'), used(t, 'short')]).toEqual([{ pods: '1' }, { pods: '1' }])
  expect(() => t.kubectl(`patch pod b -p '{"spec":{"activeDeadlineSeconds":600}}'`)).toThrow('pods "b" is forbidden: exceeded quota: short, requested: pods=1, used: pods=1, limited: pods=1')
  t.kubectl('label pod b x=y')
})

test('[RQ11] a pod that is resized counts with the most that it asks for or has, until its node has followed', () => {
  const t = withQuotas(quota('q', { hard: { 'requests.cpu': '300m' } }))
  t.apply(aPod('p', { spec: sized({ cpu: '100m' }) }))
  t.runFor(5_000)
  const resize = (cpu: string) => t.kubectl(`patch pod p --subresource resize -p '{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"${cpu}"}}}]}}'`)
  resize('250m')
  expect(used(t)).toEqual({ 'requests.cpu': '250m' })
  expect(() => resize('400m')).toThrow('exceeded quota: q, requested: requests.cpu=150m, used: requests.cpu=250m, limited: requests.cpu=300m')
  t.runFor(90_000)
  resize('50m')
  t.runFor(10)
  expect(used(t)).toEqual({ 'requests.cpu': '250m' })
  t.runFor(90_000)
  expect(used(t)).toEqual({ 'requests.cpu': '50m' })
})

test('[RQ6] two quotas: the first by name that has no room speaks, and neither is charged', () => {
  const t = withQuotas(quota('a', { hard: { pods: '5' } }), quota('b', { hard: { pods: '0', 'count/pods': '0' } }))
  expect(() => t.apply(aPod('p'))).toThrow('pods "p" is forbidden: exceeded quota: b, requested: count/pods=1,pods=1, used: count/pods=0,pods=0, limited: count/pods=0,pods=0')
  expect(used(t, 'a')).toEqual({ pods: '0' })
})

test('[RQ6] before anything was counted: the names of this kind alone are told', () => {
  const t = testCluster({ seed: 4, nodes: 1 })
  t.apply(quota('q', { hard: { pods: '1', configmaps: '9' } }))
  t.kubectl(`patch quota q --subresource=status -p '{"status":{"hard":{"pods":"1","configmaps":"9"}}}'`)
  expect(() => t.apply(aPod('p'))).toThrow('pods "p" is forbidden: status unknown for quota: q, resources: pods')
})

describe('[RQ12] scopes that can be', () => {
  const tried = (spec: object) => {
    const t = testCluster({ seed: 1, nodes: 1 })
    try {
      t.apply(quota('q', spec))
      return 'created'
    } catch (error) {
      return (error as Error).message.replace(/^.*is invalid: \s*/s, '').trim()
    }
  }
  const ONLY_EXISTS = "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
  const at = 'spec.scopeSelector.matchExpressions'
  const cases: readonly (readonly [string, object, string])[] = [
    ['cpu by deadline', { hard: { 'requests.cpu': '1', pods: '1' }, scopes: ['Terminating'] }, 'created'],
    ['objects by count in any', { hard: { 'count/pods': '1' }, scopes: ['BestEffort'] }, 'created'],
    ['cpu of those who ask for none', { hard: { cpu: '1' }, scopes: ['BestEffort'] }, 'spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource'],
    ['ephemeral storage in a scope', { hard: { 'requests.ephemeral-storage': '1Gi' }, scopes: ['NotBestEffort'] }, 'spec.scopes: Invalid value: ["NotBestEffort"]: unsupported scope applied to resource'],
    ['storage by attributes', { hard: { 'requests.storage': '1Gi' }, scopes: ['VolumeAttributesClass'] }, 'created'],
    ['pods by attributes', { hard: { pods: '1' }, scopes: ['VolumeAttributesClass'] }, 'spec.scopes: Invalid value: ["VolumeAttributesClass"]: unsupported scope applied to resource'],
    ['one and its opposite', { hard: { pods: '1' }, scopes: ['BestEffort', 'NotBestEffort'] }, 'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes'],
    ['a scope with a list that takes none', { hard: { pods: '1' }, ...expression('Terminating', 'In', ['x']) }, `${at}.operator: Invalid value: "In": ${ONLY_EXISTS}`],
    ['an empty list', { hard: { pods: '1' }, ...expression('PriorityClass', 'In', []) }, `${at}.values: Required value: must be at least one value when \`operator\` is 'In' or 'NotIn' for scope selector`],
    ['a list where none is wanted', { hard: { pods: '1' }, ...expression('PriorityClass', 'Exists', ['x']) }, `${at}.values: Invalid value: ["x"]: must be no value when \`operator\` is 'Exist' or 'DoesNotExist' for scope selector`],
    ['no operator that there is', { hard: { pods: '1' }, ...expression('PriorityClass', 'Equals', ['x']) }, `${at}.operator: Invalid value: "Equals": not a valid selector operator`],
    ['what the selector cannot hold', { hard: { secrets: '1' }, ...expression('PriorityClass', 'Exists') },
      `${at}: Invalid value: {"MatchExpressions":[{"ScopeName":"PriorityClass","Operator":"Exists","Values":null}]}: unsupported scope applied to resource`],
  ]
  test.each(cases)('%s', (_, spec, answer) => expect(tried(spec)).toBe(answer))
})
