// What was typed makes no sense: the command ends with exit code 2.
export class UsageError extends Error {}

/** Flags and the rest, for commands with a few flags only. `--flag value`, `--flag=value` and bare `--flag`. */
export function parseArgs(args: readonly string[], spec: { readonly values: readonly string[]; readonly switches: readonly string[] }): { flags: Record<string, string | true>; rest: string[] } {
  const flags: Record<string, string | true> = {}
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (!arg.startsWith('--')) {
      rest.push(arg)
      continue
    }
    const [name, inline] = arg.slice(2).split(/=(.*)/s) as [string, string | undefined]
    if (spec.switches.includes(name) && inline === undefined) flags[name] = true
    else if (spec.values.includes(name)) {
      const value = inline ?? args[++i]
      if (value === undefined) throw new UsageError(`--${name} needs a value`)
      flags[name] = value
    } else {
      throw new UsageError(`unknown flag --${name}`)
    }
  }
  return { flags, rest }
}

/** `5m`, `90s`, `1h30m`, `250ms` in milliseconds. */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(p => p[0]).join('') !== text) throw new UsageError(`not a duration: ${text}`)
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
  return parts.reduce((sum, [, n, u]) => sum + Number(n) * unit[u as keyof typeof unit], 0)
}

export function seedOf(text: string | true | undefined): number {
  const seed = text === undefined ? 1 : Number(text)
  if (!Number.isInteger(seed) || seed < 0) throw new UsageError(`not a seed: ${String(text)}`)
  return seed
}
