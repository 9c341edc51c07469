// Perl’s built-in functions, and the calls of a program’s own.
import { dateText } from '../../applets/clock.ts'
import { nested } from '../../machine/coroutine.ts'
import { type Doing, Exit } from '../../machine/process.ts'
import { formatted } from '../../shell/printing.ts'
import { Unreadable } from '../lexer.ts'
import { piDigits, piMs } from '../pi.ts'
import { assign } from './places.ts'
import type { Perl } from './run.ts'
import type { Expr, Scalar } from './tree.ts'
import { Leave, numeric, text, truthy } from './values.ts'

/** Nested calls that fit: perl itself knows no end but memory's. */
const MAX_CALLS = 20_000

export function* callFunction(perl: Perl, e: Extract<Expr, { e: 'call' }>): Doing<Scalar[]> {
  const { name } = e
  if (name === 'do' && e.args[0]?.e === 'sub') {
    yield* perl.block(e.args[0].body)
    return []
  }
  if (name === 'push' || name === 'unshift' || name === 'shift' || name === 'pop') return yield* onArray(perl, name, e.args)
  if (name === 'defined') return [(yield* perl.eval(e.args[0]!)) === undefined ? '' : 1]
  if (name === 'scalar') return [yield* perl.eval(e.args[0]!)]
  if (name === 'lastIndex') return [numeric(yield* perl.eval(e.args[0]!)) - 1]
  if (name === 'keys' || name === 'values') {
    const map = e.args[0]?.e === 'hash' ? perl.hashes.get(e.args[0].name) : undefined
    return name === 'keys' ? [...(map?.keys() ?? [])] : [...(map?.values() ?? [])]
  }
  const args: Scalar[] = []
  for (const arg of e.args) args.push(...(yield* perl.list(arg)))
  const first = e.args.length === 0 ? perl.scalars.get('$_') : args[0]
  const n = numeric(first)
  switch (name) {
    case 'print':
    case 'say':
    case 'printf': {
      const all = e.args.length === 0 ? [first] : args
      const body = name === 'printf' ? formatted(text(all[0]), all.slice(1).map(text)).text : all.map(text).join(text(perl.scalars.get('$,'))) + (name === 'say' || perl.init.newline ? '\n' : '')
      if (e.handle === 'STDERR') perl.proc.fds[2]?.write(body)
      else {
        perl.buffer += body
        // Standard output is buffered where it is no terminal, unless $| says otherwise.
        if (truthy(perl.scalars.get('$|')) || perl.buffer.length >= 8192) yield* perl.flush()
        perl.proc.kernel.burn(perl.proc, 2, 4)
      }
      return [1]
    }
    case 'sleep': {
      const untilUs = perl.proc.kernel.nowUs + Math.floor(n) * 1e6
      while (perl.proc.kernel.nowUs < untilUs) {
        yield { us: untilUs - perl.proc.kernel.nowUs }
        if (perl.proc.pending.length > 0) {
          yield* perl.step()
          break
        }
      }
      return [Math.floor(n)]
    }
    case 'select':
      if (args.length === 4 && args[3] !== undefined) yield { us: numeric(args[3]) * 1e6 }
      return [0]
    case 'exit': throw new Exit((e.args.length === 0 ? 0 : n) & 255)
    case 'die': return perl.die(args.map(text).join('') || 'Died')
    case 'warn':
      perl.proc.fds[2]?.write(args.map(text).join('').replace(/([^\n])$/, `$1 at ${perl.init.file} line 1.\n`))
      return [1]
    case 'return': throw new Leave('return', args)
    case 'bpi':
    case 'PI': {
      const digits = e.args.length === 0 ? 40 : n
      yield { us: piMs(digits) * 1000, calm: true }
      return [piDigits(digits)]
    }
    case 'time': return [Math.floor(perl.proc.kernel.clockMs / 1000)]
    case 'localtime':
    case 'gmtime': return [dateText(e.args.length === 0 ? perl.proc.kernel.clockMs : n * 1000, '%a %b %e %H:%M:%S %Y')]
    case 'length': return [text(first).length]
    case 'uc': return [text(first).toUpperCase()]
    case 'lc': return [text(first).toLowerCase()]
    case 'ucfirst': return [text(first).slice(0, 1).toUpperCase() + text(first).slice(1)]
    case 'int': return [Math.trunc(n)]
    case 'sqrt': return [n < 0 ? perl.die(`Can't take sqrt of ${n}`) : Math.sqrt(n)]
    case 'abs': return [Math.abs(n)]
    case 'log': return [n <= 0 ? perl.die(`Can't take log of ${n}`) : Math.log(n)]
    case 'exp': return [Math.exp(n)]
    case 'sin': return [Math.sin(n)]
    case 'cos': return [Math.cos(n)]
    case 'atan2': return [Math.atan2(n, numeric(args[1]))]
    case 'rand': return [perl.proc.kernel.random() * (n || 1)]
    case 'srand': return [0]
    case 'chr': return [String.fromCharCode(n)]
    case 'ord': return [text(first).charCodeAt(0) || 0]
    case 'hex': return [Number.parseInt(text(first).replace(/^0x/i, ''), 16) || 0]
    case 'join': return [args.slice(1).map(text).join(text(args[0]))]
    case 'reverse': return args.reverse()
    case 'sort': return args.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0))
    case 'sprintf': return [formatted(text(args[0]), args.slice(1).map(text)).text]
    case 'substr': {
      const from = numeric(args[1])
      const s = text(args[0])
      return [args[2] === undefined ? s.slice(from) : s.substr(from, numeric(args[2]))]
    }
    case 'index': return [text(args[0]).indexOf(text(args[1]))]
    case 'chomp': {
      if (e.args[0]) yield* assign(perl, e.args[0], text(first).replace(/\n$/, ''))
      return [1]
    }
    case 'exists': return [first === undefined ? '' : 1]
  }
  const body = perl.subs.get(name)
  if (!body) {
    if (e.args.length === 0 && /^[A-Z]/.test(name)) return [name]
    throw new Unreadable(`the function ${name}`, 0)
  }
  if (++perl.depth > MAX_CALLS) throw new Exit(139)
  const old = perl.arrays.get('@_')
  perl.arrays.set('@_', args)
  try {
    yield* nested(perl.depth, perl.block(body))
  } catch (leave) {
    if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
    return [...leave.value]
  } finally {
    perl.depth--
    perl.arrays.set('@_', old ?? [])
  }
  return []
}

function* onArray(perl: Perl, name: string, args: readonly Expr[]): Doing<Scalar[]> {
  const target = args[0]?.e === 'array' ? args[0].name : perl.depth > 0 ? '@_' : '@ARGV'
  const list = perl.arrays.get(target) ?? []
  perl.arrays.set(target, list)
  if (name === 'shift') return [list.shift()]
  if (name === 'pop') return [list.pop()]
  const values: Scalar[] = []
  for (const arg of args.slice(1)) values.push(...(yield* perl.list(arg)))
  if (name === 'push') list.push(...values)
  else list.unshift(...values)
  if (list.length % 1000 === 0) perl.proc.kernel.allocate(perl.proc, 3_000_000 + list.length * 40)
  return [list.length]
}
