// Python's built-in functions, and the methods of its own types.
import { openFile, readAll } from '../../machine/io.ts'
import type { Doing } from '../../machine/process.ts'
import type { Python } from './evaluate.ts'
import {
  equal, exceptions, formatValue, PyBytes, PyClass, PyDict, PyFunction, PyList, PyModule, PyNative, PyObject, PyRange, PySet, PyTuple, raise, Raised, repr, textOf, truthy, typeName, type Call, type Value,
} from './values.ts'

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

export const native = (name: string, call: Call): readonly [string, Value] => [name, new PyNative(name, call)]
/** A function that does not wait. */
export const simple = (name: string, f: (...args: Value[]) => Value): readonly [string, Value] => native(name, function* (args) {
  return f(...args)
})

const TYPES: Readonly<Record<string, (v: Value) => boolean>> = {
  int: (v) => typeof v === 'bigint' || typeof v === 'boolean', float: (v) => typeof v === 'number', str: (v) => typeof v === 'string', bool: (v) => typeof v === 'boolean',
  list: (v) => v instanceof PyList, dict: (v) => v instanceof PyDict, tuple: (v) => v instanceof PyTuple, set: (v) => v instanceof PySet, bytes: (v) => v instanceof PyBytes,
}

function toInt(v: Value = 0n, base?: Value): bigint {
  if (typeof v === 'bigint') return v
  if (typeof v === 'boolean') return BigInt(v)
  if (typeof v === 'number') return Number.isFinite(v) ? BigInt(Math.trunc(v)) : raise('OverflowError', 'cannot convert float infinity to integer')
  if (typeof v !== 'string') return raise('TypeError', `int() argument must be a string, a bytes-like object or a real number, not '${typeName(v)}'`)
  const text = v.trim().replaceAll('_', '')
  const radix = Number(base ?? 10n)
  if (radix === 10 ? !/^[-+]?\d+$/.test(text) : Number.isNaN(Number.parseInt(text, radix))) return raise('ValueError', `invalid literal for int() with base ${radix}: ${repr(v)}`)
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

export function lengthOf(v: Value): number {
  if (typeof v === 'string') return [...v].length
  if (v instanceof PyList || v instanceof PyTuple) return v.items.length
  if (v instanceof PyDict || v instanceof PySet) return v.map.size
  if (v instanceof PyBytes) return v.size
  if (v instanceof PyRange) return v.length
  return raise('TypeError', `object of type '${typeName(v)}' has no len()`)
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

/** exit(), quit(), sys.exit(). */
// oxlint-disable-next-line require-yield
export function* leave(args: readonly Value[]): Doing<Value> {
  const value = new PyObject(exceptions().get('SystemExit')!)
  value.names.set('args', new PyTuple(args))
  throw new Raised(value)
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

function* sortList(py: Python, list: PyList, named: ReadonlyMap<string, Value>): Doing<void> {
  const key = named.get('key')
  const pairs: [Value, Value][] = []
  for (const v of list.items) pairs.push([key && key !== null ? yield* py.call(key, [v]) : v, v])
  const sign = truthy(named.get('reverse') ?? false) ? -1 : 1
  list.items = pairs.sort((a, b) => sign * (py.order(a[0], b[0]) ?? raise('TypeError', `'<' not supported between instances of '${typeName(b[0])}' and '${typeName(a[0])}'`))).map(([, v]) => v)
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

/** A method of a built-in type, bound to its value. */
export function methodOf(py: Python, of: Value, name: string): Value | undefined {
  const make = typeof of === 'string' ? STRING[name] : of instanceof PyList ? LIST[name] : of instanceof PyDict ? DICT[name] : of instanceof PySet ? SET[name] : of instanceof PyBytes ? BYTES[name] : of instanceof PyTuple ? LIST[name] : undefined
  if (make) return new PyNative(name, (args, named) => make(py, of as never, args, named))
  if (typeof of === 'number' && name === 'is_integer') return new PyNative(name, function* () {
    return Number.isInteger(of)
  })
  return undefined
}

type Method<T> = (py: Python, of: T, args: readonly Value[], named: ReadonlyMap<string, Value>) => Doing<Value>
const text = (f: (of: string, ...args: Value[]) => Value): Method<string> => function* (_py, of, args) {
  return f(of, ...args)
}
const stripped = (of: string, set: Value | undefined, start: boolean, end: boolean): string => {
  const inSet = (c: string) => (set === undefined || set === null ? /\s/.test(c) : String(set).includes(c))
  let [a, b] = [0, of.length]
  if (start) while (a < b && inSet(of[a]!)) a++
  if (end) while (b > a && inSet(of[b - 1]!)) b--
  return of.slice(a, b)
}
const any = (v: Value | undefined, f: (s: string) => boolean): boolean => (v instanceof PyTuple ? v.items.some((i) => f(textOf(i))) : f(textOf(v ?? '')))

const STRING: Readonly<Record<string, Method<string>>> = {
  upper: text((s) => s.toUpperCase()), lower: text((s) => s.toLowerCase()), strip: text((s, c) => stripped(s, c, true, true)), lstrip: text((s, c) => stripped(s, c, true, false)), rstrip: text((s, c) => stripped(s, c, false, true)),
  split: text((s, by, max) => {
    const limit = max === undefined ? Infinity : Number(max)
    let parts = by === undefined || by === null ? s.trim().split(/\s+/).filter((p) => p !== '') : s.split(textOf(by))
    if (parts.length > limit + 1) parts = [...parts.slice(0, limit), parts.slice(limit).join(by === undefined || by === null ? ' ' : textOf(by))]
    return new PyList(parts)
  }),
  splitlines: text((s) => new PyList(s.replace(/\n$/, '').split('\n'))), replace: text((s, a, b) => s.replaceAll(textOf(a!), textOf(b!))), capitalize: text((s) => s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase()),
  title: text((s) => s.replace(/\w+/g, (w) => w[0]!.toUpperCase() + w.slice(1).toLowerCase())), startswith: text((s, p) => any(p, (x) => s.startsWith(x))), endswith: text((s, p) => any(p, (x) => s.endsWith(x))),
  find: text((s, p) => BigInt(s.indexOf(textOf(p!)))), rfind: text((s, p) => BigInt(s.lastIndexOf(textOf(p!)))), count: text((s, p) => BigInt(s.split(textOf(p!)).length - 1)), index: text((s, p) => (s.includes(textOf(p!)) ? BigInt(s.indexOf(textOf(p!))) : raise('ValueError', 'substring not found'))),
  isdigit: text((s) => /^\d+$/.test(s)), isalpha: text((s) => /^[A-Za-z]+$/.test(s)), isspace: text((s) => /^\s+$/.test(s)), isupper: text((s) => s !== s.toLowerCase() && s === s.toUpperCase()), islower: text((s) => s !== s.toUpperCase() && s === s.toLowerCase()),
  zfill: text((s, n) => (/^[-+]/.test(s) ? s[0]! + s.slice(1).padStart(Number(n) - 1, '0') : s.padStart(Number(n), '0'))), ljust: text((s, n, c) => s.padEnd(Number(n), c === undefined ? ' ' : textOf(c))), rjust: text((s, n, c) => s.padStart(Number(n), c === undefined ? ' ' : textOf(c))),
  center: text((s, n, c) => formatValue(s, `${c === undefined ? ' ' : textOf(c)}^${Number(n)}`)), encode: text((s) => new PyBytes(s.length, s)), removeprefix: text((s, p) => (s.startsWith(textOf(p!)) ? s.slice(textOf(p!).length) : s)), removesuffix: text((s, p) => (s.endsWith(textOf(p!)) ? s.slice(0, -textOf(p!).length) : s)),
  partition: text((s, p) => {
    const at = s.indexOf(textOf(p!))
    return new PyTuple(at < 0 ? [s, '', ''] : [s.slice(0, at), textOf(p!), s.slice(at + textOf(p!).length)])
  }),
  *join(py, of, args) {
    return (yield* py.items(args[0]!)).map((v) => (typeof v === 'string' ? v : raise('TypeError', `sequence item 0: expected str instance, ${typeName(v)} found`))).join(of)
  },
  *format(py, of, args, named) {
    let n = 0
    let out = ''
    for (const [whole, field = '', spec = ''] of of.matchAll(/\{\{|\}\}|\{([^{}:!]*)(?:![rs])?(?::([^{}]*))?\}|[^{}]+/g)) {
      if (whole === '{{' || whole === '}}') out += whole[0]
      else if (!whole.startsWith('{')) out += whole
      else {
        const [head = '', ...path] = field.split('.')
        let value: Value | undefined = head === '' ? args[n++] : /^\d+$/.test(head) ? args[Number(head)] : named.get(head)
        if (value === undefined) raise(head === '' || /^\d+$/.test(head) ? 'IndexError' : 'KeyError', head === '' ? 'Replacement index out of range for positional args tuple' : head)
        for (const part of path) value = yield* py.attribute(value!, part)
        out += formatValue(value!, spec)
      }
    }
    return out
  },
}

const LIST: Readonly<Record<string, Method<PyList>>> = {
  *append(py, of, args) {
    of.items.push(args[0]!)
    if (of.items.length % 512 === 0) py.grow(512 * 40)
    return null
  },
  *extend(py, of, args) {
    const more = yield* py.items(args[0]!)
    py.grow(more.length * 8)
    for (const v of more) of.items.push(v)
    return null
  },
  *pop(_py, of, args) {
    if (of.items.length === 0) return raise('IndexError', 'pop from empty list')
    const i = args[0] === undefined ? of.items.length - 1 : Number(args[0])
    return of.items.splice(i < 0 ? of.items.length + i : i, 1)[0] ?? raise('IndexError', 'pop index out of range')
  },
  *insert(_py, of, args) {
    of.items.splice(Number(args[0]), 0, args[1]!)
    return null
  },
  *remove(_py, of, args) {
    const at = of.items.findIndex((v) => equal(v, args[0]!))
    if (at < 0) return raise('ValueError', 'list.remove(x): x not in list')
    of.items.splice(at, 1)
    return null
  },
  *index(_py, of, args) {
    const at = of.items.findIndex((v) => equal(v, args[0]!))
    return at < 0 ? raise('ValueError', `${repr(args[0]!)} is not in list`) : BigInt(at)
  },
  *count(_py, of, args) {
    return BigInt(of.items.filter((v) => equal(v, args[0]!)).length)
  },
  *clear(_py, of) {
    of.items = []
    return null
  },
  *reverse(_py, of) {
    of.items.reverse()
    return null
  },
  *copy(_py, of) {
    return new PyList([...of.items])
  },
  *sort(py, of, _args, named) {
    yield* sortList(py, of, named)
    return null
  },
}

const DICT: Readonly<Record<string, Method<PyDict>>> = {
  *get(_py, of, args) {
    return of.get(args[0]!) ?? args[1] ?? null
  },
  *keys(_py, of) {
    return new PyList([...of.map.values()].map(([k]) => k))
  },
  *values(_py, of) {
    return new PyList([...of.map.values()].map(([, v]) => v))
  },
  *items(_py, of) {
    return new PyList([...of.map.values()].map((pair) => new PyTuple(pair)))
  },
  *pop(_py, of, args) {
    const value = of.get(args[0]!)
    if (value === undefined) return args[1] ?? raise('KeyError', textOf(args[0]!))
    of.map.delete([...of.map].find(([, [k]]) => equal(k, args[0]!))![0])
    return value
  },
  *setdefault(_py, of, args) {
    const value = of.get(args[0]!)
    if (value !== undefined) return value
    of.set(args[0]!, args[1] ?? null)
    return args[1] ?? null
  },
  *update(_py, of, args, named) {
    if (args[0] instanceof PyDict) for (const [k, v] of args[0].map.values()) of.set(k, v)
    for (const [k, v] of named) of.set(k, v)
    return null
  },
  *copy(_py, of) {
    const copy = new PyDict()
    for (const [k, v] of of.map.values()) copy.set(k, v)
    return copy
  },
}

const SET: Readonly<Record<string, Method<PySet>>> = {
  *add(_py, of, args) {
    for (const [k, v] of new PySet([args[0]!]).map) of.map.set(k, v)
    return null
  },
  *discard(_py, of, args) {
    for (const k of new PySet([args[0]!]).map.keys()) of.map.delete(k)
    return null
  },
}

const BYTES: Readonly<Record<string, Method<PyBytes>>> = {
  *decode(_py, of) {
    return of.text ?? '\0'.repeat(Math.min(of.size, 1_000_000))
  },
  *extend(py, of, args) {
    const more = args[0] instanceof PyBytes ? args[0].size : 0
    py.grow(more)
    of.size += more
    of.text = undefined
    return null
  },
}
