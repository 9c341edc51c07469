// The laws of time, over every manifest there is and a range of swarm seeds. E6, the page's mirror, is in src/worker/mirror.test.ts.
import { describe, expect, test } from 'vitest'
import { Pod } from '../kube/kinds.ts'
import { ApiError } from './api/errors.ts'
import { Cluster, type ClusterOptions } from './cluster.ts'
import { aJob } from './testing/builders.ts'
import { Checkers } from './testing/checkers/index.ts'
import { corpus, type Scenario } from './testing/corpus.ts'
import { sabotages } from './testing/sabotage.ts'
import { firstDifference, runSeed } from './testing/swarm.ts'

const TROUBLE_AT_MS = 9_000
const FOR_MS = 75_000

/** Applies it, deletes a pod on the way, and lets it run. */
function play({ objects }: Scenario, options: ClusterOptions = {}, prepare?: (cluster: Cluster) => void): { cluster: Cluster; wrong: () => string | undefined } {
  const cluster = new Cluster({ seed: 7, freeze: true, ...options })
  const checkers = new Checkers(cluster)
  prepare?.(cluster)
  cluster.world.travel({ forMs: 1000 })
  const client = cluster.client()
  for (const object of objects) {
    try {
      client.create(object, 'default')
    } catch (error) {
      // Some recordings are of refusals.
      if (!(error instanceof ApiError)) throw error
    }
  }
  cluster.world.travel({ forMs: TROUBLE_AT_MS })
  const victim = cluster.objects('pods').find(p => p.metadata.namespace === 'default')
  if (victim) client.delete(Pod, 'default', victim.metadata.name)
  cluster.world.travel({ forMs: FOR_MS })
  return { cluster, wrong: () => checkers.wrong }
}

const played = new Map<Scenario, ReturnType<typeof play> & { end: string }>()
/** Each scenario is played once for all laws that only travel in it. */
function once(scenario: Scenario) {
  let run = played.get(scenario)
  if (!run) {
    const fresh = play(scenario)
    played.set(scenario, run = { ...fresh, end: fresh.cluster.world.dump() })
  }
  return run
}
const expectSame = (actual: string, wanted: string) => { if (actual !== wanted) expect.fail(firstDifference(wanted, actual)) }

/** Some frames between the last input and the end; inputs come at their frames, so before them there is nothing to run anew. */
function samples(cluster: Cluster, count: number): number[] {
  const { position, inputs } = cluster.world
  const last = inputs.at(-1)!.seq
  return Array.from({ length: count }, (_, i) => position - Math.ceil(((position - last) * (i + 1)) / (count + 1)))
}

const table = corpus.map(scenario => [scenario.name, scenario] as const)

describe.each(table)('%s', (_name, scenario) => {
  test('what is checked after every frame', () => expect(once(scenario).wrong()).toBeUndefined())

  test('E1 same seed and inputs, same digest', () => expectSame(play(scenario, { freeze: false }).cluster.world.dump(), once(scenario).end))

  test('E2 all the way back is the start, all the way forward is the end', () => {
    const { cluster, end } = once(scenario)
    const { position, now } = cluster.world
    cluster.world.travel({ toFrame: -1 })
    expect(cluster.world.dump()).toBe('')
    cluster.world.travel({ toFrame: position })
    cluster.world.travel({ toAt: now })
    expectSame(cluster.world.dump(), end)
  })

  test('E3 back to any frame, then run on (not replay): same end', () => {
    const { cluster, end } = once(scenario)
    const { now } = cluster.world
    for (const to of samples(cluster, 5)) {
      cluster.world.travel({ toFrame: to })
      cluster.world.forgetFuture()
      cluster.world.travel({ toAt: now })
      expectSame(cluster.world.dump(), end)
    }
  })

  test('E4 run again from the inputs up to a frame: same digest as that frame', () => {
    const { cluster, end } = once(scenario)
    const forgetful = play(scenario, { historyBytes: 20_000, freeze: false }).cluster
    const { position, now } = cluster.world
    for (const to of [Math.floor(position / 2), Math.floor(position / 4)]) {
      expect(to).toBeLessThan(forgetful.world.history.first)
      forgetful.world.travel({ toFrame: to })
      cluster.world.travel({ toFrame: to })
      expectSame(forgetful.world.dump(), cluster.world.dump())
    }
    for (const { world } of [cluster, forgetful]) {
      world.travel({ toFrame: position })
      world.travel({ toAt: now })
      expectSame(world.dump(), end)
    }
  })

  test('E5 every index equals one rebuilt from its table, there and halfway back', () => {
    const { cluster } = once(scenario)
    const { position, now } = cluster.world
    for (const to of [position, Math.floor(position / 2), position]) {
      cluster.world.travel({ toFrame: to })
      for (const { name, index } of cluster.world.indexes) expect([name, index.snapshot()]).toEqual([name, index.rebuilt().snapshot()])
    }
    cluster.world.travel({ toAt: now })
  })
})

test.each([3, 21, 48, 77, 130, 199])('E1 E2 E3 E5 E7 swarm seed %d', seed => expect(runSeed(seed, { laws: true })).toEqual({ ok: true }))
test.each([2, 5, 9, 14, 23, 31, 40, 57])('E1 E2 E3 E5 E7 swarm of workloads, seed %d', seed => expect(runSeed(seed, { crowd: 'workloads', laws: true })).toEqual({ ok: true }))

describe('the laws can fail', () => {
  const scenario: Scenario = { name: 'pods all along', objects: [aJob('long', { completions: 12, parallelism: 2 })] }

  test('E3, and only E3, finds chance that comes from one stream', () => {
    const { cluster } = play(scenario, {}, sabotages['shared stream of chance'])
    const end = cluster.world.dump()
    const { position, now } = cluster.world
    expectSame(play(scenario, {}, sabotages['shared stream of chance']).cluster.world.dump(), end)
    cluster.world.travel({ toFrame: -1 })
    cluster.world.travel({ toFrame: position })
    cluster.world.travel({ toAt: now })
    expectSame(cluster.world.dump(), end)
    cluster.world.travel({ toFrame: cluster.world.inputs.at(-1)!.seq + 3 })
    cluster.world.forgetFuture()
    cluster.world.travel({ toAt: now })
    expect(cluster.world.dump()).not.toBe(end)
  })

  test('E2 finds a write outside the journal', () => {
    const { cluster } = play(scenario, { freeze: false }, sabotages['a write outside the journal'])
    const end = cluster.world.dump()
    const { position } = cluster.world
    cluster.world.travel({ toFrame: -1 })
    cluster.world.travel({ toFrame: position })
    expect(cluster.world.dump()).not.toBe(end)
  })
})
