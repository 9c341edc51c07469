// `--sort-by`: by the first value that a path finds. Upstream: kubectl/pkg/cmd/get/sorter.go.
import { parseTime } from '../../kube/rfc3339.ts'
import { tryParseQuantity } from '../../kube/quantity.ts'
import { compare } from '../../kube/quantityMath.ts'
import { KubectlError } from '../errors.ts'
import { find, JsonPathError, parseRelaxed } from './jsonpath.ts'

/** Numbers inside texts count as numbers: `pod-2` before `pod-10`. */
const byNature = (a: string, b: string): number => {
  const [x, y] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] === y[i]) continue
    if (/^\d/.test(x[i]!) && /^\d/.test(y[i]!) && Number(x[i]) !== Number(y[i])) return Number(x[i]) - Number(y[i])
    return x[i]! < y[i]! ? -1 : 1
  }
  return x.length - y.length
}

function byValue(a: unknown, b: unknown): number {
  // What is missing comes first, and so does null: events of the scheduler have no lastTimestamp but that.
  const [noA, noB] = [a ?? undefined, b ?? undefined].map(x => x === undefined)
  if (noA || noB) return noA && noB ? 0 : noA ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (typeof a === 'string' && typeof b === 'string') {
    const [t, u] = [parseTime(a), parseTime(b)]
    if (t !== undefined && u !== undefined) return t - u
    const [p, q] = [tryParseQuantity(a), tryParseQuantity(b)]
    return p && q ? compare(p, q) : byNature(a, b)
  }
  throw new Unsortable(a)
}

/** A list or a map stands where a value should: it has no order. */
export class Unsortable extends Error {
  constructor(value: unknown) { super(`unsortable type: ${Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'}`) }
}

/** A stable sort; nothing to sort is no error, but a path that no object has is. */
export function sortObjects<T>(items: readonly T[], object: (item: T) => unknown, path: string): T[] {
  if (items.length === 0) return []
  try {
    const parsed = parseRelaxed(path)
    const keyed = items.map(item => ({ item, key: find(parsed, object(item))[0] }))
    if (keyed.every(k => k.key === undefined)) throw new KubectlError(`couldn't find any field with path ${JSON.stringify(`{${path.startsWith('.') || path.startsWith('{') ? path.replace(/^\{|\}$/g, '') : `.${path}`}}`)} in the list of objects`)
    return keyed.sort((a, b) => byValue(a.key, b.key)).map(k => k.item)
  } catch (e) {
    if (e instanceof JsonPathError) throw new KubectlError(e.message)
    throw e
  }
}
