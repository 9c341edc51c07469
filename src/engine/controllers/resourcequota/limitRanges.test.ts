import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import { testCluster, type TestCluster } from '../../testing/testCluster.ts'

type Amounts = Readonly<Record<string, string>>
interface Sizes { readonly requests?: Amounts; readonly limits?: Amounts }
const range = (name: string, ...limits: readonly object[]): AnyObject => ({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name }, spec: { limits } })
const pod = (spec: object): AnyObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { restartPolicy: 'Never', ...spec } })
const of = (resources?: Sizes, name = 'c') => ({ name, image: 'busybox:1.36', command: ['sleep', '1h'], ...(resources ? { resources } : {}) })
const claim = (storage: string): AnyObject => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'p' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } })

function withRanges(...ranges: readonly AnyObject[]): TestCluster {
  const t = testCluster({ seed: 4, nodes: 1 })
  if (ranges.length > 0) t.apply(...ranges)
  return t
}
function answer(t: TestCluster, object: AnyObject): string {
  try {
    t.apply(object)
    return 'created'
  } catch (error) {
    return (error as Error).message.replace(/^.*is forbidden: /s, '').trim()
  }
}

describe('[LR1] what a container gets that says nothing', () => {
  const cases: readonly (readonly [string, object, Sizes | undefined, Sizes, string])[] = [
    ['the defaults', { default: { cpu: '200m' }, defaultRequest: { cpu: '100m' } }, undefined, { requests: { cpu: '100m' }, limits: { cpu: '200m' } }, 'cpu request for container c; cpu limit for container c'],
    ['a limit alone is the request, too', { default: { cpu: '200m' } }, undefined, { requests: { cpu: '200m' }, limits: { cpu: '200m' } }, 'cpu request for container c; cpu limit for container c'],
    ['the most is the default limit', { max: { memory: '1Gi' } }, undefined, { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }, 'memory request for container c; memory limit for container c'],
    ['the least is the default request', { min: { cpu: '10m' } }, undefined, { requests: { cpu: '10m' } }, 'cpu request for container c'],
    ['only what is missing', { default: { cpu: '200m', memory: '1Gi' } }, { limits: { cpu: '50m' } }, { requests: { cpu: '50m', memory: '1Gi' }, limits: { cpu: '50m', memory: '1Gi' } }, 'memory request for container c; memory limit for container c'],
  ]
  test.each(cases)('%s', (_, item, given, got, told) => {
    const t = withRanges(range('lr', { type: 'Container', ...item }))
    t.apply(pod({ containers: [of(given)] }))
    const { metadata, spec } = t.object('pods', 'p')!
    expect(spec.containers[0].resources).toEqual(got)
    expect(metadata.annotations!['kubernetes.io/limit-ranger']).toBe(`LimitRanger plugin set: ${told}`)
  })
})

describe('[LR2] the least and the most of a container', () => {
  const cases: readonly (readonly [string, object, Sizes, string])[] = [
    ['a request below the least', { min: { cpu: '100m' } }, { requests: { cpu: '99m' } }, 'minimum cpu usage per Container is 100m, but request is 99m'],
    ['exactly the least', { min: { cpu: '100m' } }, { requests: { cpu: '0.1' } }, 'created'],
    ['a limit above the most', { max: { cpu: '1' } }, { limits: { cpu: '1001m' } }, 'maximum cpu usage per Container is 1, but limit is 1001m'],
    ['exactly the most', { max: { cpu: '1' } }, { limits: { cpu: '1000m' } }, 'created'],
    ['by the ratio exactly', { maxLimitRequestRatio: { cpu: '2' } }, { requests: { cpu: '100m' }, limits: { cpu: '200m' } }, 'created'],
    ['by more than the ratio', { maxLimitRequestRatio: { cpu: '2' } }, { requests: { cpu: '100m' }, limits: { cpu: '250m' } }, 'cpu max limit to request ratio per Container is 2, but provided ratio is 2.500000'],
    ['a ratio of nothing', { maxLimitRequestRatio: { cpu: '2' } }, { limits: { memory: '1Gi' } }, 'cpu max limit to request ratio per Container is 2, but no request is specified or request is 0'],
    ['a ratio to no limit', { maxLimitRequestRatio: { cpu: '2' } }, { requests: { cpu: '1m' } }, 'cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0'],
  ]
  test.each(cases)('%s', (_, item, sizes, said) => expect(answer(withRanges(range('lr', { type: 'Container', ...item })), pod({ containers: [of(sizes)] }))).toBe(said))

  test('init containers are judged, too', () => {
    const t = withRanges(range('lr', { type: 'Container', max: { cpu: '1' } }))
    expect(answer(t, pod({ initContainers: [of({ limits: { cpu: '2' } }, 'i')], containers: [of({ limits: { cpu: '1' } })] }))).toBe('maximum cpu usage per Container is 1, but limit is 2')
  })
})

