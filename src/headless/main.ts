// The headless face: the engine in Node as it runs in the worker. One command with a handful of verbs.
import { bench } from './bench.ts'
import { fuzzCommand } from './fuzz/command.ts'
import { parity } from './parity.ts'
import { replayCommand } from './replay.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve/command.ts'
import { storyCommand } from './story.ts'
import { swarmCommand } from './swarm.ts'
import { UsageError } from './usage.ts'
import { vectorsCommand } from './vectors/run.ts'

export interface Where {
  /** The checkout. */
  readonly root: string
  /** The folder in which the command was typed: paths of arguments hang on it. */
  readonly cwd: string
}

const USAGE = `usage:
  kubestep replay DIR [--json] [--slack] [--cluster FILE] [--seed N]   play a recorded scenario
  kubestep run FILE... [--for 5m | --until 'job/pi=Complete'] [--seed N] [--json] [--watch]
  kubestep vectors DIR [TOPIC...] [--json]                             run vectors
  kubestep parity [DIR] [NAME...]                                      replay recordings, write docs/parity.md
  kubestep swarm [SEED [--story] | --seeds N] [--from N] [--of workloads]        random clusters, faults, healing
  kubestep story FILE...                                               a run as text
  kubestep serve [--port N] [--speed X] [--metrics] [--kubeconfig FILE] [DIR]   Kubernetes' API on this machine, for kubectl, and the page on it
  kubestep fuzz [--from A] [--to B]                                    inputs by seed: command lines, manifests, patches
  kubestep bench [NAME...]                                             ratios and counts
`

type Command = (args: readonly string[], where: Where) => number | Promise<number>
const commands: Record<string, Command> = {
  replay: replayCommand, run: runCommand, vectors: vectorsCommand, parity, swarm: swarmCommand, story: storyCommand, bench, serve: serveCommand, fuzz: fuzzCommand,
}

const asksForHelp = (arg: string): boolean => arg === '--help' || arg === '-h'

/** The line of one command; all of them where that is none. */
function helpOf(name: string): string {
  const line = USAGE.split('\n').find(l => l.startsWith(`  kubestep ${name} `))
  return line === undefined ? USAGE : `usage:\n${line}\n`
}

export async function main(argv: readonly string[], where: Where): Promise<number> {
  const [name, ...rest] = argv
  if (argv.some(asksForHelp)) {
    process.stdout.write(helpOf(name ?? ''))
    return 0
  }
  const command = name === undefined ? undefined : commands[name]
  if (!command) {
    process.stderr.write(USAGE)
    return 2
  }
  try {
    return await command(rest, where)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`kubestep ${name}: ${error.message}\n`)
      return 2
    }
    throw error
  }
}

