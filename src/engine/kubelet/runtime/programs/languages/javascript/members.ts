// The members of arrays, texts and numbers.
import type { Doing } from '../../machine/process.ts'
import type { JavaScript } from './run.ts'
import { Fn, native, Obj, objectOf, show, Thrown, truthy, type Value } from './values.ts'

export function* memberOf(js: JavaScript, of: Value, key: Value): Doing<Value> {
  const name = show(key)
  if (of instanceof Obj) return of.names.get(name)
  if (of === undefined || of === null) throw new Thrown(objectOf({ name: 'TypeError', message: `Cannot read properties of ${of} (reading '${name}')` }))
  if (Array.isArray(of)) {
    if (/^\d+$/.test(name)) return of[Number(name)]
    switch (name) {
      case 'length': return of.length
      case 'join': return native((by) => of.map((v) => (v === undefined || v === null ? '' : show(v))).join(by === undefined ? ',' : show(by)))
      case 'push': return native((...items) => {
        if (of.length % 512 === 0) js.proc.kernel.allocate(js.proc, 40_000_000 + of.length * 64)
        return of.push(...items)
      })
      case 'pop': return native(() => of.pop())
      case 'shift': return native(() => of.shift())
      case 'slice': return native((a, b) => of.slice(Number(a ?? 0), b === undefined ? undefined : Number(b)))
      case 'includes': return native((v) => of.includes(v))
      case 'map':
      case 'filter':
      case 'forEach': return new Fn([], (args) => each(js, of, name, args[0]))
    }
  }
  if (typeof of === 'string') {
    if (/^\d+$/.test(name)) return of[Number(name)]
    if (name === 'length') return of.length
    const methods: Readonly<Record<string, (...a: Value[]) => Value>> = {
      toUpperCase: () => of.toUpperCase(), toLowerCase: () => of.toLowerCase(), trim: () => of.trim(), split: (by) => of.split(show(by)), includes: (v) => of.includes(show(v)), startsWith: (v) => of.startsWith(show(v)), endsWith: (v) => of.endsWith(show(v)),
      slice: (a, b) => of.slice(Number(a ?? 0), b === undefined ? undefined : Number(b)), repeat: (n) => of.repeat(Math.max(0, Math.min(Number(n), 1e6))), padStart: (n, c) => {
        js.proc.kernel.held(js.proc, Number(n))
        return of.padStart(Number(n), c === undefined ? ' ' : show(c))
      }, replace: (a, b) => of.replace(show(a), () => show(b)), charCodeAt: (i) => of.charCodeAt(Number(i ?? 0)),
    }
    if (Object.hasOwn(methods, name)) return native(methods[name]!)
  }
  if (typeof of === 'number' && name === 'toFixed') return native((n) => of.toFixed(Math.min(100, Number(n ?? 0))))
  if (name === 'toString') return native(() => show(of))
  return undefined
}

function* each(js: JavaScript, of: readonly Value[], name: string, f: Value): Doing<Value> {
  const out: Value[] = []
  for (const [i, v] of of.entries()) {
    const got = yield* js.call(f, [v, i])
    if (name === 'map') out.push(got)
    else if (truthy(got)) out.push(v)
  }
  return name === 'forEach' ? undefined : out
}
