// Python’s built-in functions and types.
import { openFile, readAll } from '../../machine/io.ts'
import type { Python } from './evaluate.ts'
import { raise } from './exceptions.ts'
import { PyDict, PySet, repr, typeName } from './keyed.ts'
import { leave, lengthOf, native, simple, sortList } from './native.ts'
import { truthy } from './sameness.ts'
import { formatValue, textOf } from './texts.ts'
import { type Call, PyBytes, PyClass, PyFunction, PyList, PyModule, PyNative, PyObject, PyRange, PyTuple, type Value } from './values.ts'

const libraries = new WeakMap<Python, ReadonlyMap<string, Value>>()

/** The names that every program knows. */
export function BUILTIN_NAMES(py: Python): ReadonlyMap<string, Value> {
  let known = libraries.get(py)
  if (!known) {
    known = make(py)
    libraries.set(py, known)
  }
  return known
}

const TYPES: Readonly<Record<string, (v: Value) => boolean>> = {
  int: (v) => typeof v === 'bigint' || typeof v === 'boolean', float: (v) => typeof v === 'number', str: (v) => typeof v === 'string', bool: (v) => typeof v === 'boolean',
  list: (v) => v instanceof PyList, dict: (v) => v instanceof PyDict, tuple: (v) => v instanceof PyTuple, set: (v) => v instanceof PySet, bytes: (v) => v instanceof PyBytes,
}

/** Python's own limit since 3.11, against texts that take for ever to read. */
const MOST_DIGITS = 4300

function toInt(v: Value = 0n, base?: Value): bigint {
  if (typeof v === 'bigint') return v
  if (typeof v === 'boolean') return BigInt(v)
  if (typeof v === 'number') return Number.isFinite(v) ? BigInt(Math.trunc(v)) : raise('OverflowError', 'cannot convert float infinity to integer')
  if (typeof v !== 'string') return raise('TypeError', `int() argument must be a string, a bytes-like object or a real number, not '${typeName(v)}'`)
  const text = v.trim().replaceAll('_', '')
  const radix = Number(base ?? 10n)
  if (radix === 10 ? !/^[-+]?\d+$/.test(text) : Number.isNaN(Number.parseInt(text, radix))) return raise('ValueError', `invalid literal for int() with base ${radix}: ${repr(v)}`)
  const digits = text.replace(/^[-+]/, '').length
  if (radix === 10 && digits > MOST_DIGITS) raise('ValueError', `Exceeds the limit (${MOST_DIGITS} digits) for integer string conversion: value has ${digits} digits; use sys.set_int_max_str_digits() to increase the limit`)
  return radix === 10 ? BigInt(text) : BigInt(Number.parseInt(text, radix))
}

function toFloat(v: Value = 0): number {
  if (typeof v === 'string') {
    const n = v.trim() === '' ? Number.NaN : Number(v.trim())
    return Number.isNaN(n) && v.trim().toLowerCase() !== 'nan' ? raise('ValueError', `could not convert string to float: ${repr(v)}`) : n
  }
  if (typeof v === 'bigint' || typeof v === 'number' || typeof v === 'boolean') return Number(v)
  return raise('TypeError', `float() argument must be a string or a real number, not '${typeName(v)}'`)
}

