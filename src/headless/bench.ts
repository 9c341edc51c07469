// `kubestep bench [NAME…]`: ratios and counts of src/bench, printed as a table.
import { benches } from '../bench/registry.ts'
import { UsageError } from './usage.ts'

export async function bench(args: readonly string[]): Promise<number> {
  const chosen = args.length ? args : Object.keys(benches)
  for (const name of chosen) {
    const run = benches[name]
    if (!run) throw new UsageError(`no such bench: ${name} (there are ${Object.keys(benches).join(', ')})`)
    for (const [what, value] of Object.entries(await run())) process.stdout.write(`${name.padEnd(12)} ${what.padEnd(46)} ${value}\n`)
  }
  return 0
}
