// When are two of Python’s values the same, and which count as false?
import { PyDict, PySet } from './keyed.ts'
import { PyBytes, PyList, PyRange, PyTuple, type Value } from './values.ts'

export function truthy(v: Value): boolean {
  if (v === null || v === false || v === '' || v === 0n || v === 0) return false
  if (v instanceof PyList || v instanceof PyTuple) return v.items.length > 0
  if (v instanceof PyDict || v instanceof PySet) return v.map.size > 0
  if (v instanceof PyBytes) return v.size > 0
  if (v instanceof PyRange) return v.length > 0
  return true
}

export function equal(a: Value, b: Value): boolean {
  if (a === b) return true
  const n = (v: Value) => (typeof v === 'boolean' ? BigInt(v) : v)
  const [x, y] = [n(a), n(b)]
  if ((typeof x === 'bigint' || typeof x === 'number') && (typeof y === 'bigint' || typeof y === 'number')) return x == y // eslint-disable-line eqeqeq
  if ((a instanceof PyList && b instanceof PyList) || (a instanceof PyTuple && b instanceof PyTuple)) return a.items.length === b.items.length && a.items.every((v, i) => equal(v, b.items[i]!))
  if (a instanceof PyDict && b instanceof PyDict) return a.map.size === b.map.size && [...a.map].every(([k, [, v]]) => b.map.has(k) && equal(v, b.map.get(k)![1]))
  if (a instanceof PySet && b instanceof PySet) return a.map.size === b.map.size && [...a.map.keys()].every((k) => b.map.has(k))
  if (a instanceof PyBytes && b instanceof PyBytes) return a.size === b.size && a.text === b.text
  return false
}