function make(py: Python): ReadonlyMap<string, Value> {
  const choose = (sign: 1 | -1): Call => function* (args, named) {
    const all = args.length === 1 ? yield* py.items(args[0]!) : [...args]
    const key = named.get('key')
    if (all.length === 0) return named.get('default') ?? (raise('ValueError', `${sign > 0 ? 'max' : 'min'}() arg is an empty sequence`))
    let best: Value = all[0]!
    let bestKey: Value = key ? yield* py.call(key, [best]) : best
    for (const item of all.slice(1)) {
      const k = key ? yield* py.call(key, [item]) : item
      if ((py.order(k, bestKey) ?? 0) * sign > 0) [best, bestKey] = [item, k]
    }
    return best
  }
  return new Map<string, Value>([
    native('print', function* (args, named) {
      const text = args.map(textOf).join(textOf(named.get('sep') ?? ' ')) + textOf(named.get('end') ?? '\n')
      const file = named.get('file')
      if (file instanceof PyModule && file.name === 'sys.stderr') {
        py.proc.fds[2]?.write(text)
        return null
      }
      if (file instanceof PyModule && file.names.has('write')) return yield* py.call(file.names.get('write')!, [text])
      yield* py.out(text, truthy(named.get('flush') ?? false))
      return null
    }),
    native('input', function* (args) {
      if (args[0] !== undefined) yield* py.out(textOf(args[0]))
      const input = py.proc.fds[0]
      for (;;) {
        const got = input?.read('line')
        if (got === null) yield { on: [input!.changed] }
        else return got === undefined ? raise('EOFError', 'EOF when reading a line') : got.replace(/\n$/, '')
      }
    }),
    simple('len', (v) => BigInt(lengthOf(v!))), simple('int', toInt), simple('float', toFloat), simple('str', (v) => (v === undefined ? '' : textOf(v))), simple('repr', (v) => repr(v!)),
    simple('bool', (v) => truthy(v ?? false)),
    native('list', function* (args) {
      return new PyList(args[0] === undefined ? [] : yield* py.items(args[0]))
    }),
    native('tuple', function* (args) {
      return new PyTuple(args[0] === undefined ? [] : yield* py.items(args[0]))
    }),
    native('set', function* (args) {
      return new PySet(args[0] === undefined ? [] : yield* py.items(args[0]))
    }),
    native('dict', function* (args, named) {
      const dict = new PyDict()
      if (args[0] instanceof PyDict) for (const [k, v] of args[0].map.values()) dict.set(k, v)
      else if (args[0] !== undefined) for (const pair of yield* py.items(args[0])) {
        const [k, v] = yield* py.items(pair)
        dict.set(k!, v!)
      }
      for (const [k, v] of named) dict.set(k, v)
      return dict
    }),
    native('bytearray', bytes(py)), native('bytes', bytes(py)),
    simple('range', (a, b, c) => {
      const step = c === undefined ? 1n : toInt(c)
      if (step === 0n) raise('ValueError', 'range() arg 3 must not be zero')
      return b === undefined ? new PyRange(0n, toInt(a!), 1n) : new PyRange(toInt(a!), toInt(b), step)
    }),
    native('sum', function* (args) {
      let sum: Value = args[1] ?? 0n
      let n = 0
      for (const v of yield* py.items(args[0]!)) {
        sum = typeof sum === 'bigint' && (typeof v === 'bigint' || typeof v === 'boolean') ? sum + BigInt(v) : Number(sum) + Number(v)
        if (++n % 1000 === 0) py.proc.kernel.burn(py.proc, 20, 20)
      }
      return sum
    }),
    native('max', choose(1)), native('min', choose(-1)),
    simple('abs', (v) => (typeof v === 'bigint' ? (v < 0n ? -v : v) : Math.abs(Number(v)))),
    simple('round', (v, n) => {
      if (typeof v === 'bigint') return v
      const places = n === undefined || n === null ? 0 : Number(n)
      const scaled = Number(v) * 10 ** places
      const even = Math.abs(scaled % 1) === 0.5 ? 2 * Math.round(scaled / 2) : Math.round(scaled)
      return n === undefined || n === null ? BigInt(even) : Number((even / 10 ** places).toFixed(Math.max(0, places)))
    }),
    simple('divmod', (a, b) => {
      const [x, y] = [toInt(a!), toInt(b!)]
      if (y === 0n) raise('ZeroDivisionError', 'integer division or modulo by zero')
      const rest = ((x % y) + y) % y
      return new PyTuple([(x - rest) / y, rest])
    }),
    simple('pow', (a, b) => (typeof a === 'bigint' && typeof b === 'bigint' && b >= 0n && b < 100_000n ? a ** b : Number(a) ** Number(b))),
    simple('chr', (v) => String.fromCodePoint(Number(v))), simple('ord', (v) => BigInt(String(v).codePointAt(0) ?? 0)),
    simple('hex', (v) => `0x${BigInt(v as bigint).toString(16)}`), simple('bin', (v) => `0b${BigInt(v as bigint).toString(2)}`), simple('oct', (v) => `0o${BigInt(v as bigint).toString(8)}`),
    native('sorted', function* (args, named) {
      const list = new PyList(yield* py.items(args[0]!))
      yield* sortList(py, list, named)
      return list
    }),
    native('reversed', function* (args) {
      return new PyList((yield* py.items(args[0]!)).reverse())
    }),
    native('enumerate', function* (args, named) {
      const from = toInt(args[1] ?? named.get('start') ?? 0n)
      return new PyList((yield* py.items(args[0]!)).map((v, i) => new PyTuple([from + BigInt(i), v])))
    }),
    native('zip', function* (args) {
      const all: Value[][] = []
      for (const a of args) all.push(yield* py.items(a))
      return new PyList(Array.from({ length: Math.min(...all.map((a) => a.length)) }, (_, i) => new PyTuple(all.map((a) => a[i]!))))
    }),
    native('map', function* (args) {
      const out: Value[] = []
      for (const v of yield* py.items(args[1]!)) out.push(yield* py.call(args[0]!, [v]))
      return new PyList(out)
    }),
    native('filter', function* (args) {
      const out: Value[] = []
      for (const v of yield* py.items(args[1]!)) if (truthy(args[0] === null ? v : yield* py.call(args[0]!, [v]))) out.push(v)
      return new PyList(out)
    }),
    native('any', function* (args) {
      return (yield* py.items(args[0]!)).some(truthy)
    }),
    native('all', function* (args) {
      return (yield* py.items(args[0]!)).every(truthy)
    }),
    simple('isinstance', (v, type) => {
      const types = type instanceof PyTuple ? type.items : [type!]
      return types.some((t) => (t instanceof PyClass ? v instanceof PyObject && v.type.is(t) : t instanceof PyNative ? (TYPES[t.name]?.(v!) ?? false) : false))
    }),
    simple('type', (v) => (v instanceof PyObject ? v.type : new PyClass(typeName(v!), undefined))), simple('callable', (v) => v instanceof PyFunction || v instanceof PyNative || v instanceof PyClass),
    simple('id', () => 140_000_000n), simple('hash', (v) => BigInt(repr(v!).length)), simple('format', (v, s) => formatValue(v!, textOf(s ?? ''))),
    simple('getattr', (v, name, other) => (v instanceof PyModule || v instanceof PyObject ? v.names.get(textOf(name!)) : undefined) ?? other ?? raise('AttributeError', `'${typeName(v!)}' object has no attribute '${textOf(name!)}'`)),
    simple('hasattr', (v, name) => (v instanceof PyModule || v instanceof PyObject) && v.names.has(textOf(name!))),
    native('exit', leave), native('quit', leave), native('open', openText(py)),
    native('iter', function* (args) {
      return new PyList(yield* py.items(args[0]!))
    }),
    native('super', function* () {
      return raise('RuntimeError', 'super(): not here')
    }),
  ])
}

