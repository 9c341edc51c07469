// The kubelets keep nothing outside their tables: going back and running on again comes to the same end.
import { describe, expect, test } from 'vitest'
import { Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { createCluster, type Cluster } from '../cluster.ts'

const pod = (name: string, spec: Record<string, unknown>, metadata: Record<string, unknown> = {}): AnyObject =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec }) as AnyObject
const shell = (script: string, more: Record<string, unknown> = {}) => ({ name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script], ...more })

const scenarios: Record<string, (c: Cluster) => void> = {
  'a pod that ends, one that crashes, one that cannot pull': c => {
    const client = c.client()
    client.create(pod('ends', { restartPolicy: 'Never', containers: [shell('sleep 3; echo done')] }), 'default')
    client.create(pod('crashes', { containers: [shell('exit 3')] }), 'default')
    client.create(pod('no-image', { containers: [{ name: 'c', image: 'nginx:9.99' }] }), 'default')
    c.world.travel({ forMs: 45_000 })
    client.delete(Pod, 'default', 'no-image')
    client.delete(Pod, 'default', 'crashes')
    c.world.travel({ forMs: 10_000 })
  },
  'probes, a sidecar, a shared volume, a kubelet that stops': c => {
    const client = c.client()
    client.create(pod('probed', { containers: [shell('touch /tmp/a; sleep 12; rm /tmp/a; sleep 600', { livenessProbe: { exec: { command: ['cat', '/tmp/a'] }, periodSeconds: 3 } })], terminationGracePeriodSeconds: 2 }), 'default')
    client.create(pod('side', {
      restartPolicy: 'Never', volumes: [{ name: 'v', emptyDir: {} }],
      initContainers: [{ ...shell('while true; do sleep 1; done'), name: 'helper', restartPolicy: 'Always' }],
      containers: [
        shell('sleep 2; echo hello > /v/f; sleep 4', { volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
        { ...shell('until [ -f /w/f ]; do sleep 1; done; cat /w/f'), name: 'reader', volumeMounts: [{ name: 'v', mountPath: '/w' }] },
      ],
    }), 'default')
    c.world.travel({ forMs: 20_000 })
    c.act({ do: 'stop-kubelet', name: 'node-1' })
    c.world.travel({ forMs: 15_000 })
    c.act({ do: 'start-kubelet', name: 'node-1' })
    c.world.travel({ forMs: 40_000 })
  },
  'resources that change: one at once, one by a restart, one that waits for another to shrink, one that can never be': c => {
    const client = c.client()
    const sized = (cpu: string, more: Record<string, unknown> = {}) => shell('sleep 1000', { resources: { requests: { cpu } }, ...more })
    const resize = (name: string, cpu: string) => client.patch(Pod, 'default', name, 'strategic', { spec: { containers: [{ name: 'c', resources: { requests: { cpu } } }] } }, { subresource: 'resize' })
    for (const name of ['now', 'never', 'waits', 'big']) client.create(pod(name, { nodeName: 'node-1', terminationGracePeriodSeconds: 1, containers: [sized(name === 'big' ? '1200m' : '100m', name === 'never' ? { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] } : {})] }), 'default')
    c.world.travel({ forMs: 8000 })
    resize('now', '200m')
    resize('never', '150m')
    c.world.travel({ forMs: 4000 })
    resize('never', '9000')
    resize('waits', '900m')
    c.world.travel({ forMs: 4000 })
    resize('big', '100m')
    c.world.travel({ forMs: 8000 })
  },
  'pods that write into the same directory of their node, and into the same claim': c => {
    const client = c.client()
    client.create({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'v' }, spec: { storageClassName: 'manual', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data/claim' } } } as unknown as AnyObject, '')
    client.create({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'c' }, spec: { storageClassName: 'manual', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } as unknown as AnyObject, 'default')
    const volumes = [{ name: 'h', hostPath: { path: '/data' } }, { name: 'c', persistentVolumeClaim: { claimName: 'c' } }]
    const both = { volumeMounts: [{ name: 'h', mountPath: '/h' }, { name: 'c', mountPath: '/c' }] }
    const on = (name: string, script: string) => client.create(pod(name, { nodeName: 'node-1', restartPolicy: 'OnFailure', volumes, containers: [shell(script, both)] }), 'default')
    on('writes', 'n=0; while [ $n -lt 30 ]; do n=$((n+1)); echo $n >> /h/log; [ -f /c/answer ] && exit 0; sleep 1; done')
    on('answers', 'until grep -q 7 /h/log; do sleep 1; done; echo seen > /c/answer; sleep 3; exit 1')
    c.world.travel({ forMs: 20_000 })
    on('late', 'cat /h/claim/answer /h/log; sleep 60')
    c.world.travel({ forMs: 5000 })
    client.exec('default', 'late', 'c', ['sh', '-c', 'echo end > /h/end; rm /c/answer'])
    c.world.travel({ forMs: 5000 })
  },
  'a loop that asks a server without a pause, is told to end and asks once more, and one that is killed': c => {
    const client = c.client()
    client.create(pod('web', { containers: [{ name: 'c', image: 'registry.k8s.io/hpa-example', resources: { limits: { cpu: '1' } } }] }, { labels: { app: 'web' } }), 'default')
    client.create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } } as AnyObject, 'default')
    c.world.travel({ forMs: 4000 })
    client.create(pod('told', { containers: [shell('trap "wget -q -O- http://nobody; exit 0" TERM; while sleep 0.01; do wget -q -O- http://web; done')] }), 'default')
    client.create(pod('killed', { terminationGracePeriodSeconds: 1, containers: [shell('while true; do wget -q -O- http://web; done')] }), 'default')
    c.world.travel({ forMs: 6000 })
    client.delete(Pod, 'default', 'told')
    client.delete(Pod, 'default', 'killed')
    c.world.travel({ forMs: 4000 })
  },
  'a pod that is looked into: a container that targets another and stops it, one that cannot be pulled, and the end of the pod': c => {
    const client = c.client()
    client.create(pod('seen', { restartPolicy: 'OnFailure', containers: [shell('sleep 60')] }), 'default')
    c.world.travel({ forMs: 8000 })
    const add = (...names: string[]) => client.patch(Pod, 'default', 'seen', 'merge', {
      spec: { ephemeralContainers: names.map(name => ({ name, image: name === 'lost' ? 'nginx:9.99' : 'busybox:1.36', stdin: true, targetContainerName: 'c' })) },
    }, { subresource: 'ephemeralcontainers' })
    add('dbg')
    c.world.travel({ forMs: 5000 })
    add('dbg', 'lost')
    c.world.travel({ forMs: 3000 })
    client.exec('default', 'seen', 'dbg', ['kill', '-9', '1'])
    c.world.travel({ forMs: 70_000 })
  },
}

