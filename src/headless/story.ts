// `kubestep story FILE…`: a run as text, one line per frame that matters.
import { createCluster } from '../engine/index.ts'
import { storyLine } from '../engine/testing/story.ts'
import { start } from '../kubectl/index.ts'
import type { Where } from './main.ts'
import { filesUnder } from './run.ts'
import { durationMs, parseArgs, seedOf, UsageError } from './usage.ts'

export function storyCommand(args: readonly string[], where: Where): number {
  const { flags, rest } = parseArgs(args, { values: ['for', 'seed'], switches: [] })
  if (rest.length === 0) throw new UsageError('which manifests? kubestep story FILE...')
  const cluster = createCluster({ seed: seedOf(flags.seed) })
  cluster.world.travel({ forMs: 1000 })
  const from = cluster.now
  cluster.world.observe(frame => {
    const line = storyLine(frame, from)
    if (line) process.stdout.write(`${line}\n`)
  })
  const running = start(['kubectl', 'apply', ...rest.flatMap(f => ['-f', f])], { client: cluster.client(), files: filesUnder(where.cwd) })
  for (const chunk of running.output) process.stdout.write(chunk.text)
  if (running.exitCode !== 0) return 1
  cluster.world.travel({ forMs: typeof flags.for === 'string' ? durationMs(flags.for) : 60_000 })
  return 0
}
