// When two values of fields mean the same, though they are written differently. Upstream: api/equality.Semantic.
import { tryParseQuantity } from '../../../kube/quantity.ts'
import { compare } from '../../../kube/quantityMath.ts'

/** Maps, and structures that are held by value: absent and empty are the same. A structure behind a pointer is not in this list. */
const emptyIsAbsent = new Set([
  'labels', 'annotations', 'matchLabels', 'nodeSelector', 'requests', 'limits', 'capacity', 'allocatable', 'overhead', 'hard', 'used',
  'data', 'binaryData', 'stringData', 'parameters', 'metadata', 'resources', 'strategy', 'updateStrategy', 'status', 'template', 'spec',
])
const quantityMaps = new Set(['requests', 'limits', 'capacity', 'allocatable', 'overhead', 'hard', 'used'])

const isObject = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null
const isEmpty = (v: unknown, name: string): boolean =>
  v === undefined || v === null || (Array.isArray(v) ? v.length === 0 : isObject(v) && emptyIsAbsent.has(name) && Object.keys(v).length === 0)

/** Deep equality in which an empty list is no list, an empty map no map, and `1` cpu is `1000m`. `name`: the field the values stand in. */
export function sameValue(a: unknown, b: unknown, name = ''): boolean {
  if (a === b) return true
  if (isEmpty(a, name)) return isEmpty(b, name)
  if (!isObject(a) || !isObject(b)) return name === 'quantity' && sameQuantity(a, b)
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => sameValue(x, b[i]))
  if (Array.isArray(b)) return false
  const quantities = quantityMaps.has(name)
  for (const key in a) if (!sameValue(a[key], b[key], quantities ? 'quantity' : key)) return false
  for (const key in b) if (!(key in a) && !isEmpty(b[key], key)) return false
  return true
}

function sameQuantity(a: unknown, b: unknown): boolean {
  const [x, y] = [tryParseQuantity(String(a)), tryParseQuantity(String(b))]
  return !!x && !!y && compare(x, y) === 0
}
