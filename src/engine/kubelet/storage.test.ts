// Pods that take more of the machine's disk than they may: rules K24 and K25 of this room's README, on a whole cluster.
import { describe, expect, test } from 'vitest'
import { podIs, testCluster } from '../testing/testCluster.ts'
import { aJob, aPod } from '../testing/builders.ts'

type Spec = Readonly<Record<string, unknown>>
const volumes = (emptyDir: Spec) => ({ volumes: [{ name: 'cache', emptyDir }] })
const container = (script: string, more: Spec = {}) => ({ name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
const mounted = { volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }
const limited = (limit: string) => ({ resources: { limits: { 'ephemeral-storage': limit } } })

/** A pod that writes so and then sleeps; what becomes of it within four minutes. */
function written(spec: Spec, ms = 240_000) {
  const t = testCluster({ seed: 4, nodes: 1 })
  t.apply(aPod('p', { spec: { terminationGracePeriodSeconds: 60, ...spec } }))
  t.runFor(ms)
  const status = t.object('pods', 'p')!.status
  return { t, status, evicted: t.events('p').filter(e => e.startsWith('Evicted: ')) }
}

describe('[K24] an emptyDir beyond its sizeLimit', () => {
  const too = (write: string, emptyDir: Spec = { sizeLimit: '10Mi' }) => written({ containers: [container(`${write}; sleep 3600`, mounted)], ...volumes(emptyDir) })

  test.each([
    ['dd', 'dd if=/dev/zero of=/cache/f bs=1M count=20'], ['dd in small blocks', 'dd if=/dev/zero of=/cache/f bs=64k count=320'], ['head', 'head -c 20M /dev/zero > /cache/f'],
    ['fallocate', 'fallocate -l 20M /cache/f'], ['many files', 'for i in 1 2 3; do dd if=/dev/zero of=/cache/$i bs=1M count=4; done'],
    ['a copy', 'dd if=/dev/zero of=/tmp/f bs=1M count=20; cp /tmp/f /cache/g'], ['appended to', 'for i in 1 2 3 4 5 6; do head -c 2M /dev/zero >> /cache/f; done'],
  ])('%s: evicted, with its name and its limit', (_how, write) => {
    const { t, status, evicted } = too(write)
    expect(evicted).toEqual(['Evicted: Usage of EmptyDir volume "cache" exceeds the limit "10Mi". '])
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'Usage of EmptyDir volume "cache" exceeds the limit "10Mi". ' })
    expect(status.containerStatuses[0].state.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
    // It is no disruption: the pod itself is to blame.
    expect(status.conditions.map((c: { type: string }) => c.type)).not.toContain('DisruptionTarget')
    // The reason of a container goes before the pod's own.
    expect(t.kubectl('get pods')).toMatch(/p +0\/1 +Error +0/)
  })

  test.each([
    ['so much less that directory and file fit', 'dd if=/dev/zero of=/cache/f bs=1M count=9', {}], ['a hole takes no room', 'truncate -s 50M /cache/f', {}],
    ['what was removed before anybody looked', 'dd if=/dev/zero of=/cache/f bs=1M count=20; rm /cache/f', {}], ['what lies beside the volume', 'dd if=/dev/zero of=/tmp/f bs=1M count=20', {}],
    ['no limit', 'dd if=/dev/zero of=/cache/f bs=1M count=200', { sizeLimit: undefined }], ['a limit of zero is none', 'dd if=/dev/zero of=/cache/f bs=1M count=20', { sizeLimit: '0' }],
    ['just as much as the limit, in memory', 'dd if=/dev/zero of=/cache/f bs=1M count=10', { medium: 'Memory', sizeLimit: '11Mi' }],
  ])('%s: stays', (_how, write, emptyDir) => {
    const { status, evicted } = too(write, { sizeLimit: '10Mi', ...emptyDir })
    expect([status.phase, evicted]).toEqual(['Running', []])
  })

  test('what comes through a pipe', () => expect(too('yes 0123456789 | head -c 1500000 > /cache/f', { sizeLimit: '1Mi' }).status.message).toContain('exceeds the limit "1Mi". '))
  test('exactly the limit is too much: the directory counts too', () => expect(too('dd if=/dev/zero of=/cache/f bs=1M count=10').status.reason).toBe('Evicted'))
  test('in memory nobody is evicted: what does not fit is refused to the program', () => {
    const { t, status } = too('dd if=/dev/zero of=/cache/f bs=1M count=20; echo left with $?; ls -l /cache', { medium: 'Memory', sizeLimit: '10Mi' })
    expect(status.phase).toBe('Running')
    expect(t.kubectl('logs p')).toMatch(/dd: error writing '\/cache\/f': No space left on device[^]*left with 1[^]*10485760 .*f/)
  })
  test('in memory it counts as the container’s memory', () => {
    const { status } = written({ containers: [container('dd if=/dev/zero of=/cache/f bs=1M count=60', { ...mounted, resources: { limits: { memory: '32Mi' } } })], volumes: [{ name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }] }, 30_000)
    // The mount is as large as the pod's memory: the process itself is what does not fit beside it.
    expect(status.containerStatuses[0].state.terminated).toMatchObject({ reason: 'OOMKilled', exitCode: 137 })
  })
  test('it is seen when volumes are walked through, within a minute or two, and not at once', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    t.apply(aPod('p', { spec: { containers: [container('sleep 100; dd if=/dev/zero of=/cache/f bs=1M count=20; sleep 3600', mounted)], ...volumes({ sizeLimit: '10Mi' }) } }))
    t.runFor(101_000)
    expect(podIs('p', 'Running')(t)).toBe(true)
    t.runUntil(podIs('p', 'Failed'), 135_000)
  })
  test('what a second container and what kubectl exec write counts too', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    t.apply(aPod('p', { spec: { containers: [container('sleep 3600', mounted), { ...container('dd if=/dev/zero of=/cache/d bs=1M count=6; sleep 3600', mounted), name: 'd' }], ...volumes({ sizeLimit: '10Mi' }) } }))
    t.runFor(200_000)
    expect(podIs('p', 'Running')(t)).toBe(true)
    t.kubectl('exec p -c c -- dd if=/dev/zero of=/cache/f bs=1M count=6')
    t.runUntil(podIs('p', 'Failed'), 135_000)
    expect(t.events('p').some(e => e.startsWith('Evicted: Usage of EmptyDir volume "cache"'))).toBe(true)
  })
})

