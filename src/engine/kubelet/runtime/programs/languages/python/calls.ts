// Calling in Python: the arguments as they are written, the parameters that they fill, and objects made by their class.
import type { Doing } from '../../machine/process.ts'
import type { Python } from './evaluate.ts'
import { exceptions, raise } from './exceptions.ts'
import { PyDict } from './keyed.ts'
import { textOf } from './texts.ts'
import type { Arg, Expr, Param } from './tree.ts'
import { type PyClass, type PyFunction, PyObject, PyTuple, type Scope, type Value } from './values.ts'

export function* defaults(py: Python, params: readonly Param[], scope: Scope): Doing<Map<string, Value>> {
  const values = new Map<string, Value>()
  for (const p of params) if (p.default) values.set(p.name, yield* py.eval(p.default, scope))
  return values
}

export function* callWritten(py: Python, of: Expr, given: readonly Arg[], line: number, scope: Scope): Doing<Value> {
  const f = yield* py.eval(of, scope)
  const args: Value[] = []
  const named = new Map<string, Value>()
  for (const arg of given) {
    const value = yield* py.eval(arg.value, scope)
    if (arg.star === '*') args.push(...(yield* py.items(value)))
    else if (arg.star === '**' && value instanceof PyDict) for (const [k, v] of value.map.values()) named.set(textOf(k), v)
    else if (arg.name !== undefined) named.set(arg.name, value)
    else args.push(value)
  }
  py.stack.at(-1)!.line = line
  return yield* py.call(f, args, named)
}

export function bind(f: PyFunction, args: readonly Value[], named: ReadonlyMap<string, Value>, scope: Scope): void {
  const rest = new Map(named)
  let i = 0
  for (const p of f.params) {
    if (p.star === '*') {
      scope.names.set(p.name, new PyTuple(args.slice(i)))
      i = args.length
    } else if (p.star === '**') {
      const dict = new PyDict()
      for (const [k, v] of rest) dict.set(k, v)
      rest.clear()
      scope.names.set(p.name, dict)
    } else if (i < args.length) scope.names.set(p.name, args[i++]!)
    else if (rest.has(p.name)) {
      scope.names.set(p.name, rest.get(p.name)!)
      rest.delete(p.name)
    } else if (f.defaults.has(p.name)) scope.names.set(p.name, f.defaults.get(p.name)!)
    else raise('TypeError', `${f.name}() missing 1 required positional argument: '${p.name}'`)
  }
  if (i < args.length) raise('TypeError', `${f.name}() takes ${f.params.length} positional argument${f.params.length === 1 ? '' : 's'} but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`)
  for (const name of rest.keys()) raise('TypeError', `${f.name}() got an unexpected keyword argument '${name}'`)
}

export function* construct(py: Python, type: PyClass, args: readonly Value[], named: ReadonlyMap<string, Value>): Doing<Value> {
  const made = new PyObject(type)
  const init = type.find('__init__')
  if (type.is(exceptions().get('BaseException')!)) made.names.set('args', new PyTuple(args))
  if (init) yield* py.call(init, [made, ...args], named)
  return made
}
