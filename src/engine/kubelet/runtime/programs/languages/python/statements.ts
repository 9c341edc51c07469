// What each of Python’s statements does.
import { type Doing, PAY } from '../../machine/process.ts'
import { assign } from './assigning.ts'
import { defaults } from './calls.ts'
import type { Python } from './evaluate.ts'
import { raise, Raised } from './exceptions.ts'
import { iterate, placeOf } from './items.ts'
import { keyText, PyDict, repr } from './keyed.ts'
import { importModule } from './modules.ts'
import { operate } from './operators.ts'
import { truthy } from './sameness.ts'
import { textOf } from './texts.ts'
import type { Stmt } from './tree.ts'
import { PyClass, PyFunction, PyList, PyModule, PyObject, PyTuple, type Scope, type Value } from './values.ts'

/** break, continue and return on their way out. */
export class Flow {
  readonly kind: 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: 'break' | 'continue' | 'return', value: Value = null) {
    this.kind = kind
    this.value = value
  }
}

export function* statement(py: Python, s: Stmt, scope: Scope): Doing<void> {
  py.stack.at(-1)!.line = s.line
  py.proc.kernel.burn(py.proc, 1, 1)
  if (py.proc.debtUs >= 1000) yield PAY
  if (py.proc.pending.length > 0) yield* py.signals()
  switch (s.s) {
    case 'pass': return
    case 'expr':
      yield* py.eval(s.of, scope)
      return
    case 'assign': {
      const value = yield* py.eval(s.value, scope)
      for (const target of s.targets) yield* assign(py, target, value, scope)
      return
    }
    case 'augment': {
      const old = yield* py.eval(s.target, scope)
      const value = yield* py.eval(s.value, scope)
      if (old instanceof PyList && s.op === '+') {
        const more = yield* py.items(value)
        py.grow(8 * more.length)
        old.items.push(...more)
        return
      }
      yield* assign(py, s.target, operate(py, s.op, old, value, s.op === '+'), scope)
      return
    }
    case 'if':
      for (const [test, body] of s.clauses) if (truthy(yield* py.eval(test, scope))) return yield* py.block(body, scope)
      return yield* py.block(s.otherwise, scope)
    case 'while':
      while (truthy(yield* py.eval(s.test, scope))) {
        py.proc.kernel.burn(py.proc, 1, 1)
        if (py.proc.debtUs >= 1000) yield PAY
        if (yield* turn(py, s.body, scope)) return
      }
      return yield* py.block(s.otherwise, scope)
    case 'for':
      for (const item of yield* iterate(yield* py.eval(s.of, scope))) {
        yield* assign(py, s.target, item, scope)
        if (yield* turn(py, s.body, scope)) return
      }
      return yield* py.block(s.otherwise, scope)
    case 'break':
    case 'continue': throw new Flow(s.s)
    case 'return': throw new Flow('return', s.value ? yield* py.eval(s.value, scope) : null)
    case 'def':
      scope.names.set(s.name, new PyFunction(s.name, s.params, yield* defaults(py, s.params, scope), s.body, scope))
      return
    case 'class': {
      const base = s.bases[0] ? yield* py.eval(s.bases[0], scope) : undefined
      const inner: Scope = { names: new Map(), up: scope, globals: new Set() }
      yield* py.block(s.body, inner)
      scope.names.set(s.name, new PyClass(s.name, base instanceof PyClass ? base : undefined, inner.names))
      return
    }
    case 'raise': {
      const value = s.value ? yield* py.eval(s.value, scope) : null
      if (value instanceof PyClass) throw new Raised((yield* py.call(value, [])) as PyObject)
      if (value instanceof PyObject) throw new Raised(value)
      return raise('RuntimeError', 'No active exception to reraise')
    }
    case 'import': {
      const module = importModule(py, s.module)
      if (!s.names) {
        const name = s.as ?? s.module.split('.')[0]!
        scope.names.set(name, s.as === undefined && s.module.includes('.') ? importModule(py, name) : module)
      } else for (const [name, as] of s.names) {
        if (name === '*') for (const [n, v] of module.names) scope.names.set(n, v)
        else scope.names.set(as, module.names.get(name) ?? raise('ImportError', `cannot import name '${name}' from '${s.module}'`))
      }
      return
    }
    case 'global':
      for (const name of s.names) (scope.globals as Set<string>).add(name)
      return
    case 'del':
      for (const target of s.targets) {
        if (target.e === 'name') scope.names.delete(target.name)
        else if (target.e === 'item') {
          const of = yield* py.eval(target.of, scope)
          const at = yield* py.eval(target.at, scope)
          if (of instanceof PyDict && !of.map.delete(keyText(at))) raise('KeyError', repr(at))
          else if (of instanceof PyList) of.items.splice(placeOf(of.items.length, at), 1)
        }
      }
      return
    case 'assert':
      if (!truthy(yield* py.eval(s.test, scope))) raise('AssertionError', s.message ? textOf(yield* py.eval(s.message, scope)) : '')
      return
    case 'with': {
      const of = yield* py.eval(s.of, scope)
      if (s.name) yield* assign(py, s.name, of, scope)
      try {
        yield* py.block(s.body, scope)
      } finally {
        const close = of instanceof PyModule ? of.names.get('close') : undefined
        if (close) yield* py.call(close, [])
      }
      return
    }
    case 'try': return yield* tryStatement(py, s, scope)
  }
}

function* tryStatement(py: Python, s: Extract<Stmt, { s: 'try' }>, scope: Scope): Doing<void> {
  const depth = py.stack.length
  try {
    try {
      yield* py.block(s.body, scope)
    } catch (thrown) {
      if (!(thrown instanceof Raised)) throw thrown
      for (const handler of s.handlers) {
        const types = handler.types ? yield* py.eval(handler.types, scope) : undefined
        const all = types === undefined ? undefined : types instanceof PyTuple ? types.items : [types]
        if (all && !all.some((t) => t instanceof PyClass && thrown.value.type.is(t))) continue
        py.stack.length = depth
        if (handler.name !== undefined) scope.names.set(handler.name, thrown.value)
        return yield* py.block(handler.body, scope)
      }
      throw thrown
    }
    yield* py.block(s.otherwise, scope)
  } finally {
    yield* py.block(s.finally, scope)
  }
}

function* turn(py: Python, body: readonly Stmt[], scope: Scope): Doing<boolean> {
  try {
    yield* py.block(body, scope)
  } catch (flow) {
    if (!(flow instanceof Flow) || flow.kind === 'return') throw flow
    return flow.kind === 'break'
  }
  return false
}
