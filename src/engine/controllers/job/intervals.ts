// Sets of completion indexes as a Job's status writes them: `1,3-5,7`. Upstream: indexed_job_utils.go, orderedIntervals.

/** First and last index, both inside. */
export type Interval = readonly [first: number, last: number]
/** In order, not touching each other. */
export type Indexes = readonly Interval[]

/**
 * Reads `1,3-5,7`; indexes from `completions` on are cut off. A part that is no number is skipped: who may write a status may
 * write nonsense there.
 */
export function parseIndexes(text: string, completions: number): Indexes {
  if (text === '') return []
  const result: [number, number][] = []
  for (const part of text.split(',')) {
    const [low, high] = part.split('-')
    const first = atoi(low!)
    if (first === undefined) continue
    if (first >= completions) break
    let last = high === undefined ? first : atoi(high)
    if (last === undefined) continue
    if (last >= completions) last = completions - 1
    const previous = result.at(-1)
    if (previous && previous[1] === first - 1) previous[1] = last
    else result.push([first, last])
  }
  return result
}

/** As upstream's strconv.Atoi: an optional sign and digits. */
export const atoi = (text: string): number | undefined => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined)

/** `0,1` for two in a row, `0-2` from three on. */
export const formatIndexes = (indexes: Indexes): string =>
  indexes.map(([first, last]) => (first === last ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`)).join(',')

export function countIndexes(indexes: Indexes): number {
  let sum = 0
  for (const [first, last] of indexes) sum += last - first + 1
  return sum
}

export function hasIndex(indexes: Indexes, index: number): boolean {
  let low = 0
  let high = indexes.length
  while (low < high) {
    const mid = (low + high) >> 1
    if (indexes[mid]![1] >= index) high = mid
    else low = mid + 1
  }
  return low < indexes.length && indexes[low]![0] <= index
}

/** Both together. */
export function mergeIndexes(a: Indexes, b: Indexes): Indexes {
  if (b.length === 0) return a
  const result: [number, number][] = []
  const add = ([first, last]: Interval) => {
    const previous = result.at(-1)
    if (!previous || first > previous[1] + 1) result.push([first, last])
    else if (previous[1] < last) previous[1] = last
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (j >= b.length || (i < a.length && a[i]![0] < b[j]![0])) add(a[i++]!)
    else add(b[j++]!)
  }
  return result
}

/** With these indexes too, given in any order and as often as one likes. */
export const addIndexes = (indexes: Indexes, more: Iterable<number>): Indexes =>
  mergeIndexes(indexes, [...new Set(more)].toSorted((x, y) => x - y).map(i => [i, i] as const))
