// Python’s operators: what + * % and their like come to, and how values compare.
import type { Python } from './evaluate.ts'
import { raise } from './exceptions.ts'
import { keyText, PyDict, PySet, repr, typeName } from './keyed.ts'
import { equal } from './sameness.ts'
import { formatValue, textOf } from './texts.ts'
import { PyBytes, PyList, PyObject, PyRange, PyTuple, type Value } from './values.ts'

export function compare(py: Python, op: string, a: Value, b: Value): boolean {
  switch (op) {
    case '==': return equal(a, b)
    case '!=': return !equal(a, b)
    case 'is': return a === b || (a instanceof PyObject && a === b)
    case 'is not': return a !== b
    case 'in':
    case 'not in': return contains(b, a) === (op === 'in')
  }
  const order = py.order(a, b)
  if (order === undefined) raise('TypeError', `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`)
  return op === '<' ? order < 0 : op === '>' ? order > 0 : op === '<=' ? order <= 0 : order >= 0
}

function contains(of: Value, item: Value): boolean {
  if (typeof of === 'string') return typeof item === 'string' ? of.includes(item) : raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`)
  if (of instanceof PyDict || of instanceof PySet) return of.map.has(keyText(item))
  if (of instanceof PyList || of instanceof PyTuple) return of.items.some((v) => equal(v, item))
  if (of instanceof PyRange) return typeof item === 'bigint' && (of.step > 0n ? item >= of.from && item < of.to : item <= of.from && item > of.to) && (item - of.from) % of.step === 0n
  return raise('TypeError', `argument of type '${typeName(of)}' is not iterable`)
}

export function operate(py: Python, op: string, a: Value, b: Value, replacing = false): Value {
  const [x, y] = [typeof a === 'boolean' ? BigInt(a) : a, typeof b === 'boolean' ? BigInt(b) : b]
  if (typeof x === 'bigint' && typeof y === 'bigint') return whole(op, x, y)
  if ((typeof x === 'bigint' || typeof x === 'number') && (typeof y === 'bigint' || typeof y === 'number')) return real(op, Number(x), Number(y))
  if (op === '+') {
    if (typeof x === 'string' && typeof y === 'string') {
      if (x.length + y.length > 10_000) py.grow(replacing ? y.length : x.length + y.length)
      return x + y
    }
    if ((x instanceof PyList && y instanceof PyList || x instanceof PyTuple && y instanceof PyTuple) && x.items.length + y.items.length > MOST_ITEMS) raise('MemoryError', '')
    if (x instanceof PyList && y instanceof PyList) return listOf(py, [...x.items, ...y.items])
    if (x instanceof PyTuple && y instanceof PyTuple) return new PyTuple(listOf(py, [...x.items, ...y.items]).items)
    if (x instanceof PyBytes && y instanceof PyBytes) return bytesOf(py, x.size + y.size, x.text !== undefined && y.text !== undefined ? x.text + y.text : undefined)
    if (typeof x === 'string') return raise('TypeError', `can only concatenate str (not "${typeName(b)}") to str`)
  }
  if (op === '*') {
    const [of, n] = typeof y === 'bigint' ? [x, y] : [y, x]
    if (typeof n === 'bigint') {
      const times = Math.max(0, Number(n))
      if (typeof of === 'string') {
        if (of.length * times > 10_000) py.grow(of.length * times)
        return of.length * times > 50_000_000 ? raise('MemoryError', '') : of.repeat(times)
      }
      if (of instanceof PyBytes) return bytesOf(py, of.size * times, of.text !== undefined && of.size * times < 10_000 ? of.text.repeat(times) : undefined)
      if (of instanceof PyList || of instanceof PyTuple) {
        const size = of.items.length * times
        if (size > 1000) py.grow(8 * size)
        if (size > MOST_ITEMS) raise('MemoryError', '')
        const items = Array.from({ length: size }, (_, i) => of.items[i % of.items.length]!)
        return of instanceof PyList ? new PyList(items) : new PyTuple(items)
      }
    }
  }
  if (op === '%' && typeof x === 'string') return percent(x, b)
  if (x instanceof PySet && y instanceof PySet) {
    const has = (v: Value) => y.map.has(keyText(v))
    if (op === '|') return new PySet([...x.map.values(), ...y.map.values()])
    if (op === '&') return new PySet([...x.map.values()].filter(has))
    if (op === '-') return new PySet([...x.map.values()].filter((v) => !has(v)))
  }
  return raise('TypeError', `unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`)
}

function listOf(py: Python, items: Value[]): PyList {
  if (items.length > 1000) py.grow(8 * items.length)
  return new PyList(items)
}

function bytesOf(py: Python, size: number, text: string | undefined): PyBytes {
  if (size > 1000) py.grow(size)
  return new PyBytes(size, text)
}

/** What the page can hold of one list: there are machines on which that is all. */
const MOST_ITEMS = 5_000_000
/** Beyond two million bits a product takes longer than anybody waits. */
const HUGE = 2n ** 2_000_000n
/** Made once: to negate such a number takes as long as to write it down. */
const HUGE_BELOW_ZERO = -HUGE
const isHuge = (n: bigint): boolean => n > HUGE || n < HUGE_BELOW_ZERO

function whole(op: string, x: bigint, y: bigint): Value {
  switch (op) {
    case '+': return x + y
    case '-': return x - y
    case '*': return isHuge(x) || isHuge(y) ? raise('MemoryError', '') : x * y
    case '&': return x & y
    case '|': return x | y
    case '^': return x ^ y
    case '<<': return y > 10_000_000n ? raise('MemoryError', '') : x << y
    case '>>': return x >> y
    case '**':
      if (y < 0n) return Number(x) ** Number(y)
      if (y * BigInt(x.toString(16).length) > 2_000_000n) raise('MemoryError', '')
      return x ** y
    case '/': return y === 0n ? raise('ZeroDivisionError', 'division by zero') : Number(x) / Number(y)
  }
  if (y === 0n) return raise('ZeroDivisionError', op === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero')
  const rest = ((x % y) + y) % y
  return op === '%' ? rest : (x - rest) / y
}

function real(op: string, x: number, y: number): Value {
  switch (op) {
    case '+': return x + y
    case '-': return x - y
    case '*': return x * y
    case '**': return x ** y
  }
  if (y === 0) return raise('ZeroDivisionError', op === '/' ? 'float division by zero' : 'float floor division by zero')
  return op === '/' ? x / y : op === '//' ? Math.floor(x / y) : op === '%' ? ((x % y) + y) % y : raise('TypeError', `unsupported operand type(s) for ${op}: 'float' and 'float'`)
}

/** "…" % values. */
function percent(format: string, given: Value): string {
  const values = given instanceof PyTuple ? [...given.items] : [given]
  let used = 0
  return format.replace(/%(?:\((\w+)\))?([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g, (_, name: string | undefined, flags: string, width: string, precision: string | undefined, kind: string) => {
    if (kind === '%') return '%'
    const value = name !== undefined && given instanceof PyDict ? (given.get(name) ?? null) : used < values.length ? values[used++]! : raise('TypeError', 'not enough arguments for format string')
    const numeric = 'dfeEgGxXoi'.includes(kind)
    const text = kind === 's' ? textOf(value) : kind === 'r' ? repr(value) : numeric && 'di'.includes(kind) ? String(typeof value === 'number' ? Math.trunc(value) : (value as bigint)) : formatValue(value, `${precision === undefined ? '' : `.${precision}`}${kind}`)
    const size = Number(width || 0)
    const shown = kind === 's' && precision !== undefined ? text.slice(0, Number(precision)) : text
    return flags.includes('-') ? shown.padEnd(size) : flags.includes('0') && numeric ? shown.padStart(size, '0') : shown.padStart(size)
  })
}
