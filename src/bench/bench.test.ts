// Counts and ratios of counts: what cannot flake. Times are read by people, see docs/performance.md.
import { expect, test, vi } from 'vitest'
import { Cache } from '../engine/informers/cache.ts'
import type { Kind } from '../kube/kinds.ts'
import { createCluster } from '../engine/index.ts'
import { runCron } from './cronjob.ts'
import { runJob } from './jobs.ts'
import { deployment, runDaemonSet, runDeployment, runUntil } from './workloads.ts'

test('frames, writes and calls per pod do not grow with the Job', () => {
  const small = runJob(100, 100, true, true)
  const big = runJob(300, 100, true, true)
  for (const of of ['frames', 'writes', 'calls'] as const) {
    expect(big[of] / big.pods, of).toBeLessThan(1.1 * (small[of] / small.pods))
  }
  expect(big.frames / big.pods).toBeLessThan(35)
  expect(big.writes / big.frames).toBeLessThan(8)
  expect(big.calls / big.pods).toBeLessThan(15)
})

test('history keeps to its budget, by its own estimate, and every frame that it keeps', () => {
  const { cluster: { world } } = runJob(100, 100, true)
  const { history } = world
  expect(history.bytes).toBeLessThanOrEqual(history.budget)
  let bytes = 0
  for (let seq = history.first; seq <= history.last; seq++) bytes += history.at(seq)!.bytes
  expect(bytes).toBe(history.bytes)
  expect(history.last).toBe(world.position)
})

test('a leap over many frames ends where single steps end, both ways, with the same indexes and the same agenda', () => {
  const { cluster: { world } } = runJob(70, 7, true)
  const marks = [world.end, 900, 15, 1536, 511, 1600, 1023, 1024, 420, -1, 700, 200, world.end, -1, world.end, 3, 1535, 512, world.end]
  expect(world.end).toBeGreaterThan(1700)
  const told: number[] = []
  world.observe((frame, direction) => { told.push(direction * frame.seq) })
  const stand = () => [world.position, world.now, world.nextAt(), world.digest(), JSON.stringify(world.indexes.map(({ name, index }) => [name, index.snapshot()]))]
  const leapt = marks.map(toFrame => {
    world.travel({ toFrame })
    return stand()
  })
  const toldByLeaps = told.splice(0)
  const stepped = marks.map(toFrame => {
    while (world.position !== toFrame) world.travel({ frames: Math.sign(toFrame - world.position) })
    return stand()
  })
  expect(leapt).toEqual(stepped)
  expect(toldByLeaps).toEqual(told)
  for (const { name, index } of world.indexes) expect(index.snapshot(), name).toEqual(index.rebuilt().snapshot())
})

test('frames and writes per pod do not grow with a Deployment, in none of its phases', () => {
  const [small, big] = [runDeployment(20), runDeployment(60)]
  for (const part of ['up', 'rollout', 'down'] as const) {
    for (const of of ['frames', 'writes'] as const) expect(big[part][of] / 60, `${part}, ${of}`).toBeLessThan(1.1 * (small[part][of] / 20))
  }
})

test('a Deployment that grows is counted: no sync walks the pods that are there', () => {
  let walked = 0
  const { ownedBy } = Cache.prototype
  const spy = vi.spyOn(Cache.prototype, 'ownedBy').mockImplementation(function (this: Cache, owner, kind: Kind<any>) {
    const list = ownedBy.call(this, owner, kind)
    if (kind.plural === 'pods') walked += list.length
    return list as any
  })
  const cluster = createCluster({ seed: 1, nodes: 1, unlimited: true })
  cluster.client().create(deployment(60) as never, 'default')
  runUntil(cluster, 'all are available', () => (cluster.objects('deployments')[0]!.status as any)?.availableReplicas === 60)
  spy.mockRestore()
  expect(walked).toBe(0)
})

test('frames and writes per node do not grow with a DaemonSet', () => {
  const [small, big] = [runDaemonSet(20), runDaemonSet(60)]
  for (const of of ['frames', 'writes'] as const) expect(big[of] / 60, of).toBeLessThan(1.1 * (small[of] / 20))
})

test('an hour of a minutely CronJob is sixty Jobs and as many frames as the hour before', () => {
  const { runs, framesOf: [first, last] } = runCron(2)
  expect(runs).toBe(120)
  expect(Math.abs(last / first - 1)).toBeLessThan(0.02)
})
