// What pods go through on their nodes, held against the recordings named in each test.
import { describe, expect, test } from 'vitest'
import { Node, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ApiError } from '../api/errors.ts'
import { container, podBed, podOf } from '../testing/podBed.ts'

describe('a pod that ends by itself', () => {
  test('its container is written as ended first, its phase one relist later [job-pi]', () => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy: 'Never', containers: [container('sleep 5; echo done')] }), 'default')
    t.run(12)
    expect(t.lines('p')).toEqual(['Pending', 'Pending ContainerCreating', 'Running ready running', 'Running Completed:0', 'Succeeded Completed:0'])
    expect(t.at('p Running ready running')).toBeCloseTo(0.68, 1)
    const lag = t.at('p Succeeded Completed:0') - t.at('p Running Completed:0')
    expect(lag).toBeGreaterThan(1.05)
    expect(lag).toBeLessThan(1.2)
    const status = t.pod('p')!['status']
    expect(status.conditions.map((c: AnyObject['status']) => `${c.type}=${c.status}${c.reason ? `/${c.reason}` : ''}`)).toEqual([
      'PodReadyToStartContainers=False', 'Initialized=True/PodCompleted', 'Ready=False/PodCompleted', 'ContainersReady=False/PodCompleted', 'PodScheduled=True',
    ])
    expect(t.client.logs('default', 'p').map(l => l.text)).toEqual(['done\n'])
    expect(t.events('p').map(e => e.reason)).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'])
  })

  // Many seeds: a relist of the whole node may fall into the few milliseconds between its start and the look at it.
  test.each([1, 2, 3, 4])('even one that ends at once is seen running [job-fast-6-3], seed %i', seed => {
    const t = podBed(seed)
    const names = Array.from({ length: 60 }, (_, n) => `p${n}`)
    for (const name of names) {
      t.client.create(podOf(name, { restartPolicy: 'Never', containers: [container('exit 3')] }), 'default')
      t.run(1.3)
    }
    t.run(4)
    for (const name of names) expect(t.lines(name).slice(2)).toEqual(['Running ready running', 'Running Error:3', 'Failed Error:3'])
  })

  test('with a sidecar: that is stopped when the others are done [pod-sidecar]', () => {
    const t = podBed()
    t.client.create(podOf('p', {
      restartPolicy: 'Never', initContainers: [{ ...container("trap 'exit 0' TERM; while true; do sleep 1; done"), name: 's', restartPolicy: 'Always' }], containers: [container('sleep 3')],
    }), 'default')
    t.run(15)
    expect(t.lines('p').slice(-4)).toEqual(['Running ready running running', 'Running running Completed:0', 'Running Completed:0 Completed:0', 'Succeeded Completed:0 Completed:0'])
    expect(t.events('p').find(e => e.reason === 'Killing')?.message).toBe('Stopping container s')
  })
})

