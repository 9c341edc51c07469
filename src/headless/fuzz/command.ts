// `kubestep fuzz --from A --to B`: the inputs of these seeds, one after another; tells of those that fail. With --tally, of what they reach.
import { parseArgs, UsageError } from '../usage.ts'
import { Fuzz } from './fuzz.ts'
import { Tally } from './tally.ts'
import { watchdog } from './watchdog.ts'

/** A cluster is made anew after so many inputs, every fourth time one whose values cannot be edited. */
const PER_CLUSTER = 3000
const FREEZES_EVERY = 4
const MOST_TOLD = 100

export function fuzzCommand(args: readonly string[]): number {
  const { flags, rest } = parseArgs(args, { values: ['from', 'to'], switches: ['tally'] })
  if (rest.length) throw new UsageError(`what is ${rest[0]}? kubestep fuzz --from A --to B`)
  const [from, to] = [Number(flags.from ?? 0), Number(flags.to ?? 1000)]
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from) throw new UsageError('--from and --to are seeds: whole numbers, the second not before the first')
  const tally = flags.tally ? new Tally() : undefined
  const watcher = watchdog()
  const anew = (seed: number) => new Fuzz({ freeze: Math.floor(seed / PER_CLUSTER) % FREEZES_EVERY === 0, ...(tally ? { tally } : {}) })
  let failed = 0
  let fuzz = anew(from)
  for (let seed = from; seed < to; seed++) {
    if (seed > from && seed % PER_CLUSTER === 0) fuzz = anew(seed)
    watcher.at(seed)
    const failure = fuzz.try(seed)
    if (!failure) continue
    if (++failed <= MOST_TOLD) process.stdout.write(`seed ${seed}: ${JSON.stringify(failure.input).slice(0, 2000)}\n${failure.why.split('\n').slice(0, 8).join('\n')}\n\n`)
    // What a broken cluster says of the next input means nothing.
    fuzz = anew(seed)
  }
  watcher.rest()
  if (tally) process.stdout.write(tally.report())
  process.stdout.write(`${to - from} inputs, ${failed} failed\n`)
  return failed ? 1 : 0
}
