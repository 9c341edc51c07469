// How pods are brought to an end, and what is said of those that never ran: rules of this room's README.
import { describe, expect, test } from 'vitest'
import { Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { container, podBed, podOf } from '../testing/podBed.ts'

const PATIENT = "trap 'sleep 6; exit 0' TERM; while true; do sleep 1; done"
const PROMPT = "trap 'exit 0' TERM; while true; do sleep 1; done"
const times = (t: ReturnType<typeof podBed>, reason: string) => t.events('p').filter(e => e.reason === reason).reduce((sum, e) => sum + e.count, 0)
const states = (t: ReturnType<typeof podBed>) => {
  const { initContainerStatuses = [], containerStatuses = [] } = t.pod('p')!['status']
  return [...initContainerStatuses, ...containerStatuses].map((s: AnyObject['status']) => s.state.terminated?.reason ?? s.state.waiting?.reason ?? 'running')
}

describe('hooks', () => {
  test("[K11] a sidecar's preStop hook begins with everybody's, not at its turn", () => {
    const t = podBed()
    const side = container(PROMPT, { name: 'side', restartPolicy: 'Always', lifecycle: { preStop: { exec: { command: ['sleep', '4'] } } } })
    t.client.create(podOf('p', { initContainers: [side], containers: [container(PATIENT)] }), 'default')
    t.run(4)
    t.client.delete(Pod, 'default', 'p')
    t.run(8.6)
    // The main container needs 6 to 7 s; one after the other they would be past 10 s.
    expect(t.lines('p').at(-1)).toBe('gone')
  })

  test('[K11] a sidecar waits for its turn no longer than its grace, and gets 2 s then', () => {
    const t = podBed()
    const side = container('sleep 1000', { name: 'side', restartPolicy: 'Always' })
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 5, initContainers: [side], containers: [container('sleep 1000')] }), 'default')
    t.run(4)
    t.client.delete(Pod, 'default', 'p')
    t.run(6.9)
    expect(t.lines('p').at(-1)).toBe('Running ready running running')
    t.run(2)
    expect(t.lines('p').at(-1)).toBe('gone')
  })

  test('[K11] a preStop hook that fails is told when it has failed, and holds nobody up', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container(PROMPT, { lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 2; exit 1'] } } } })] }), 'default')
    t.run(3)
    t.client.delete(Pod, 'default', 'p')
    t.run(1.5)
    expect(times(t, 'FailedPreStopHook')).toBe(0)
    t.run(1)
    expect(times(t, 'FailedPreStopHook')).toBe(1)
    t.run(3)
    expect(t.lines('p').at(-1)).toBe('gone')
  })

  test('[K11] a sleeping hook that is longer than the grace is nobody’s failure; the process still gets 2 s', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('sleep 1000', { lifecycle: { preStop: { sleep: { seconds: 20 } } } })] }), 'default')
    t.run(3)
    const asked = 3
    t.client.delete(Pod, 'default', 'p', { gracePeriodSeconds: 3 })
    t.run(10)
    expect(times(t, 'FailedPreStopHook')).toBe(0)
    expect(t.at('p Failed Error:137') - asked).toBeGreaterThan(5)
    expect(t.at('p Failed Error:137') - asked).toBeLessThan(6.3)
  })

  test('[K11] a HTTP hook asks whether somebody answers, not what', () => {
    const t = podBed()
    const hook = (port: number) => ({ preStop: { httpGet: { path: '/no-such-page', port } } })
    t.client.create(podOf('q', { containers: [{ name: 'c', image: 'nginx:1.27', lifecycle: hook(80) }] }), 'default')
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.27', lifecycle: hook(81) }] }), 'default')
    t.run(5)
    for (const name of ['p', 'q']) t.client.delete(Pod, 'default', name)
    t.run(5)
    expect(t.events('q').some(e => e.reason === 'FailedPreStopHook')).toBe(false)
    expect(times(t, 'FailedPreStopHook')).toBe(1)
  })

  test('[K11] a postStart hook that fails says how in the status, and only that it failed in the event', () => {
    const t = podBed()
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 2, containers: [container('sleep 1000', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'echo oops; exit 3'] } } } })] }), 'default')
    t.run(4)
    const { uid } = t.pod('p')!.metadata
    expect(t.pod('p')!['status'].containerStatuses[0].state.waiting).toEqual({
      reason: 'PostStartHookError',
      message: `Exec lifecycle hook ([sh -c echo oops; exit 3]) for Container "c" in Pod "p_default(${uid})" failed - error: command 'sh -c echo oops; exit 3' exited with 3: , message: "oops\\n"`,
    })
    expect(t.events('p').find(e => e.reason === 'FailedPostStartHook')?.message).toBe('PostStartHook failed')
  })
})

