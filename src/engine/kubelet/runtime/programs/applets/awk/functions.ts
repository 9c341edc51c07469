// awk’s built-in functions, and the calls of a program’s own.
import { nested } from '../../machine/coroutine.ts'
import { worked } from '../../machine/io.ts'
import { Unreadable } from '../../languages/lexer.ts'
import { type Doing, Exit } from '../../machine/process.ts'
import { formatted } from '../../shell/printing.ts'
import { assign } from './places.ts'
import type { Awk } from './run.ts'
import { Leave, statement } from './statements.ts'
import type { Expr, Value } from './tree.ts'
import { num, regex, text } from './values.ts'

/** Nested calls that fit. */
const MAX_CALLS = 10_000

export function* callFunction(awk: Awk, name: string, args: readonly Expr[]): Doing<Value> {
  if (name === 'length' && args[0]?.e === 'name' && awk.arrays.has(args[0].name)) return awk.arrays.get(args[0].name)!.size
  if (name === 'split') {
    const parts = awk.split(text(yield* awk.eval(args[0]!)), args[2] ? (args[2].e === 'regex' ? args[2].source : text(yield* awk.eval(args[2]))) : text(awk.names.get('FS')!))
    if (args[1]?.e === 'name') awk.arrays.set(args[1].name, new Map(parts.map((p, i) => [String(i + 1), p])))
    return parts.length
  }
  if (name === 'sub' || name === 'gsub') {
    const source = args[0]!.e === 'regex' ? args[0]!.source : text(yield* awk.eval(args[0]!))
    const by = text(yield* awk.eval(args[1]!))
    const target: Expr = args[2] ?? { e: 'field', of: { e: 'const', value: 0 } }
    let count = 0
    const old = text(yield* awk.eval(target))
    yield* worked(awk.proc, old.length)
    const changed = regex(source).replace(old, ({ groups: [found = ''] }) => {
      count++
      return by.replace(/\\&|&/g, (m) => (m === '&' ? found : '&'))
    }, name === 'gsub')
    if (count > 0) yield* assign(awk, target, changed)
    return count
  }
  if (name === 'match') {
    const found = regex(args[1]!.e === 'regex' ? args[1]!.source : text(yield* awk.eval(args[1]!))).exec(text(yield* awk.eval(args[0]!)))
    awk.names.set('RSTART', found ? found.index + 1 : 0)
    awk.names.set('RLENGTH', found ? found.groups[0]!.length : -1)
    return found ? found.index + 1 : 0
  }
  const values: Value[] = []
  for (const arg of args) values.push(yield* awk.eval(arg))
  const [a = '', b = '', c] = values
  switch (name) {
    case 'length': return (args.length === 0 ? awk.fields[0]! : text(a)).length
    case 'substr': {
      const from = Math.round(num(b))
      const begin = Math.max(1, from)
      const end = c === undefined ? Infinity : from + Math.round(num(c))
      return text(a).slice(begin - 1, Math.max(begin - 1, end - 1))
    }
    case 'index': return text(a).indexOf(text(b)) + 1
    case 'sprintf': return formatted(text(a), values.slice(1).map(text)).text
    case 'toupper': return text(a).toUpperCase()
    case 'tolower': return text(a).toLowerCase()
    case 'int': return Math.trunc(num(a))
    case 'sqrt': return Math.sqrt(num(a))
    case 'sin': return Math.sin(num(a))
    case 'cos': return Math.cos(num(a))
    case 'atan2': return Math.atan2(num(a), num(b))
    case 'exp': return Math.exp(num(a))
    case 'log': return Math.log(num(a))
    case 'rand': return awk.proc.kernel.random()
    case 'srand': return 0
    case 'systime': return Math.floor(awk.proc.kernel.clockMs / 1000)
    case 'close':
    case 'fflush': return 0
    case 'system': {
      const argv = ['sh', '-c', text(a)]
      const found = awk.proc.kernel.commands.find(awk.proc, 'sh')
      const child = found.kind === 'program' ? awk.proc.kernel.spawn(awk.proc, argv, awk.proc.fds, (p) => found.run(p, argv)) : undefined
      if (!child) return 127
      while (child.status === undefined) yield { on: [child.ended] }
      return child.status
    }
  }
  const own = awk.program.functions.get(name)
  if (!own) throw new Unreadable(`calling undefined function ${name}`, 0)
  // The stack of busybox's and of mawk is full then: SIGSEGV.
  if (++awk.depth > MAX_CALLS) throw new Exit(139)
  const saved = own.params.map((p) => [p, awk.names.get(p)] as const)
  for (const [i, p] of own.params.entries()) awk.names.set(p, values[i] ?? '')
  try {
    yield* nested(awk.depth, statement(awk, own.body))
  } catch (leave) {
    if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
    return leave.value
  } finally {
    awk.depth--
    for (const [p, v] of saved) if (v === undefined) awk.names.delete(p)
    else awk.names.set(p, v)
  }
  return ''
}
