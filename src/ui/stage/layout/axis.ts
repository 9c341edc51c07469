// An axis: where on the picture a moment or a number stands. Even between its points; there may be more than two.

/** The place of a value, in px. */
export interface Axis {
  (value: number): number
  /** The value at a place. */
  readonly invert: (place: number) => number
  readonly domain: readonly number[]
  readonly range: readonly number[]
}

/** From these points to those, evenly between neighbours and on beyond the ends. Points that fall together stand in the middle of theirs. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  let i = 1
  while (i < from.length - 1 && value >= from[i]!) i++
  const a = from[i - 1]!
  const b = from[i] ?? a
  const start = to[i - 1]!
  return start + ((to[i] ?? start) - start) * (b === a ? 0.5 : (value - a) / (b - a))
}

/** Both lists have the same length and rise or fall all along. `clamp`: a value beyond the ends stands at the end. */
export function axis(domain: readonly number[], range: readonly number[], { clamp = false } = {}): Axis {
  const [first, last] = [Math.min(domain[0]!, domain.at(-1)!), Math.max(domain[0]!, domain.at(-1)!)]
  const at = (value: number) => between(domain, range, clamp ? Math.max(first, Math.min(last, value)) : value)
  return Object.assign(at, { domain, range, invert: (place: number) => between(range, domain, place) })
}
