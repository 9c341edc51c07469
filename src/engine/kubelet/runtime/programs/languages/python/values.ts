// Python's values: int is bigint, float is number, str is string, None is null; the rest are classes here.
import { floatText } from '../../shell/printing.ts'
import type { Doing } from '../../machine/process.ts'
import type { Param, Stmt, Expr } from './parse.ts'

export type Value = null | boolean | bigint | number | string | PyList | PyTuple | PyDict | PySet | PyBytes | PyFunction | PyNative | PyModule | PyClass | PyObject | PyRange

export class PyList {
  items: Value[]
  constructor(items: Value[]) {
    this.items = items
  }
}
export class PyTuple {
  readonly items: readonly Value[]
  constructor(items: readonly Value[]) {
    this.items = items
  }
}
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
/** bytes and bytearray: only their size is kept when they are large, as nothing here reads large ones. */
export class PyBytes {
  size: number
  text: string | undefined
  constructor(size: number, text?: string) {
    this.size = size
    this.text = text
  }
}
export class PyRange {
  readonly from: bigint
  readonly to: bigint
  readonly step: bigint
  constructor(from: bigint, to: bigint, step: bigint) {
    this.from = from
    this.to = to
    this.step = step
  }
  get length(): number {
    const n = this.step > 0n ? (this.to - this.from + this.step - 1n) / this.step : (this.from - this.to - this.step - 1n) / -this.step
    return n > 0n ? Number(n) : 0
  }
}
export interface Scope {
  readonly names: Map<string, Value>
  readonly up?: Scope
  readonly globals: ReadonlySet<string>
}
export class PyFunction {
  readonly name: string
  readonly params: readonly Param[]
  readonly defaults: ReadonlyMap<string, Value>
  readonly body: readonly Stmt[] | Expr
  readonly scope: Scope
  constructor(name: string, params: readonly Param[], defaults: ReadonlyMap<string, Value>, body: readonly Stmt[] | Expr, scope: Scope) {
    this.name = name
    this.params = params
    this.defaults = defaults
    this.body = body
    this.scope = scope
  }
}
export type Call = (args: readonly Value[], named: ReadonlyMap<string, Value>) => Doing<Value>
export class PyNative {
  readonly name: string
  readonly call: Call
  constructor(name: string, call: Call) {
    this.name = name
    this.call = call
  }
}
export class PyModule {
  readonly name: string
  readonly names: Map<string, Value>
  constructor(name: string, names: Iterable<readonly [string, Value]>) {
    this.name = name
    this.names = new Map(names)
  }
}
export class PyClass {
  readonly name: string
  readonly base: PyClass | undefined
  readonly names: Map<string, Value>
  constructor(name: string, base: PyClass | undefined, names = new Map<string, Value>()) {
    this.name = name
    this.base = base
    this.names = names
  }
  find(name: string): Value | undefined {
    return this.names.get(name) ?? this.base?.find(name)
  }
  is(other: PyClass): boolean {
    return this === other || (this.base?.is(other) ?? false)
  }
}
export class PyObject {
  readonly type: PyClass
  readonly names = new Map<string, Value>()
  constructor(type: PyClass) {
    this.type = type
  }
}

/** Thrown by `raise` and by wrong operations. */
export class Raised {
  readonly value: PyObject
  constructor(value: PyObject) {
    this.value = value
  }
}

const EXCEPTIONS = new Map<string, PyClass>()
const define = (name: string, base?: string): void => void EXCEPTIONS.set(name, new PyClass(name, base === undefined ? undefined : EXCEPTIONS.get(base)))
define('BaseException')
for (const name of ['Exception', 'SystemExit', 'KeyboardInterrupt']) define(name, 'BaseException')
for (const name of ['ArithmeticError', 'LookupError', 'OSError', 'ValueError', 'TypeError', 'NameError', 'AttributeError', 'ImportError', 'RuntimeError', 'AssertionError', 'MemoryError', 'StopIteration', 'SyntaxError', 'EOFError']) define(name, 'Exception')
define('ZeroDivisionError', 'ArithmeticError')
define('OverflowError', 'ArithmeticError')
define('KeyError', 'LookupError')
define('IndexError', 'LookupError')
define('FileNotFoundError', 'OSError')
define('PermissionError', 'OSError')
define('IsADirectoryError', 'OSError')
define('ConnectionError', 'OSError')
define('ConnectionRefusedError', 'ConnectionError')
define('TimeoutError', 'OSError')
define('ModuleNotFoundError', 'ImportError')
define('NotImplementedError', 'RuntimeError')
define('RecursionError', 'RuntimeError')
define('UnboundLocalError', 'NameError')
define('UnicodeDecodeError', 'ValueError')