describe('a pod that fails again and again', () => {
  test('restarts at once, then after 10 s and 20 s; CrashLoopBackOff is written as the wait ends [pod-crashloop]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('exit 1')] }), 'default')
    t.run(75)
    const loop = t.lines('p').filter(l => l.includes('CrashLoopBackOff') || l.includes('Error'))
    expect(loop.slice(0, 4)).toEqual(['Running Error:1', 'Running Error:1', 'Running CrashLoopBackOff', 'Running Error:1'])
    const waits = t.seen.filter(s => s.text.includes('CrashLoopBackOff')).map(s => s.t)
    const errors = t.seen.filter(s => s.text.includes('Error')).map(s => s.t)
    const before = (at: number) => Math.max(...errors.filter(e => e < at))
    expect(waits[0]! - before(waits[0]!)).toBeGreaterThanOrEqual(9.5)
    expect(waits[0]! - before(waits[0]!)).toBeLessThan(16.5)
    expect(waits[1]! - before(waits[1]!)).toBeGreaterThanOrEqual(19.5)
    expect(waits[1]! - before(waits[1]!)).toBeLessThan(31.5)
    expect(t.events('p').find(e => e.reason === 'BackOff')?.message).toBe(`Back-off restarting failed container c in pod p_default(${t.pod('p')!.metadata.uid})`)
    expect(t.pod('p')!['status'].containerStatuses[0].lastState.terminated.exitCode).toBe(1)
  })

  test('[K9] what cannot begin is looked at once more than it failed, so CrashLoopBackOff shows at once [pod-configerror badcmd]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'busybox:1.36', command: ['/no/such/binary'] }] }), 'default')
    t.run(22)
    expect(t.lines('p').slice(2, 5)).toEqual(['Running RunContainerError', 'Running CrashLoopBackOff', 'Running RunContainerError'])
    expect(t.at('p Running CrashLoopBackOff')).toBeLessThan(5)
    expect(t.events('p').find(e => e.reason === 'BackOff')?.count).toBe(3)
    // Once it is under way, one failure is one event.
    t.run(30)
    expect(t.lines('p').slice(5, 7)).toEqual(['Running CrashLoopBackOff', 'Running RunContainerError'])
  })

  test('[K10] the previous logs are those of the last state that its status shows, and gone once a newer run has ended [pod-crashloop]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('echo run $(hostname | wc -l); sleep 3; exit 1')] }), 'default')
    const previous = () => t.client.logs('default', 'p', { previous: true }).map(l => l.text)
    const until = (text: string) => { while (t.lines('p').at(-1) !== text) t.run(0.1) }
    t.run(2)
    expect(previous).toThrow('previous terminated container "c" in pod "p" not found')
    until('Running Error:1')
    until('Running ready running')
    expect(previous()).toEqual(['run 1\n'])
    const first = t.pod('p')!['status'].containerStatuses[0].lastState.terminated.containerID
    until('Running Error:1')
    expect(previous()).toEqual([`unable to retrieve container logs for ${first}`])
    until('Running CrashLoopBackOff')
    expect(previous()).toEqual(['run 1\n'])
  })

  test('without its image: ErrImagePull and ImagePullBackOff lag by a sync [pod-imagepull]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.91' }] }), 'default')
    t.run(40)
    expect(t.lines('p').slice(2, 5)).toEqual(['Pending ErrImagePull', 'Pending ImagePullBackOff', 'Pending ErrImagePull'])
    const { message } = t.pod('p')!['status'].containerStatuses[0].state.waiting
    const error = 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.91": failed to resolve image: docker.io/library/nginx:1.91: not found'
    expect([error, `Back-off pulling image "nginx:1.91": ErrImagePull: ${error}`]).toContain(message)
    expect(t.events('p').filter(e => e.type === 'Warning').map(e => e.message)).toEqual(expect.arrayContaining([`Failed to pull image "nginx:1.91": ${error}`, 'Error: ErrImagePull', 'Error: ImagePullBackOff']))
    expect(() => t.client.logs('default', 'p')).toThrow('container "c" in pod "p" is waiting to start')
  })

  test('without its configuration, until that is made [pod-configerror]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('echo "$A"; sleep 600', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'm', key: 'a' } } }] })] }), 'default')
    t.run(5)
    expect(t.pod('p')!['status'].containerStatuses[0].state.waiting).toEqual({ reason: 'CreateContainerConfigError', message: 'configmap "m" not found' })
    t.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data: { a: 'x' } } as AnyObject, 'default')
    t.run(20)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    expect(t.client.logs('default', 'p').map(l => l.text)).toEqual(['x\n'])
  })

  test('without a volume: FailedMount, doubling from half a second [pod-configerror cfgvol]', () => {
    const t = podBed()
    t.client.create(podOf('p', { volumes: [{ name: 'v', configMap: { name: 'nope' } }], containers: [container('sleep 60', { volumeMounts: [{ name: 'v', mountPath: '/v' }] })] }), 'default')
    t.run(20)
    expect(t.lines('p').at(-1)).toBe('Pending ContainerCreating')
    expect(t.events('p').find(e => e.reason === 'FailedMount')).toEqual({ reason: 'FailedMount', type: 'Warning', count: 6, message: 'MountVolume.SetUp failed for volume "v" : configmap "nope" not found' })
  })
})

