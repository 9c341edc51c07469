// Pods of every sort, deletions and kubelets that stop, by seed: nothing breaks, everything goes when it is told to, nothing is left
// behind, and going back and on again comes to the same end.
import { expect, test } from 'vitest'
import { Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { createCluster } from '../cluster.ts'

const SEEDS = 16
const SCRIPTS = [
  'exit 0', 'exit 1', 'sleep 3', 'sleep 30', "trap 'exit 0' TERM; while true; do sleep 1; done", 'echo a > /v/f; sleep 5',
  'until [ -f /v/f ]; do sleep 1; done', 'touch /tmp/h; sleep 7; rm /tmp/h; sleep 100',
]

/** What a kubelet keeps of pods: all of it must be gone with them. */
const OF_PODS = ['pods', 'alarms', 'outbox', 'addresses', 'runs', 'ghosts', 'volumes']

function play(seed: number) {
  const cluster = createCluster({ seed, nodes: 2 })
  const { world } = cluster
  const client = cluster.client()
  let drawn = 0
  const draw = (below: number) => world.chance.below(below, 'swarm', seed, drawn++)
  const container = (name: string): Record<string, unknown> => ({
    name, image: draw(12) ? 'busybox:1.36' : 'nginx:9.9', command: ['sh', '-c', SCRIPTS[draw(SCRIPTS.length)]!], volumeMounts: [{ name: 'v', mountPath: '/v' }],
  })
  const probed = (name: string) => ({
    ...container(name),
    ...(draw(4) ? {} : { livenessProbe: { exec: { command: ['cat', '/tmp/h'] }, periodSeconds: 1 + draw(5) } }),
    ...(draw(4) ? {} : { readinessProbe: { exec: { command: ['test', '-f', '/v/f'] }, periodSeconds: 1 + draw(5) } }),
    ...(draw(6) ? {} : { lifecycle: { preStop: { exec: { command: ['sleep', '2'] } }, postStart: { exec: { command: ['sh', '-c', `exit ${draw(2)}`] } } } }),
  })
  for (let i = 0; i < 12; i++) {
    const spec = {
      restartPolicy: ['Always', 'Never', 'OnFailure'][draw(3)], terminationGracePeriodSeconds: draw(8), volumes: [{ name: 'v', emptyDir: {} }],
      containers: [probed('a'), ...(draw(3) ? [] : [probed('b')])],
      ...(draw(3) ? {} : { initContainers: [{ ...container('i'), ...(draw(2) ? { restartPolicy: 'Always' } : {}) }] }),
      ...(draw(6) ? {} : { activeDeadlineSeconds: 5 + draw(20) }),
    }
    client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${i}` }, spec } as AnyObject, 'default')
    world.travel({ forMs: draw(4000) })
    if (!draw(5)) {
      const name = `p${draw(i + 1)}`
      const options = draw(2) ? { gracePeriodSeconds: draw(3) } : {}
      if (cluster.server.store.get(Pod, `default/${name}`)) client.delete(Pod, 'default', name, options)
    }
    if (!draw(4)) {
      const name = `p${draw(i + 1)}`
      const there = cluster.server.store.get(Pod, `default/${name}`)?.['spec'].ephemeralContainers ?? []
      const more = { name: `d${there.length}`, image: draw(5) ? 'busybox:1.36' : 'nginx:9.9', ...(draw(2) ? { stdin: true } : { command: ['sh', '-c', SCRIPTS[draw(5)]] }), ...(draw(2) ? { targetContainerName: 'a' } : {}) }
      if (cluster.server.store.get(Pod, `default/${name}`)) client.patch(Pod, 'default', name, 'merge', { spec: { ephemeralContainers: [...there, more] } }, { subresource: 'ephemeralcontainers' })
    }
    if (!draw(7)) {
      const name = `node-${1 + draw(2)}`
      cluster.act({ do: 'stop-kubelet', name })
      world.travel({ forMs: draw(9000) })
      cluster.act({ do: 'start-kubelet', name })
    }
  }
  world.travel({ forMs: 60_000 })
  const busy = client.list(Pod, 'default').length
  for (const pod of client.list(Pod, 'default')) client.delete(Pod, 'default', pod.metadata.name!)
  world.travel({ forMs: 60_000 })
  return { cluster, busy }
}

test.each(Array.from({ length: SEEDS }, (_, i) => i + 1))('seed %d', seed => {
  const { cluster, busy } = play(seed)
  const { world } = cluster
  expect(busy).toBeGreaterThan(0)
  expect(cluster.objects('pods').map(p => p.metadata.name)).toEqual([])
  expect(OF_PODS.filter(name => world.table(`kubelet/${name}`).size > 0)).toEqual([])
  const end = world.dump()
  const { now, position } = world
  const last = world.inputs.at(-1)!.seq
  for (const share of [0.2, 0.7]) {
    world.travel({ toFrame: Math.floor(last + (position - last) * share) + 1 })
    world.forgetFuture()
    world.travel({ toAt: now })
    expect(world.dump()).toBe(end)
  }
})
