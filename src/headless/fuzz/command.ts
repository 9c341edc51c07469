// `kubestep fuzz --from A --to B`: the inputs of these seeds, one after another; tells of those that fail.
import { parseArgs, UsageError } from '../usage.ts'
import { Fuzz } from './fuzz.ts'

/** A cluster is made anew after so many inputs: history grows although time goes back. */
const PER_CLUSTER = 5000
const MOST_TOLD = 20
/** Of CPU, far more than any input needs: what takes longer is as good as hung. */
const MOST_MS = 2000

export function fuzzCommand(args: readonly string[]): number {
  const { flags, rest } = parseArgs(args, { values: ['from', 'to'], switches: [] })
  if (rest.length) throw new UsageError(`what is ${rest[0]}? kubestep fuzz --from A --to B`)
  const [from, to] = [Number(flags.from ?? 0), Number(flags.to ?? 1000)]
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from) throw new UsageError('--from and --to are seeds: whole numbers, the second not before the first')
  let failed = 0
  let fuzz = new Fuzz(MOST_MS)
  for (let seed = from; seed < to; seed++) {
    if (seed > from && (seed - from) % PER_CLUSTER === 0) fuzz = new Fuzz(MOST_MS)
    const failure = fuzz.try(seed)
    if (!failure) continue
    if (++failed <= MOST_TOLD) process.stdout.write(`seed ${seed}: ${JSON.stringify(failure.input).slice(0, 2000)}\n${failure.why.split('\n').slice(0, 6).join('\n')}\n\n`)
    // What a broken cluster says of the next input means nothing.
    fuzz = new Fuzz(MOST_MS)
  }
  process.stdout.write(`${to - from} inputs, ${failed} failed\n`)
  return failed ? 1 : 0
}
