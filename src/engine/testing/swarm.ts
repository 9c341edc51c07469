// The seed is the test: it makes a cluster, its work and its misfortunes. Then everything is healed, and everything must settle.
import { Deployment } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { Mistake } from '../world/must.ts'
import { Cluster } from '../cluster.ts'
import { Checkers } from './checkers/index.ts'
import { sabotages, type Sabotage } from './sabotage.ts'
import { unsettled } from './settled/index.ts'
import { changesOfWorkloads } from './swarm/changes.ts'
import { drawFor, type Draw } from './swarm/draw.ts'
import { misfortunes, refusable } from './swarm/misfortunes.ts'
import { randomJob, randomPod } from './swarm/workload.ts'
import { randomLimits, randomWorkload } from './swarm/workloads.ts'

export interface Verdict { readonly ok: boolean; readonly why?: string }
/** What there is to do: Jobs and pods that end, or workloads that run on, with their services, budgets and limits. */
export type Crowd = 'jobs' | 'workloads'
export interface SwarmOptions {
  /** Jobs, if nothing is said. The two draw from streams of their own: one seed is two clusters. */
  readonly crowd?: Crowd
  /** A fault planted on purpose, to prove that this rig can fail. */
  readonly sabotage?: Sabotage
  /** Also E1, E2, E3 and E5 on this seed: three times the price. */
  readonly laws?: boolean
  /** Gets the cluster before anything happens. */
  readonly watch?: (cluster: Cluster) => void
}

const MOST_FRAMES = 200_000
/** How long everything may take to settle: six failures in a row wait for ten minutes and a half, per index even one after the other. */
const MOST_SETTLING_MS = 3 * 3_600_000
const LOOK_EVERY_MS = 20_000
const LAWS_EVERY = 16

/** Runs one seed. Never throws. */
export function runSeed(seed: number, options: SwarmOptions = {}): Verdict {
  let cluster: Cluster | undefined
  try {
    cluster = makeCluster(seed, options.crowd)
    const checkers = new Checkers(cluster)
    options.watch?.(cluster)
    if (options.sabotage) sabotages[options.sabotage](cluster)
    const wrong = play(cluster, seed, checkers, options.crowd) ?? ((options.laws ?? seed % LAWS_EVERY === 0) ? laws(cluster, seed, options, checkers) : undefined)
    return wrong === undefined ? { ok: true } : { ok: false, why: wrong }
  } catch (error) {
    const at = cluster ? ` (frame ${cluster.world.position})` : ''
    return { ok: false, why: `${error instanceof Mistake ? 'a mistake: ' : 'threw: '}${error instanceof Error ? (error.stack ?? error.message) : String(error)}${at}` }
  }
}

/** Small clusters mostly: where there is little room, things meet. */
function makeCluster(seed: number, crowd: Crowd = 'jobs'): Cluster {
  const draw = drawFor(seed, crowd === 'jobs' ? 'cluster' : `cluster of ${crowd}`)
  const nodes = 1 + draw.below(4)
  return new Cluster({ seed, nodes, freeze: seed % 8 === 0, historyBytes: 400_000_000, ...(crowd === 'workloads' && draw.oneIn(2) ? { system: 'network' } : {}) })
}

/** What is wrong, or nothing. */
function play(cluster: Cluster, seed: number, checkers: Checkers, crowd: Crowd = 'jobs'): string | undefined {
  const draw = drawFor(seed, crowd === 'jobs' ? 'play' : `play with ${crowd}`)
  trouble(cluster, draw, checkers, crowd, seed % 5 === 2 ? drawFor(seed, 'scarcity') : undefined)
  if (checkers.wrong) return checkers.wrong
  misfortunes.heal(cluster)
  if (crowd === 'workloads') changesOfWorkloads.end(cluster)
  return settle(cluster, checkers)
}

function workOf(draw: Draw, crowd: Crowd): readonly AnyObject[] {
  if (crowd === 'workloads') return [...randomLimits(draw), ...Array.from({ length: 1 + draw.below(3) }, (_, i) => randomWorkload(draw, `w-${i}`)).flat()]
  const jobs = 1 + draw.below(3)
  const pods = draw.below(3)
  return [...Array.from({ length: jobs }, (_, i) => randomJob(draw, `job-${i}`)), ...Array.from({ length: pods }, (_, i) => randomPod(draw, `pod-${i}`))]
}