describe('a pod whose image is changed', () => {
  test('its container is stopped and made anew [pod-multi]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.9.1' }] }), 'default')
    t.run(5)
    t.client.patch(Pod, 'default', 'p', 'strategic', { spec: { containers: [{ name: 'c', image: 'nginx:1.9.0' }] } })
    t.run(5)
    expect(t.events('p').find(e => e.reason === 'Killing')?.message).toBe('Container c definition changed, will be restarted')
    expect(t.pod('p')!['status'].containerStatuses[0]).toMatchObject({ restartCount: 1, ready: true, image: 'docker.io/library/nginx:1.9.0', lastState: { terminated: { reason: 'Completed' } } })
    expect(t.pod('p')!['status'].observedGeneration).toBe(2)
  })

  test('one image at a time: who waited for others says how long the pull took, and how long with the wait [ds-controlplane]', () => {
    const t = podBed()
    for (const name of ['a', 'b', 'c']) t.client.create(podOf(name, { nodeName: 'node-1', containers: [{ ...container('sleep 100'), image: 'perl:5.34.0', imagePullPolicy: 'Always' }] }), 'default')
    t.run(20)
    const told = ['a', 'b', 'c'].map(name => /in (\d+)ms \((\d+)ms including waiting\)/.exec(t.events(name).find(e => e.reason === 'Pulled')!.message)!.slice(1).map(Number) as [number, number])
    const [first, ...later] = told.toSorted((x, y) => x[1] - y[1])
    expect(first![0]).toBe(first![1])
    for (const [took, waited] of later) expect(took).toBeLessThan(waited / 2)
  })
  test('one that could not be pulled starts at once [pod-imagepull]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.91' }] }), 'default')
    t.run(70)
    t.client.patch(Pod, 'default', 'p', 'strategic', { spec: { containers: [{ name: 'c', image: 'nginx:1.9.1' }] } })
    t.run(3)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
  })
})

describe('a pod with several containers', () => {
  test('init containers run one after the other, and a file they leave is seen [job-probe-volumes]', () => {
    const t = podBed()
    const mount = { volumeMounts: [{ name: 'v', mountPath: '/v' }] }
    t.client.create(podOf('p', {
      restartPolicy: 'Never', volumes: [{ name: 'v', emptyDir: {} }],
      initContainers: [{ ...container('echo one > /v/f', mount), name: 'i' }, { ...container('echo two >> /v/f', mount), name: 'j' }], containers: [container('cat /v/f', mount)],
    }), 'default')
    t.run(10)
    expect(t.lines('p').at(-1)).toBe('Succeeded Completed:0 Completed:0 Completed:0')
    expect(t.client.logs('default', 'p', { container: 'c' }).map(l => l.text)).toEqual(['one\n', 'two\n'])
  })

  test('containers side by side see what the other writes, when it is written', () => {
    const t = podBed()
    t.client.create(podOf('p', {
      restartPolicy: 'Never', volumes: [{ name: 'v', emptyDir: {} }],
      containers: [
        { ...container('sleep 4; echo news > /a/f; sleep 5', { volumeMounts: [{ name: 'v', mountPath: '/a' }] }), name: 'writer' },
        { ...container('until [ -f /b/f ]; do sleep 1; done; cat /b/f', { volumeMounts: [{ name: 'v', mountPath: '/b' }] }), name: 'reader' },
      ],
    }), 'default')
    t.run(8)
    expect(t.lines('p').at(-1)).toBe('Running Completed:0 running')
    expect(t.client.logs('default', 'p', { container: 'reader' }).map(l => l.text)).toEqual(['news\n'])
    expect(() => t.client.logs('default', 'p')).toThrow('a container name must be specified for pod p, choose one of: [writer reader]')
  })

  test('out of memory is a kill of its own kind [pod-oom]', () => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy: 'Never', containers: [container('sleep 60')] }, { annotations: { 'kubestep.dev/oom-after-seconds': '2' } }), 'default')
    t.run(8)
    expect(t.lines('p').at(-1)).toBe('Failed OOMKilled:137')
  })
})

