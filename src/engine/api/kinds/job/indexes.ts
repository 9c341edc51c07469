// Lists of indexes as text: `0,2-4`. Upstream: validateIndexesFormat, parseIndexInterval.

/** A list that is none; the message is upstream's. */
class IndexesError extends Error {}

const WHOLE = /^[+-]?[0-9]+$/

function indexOf(text: string, completions: number): number {
  if (!WHOLE.test(text)) throw new IndexesError(`cannot convert string to integer for index: ${JSON.stringify(text)}`)
  const index = Number(text)
  if (index >= completions) throw new IndexesError(`too large index: ${JSON.stringify(text)}`)
  return index
}

const order = (previous: number, current: number) => new IndexesError(`non-increasing order, previous: ${previous}, current: ${current}`)

/** The intervals, ascending and below `completions`; throws an IndexesError otherwise. */
function parseIndexes(text: string, completions: number): [first: number, last: number][] {
  if (text === '') return []
  const intervals: [number, number][] = []
  for (const part of text.split(',')) {
    const ends = part.split('-')
    if (ends.length > 2) throw new IndexesError(`the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`)
    const first = indexOf(ends[0]!, completions)
    const last = ends.length === 2 ? indexOf(ends[1]!, completions) : first
    if (ends.length === 2 && first >= last) throw order(first, last)
    const previous = intervals.at(-1)?.[1]
    if (previous !== undefined && previous >= first) throw order(previous, first)
    intervals.push([first, last])
  }
  return intervals
}

/** The intervals, or what is wrong with them. */
export function judgedIndexes(text: string, completions: number): { readonly intervals: readonly [number, number][]; readonly error?: string } {
  try {
    return { intervals: parseIndexes(text, completions) }
  } catch (e) {
    if (e instanceof IndexesError) return { intervals: [], error: e.message }
    throw e
  }
}

export const countIndexes = (intervals: readonly (readonly [number, number])[]): number => intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0)

/** The first index that stands in both lists. */
export function firstCommon(a: readonly (readonly [number, number])[], b: readonly (readonly [number, number])[]): number | undefined {
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i]!, b[j]!]
    if (x[0] <= y[1] && y[0] <= x[1]) return Math.max(x[0], y[0])
    if (x[1] < y[0]) i++
    else j++
  }
  return undefined
}