function trouble(cluster: Cluster, draw: Draw, checkers: Checkers, crowd: Crowd, scarce: Draw | undefined): void {
  const { world } = cluster
  const client = cluster.client()
  const work = workOf(draw, crowd)
  const acts = 3 + draw.below(10)
  // What one knows too late one does twice: a quarter of the seeds begin with controllers that hear late.
  if (draw.oneIn(4)) cluster.act({ do: 'break', fault: { kind: 'watch-slow', watcher: 'controllers', ms: 200 + draw.below(1500) } })
  for (let i = 0; i < Math.max(acts, work.length) && !checkers.wrong; i++) {
    if (work[i]) client.create(work[i]!, 'default')
    if (i < acts && draw.oneIn(2)) (crowd === 'workloads' && !draw.oneIn(3) ? changesOfWorkloads : misfortunes).one(cluster, draw)
    if (scarce?.oneIn(3)) misfortunes.scarcity(cluster, scarce, crowd === 'jobs')
    const before = world.position
    world.travel({ forMs: draw.below(draw.oneIn(3) ? 20_000 : 2_500) }, { maxFrames: MOST_FRAMES })
    if (world.position - before >= MOST_FRAMES) throw new Error(`${MOST_FRAMES} frames in a few seconds: a livelock`)
  }
}

/** E7: with the faults off, everything comes to its end or waits for something that will not come. */
function settle(cluster: Cluster, checkers: Checkers): string | undefined {
  const { world } = cluster
  const end = world.now + MOST_SETTLING_MS
  const touching = world.now + MOST_SETTLING_MS / 2
  let touched = false
  let still: string | undefined = 'nothing was looked at'
  while (still !== undefined && world.now < end) {
    const before = world.position
    if (!touched && world.now >= touching) {
      touched = true
      touch(cluster)
    }
    world.travel({ forMs: LOOK_EVERY_MS }, { maxFrames: MOST_FRAMES })
    if (checkers.wrong) return checkers.wrong
    if (world.position - before >= MOST_FRAMES) return `E7 ${MOST_FRAMES} frames in ${LOOK_EVERY_MS} ms: a livelock`
    still = unsettled(cluster)
  }
  return still === undefined ? undefined : `E7 not settled after ${MOST_SETTLING_MS / 60_000} minutes without faults: ${still}`
}

/** A person's look at what does not move: a Deployment that was refused for too long is left alone until somebody touches it (rule D24). */
function touch(cluster: Cluster): void {
  for (const { metadata } of cluster.objects('deployments')) {
    refusable(() => cluster.client().patch(Deployment, metadata.namespace, metadata.name, 'merge', { metadata: { annotations: { touched: 'yes' } } }))
  }
}

/** E2, E3 and E5 on the run as it was played, E1 by playing it once more. */
function laws(cluster: Cluster, seed: number, { sabotage, crowd }: SwarmOptions, checkers: Checkers): string | undefined {
  const { world } = cluster
  const end = world.dump()
  const { now, position } = world
  for (const { name, index } of world.indexes) {
    if (JSON.stringify(index.snapshot()) !== JSON.stringify(index.rebuilt().snapshot())) return `E5 the index "${name}" is not what its table says`
  }
  const twin = makeCluster(seed, crowd)
  if (sabotage) sabotages[sabotage](twin)
  play(twin, seed, new Checkers(twin, []), crowd)
  if (twin.world.dump() !== end) return `E1 played twice, and it differs: ${firstDifference(end, twin.world.dump())}`
  let wrong: string | undefined
  checkers.pause(() => {
    world.travel({ toFrame: -1 })
    world.travel({ toFrame: position })
    world.travel({ toAt: now })
    if (world.dump() !== end) wrong = `E2 to the start and back, and it differs: ${firstDifference(end, world.dump())}`
    const draw = drawFor(seed, 'laws')
    // Inputs come at their frames whatever ran before them, so the way is run anew only after the last of them.
    const last = world.inputs.at(-1)!.seq
    for (let i = 0; i < 3 && wrong === undefined; i++) {
      const to = last + draw.below(position - last)
      world.travel({ toFrame: to })
      world.forgetFuture()
      world.travel({ toAt: now })
      if (world.dump() !== end) wrong = `E3 back to frame ${to} of ${position} and on again, and it differs: ${firstDifference(end, world.dump())}`
    }
  })
  return wrong
}

/** The first entry of two dumps that is not the same. */
export function firstDifference(a: string, b: string): string {
  const left = a.split('\n')
  const right = b.split('\n')
  const at = left.findIndex((line, i) => line !== right[i])
  return at < 0 ? `${right.length - left.length} entries more: ${right[left.length]?.slice(0, 200)}` : `${left[at]!.slice(0, 300)}\n  is now ${right[at]?.slice(0, 300)}`
}