describe('[K25] beyond limits of ephemeral-storage', () => {
  const c = (name: string, script: string, limit?: string) => ({ ...container(`${script}; sleep 3600`, limit === undefined ? {} : limited(limit)), name })
  const fill = (mib: number, path = '/tmp/f') => `dd if=/dev/zero of=${path} bs=1M count=${mib}`
  const POD = 'Pod ephemeral local storage usage exceeds the total limit of containers '

  test.each([
    ['one container is the whole pod', [c('a', fill(20), '10Mi')], `${POD}10Mi. `],
    ['the sum of two', [c('a', fill(8), '10Mi'), c('b', fill(40), '30Mi')], `${POD}40Mi. `],
    ['one of two, while the sum still fits', [c('a', fill(15), '10Mi'), c('b', 'true', '30Mi')], 'Container a exceeded its local ephemeral storage limit "10Mi". '],
    ['one without a limit counts in the sum', [c('a', 'true', '10Mi'), c('b', fill(15))], `${POD}10Mi. `],
    ['what it says', [c('a', 'yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | head -n 40000', '2Mi')], `${POD}2Mi. `],
  ])('%s', (_what, containers, message) => {
    const { status } = written({ containers }, 60_000)
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted', message })
  })
  test.each([
    ['less than the limit', [c('a', fill(9), '10Mi')]], ['each within its own', [c('a', fill(9), '10Mi'), c('b', fill(29), '30Mi')]],
    ['in another place that lies in memory', [{ ...c('a', fill(20, '/cache/f'), '10Mi'), ...mounted }]],
    ['what the image brought', [{ ...c('a', 'true', '1Mi'), image: 'nginx:1.25' }]],
  ])('%s: stays', (_what, containers) => expect(written({ containers, volumes: [{ name: 'cache', emptyDir: { medium: 'Memory' } }] }, 60_000).status.phase).toBe('Running'))
  test('an emptyDir on disk counts for the pod, when it was measured', () => {
    const { status } = written({ containers: [{ ...c('a', fill(20, '/cache/f'), '10Mi'), ...mounted }], ...volumes({}) })
    expect(status.message).toBe(`${POD}10Mi. `)
  })
  test('a layer is seen at the next housekeeping, within 10 s', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    t.apply(aPod('p', { spec: { containers: [c('c', `sleep 30; ${fill(20)}`, '10Mi')] } }))
    t.runFor(30_000)
    expect(podIs('p', 'Running')(t)).toBe(true)
    t.runUntil(podIs('p', 'Failed'), 15_000)
  })
  test('what the cluster cannot do without stays', () => {
    const { status } = written({ containers: [c('a', fill(20), '10Mi')], priorityClassName: 'system-node-critical' }, 60_000)
    expect(status.phase).toBe('Running')
  })
})

test('[K24] a Job counts an evicted pod as failed, and a rule for disruptions does not look at it', () => {
  const t = testCluster({ seed: 4, nodes: 1 })
  const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }]
  t.apply(aJob('big', { backoffLimit: 0, job: { podFailurePolicy: { rules } }, spec: { containers: [container('dd if=/dev/zero of=/cache/f bs=1M count=20; sleep 600', mounted)], ...volumes({ sizeLimit: '10Mi' }) } }))
  t.runFor(200_000)
  expect(t.object('jobs', 'big')!.status).toMatchObject({ failed: 1, conditions: [{ type: 'FailureTarget' }, { type: 'Failed', reason: 'BackoffLimitExceeded' }] })
})

test('[K24] a Deployment keeps the evicted pod in sight and makes another, again and again', () => {
  const t = testCluster({ seed: 4, nodes: 1 })
  t.apply({
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container('dd if=/dev/zero of=/tmp/f bs=1M count=20; sleep 600', limited('10Mi'))] } } },
  })
  t.runFor(60_000)
  const lines = t.kubectl('get pods').split('\n')
  expect(lines.filter(l => l.includes('Error')).length).toBeGreaterThan(2)
  expect(lines.some(l => l.includes('Running') || l.includes('ContainerCreating'))).toBe(true)
})

test('[K24] E3: back before the eviction and on again comes to the same end', () => {
  const { t } = written({ containers: [container('sleep 20; dd if=/dev/zero of=/cache/f bs=1M count=20; sleep 3600', mounted)], ...volumes({ sizeLimit: '10Mi' }) })
  const { world } = t.cluster
  const [now, end] = [world.now, world.dump()]
  world.travel({ toFrame: world.inputs.at(-1)!.seq })
  world.forgetFuture()
  world.travel({ toAt: now })
  expect(world.dump() === end).toBe(true)
})
