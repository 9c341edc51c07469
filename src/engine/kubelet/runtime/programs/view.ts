// What a machine has shown up to a moment, and when there is more to see.
import type { Kernel } from './machine/kernel.ts'
import type { Timeline } from './program.ts'

/** How far a look ahead goes for the next thing to be seen: so many events, and so much time beyond the horizon. */
const LOOK_AHEAD = 200
const LOOK_AHEAD_MS = 60_000

/** A horizon is a whole ms, and what happens within that ms is part of it. */
export const endOf = (ms: number): number => ms * 1000 + 999

export function view(kernel: Kernel, horizonMs: number): Timeline {
  const { record } = kernel
  const upTo = <T extends { readonly atMs: number }>(all: readonly T[]): readonly T[] => {
    let n = all.length
    while (n > 0 && all[n - 1]!.atMs > horizonMs) n--
    return all.slice(0, n)
  }
  const seen = { output: upTo(record.output), files: upTo(record.files), ports: upTo(record.ports), requests: upTo(record.requests), responses: upTo(record.responses) }
  if (record.end && record.end.atMs <= horizonMs) return { ...seen, end: record.end }
  const next = nextOf(kernel, horizonMs)
  return next === undefined ? seen : { ...seen, nextAtMs: next }
}

/** The first thing to be seen after the horizon, or a moment before it. */
function nextOf(kernel: Kernel, horizonMs: number): number | undefined {
  const { record } = kernel
  const after = (): number | undefined => {
    let first = record.end && record.end.atMs > horizonMs ? record.end.atMs : Infinity
    for (const all of [record.output, record.files, record.ports, record.requests, record.responses]) {
      for (let n = all.length - 1; n >= 0 && all[n]!.atMs > horizonMs; n--) first = Math.min(first, all[n]!.atMs)
    }
    return first === Infinity ? undefined : first
  }
  for (let n = 0; n < LOOK_AHEAD; n++) {
    const seen = after()
    if (seen !== undefined) return seen
    const next = kernel.nextUs
    if (next === Infinity) return undefined
    if (next > (horizonMs + LOOK_AHEAD_MS) * 1000) return Math.max(horizonMs + 1, Math.floor(next / 1000))
    kernel.run(next)
  }
  return after() ?? Math.max(horizonMs + 1, Math.floor(kernel.nowUs / 1000))
}
