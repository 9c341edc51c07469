// The scrubber's axis: from the start to a little beyond what is known, in round lengths, so that it does not slide all the time.
import type { Instant } from '../../kube/object.ts'

const LADDER = [10, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800]

/** How many ms the axis shows, for so many that have been. */
export function axisSpan(ms: number): number {
  const need = ms / 1000 * 1.04
  const s = LADDER.find(l => l >= need) ?? Math.ceil(need / 604800) * 604800
  // Half-way steps keep the line from shrinking to a half at once.
  const below = LADDER.findLast(l => l < s)
  const mid = below === undefined ? s : (below + s) / 2
  return (mid >= need ? mid : s) * 1000
}

/** Buckets of an answer, laid into so many columns of the axis, with heights 0…1 on a scale that shows few beside many. */
export function columnsOf(density: { readonly from: Instant; readonly to: Instant; readonly counts: readonly number[] }, span: number, columns: number): Float64Array {
  const sums = new Float64Array(columns)
  const { from, to, counts } = density
  const width = (to - from) / counts.length
  for (const [i, n] of counts.entries()) if (n > 0) sums[Math.min(columns - 1, Math.floor(((i + 0.5) * width / span) * columns))]! += n
  const most = sums.reduce((a, b) => Math.max(a, b), 0)
  if (most > 0) for (let i = 0; i < columns; i++) sums[i] = sums[i]! > 0 ? Math.max(0.08, Math.sqrt(sums[i]! / most)) : 0
  return sums
}

export interface MarkPlace<T> { readonly mark: T; readonly x: number; readonly text: string }
/** Names of marks that fit beside each other; the first of those that would overlap stays. */
export function withoutOverlap<T>(marks: readonly MarkPlace<T>[], widthOf: (text: string) => number, gap = 8): readonly (MarkPlace<T> & { readonly named: boolean })[] {
  let end = -Infinity
  return [...marks].sort((a, b) => a.x - b.x).map(m => {
    const named = m.x >= end
    if (named) end = m.x + widthOf(m.text) + gap
    return { ...m, named }
  })
}
