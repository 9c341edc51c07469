// What JavaScript’s operators come to.
import { Unreadable } from '../lexer.ts'
import type { JavaScript } from './run.ts'
import { show, type Value } from './values.ts'

export function operate(js: JavaScript, op: string, a: Value, b: Value): Value {
  const primitive = (v: Value) => (typeof v === 'object' && v !== null ? show(v) : v)
  switch (op) {
    case ',': return b
    case '===': return a === b
    case '!==': return a !== b
    case '==':
    case '!=': {
      const same = a === b || ((a === null || a === undefined) && (b === null || b === undefined)) || (typeof a !== typeof b && a !== null && a !== undefined && b !== null && b !== undefined && Number(primitive(a)) === Number(primitive(b)))
      return same === (op === '==')
    }
    case '+': {
      const [x, y] = [primitive(a), primitive(b)]
      if (typeof x !== 'string' && typeof y !== 'string') return Number(x) + Number(y)
      const joined = show(x) + show(y)
      if (joined.length > 1_000_000) {
        js.proc.kernel.held(js.proc, joined.length)
        js.proc.kernel.allocate(js.proc, 40_000_000 + joined.length)
      }
      return joined
    }
  }
  if (typeof a === 'string' && typeof b === 'string' && '<=>='.includes(op)) return op === '<' ? a < b : op === '>' ? a > b : op === '<=' ? a <= b : a >= b
  const [x, y] = [Number(primitive(a)), Number(primitive(b))]
  switch (op) {
    case '-': return x - y
    case '*': return x * y
    case '/': return x / y
    case '%': return x % y
    case '**': return x ** y
    case '<': return x < y
    case '>': return x > y
    case '<=': return x <= y
    case '>=': return x >= y
    default: throw new Unreadable(`the operator ${op}`, 0)
  }
}
