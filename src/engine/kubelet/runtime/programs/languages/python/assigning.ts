// Where an assigned value goes: into a name, an attribute, a place of a list, or several at once.
import type { Doing } from '../../machine/process.ts'
import { Unreadable } from '../lexer.ts'
import type { Python } from './evaluate.ts'
import { raise } from './exceptions.ts'
import { bound, placeOf, span } from './items.ts'
import { keyText, PyDict, typeName } from './keyed.ts'
import type { Expr } from './tree.ts'
import { PyBytes, PyClass, PyList, PyModule, PyObject, type Scope, type Value } from './values.ts'

export function* assign(py: Python, target: Expr, value: Value, scope: Scope): Doing<void> {
  switch (target.e) {
    case 'name':
      if (scope.globals.has(target.name)) home(py, target.name, scope).names.set(target.name, value)
      else scope.names.set(target.name, value)
      return
    case 'tuple':
    case 'list': {
      const items = yield* py.items(value)
      if (items.length !== target.items.length) raise('ValueError', items.length > target.items.length ? `too many values to unpack (expected ${target.items.length})` : `not enough values to unpack (expected ${target.items.length}, got ${items.length})`)
      for (const [i, t] of target.items.entries()) yield* assign(py, t, items[i]!, scope)
      return
    }
    case 'attr': {
      const of = yield* py.eval(target.of, scope)
      if (of instanceof PyObject || of instanceof PyClass || of instanceof PyModule) of.names.set(target.name, value)
      else raise('AttributeError', `'${typeName(of)}' object has no attribute '${target.name}'`)
      return
    }
    case 'item': {
      const of = yield* py.eval(target.of, scope)
      if (target.at.e === 'slice') {
        if (of instanceof PyBytes && value instanceof PyBytes) return
        if (of instanceof PyList) {
          const [from, to] = span(of.items.length, yield* bound(py, target.at.from, scope), yield* bound(py, target.at.to, scope))
          of.items.splice(from, Math.max(0, to - from), ...(yield* py.items(value)))
          return
        }
      }
      const at = yield* py.eval(target.at, scope)
      if (of instanceof PyDict) {
        if (!of.map.has(keyText(at))) py.grow(100)
        of.set(at, value)
      } else if (of instanceof PyList) of.items[placeOf(of.items.length, at)] = value
      else if (!(of instanceof PyBytes)) raise('TypeError', `'${typeName(of)}' object does not support item assignment`)
      return
    }
  }
  throw new Unreadable('cannot assign to expression', py.stack.at(-1)!.line)
}

function home(py: Python, name: string, scope: Scope): Scope {
  for (let s: Scope | undefined = scope.up; s; s = s.up) if (s.names.has(name)) return s
  return py.globals
}
