// JSON values as patches handle them: compared deeply, told apart by Go's types, shown as Go shows them.

export type Json = null | boolean | number | string | readonly Json[] | JsonMap
export type JsonMap = { readonly [key: string]: Json }
export type MutableMap = { [key: string]: Json }

export const isMap = (v: unknown): v is JsonMap => typeof v === 'object' && v !== null && !Array.isArray(v)
export const isList = (v: unknown): v is readonly Json[] => Array.isArray(v)
export const has = (map: JsonMap, key: string): boolean => Object.hasOwn(map, key) && map[key] !== undefined

/** The type that Go's JSON decoder gives a value. Values of different types are never merged. */
export type GoKind = 'nil' | 'bool' | 'string' | 'int64' | 'float64' | 'map' | 'slice'
export function goKind(v: Json | undefined): GoKind {
  if (v === null || v === undefined) return 'nil'
  if (typeof v === 'boolean') return 'bool'
  if (typeof v === 'string') return 'string'
  if (typeof v === 'number') return Number.isInteger(v) ? 'int64' : 'float64'
  return Array.isArray(v) ? 'slice' : 'map'
}
/** As goKind, in the words of an error. */
export const goTypeOf = (v: Json | undefined): string =>
  ({ nil: '%!s(<nil>)', map: 'map[string]interface {}', slice: '[]interface {}' } as Partial<Record<GoKind, string>>)[goKind(v)] ?? goKind(v)

/** Whether two values are the same; the order of keys does not matter, and what is undefined is not there. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as JsonMap, b as JsonMap]
  let count = 0
  for (const key in left) {
    if (left[key] === undefined) continue
    count++
    if (!equal(left[key], right[key])) return false
  }
  for (const key in right) if (right[key] !== undefined) count--
  return count === 0
}

export const keysOf = (map: JsonMap): string[] => Object.keys(map).filter(k => map[k] !== undefined)

/** As Go's %v prints it: `map[a:1 b:[x y]]`. */
export function goValue(v: Json | undefined): string {
  if (v === null || v === undefined) return '<nil>'
  if (isList(v)) return `[${v.map(goValue).join(' ')}]`
  if (isMap(v)) return `map[${keysOf(v).sort().map(k => `${k}:${goValue(v[k])}`).join(' ')}]`
  return String(v)
}

/** A map that a key named __proto__ cannot surprise. */
export function put(map: MutableMap, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
  else map[key] = value
}
