// `kubestep swarm [SEED [--story] | --seeds N] [--from N] [--of workloads]`: the seed is the test. With --story, what happened is told.
import type { Cluster } from '../engine/index.ts'
import { storyLine } from '../engine/testing/story.ts'
import { runSeed, type Crowd } from '../engine/testing/swarm.ts'
import { parseArgs, seedOf } from './usage.ts'

export function swarmCommand(args: readonly string[]): number {
  const { flags, rest } = parseArgs(args, { values: ['seeds', 'from', 'of'], switches: ['story'] })
  const from = rest[0] !== undefined ? seedOf(rest[0]) : seedOf(flags.from ?? '1')
  const count = rest[0] !== undefined ? 1 : seedOf(flags.seeds ?? '1000')
  process.stdout.write(`seeds ${from} to ${from + count - 1}\n`)
  const crowd: Crowd = flags.of === 'workloads' ? 'workloads' : 'jobs'
  let failed = 0
  for (let seed = from; seed < from + count; seed++) {
    const verdict = runSeed(seed, { crowd, ...(flags.story ? { watch: tell } : {}) })
    if (verdict.ok) continue
    failed++
    process.stdout.write(`seed ${seed}: ${verdict.why}\n`)
  }
  process.stdout.write(`${count - failed} passed, ${failed} failed\n`)
  return failed ? 1 : 0
}

function tell(cluster: Cluster): void {
  const from = cluster.now
  cluster.world.observe((frame, direction) => {
    const line = direction === 1 ? storyLine(frame, from) : undefined
    if (line) process.stdout.write(`${frame.seq}\t${line}\n`)
  })
}