describe('a pod that is deleted', () => {
  test('while it runs: grace, the exit code of a kill, then the object [job-deadline]', () => {
    const t = podBed()
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 5, containers: [container('sleep 3600')] }), 'default')
    t.run(3)
    t.client.delete(Pod, 'default', 'p')
    const at = (t.cluster.now - t.cluster.world.startAt) / 1000
    t.run(10)
    expect(t.lines('p').slice(-2)).toEqual(['Failed Error:137', 'gone'])
    expect(t.at('p Failed Error:137') + 0.05 - at).toBeCloseTo(5.15, 0)
    expect(t.events('p').find(e => e.reason === 'Killing')?.message).toBe('Stopping container c')
  })

  test('before it ever ran: it fails with a status unknown and goes [deploy-badimage]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.91' }] }), 'default')
    t.run(3)
    t.client.delete(Pod, 'default', 'p')
    t.run(4)
    expect(t.lines('p').slice(-2)).toEqual(['Failed ContainerStatusUnknown:137', 'gone'])
  })

  test('by force: the object is gone at once, the container is stopped nevertheless [job-podkill]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('sleep 3600')] }), 'default')
    t.run(3)
    const { uid } = t.pod('p')!.metadata
    t.client.delete(Pod, 'default', 'p', { gracePeriodSeconds: 0 })
    expect(t.pod('p')).toBeUndefined()
    t.run(1)
    expect(t.cluster.kubelets.recordOf(uid!)?.life).toBe('terminating')
    t.run(40)
    expect(t.cluster.kubelets.recordOf(uid!)).toBeUndefined()
    expect(t.events('p').some(e => e.reason === 'Killing')).toBe(true)
  })

  test('runs its preStop hook within the grace', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container("trap 'exit 0' TERM; while true; do sleep 1; done", { lifecycle: { preStop: { exec: { command: ['sleep', '4'] } } } })] }), 'default')
    t.run(3)
    t.client.delete(Pod, 'default', 'p')
    t.run(3.5)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    t.run(4)
    expect(t.lines('p').slice(-2)).toEqual(['Succeeded Completed:0', 'gone'])
  })
})

describe('probes', () => {
  test('readiness decides on Ready alone [pod-liveness ready]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('sleep 12; touch /tmp/r; sleep 20; rm /tmp/r; sleep 600', { readinessProbe: { exec: { command: ['cat', '/tmp/r'] }, periodSeconds: 5 } })] }), 'default')
    t.run(60)
    expect(t.lines('p').slice(2)).toEqual(['Running running', 'Running ready running', 'Running running'])
    expect(t.pod('p')!['status'].containerStatuses[0].restartCount).toBe(0)
    expect(t.events('p').find(e => e.reason === 'Unhealthy')?.message).toBe("Readiness probe failed: cat: can't open '/tmp/r': No such file or directory\n")
  })

  test('[K8] a server that answers at once is ready at once, not a relist later [pod-liveness liveness-http]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.25', readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10 } }] }), 'default')
    t.run(10)
    expect(t.at('p Running ready running') - t.at('p Running running')).toBeLessThan(0.2)
  })

  test('liveness restarts, after the grace that a shell ignores [pod-liveness liveness-exec]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('touch /tmp/h; sleep 10; rm /tmp/h; sleep 600', { livenessProbe: { exec: { command: ['cat', '/tmp/h'] }, periodSeconds: 5 } })] }), 'default')
    t.run(70)
    expect(t.events('p').find(e => e.reason === 'Killing')?.message).toBe('Container c failed liveness probe, will be restarted')
    const [status] = t.pod('p')!['status'].containerStatuses
    expect(status.restartCount).toBe(1)
    expect(status.lastState.terminated.exitCode).toBe(137)
  })

  test('a healthy pod costs nothing while nothing happens in it', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'c', image: 'nginx:1.25', readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 } }] }), 'default')
    t.run(10)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    let wakes = 0
    t.cluster.world.observe(frame => { if (frame.handler === 'kubelet/wake') wakes++ })
    t.run(3600)
    expect(wakes).toBeLessThan(20)
  })
})