export const exceptions = (): ReadonlyMap<string, PyClass> => EXCEPTIONS

/** Raises a built-in exception. */
export function raise(type: string, message: string): never {
  const value = new PyObject(EXCEPTIONS.get(type)!)
  value.names.set('args', new PyTuple([message]))
  throw new Raised(value)
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

export function floatRepr(n: number): string {
  if (Number.isNaN(n)) return 'nan'
  if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf'
  if (Number.isInteger(n) && Math.abs(n) < 1e16) return `${Object.is(n, -0) ? '-0' : n}.0`
  const text = String(n)
  if (text.includes('e')) return text.replace(/e([-+])(\d)$/, 'e$10$2')
  return Math.abs(n) < 1e-4 ? n.toExponential().replace(/e([-+])(\d)$/, 'e$10$2') : text
}

export function textOf(v: Value): string {
  if (typeof v === 'string') return v
  if (v instanceof PyObject && v.names.has('args')) {
    const { items } = v.names.get('args') as PyTuple
    return items.length === 0 ? '' : items.length === 1 ? (v.type.name === 'KeyError' ? repr(items[0]!) : textOf(items[0]!)) : repr(new PyTuple(items))
  }
  return repr(v)
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

/** format(): the specification after the colon of an f-string. */
export function formatValue(v: Value, spec: string): string {
  if (spec === '') return textOf(v)
  const found = /^(?:(.)?([<>^=]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/.exec(spec)
  if (!found) return v instanceof PyObject ? textOf(v) : raise('ValueError', `Invalid format specifier '${spec}'`)
  const [, fill, align, sign, , zero, width, comma, precision, kind] = found
  const number = typeof v === 'bigint' || typeof v === 'number' || typeof v === 'boolean'
  let text: string
  if (number && (kind === 'f' || kind === 'e' || kind === 'g' || kind === 'F' || kind === '%')) {
    text = kind === '%' ? `${floatText(Number(v) * 100, 'f', Number(precision ?? 6))}%` : floatText(Number(v), kind, Number(precision ?? 6))
  } else if (number && typeof v !== 'number' && (kind === 'x' || kind === 'X' || kind === 'b' || kind === 'o')) {
    text = BigInt(v).toString(kind === 'b' ? 2 : kind === 'o' ? 8 : 16)
    if (kind === 'X') text = text.toUpperCase()
  } else if (typeof v === 'number' && precision !== undefined) text = floatText(v, 'g', Number(precision))
  else {
    text = textOf(typeof v === 'boolean' && kind === 'd' ? BigInt(v) : v)
    if (!number && precision !== undefined) text = text.slice(0, Number(precision))
  }
  if (number && comma !== '') text = text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, comma!))
  if (number && sign === '+' && !text.startsWith('-')) text = `+${text}`
  const size = Number(width || 0)
  const by = fill ?? (zero !== '' && number ? '0' : ' ')
  const how = align ?? (zero !== '' && number ? '=' : number ? '>' : '<')
  if (how === '<') return text.padEnd(size, by)
  if (how === '^') return text.padStart(text.length + Math.floor(Math.max(0, size - text.length) / 2), by).padEnd(size, by)
  if (how === '=') {
    const mark = /^[-+]/.exec(text)?.[0] ?? ''
    return mark + text.slice(mark.length).padStart(size - mark.length, by)
  }
  return text.padStart(size, by)
}
