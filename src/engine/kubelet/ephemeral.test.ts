// Ephemeral containers: put into a pod that runs, begun once, gone with the pod. Rules K20 and K21.
import { describe, expect, test } from 'vitest'
import { Event, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { container, podBed, podOf } from '../testing/podBed.ts'

type Bed = ReturnType<typeof podBed>
const add = (t: Bed, name: string, more: Record<string, unknown>, pod = 'p') => {
  const now = t.pod(pod)!['spec'].ephemeralContainers ?? []
  return t.client.patch(Pod, 'default', pod, 'merge', { spec: { ephemeralContainers: [...now, { name, image: 'busybox:1.36', ...more }] } }, { subresource: 'ephemeralcontainers' })
}
const statuses = (t: Bed, pod = 'p') => (t.pod(pod)!['status'].ephemeralContainerStatuses ?? []) as AnyObject[]
const stateOf = (s: AnyObject) => Object.keys(s['state'])[0]
const sleeper = container('sleep 100000')

describe('[K20] an ephemeral container', () => {
  test('is begun beside the others, which do not notice; its events name its list', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [sleeper] }), 'default')
    t.run(5)
    const before = t.pod('p')!
    add(t, 'dbg', { command: ['sh', '-c', 'echo hello; sleep 1000'] })
    t.run(5)
    const after = t.pod('p')!
    expect(after.metadata.generation).toBe(before.metadata.generation! + 1)
    expect(after['status'].observedGeneration).toBe(after.metadata.generation)
    expect(after['status'].containerStatuses).toEqual(before['status'].containerStatuses)
    expect(statuses(t)).toMatchObject([{ name: 'dbg', ready: false, restartCount: 0, state: { running: {} }, resources: {} }])
    expect(statuses(t)[0]).not.toHaveProperty('started')
    expect(t.client.logs('default', 'p', { container: 'dbg' }).map(l => l.text)).toEqual(['hello\n'])
    const paths = t.cluster.server.store.list(Event, 'default').filter(e => e['involvedObject'].fieldPath?.includes('dbg')).map(e => [e['reason'], e['involvedObject'].fieldPath])
    expect(new Set(paths.map(([, path]) => path))).toEqual(new Set(['spec.ephemeralContainers{dbg}']))
    expect(paths.map(([reason]) => reason)).toEqual(expect.arrayContaining(['Pulled', 'Created', 'Started']))
  })

  test.each([['Always', 0], ['Always', 1], ['OnFailure', 1]])('that has ended is never begun again (restartPolicy %s, exit %i)', (restartPolicy, code) => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy, containers: [sleeper] }), 'default')
    t.run(5)
    add(t, 'dbg', { command: ['sh', '-c', `exit ${code}`] })
    t.run(120)
    expect(statuses(t)).toMatchObject([{ restartCount: 0, state: { terminated: { exitCode: code } } }])
    expect(t.pod('p')!['status'].phase).toBe('Running')
    expect(t.lines('p').at(-1)).toBe('Running ready running')
  })

  test('whose image cannot be pulled waits, and the pod is ready all the same', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [sleeper] }), 'default')
    t.run(5)
    add(t, 'dbg', { image: 'nginx:9.99' })
    t.run(40)
    expect(statuses(t)[0]!['state'].waiting.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
  })

  test('is begun while init containers still run', () => {
    const t = podBed()
    t.client.create(podOf('p', { initContainers: [{ ...container('sleep 60'), name: 'i' }], containers: [sleeper] }), 'default')
    t.run(5)
    add(t, 'dbg', { command: ['sleep', '1000'] })
    t.run(5)
    expect(statuses(t).map(stateOf)).toEqual(['running'])
    expect(t.lines('p').at(-1)).toBe('Pending running PodInitializing')
  })

  test('does not keep a pod whose own containers are done: it is stopped with it', () => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy: 'Never', containers: [container('sleep 20')] }), 'default')
    t.run(5)
    add(t, 'dbg', { command: ['sleep', '1000'] })
    t.run(60)
    expect(t.pod('p')!['status'].phase).toBe('Succeeded')
    expect(statuses(t)).toMatchObject([{ state: { terminated: { exitCode: 137, reason: 'Error' } } }])
    expect(t.events('p').find(e => e.reason === 'Killing')?.message).toBe('Stopping container dbg')
  })

  test('goes with a pod that is deleted', () => {
    const t = podBed()
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 2, containers: [sleeper] }), 'default')
    t.run(5)
    add(t, 'dbg', { command: ['sleep', '1000'] })
    t.run(5)
    t.client.delete(Pod, 'default', 'p')
    t.run(10)
    expect(t.pod('p')).toBeUndefined()
  })

  test('sees files of a volume that it mounts, and the others see its own', () => {
    const t = podBed()
    const volumeMounts = [{ name: 'v', mountPath: '/v' }]
    t.client.create(podOf('p', { volumes: [{ name: 'v', emptyDir: {} }], containers: [container('echo one > /v/a; sleep 100000', { volumeMounts })] }), 'default')
    t.run(5)
    add(t, 'dbg', { command: ['sh', '-c', 'cat /v/a; echo two > /v/b; sleep 1000'], volumeMounts })
    t.run(5)
    expect(t.client.logs('default', 'p', { container: 'dbg' }).map(l => l.text)).toEqual(['one\n'])
    expect(t.client.exec('default', 'p', 'c', ['cat', '/v/b']).stdout).toBe('two\n')
  })
})

describe('[K21] processes', () => {
  const ps = (t: Bed, name: string, pod = 'p') => t.client.exec('default', pod, name, ['ps']).stdout.split('\n').slice(1, -1).map(l => l.replace(/^ *(\d+) root +0:00 /, '$1 ')).filter(l => !l.endsWith(' ps'))
  test.each([
    ['the target', {}, { targetContainerName: 'c' }, ['1 sh -c sleep 100000', '97 sleep 1000']],
    ['without a target only its own', {}, {}, ['1 sleep 1000']],
    ['in a shared namespace all of the pod', { shareProcessNamespace: true }, {}, ['1 /pause', '37 sh -c sleep 100000', '67 sleep 200000', '97 sleep 1000']],
  ])('an ephemeral container sees %s', (_what, spec, more, seen) => {
    const t = podBed()
    t.client.create(podOf('p', { ...spec, containers: [sleeper, { ...container(''), command: ['sleep', '200000'], name: 'other' }] }), 'default')
    t.run(5)
    add(t, 'dbg', { command: ['sleep', '1000'], ...more })
    t.run(5)
    expect(ps(t, 'dbg')).toEqual(seen)
  })

  test('a container whose input is open waits for it; with stdinOnce too, until whoever attaches first is done', () => {
    const t = podBed()
    t.client.create(podOf('open', { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', stdin: true, tty: true }] }), 'default')
    t.client.create(podOf('once', { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', stdin: true, stdinOnce: true }] }), 'default')
    t.run(300)
    expect([t.lines('open').at(-1), t.lines('once').at(-1)]).toEqual(['Running ready running', 'Running ready running'])
    t.client.type('default', 'once', 'c', '\x04')
    t.run(10)
    expect(t.lines('once').at(-1)).toBe('Succeeded Completed:0')
  })
})
