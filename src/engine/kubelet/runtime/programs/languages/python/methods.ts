// The methods of Python’s built-in types: str, list, dict, set, bytes.
import type { Doing } from '../../machine/process.ts'
import type { Python } from './evaluate.ts'
import { raise } from './exceptions.ts'
import { PyDict, PySet, repr, typeName } from './keyed.ts'
import { sortList } from './native.ts'
import { equal } from './sameness.ts'
import { formatValue, textOf } from './texts.ts'
import { PyBytes, PyList, PyNative, PyTuple, type Value } from './values.ts'

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