describe.each(Object.entries(scenarios))('%s', (_name, play) => {
  test('E1 the same again', () => {
    const one = createCluster({ seed: 5, system: 'network' })
    play(one)
    const two = createCluster({ seed: 5, system: 'network', freeze: true })
    play(two)
    expect(two.world.dump()).toBe(one.world.dump())
  })

  test('E2 E3 back to any frame and on again: the same end', () => {
    const c = createCluster({ seed: 5, system: 'network' })
    play(c)
    const end = c.world.dump()
    const { position, now } = c.world
    const inputs = c.world.inputs.at(-1)!.seq
    for (let to = position - 1; to > inputs; to -= Math.ceil((position - inputs) / 12)) {
      c.world.travel({ toFrame: to })
      c.world.forgetFuture()
      c.world.travel({ toAt: now })
      expect(c.world.dump()).toBe(end)
    }
    c.world.travel({ toFrame: -1 })
    c.world.travel({ toFrame: position })
    expect(c.world.dump()).toBe(end)
  })

  test('E5 every index equals one built anew', () => {
    const c = createCluster({ seed: 5, system: 'network' })
    play(c)
    for (const { name, index } of c.world.indexes) expect([name, index.snapshot()]).toEqual([name, index.rebuilt().snapshot()])
  })
})
