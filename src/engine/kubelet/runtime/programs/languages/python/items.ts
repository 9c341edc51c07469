// What Python’s containers hold: going through them, their places and their slices.
import type { Doing } from '../../machine/process.ts'
import type { Python } from './evaluate.ts'
import { exceptions, raise, Raised } from './exceptions.ts'
import { PyDict, PySet, typeName } from './keyed.ts'
import type { Expr } from './tree.ts'
import { PyBytes, PyList, PyModule, PyObject, PyRange, PyTuple, type Scope, type Value } from './values.ts'

export function* bound(py: Python, e: Expr | undefined, scope: Scope): Doing<number | undefined> {
  if (!e) return undefined
  const v = yield* py.eval(e, scope)
  return v === null ? undefined : Number(v)
}

export function placeOf(length: number, at: Value): number {
  if (typeof at !== 'bigint' && typeof at !== 'boolean') raise('TypeError', `list indices must be integers or slices, not ${typeName(at)}`)
  const i = Number(at)
  const real = i < 0 ? length + i : i
  if (real < 0 || real >= length) raise('IndexError', 'list index out of range')
  return real
}

export function span(length: number, from: number | undefined, to: number | undefined): [number, number] {
  const clamp = (n: number) => Math.max(0, Math.min(length, n < 0 ? length + n : n))
  return [from === undefined ? 0 : clamp(from), to === undefined ? length : clamp(to)]
}

export function* iterate(of: Value): Doing<Iterable<Value>> {
  if (of instanceof PyList) return live(of)
  if (of instanceof PyTuple) return of.items
  if (typeof of === 'string') return of
  if (of instanceof PyDict) return [...of.map.values()].map(([k]) => k)
  if (of instanceof PySet) return [...of.map.values()]
  if (of instanceof PyRange) return counting(of)
  if (of instanceof PyBytes) return Array.from({ length: Math.min(of.size, 100_000) }, (_, i) => BigInt(of.text?.charCodeAt(i) ?? 0))
  if (of instanceof PyModule && of.names.has('__lines__')) return (of.names.get('__lines__') as PyList).items
  return raise('TypeError', `'${typeName(of)}' object is not iterable`)
}

export function* itemOf(py: Python, e: Extract<Expr, { e: 'item' }>, scope: Scope): Doing<Value> {
  const of = yield* py.eval(e.of, scope)
  if (e.at.e === 'slice') {
    const step = (yield* bound(py, e.at.step, scope)) ?? 1
    const from = yield* bound(py, e.at.from, scope)
    const to = yield* bound(py, e.at.to, scope)
    const cutOut = <T>(all: readonly T[]): T[] => {
      if (step < 0) {
        const out: T[] = []
        const begin = from === undefined ? all.length - 1 : Math.min(all.length - 1, from < 0 ? all.length + from : from)
        const end = to === undefined ? -1 : to < 0 ? all.length + to : to
        for (let i = begin; i > end && i >= 0; i += step) out.push(all[i]!)
        return out
      }
      const [a, b] = span(all.length, from, to)
      return all.slice(a, b).filter((_, i) => i % step === 0)
    }
    if (typeof of === 'string') return cutOut([...of]).join('')
    if (of instanceof PyList) return new PyList(cutOut(of.items))
    if (of instanceof PyTuple) return new PyTuple(cutOut(of.items))
    if (of instanceof PyBytes) {
      const [a, b] = span(of.size, from, to)
      return new PyBytes(Math.max(0, Math.ceil((b - a) / Math.abs(step))), step === 1 ? of.text?.slice(a, b) : undefined)
    }
    return raise('TypeError', `'${typeName(of)}' object is not subscriptable`)
  }
  const at = yield* py.eval(e.at, scope)
  if (of instanceof PyDict) {
    const value = of.get(at)
    if (value === undefined) {
      const problem = new PyObject(exceptions().get('KeyError')!)
      problem.names.set('args', new PyTuple([at]))
      throw new Raised(problem)
    }
    return value
  }
  if (of instanceof PyList) return of.items[placeOf(of.items.length, at)]!
  if (of instanceof PyTuple) return of.items[placeOf(of.items.length, at)]!
  if (typeof of === 'string') {
    const i = Number(at)
    const c = of[i < 0 ? of.length + i : i]
    return c ?? raise('IndexError', 'string index out of range')
  }
  if (of instanceof PyRange) return of.from + of.step * BigInt(placeOf(of.length, at))
  if (of instanceof PyBytes) return BigInt(of.text?.charCodeAt(Number(at)) ?? 0)
  return raise('TypeError', `'${typeName(of)}' object is not subscriptable`)
}

function* counting(range: PyRange): Iterable<Value> {
  for (let n = range.from; range.step > 0n ? n < range.to : n > range.to; n += range.step) yield n
}

/** A list may grow while it is gone through. */
function* live(list: PyList): Iterable<Value> {
  for (let i = 0; i < list.items.length; i++) yield list.items[i]!
}