describe('kubelets and machines', () => {
  test('a stopped kubelet does nothing while containers go on; a restarted one tells what happened [node-dead]', () => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy: 'Never', containers: [container('sleep 10; echo late')] }), 'default')
    t.run(3)
    t.cluster.act({ do: 'stop-kubelet', name: 'node-1' })
    t.run(20)
    expect(t.lines('p').at(-1)).toBe('Running ready running')
    expect(() => t.client.logs('default', 'p')).toThrow(ApiError)
    t.cluster.act({ do: 'start-kubelet', name: 'node-1' })
    t.run(5)
    expect(t.lines('p').slice(-2)).toEqual(['Running Completed:0', 'Succeeded Completed:0'])
    expect(t.client.logs('default', 'p').map(l => l.text)).toEqual(['late\n'])
  })

  test('a new machine registers, and is ready a few seconds later [ds-newnode]', () => {
    const t = podBed()
    t.cluster.act({ do: 'add-node', name: 'node-9' })
    const ready = () => t.cluster.server.store.get(Node, 'node-9')?.['status'].conditions.find((c: { type: string }) => c.type === 'Ready').status
    expect(ready()).toBeUndefined()
    t.run(3)
    expect(ready()).toBe('False')
    t.run(4)
    expect(ready()).toBe('True')
    t.cluster.act({ do: 'remove-node', name: 'node-9' })
    expect(ready()).toBeUndefined()
  })

  test('a pod that asks for more than the node has, placed by hand, is refused', () => {
    const t = podBed()
    t.client.create(podOf('p', { nodeName: 'node-1', containers: [container('sleep 1', { resources: { requests: { cpu: '64' } } })] }), 'default')
    t.run(2)
    expect(t.pod('p')!['status']).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 64000, used: 0, capacity: 2000" })
  })

  test('a pod past its deadline fails [activeDeadlineSeconds]', () => {
    const t = podBed()
    t.client.create(podOf('p', { activeDeadlineSeconds: 4, terminationGracePeriodSeconds: 2, containers: [container('sleep 600')] }), 'default')
    t.run(12)
    expect(t.pod('p')!['status']).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' })
    expect(t.pod('p')!['status'].containerStatuses[0].state.terminated.exitCode).toBe(137)
  })

  test('progress tells what each container is busy with', () => {
    const t = podBed()
    t.client.create(podOf('p', { restartPolicy: 'Never', containers: [container('sleep 5')] }), 'default')
    const at = (ms: number) => {
      t.cluster.world.travel({ forMs: ms })
      return t.cluster.kubelets.progress(t.pod('p')!.metadata.uid!)[0]
    }
    expect(at(200)).toMatchObject({ doing: 'sandbox' })
    expect(at(330)).toMatchObject({ doing: 'pulling' })
    const running = at(1000)!
    expect(running).toMatchObject({ doing: 'running', restarts: 0 })
    expect(running.until! - running.since!).toBeGreaterThanOrEqual(5000)
    expect(running.until! - running.since!).toBeLessThan(5100)
    expect(at(6000)).toMatchObject({ doing: 'ended' })
  })

  test('a command reaches what another container of the pod serves, and that container logs it [pod-multi]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [{ name: 'web', image: 'nginx:1.9.1' }, container('sleep 600')] }), 'default')
    t.client.create(podOf('alone', { containers: [container('sleep 600')] }), 'default')
    t.run(8)
    expect(t.client.exec('default', 'p', 'c', ['wget', '-qO-', 'http://127.0.0.1/']).stdout).toContain('Welcome to nginx!')
    expect(t.client.exec('default', 'p', 'c', ['wget', '-qO-', 'http://localhost:81/'])).toMatchObject({ exitCode: 1, stdout: '' })
    expect(t.client.exec('default', 'p', 'c', ['wget', '-qO-', 'http://elsewhere/']).stderr).toContain("bad address 'elsewhere'")
    expect(t.client.exec('default', 'alone', undefined, ['wget', '-qO-', 'http://127.0.0.1/']).stderr).toContain('Connection refused')
    const log = t.client.logs('default', 'p', { container: 'web' }).map(l => l.text).filter(l => l.includes('"GET'))
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(/127\.0\.0\.1 - - .*"GET \/ HTTP\/1\.1" 200/)
  })

  test('25 Warnings of a pod are heard, and then what is Normal still is [pod-liveness tcp]', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('sleep 200', { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 } })] }), 'default')
    t.run(240)
    const of = (reason: string) => t.events('p').find(e => e.reason === reason)
    expect(of('Unhealthy')!.count).toBe(25)
    expect(of('Started')!.count).toBe(2)
  })

  test('exec runs in the container, and what it changes stays', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [container('sleep 600')] }), 'default')
    t.run(3)
    t.client.exec('default', 'p', undefined, ['sh', '-c', 'echo hi > /tmp/x'])
    t.run(1)
    expect(t.client.exec('default', 'p', undefined, ['cat', '/tmp/x'])).toMatchObject({ stdout: 'hi\n', exitCode: 0 })
  })
})
