// `kubestep swarm [SEED | --seeds N] [--from N]`: the seed is the test.
import { runSeed } from '../engine/testing/swarm.ts'
import { parseArgs, seedOf } from './usage.ts'

export function swarmCommand(args: readonly string[]): number {
  const { flags, rest } = parseArgs(args, { values: ['seeds', 'from'], switches: [] })
  const from = rest[0] !== undefined ? seedOf(rest[0]) : seedOf(flags.from ?? '1')
  const count = rest[0] !== undefined ? 1 : seedOf(flags.seeds ?? '1000')
  process.stdout.write(`seeds ${from} to ${from + count - 1}\n`)
  let failed = 0
  for (let seed = from; seed < from + count; seed++) {
    const verdict = runSeed(seed)
    if (verdict.ok) continue
    failed++
    process.stdout.write(`seed ${seed}: ${verdict.why}\n`)
  }
  process.stdout.write(`${count - failed} passed, ${failed} failed\n`)
  return failed ? 1 : 0
}
