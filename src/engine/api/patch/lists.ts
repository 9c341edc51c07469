// Lists whose elements are told apart by a key, or that are sets of texts: found, sorted, brought into an order.
// Upstream: apimachinery/pkg/util/strategicpatch/patch.go (normalizeElementOrder and what it calls).
import { listOfLists, noMergeKey, PatchError, wrongType } from './patchError.ts'
import { goKind, goValue, has, isMap } from './values.ts'
import type { Json, JsonMap } from './values.ts'

type List = readonly Json[]
export const DELETE = 'delete'
export const DIRECTIVE = '$patch'

/** Whether the elements of all these lists are maps; throws where they are of several types, or lists. */
export function holdsMaps(...lists: readonly List[]): boolean {
  const all = lists.flat()
  if (all.length === 0) throw new PatchError('no elements in any of the given slices')
  const kind = goKind(all[0])
  if (kind === 'slice') throw listOfLists()
  if (all.some(v => goKind(v) !== kind)) throw new PatchError(`list element types are not identical: ${goValue(lists as Json)}`)
  return kind === 'map'
}

export function asMap(element: Json): JsonMap {
  if (!isMap(element)) throw wrongType('map[string]interface {}', element)
  return element
}

/** The value of the merge key of an element; throws where it has none. */
export function keyOf(element: Json, mergeKey: string): Json {
  const map = asMap(element)
  if (!has(map, mergeKey)) throw noMergeKey(map, mergeKey)
  return map[mergeKey]!
}

/** Where the element with this key value is, or -1. */
export function findByKey(list: List, mergeKey: string, value: Json): number {
  return list.findIndex((element, i) => {
    if (!isMap(element)) throw new PatchError(`value for key ${i} is not a map.`)
    return has(element, mergeKey) && element[mergeKey] === value
  })
}

/** Where the element (told by its key, if there is one) stands in a list, or -1. */
function indexIn(list: List, element: Json, mergeKey: string, maps: boolean): number {
  const identity = (v: Json): Json | undefined => (maps ? (isMap(v) ? v[mergeKey] : undefined) : v)
  const wanted = identity(element)
  return list.findIndex(v => identity(v) === wanted)
}

/** Insertion sort, as Go sorts short lists; `less` need not be a proper order, and upstream's is none. */
function insertionSort<T>(list: readonly T[], less: (a: T, b: T) => boolean): T[] {
  const out = [...list]
  for (let i = 1; i < out.length; i++) {
    for (let j = i; j > 0 && less(out[j]!, out[j - 1]!); j--) [out[j], out[j - 1]] = [out[j - 1]!, out[j]!]
  }
  return out
}

/** By the text of their merge key; of equal ones, the later comes first. */
export const sortedByKey = (list: List, mergeKey: string): JsonMap[] =>
  insertionSort(list.map(asMap), (a, b) => goValue(a[mergeKey] ?? null) <= goValue(b[mergeKey] ?? null))
export const sortedScalars = (list: List): Json[] => insertionSort(list, (a, b) => goValue(a) <= goValue(b))

/** Each value once. What is taken out leaves its place to the last. */
export function unique(list: List): Json[] {
  const out = [...list]
  for (let i = 0; i < out.length - 1; i++) {
    for (let j = i + 1; j < out.length; j++) {
      if (out[i] === out[j]) {
        out[j] = out.at(-1)!
        out.pop()
        j--
      }
    }
  }
  return out
}

/** The list in the order in which its elements stand in `order`; deletions come last. */
export function inOrder(list: List, order: List, mergeKey: string, maps: boolean): Json[] {
  let [sortable, deletions]: [List, List] = [list, []]
  if (maps) {
    for (const element of [...list, ...order]) keyOf(element, mergeKey)
    deletions = list.filter(v => isDeletion(v))
    sortable = list.filter(v => !isDeletion(v))
  }
  const sorted = insertionSort(sortable, (a, b) => {
    const [i, j] = [indexIn(order, a, mergeKey, maps), indexIn(order, b, mergeKey, maps)]
    return i >= 0 && j >= 0 ? i < j : true
  })
  return [...sorted, ...deletions]
}

export const isDeletion = (element: Json): boolean => isMap(element) && element[DIRECTIVE] === DELETE

/** The elements that `by` names, and the others. */
export function partition(list: List, by: List, mergeKey: string): { named: Json[]; others: Json[] } {
  const isNamed = mergeKey === '' ? (v: Json) => by.includes(v) : (v: Json) => findByKey(by, mergeKey, keyOf(v, mergeKey)) >= 0
  const named: Json[] = []
  const others: Json[] = []
  for (const v of list) (isNamed(v) ? named : others).push(v)
  return { named, others }
}

/** Elements that the patch names, in its order, and those that only the server has, in theirs; interleaved as they stood on the server. */
export function arranged(named: List, others: List, order: List, serverOrder: List, mergeKey: string, maps: boolean): Json[] {
  const right = inOrder(named, order, mergeKey, maps)
  const left = inOrder(others, serverOrder, mergeKey, maps)
  const out: Json[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    let takeLeft = j >= right.length
    if (!takeLeft && i < left.length) {
      const [a, b] = [indexIn(serverOrder, left[i]!, mergeKey, maps), indexIn(serverOrder, right[j]!, mergeKey, maps)]
      takeLeft = a >= 0 && b >= 0 && a < b
    }
    out.push(takeLeft ? left[i++]! : right[j++]!)
  }
  return out
}
