// Dictionaries and sets, and how a value reads to a programmer (repr), which is what most keys go by.
import { raise } from './exceptions.ts'
import { PyBytes, PyClass, PyList, PyModule, PyNative, PyObject, PyRange, PyTuple, type Value } from './values.ts'

export class PySet {
  readonly map = new Map<string, Value>()
  constructor(items: Iterable<Value> = []) {
    for (const item of items) this.map.set(keyText(item), item)
  }
}
export class PyDict {
  readonly map = new Map<string, [Value, Value]>()
  /** Told of every change (os.environ). */
  get(key: Value): Value | undefined {
    return this.map.get(keyText(key))?.[1]
  }
  set(key: Value, value: Value): void {
    this.map.set(keyText(key), [key, value])
  }
}

export function typeName(v: Value): string {
  if (v === null) return 'NoneType'
  switch (typeof v) {
    case 'boolean': return 'bool'
    case 'bigint': return 'int'
    case 'number': return 'float'
    case 'string': return 'str'
  }
  if (v instanceof PyList) return 'list'
  if (v instanceof PyTuple) return 'tuple'
  if (v instanceof PyDict) return 'dict'
  if (v instanceof PySet) return 'set'
  if (v instanceof PyBytes) return 'bytes'
  if (v instanceof PyRange) return 'range'
  if (v instanceof PyModule) return 'module'
  if (v instanceof PyClass) return 'type'
  if (v instanceof PyObject) return v.type.name
  return v instanceof PyNative ? 'builtin_function_or_method' : 'function'
}

function floatRepr(n: number): string {
  if (Number.isNaN(n)) return 'nan'
  if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf'
  if (Number.isInteger(n) && Math.abs(n) < 1e16) return `${Object.is(n, -0) ? '-0' : n}.0`
  const text = String(n)
  if (text.includes('e')) return text.replace(/e([-+])(\d)$/, 'e$10$2')
  return Math.abs(n) < 1e-4 ? n.toExponential().replace(/e([-+])(\d)$/, 'e$10$2') : text
}

export function repr(v: Value): string {
  if (v === null) return 'None'
  switch (typeof v) {
    case 'boolean': return v ? 'True' : 'False'
    case 'bigint': return String(v)
    case 'number': return floatRepr(v)
    case 'string': {
      const mark = v.includes("'") && !v.includes('"') ? '"' : "'"
      return mark + v.replace(/[\\\n\t\r]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' })[c]!).replaceAll(mark, mark === "'" ? "\\'" : mark) + mark
    }
  }
  if (v instanceof PyList) return `[${v.items.map(repr).join(', ')}]`
  if (v instanceof PyTuple) return v.items.length === 1 ? `(${repr(v.items[0]!)},)` : `(${v.items.map(repr).join(', ')})`
  if (v instanceof PyDict) return `{${[...v.map.values()].map(([k, x]) => `${repr(k)}: ${repr(x)}`).join(', ')}}`
  if (v instanceof PySet) return v.map.size === 0 ? 'set()' : `{${[...v.map.values()].map(repr).join(', ')}}`
  if (v instanceof PyBytes) return `b'${(v.text ?? '\\x00'.repeat(Math.min(v.size, 64)))}'`
  if (v instanceof PyRange) return `range(${v.from}, ${v.to}${v.step === 1n ? '' : `, ${v.step}`})`
  if (v instanceof PyModule) return v.names.has('isoformat') ? v.name : `<module '${v.name}'>`
  if (v instanceof PyClass) return `<class '${v.name}'>`
  if (v instanceof PyObject) return v.names.has('args') ? `${v.type.name}(${(v.names.get('args') as PyTuple).items.map(repr).join(', ')})` : `<${v.type.name} object>`
  return `<function ${v.name}>`
}

/** A text under which equal values meet. */
export function keyText(v: Value): string {
  if (typeof v === 'string') return `s${v}`
  if (typeof v === 'boolean') return `n${v ? 1 : 0}`
  if (typeof v === 'bigint' || typeof v === 'number') return `n${v}`
  if (v instanceof PyList || v instanceof PyDict || v instanceof PySet) return raise('TypeError', `unhashable type: '${typeName(v)}'`)
  if (v instanceof PyTuple) return `t${v.items.map(keyText).join('\0')}`
  return `o${repr(v)}`
}