describe('a deletion', () => {
  test('[K15] asked for again with less grace begins again: told twice, and over that much later', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('sleep 1000')] }), 'default')
    t.run(3)
    t.client.delete(Pod, 'default', 'p')
    t.run(5)
    t.client.delete(Pod, 'default', 'p', { gracePeriodSeconds: 2 })
    t.run(1.9)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    t.run(3)
    expect(t.lines('p').at(-1)).toBe('gone')
    expect(times(t, 'Killing')).toBe(2)
  })

  test('[K15] asked for again with as much grace changes nothing', () => {
    const t = podBed()
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 4, containers: [container('sleep 1000')] }), 'default')
    t.run(3)
    t.client.delete(Pod, 'default', 'p')
    t.run(2)
    t.client.delete(Pod, 'default', 'p')
    t.run(4)
    expect(t.lines('p').at(-1)).toBe('gone')
    expect(times(t, 'Killing')).toBe(1)
  })
})

describe('what never came to run', () => {
  test('[K13] past its deadline it ends with a status unknown, a relist after its phase', () => {
    const t = podBed()
    t.client.create(podOf('p', { activeDeadlineSeconds: 5, containers: [{ name: 'c', image: 'busybox:9.9.9' }] }), 'default')
    t.run(15)
    expect(t.lines('p').slice(-2)).toEqual(['Failed ContainerCreating', 'Failed ContainerStatusUnknown:137'])
  })

  test('[K13] behind an init container that failed it stays waiting', () => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy: 'Never', initContainers: [container('exit 1', { name: 'i' })], containers: [container('sleep 5')] }), 'default')
    t.run(15)
    expect(states(t)).toEqual(['Error', 'PodInitializing'])
  })

  test('[K13] of init containers, those that were tried are counted as lost', () => {
    const t = podBed()
    const missing = (name: string) => ({ name, image: 'busybox:9.9.9' })
    t.client.create(podOf('p', { activeDeadlineSeconds: 5, initContainers: [missing('i'), missing('j')], containers: [missing('c')] }), 'default')
    t.run(15)
    expect(states(t)).toEqual(['ContainerStatusUnknown', 'PodInitializing', 'PodInitializing'])
  })

  test('[K12] root where nobody may be root', () => {
    const t = podBed()
    t.client.create(podOf('p', { securityContext: { runAsNonRoot: true }, containers: [container('sleep 5')] }), 'default')
    t.run(15)
    expect(t.lines('p').at(-1)).toBe('Pending CreateContainerConfigError')
    expect(t.events('p').find(e => e.reason === 'Failed')?.message).toBe(`Error: container has runAsNonRoot and image will run as root (pod: "p_default(${t.pod('p')!.metadata.uid})", container: c)`)
  })

  test('[K14] credentials that are not there are missed in each sync, and only in words', () => {
    const t = podBed()
    t.client.create(podOf('p', { imagePullSecrets: [{ name: 'a' }, { name: 'b' }], containers: [container('sleep 60')] }), 'default')
    t.run(5)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    expect(t.events('p').find(e => e.reason === 'FailedToRetrieveImagePullSecret')?.message).toBe('Unable to retrieve some image pull secrets (a, b); attempting to pull the image may not succeed.')
  })

  test('[K14] credentials that are there are not missed', () => {
    const t = podBed()
    t.client.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } } as AnyObject, 'default')
    t.client.create(podOf('p', { imagePullSecrets: [{ name: 'a' }], containers: [container('sleep 60')] }), 'default')
    t.run(5)
    expect(times(t, 'FailedToRetrieveImagePullSecret')).toBe(0)
  })
})

describe('a pod that is changed while it runs', () => {
  test('[K16] another image has waits of its own: what crashed before does not hold it up', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('exit 1')] }), 'default')
    t.run(60)
    t.client.patch(Pod, 'default', 'p', 'strategic', { spec: { containers: [{ name: 'c', image: 'busybox:1.35' }] } })
    t.run(3)
    expect(t.pod('p')!['status'].containerStatuses[0].image).toBe('docker.io/library/busybox:1.35')
    expect(times(t, 'BackOff')).toBeGreaterThan(1)
  })

  test('[K16] a deadline that is set later counts from the start', () => {
    const t = podBed()
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 1, containers: [container('sleep 1000')] }), 'default')
    t.run(10)
    t.client.patch(Pod, 'default', 'p', 'strategic', { spec: { activeDeadlineSeconds: 15 } })
    t.run(4)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    t.run(6)
    expect(t.pod('p')!['status'].reason).toBe('DeadlineExceeded')
  })
})
