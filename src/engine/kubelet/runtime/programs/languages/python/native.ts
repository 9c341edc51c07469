// Functions of Python that are written here.
import type { Doing } from '../../machine/process.ts'
import type { Python } from './evaluate.ts'
import { exceptions, raise, Raised } from './exceptions.ts'
import { PyDict, PySet, typeName } from './keyed.ts'
import { truthy } from './sameness.ts'
import { type Call, PyBytes, PyList, PyNative, PyObject, PyRange, PyTuple, type Value } from './values.ts'

export const native = (name: string, call: Call): readonly [string, Value] => [name, new PyNative(name, call)]
/** A function that does not wait. */
export const simple = (name: string, f: (...args: Value[]) => Value): readonly [string, Value] => native(name, function* (args) {
  return f(...args)
})

export function lengthOf(v: Value): number {
  if (typeof v === 'string') return [...v].length
  if (v instanceof PyList || v instanceof PyTuple) return v.items.length
  if (v instanceof PyDict || v instanceof PySet) return v.map.size
  if (v instanceof PyBytes) return v.size
  if (v instanceof PyRange) return v.length
  return raise('TypeError', `object of type '${typeName(v)}' has no len()`)
}

/** exit(), quit(), sys.exit(). */
// oxlint-disable-next-line require-yield
export function* leave(args: readonly Value[]): Doing<Value> {
  const value = new PyObject(exceptions().get('SystemExit')!)
  value.names.set('args', new PyTuple(args))
  throw new Raised(value)
}

export function* sortList(py: Python, list: PyList, named: ReadonlyMap<string, Value>): Doing<void> {
  const key = named.get('key')
  const pairs: [Value, Value][] = []
  for (const v of list.items) pairs.push([key && key !== null ? yield* py.call(key, [v]) : v, v])
  const sign = truthy(named.get('reverse') ?? false) ? -1 : 1
  list.items = pairs.sort((a, b) => sign * (py.order(a[0], b[0]) ?? raise('TypeError', `'<' not supported between instances of '${typeName(b[0])}' and '${typeName(a[0])}'`))).map(([, v]) => v)
}