const bytes = (py: Python): Call => function* (args) {
  const v = args[0]
  if (v === undefined) return new PyBytes(0, '')
  if (typeof v === 'string') return new PyBytes(v.length, v)
  if (v instanceof PyBytes) return new PyBytes(v.size, v.text)
  const size = v instanceof PyList ? v.items.length : Number(toInt(v))
  if (size < 0) return raise('ValueError', 'negative count')
  py.grow(size)
  return new PyBytes(size)
}

const openText = (py: Python): Call => function* (args, named) {
  const path = textOf(args[0]!)
  const mode = textOf(args[1] ?? named.get('mode') ?? 'r')
  const write = /[wax]/.test(mode)
  const stream = openFile(py.proc, path, { read: !write, write, append: mode.includes('a'), make: write })
  if (typeof stream === 'string') {
    const type = stream === 'Is a directory' ? 'IsADirectoryError' : stream === 'Permission denied' ? 'PermissionError' : 'FileNotFoundError'
    return raise(type, `[Errno ${type === 'FileNotFoundError' ? 2 : type === 'IsADirectoryError' ? 21 : 13}] ${stream}: '${path}'`)
  }
  const text = write ? '' : yield* readAll(py.proc, stream)
  let at = 0
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const file = new PyModule('file', [
    simple('read', () => {
      const rest = text.slice(at)
      at = text.length
      return rest
    }),
    simple('readline', () => {
      const end = text.indexOf('\n', at)
      const line = end < 0 ? text.slice(at) : text.slice(at, end + 1)
      at += line.length
      return line
    }),
    simple('readlines', () => new PyList([...lines])),
    simple('write', (v) => {
      stream.write(textOf(v!))
      return BigInt(textOf(v!).length)
    }),
    simple('close', () => null), simple('flush', () => null), ['name', path],
  ])
  if (!write) file.names.set('__lines__', new PyList([...lines]))
  return file
}