describe('[LR3] a pod as a whole', () => {
  const most = range('lr', { type: 'Pod', max: { cpu: '1' } })
  const cases: readonly (readonly [string, object, string])[] = [
    ['the sum', { containers: [of({ limits: { cpu: '600m' } }), of({ limits: { cpu: '500m' } }, 'd')] }, 'maximum cpu usage per Pod is 1, but limit is 1100m'],
    ['an init container is not added', { initContainers: [of({ limits: { cpu: '1' } }, 'i')], containers: [of({ limits: { cpu: '500m' } })] }, 'created'],
    ['who says nothing', { containers: [of()] }, 'maximum cpu usage per Pod is 1.  No limit is specified'],
    ['what is said for the pod itself', { resources: { limits: { cpu: '2' } }, containers: [of()] }, 'maximum cpu usage per Pod is 1, but limit is 2'],
  ]
  test.each(cases)('%s', (_, spec, said) => expect(answer(withRanges(most), pod(spec))).toBe(said))
})

describe('[LR4] claims', () => {
  const sizes = range('lr', { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } })
  test.each([
    ['1Gi', 'created'], ['2Gi', 'created'], ['2049Mi', 'maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 2049Mi'],
    ['1023Mi', 'minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1023Mi'],
  ])('%s', (storage, said) => expect(answer(withRanges(sizes), claim(storage))).toBe(said))
})

test('[LR5] all findings of the first range that has any, in order: containers, least before most before ratio, and names by the alphabet', () => {
  const t = withRanges(
    range('b', { type: 'Container', max: { memory: '1' } }),
    range('a', { type: 'Container', min: { memory: '1Gi', cpu: '1' }, maxLimitRequestRatio: { cpu: '1' } }, { type: 'Pod', max: { cpu: '10m' } }),
  )
  expect(answer(t, pod({ containers: [of({ requests: { cpu: '100m', memory: '1Mi' }, limits: { cpu: '200m', memory: '2Gi' } })] }))).toBe(
    '[minimum cpu usage per Container is 1, but request is 100m, minimum memory usage per Container is 1Gi, but request is 1Mi, '
    + 'cpu max limit to request ratio per Container is 1, but provided ratio is 2.000000, maximum cpu usage per Pod is 10m, but limit is 200m]')
})

test('[LR6] what is there stays as it is, and may change in all else; a resize is judged', () => {
  const t = testCluster({ seed: 4, nodes: 1 })
  t.apply(pod({ containers: [of({ requests: { cpu: '100m' }, limits: { cpu: '200m' } })] }))
  t.runFor(3_000)
  t.apply(range('lr', { type: 'Container', max: { cpu: '150m' } }))
  t.kubectl('label pod p x=y')
  const resize = (cpu: string) => t.kubectl(`patch pod p --subresource resize -p '{"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"${cpu}"}}}]}}'`)
  expect(() => resize('160m')).toThrow('pods "p" is forbidden: maximum cpu usage per Container is 150m, but limit is 160m')
  resize('150m')
})

test('[LR6] [RQ7] a range gives what a quota demands to be said', () => {
  const t = withRanges()
  t.kubectl('create quota q --hard=requests.cpu=1')
  t.runFor(100)
  expect(answer(t, pod({ containers: [of()] }))).toBe('failed quota: q: must specify requests.cpu for: c')
  t.apply(range('lr', { type: 'Container', defaultRequest: { cpu: '300m' } }))
  expect(answer(t, pod({ containers: [of()] }))).toBe('created')
  expect(t.object('resourcequotas', 'q')!.status.used).toEqual({ 'requests.cpu': '300m' })
})
