// What Perl’s operators come to.
import { Unreadable } from '../lexer.ts'
import type { Perl } from './run.ts'
import type { Scalar } from './tree.ts'
import { numeric, text } from './values.ts'

export function operate(perl: Perl, op: string, a: Scalar, b: Scalar): Scalar {
  switch (op) {
    case '.': return held(perl, text(a) + text(b))
    case 'x': return held(perl, text(a).repeat(Math.max(0, Math.min(numeric(b), 60_000_000 / Math.max(1, text(a).length)))))
    case 'eq': return text(a) === text(b) ? 1 : ''
    case 'ne': return text(a) !== text(b) ? 1 : ''
    case 'lt': return text(a) < text(b) ? 1 : ''
    case 'gt': return text(a) > text(b) ? 1 : ''
    case 'le': return text(a) <= text(b) ? 1 : ''
    case 'ge': return text(a) >= text(b) ? 1 : ''
    case 'cmp': return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
  }
  const [x, y] = [numeric(a), numeric(b)]
  switch (op) {
    case '+': return sum(perl, x + y, a, b, (p, q) => p + q)
    case '-': return sum(perl, x - y, a, b, (p, q) => p - q)
    case '*': return sum(perl, x * y, a, b, (p, q) => p * q)
    case '**': return sum(perl, x ** y, a, b, (p, q) => (q < 0n || q > 100_000n ? 0n : p ** q))
    case '/': return y === 0 ? perl.die('Illegal division by zero') : x / y
    case '%': return y === 0 ? perl.die('Illegal modulus zero') : ((Math.trunc(x) % Math.trunc(y)) + Math.trunc(y)) % Math.trunc(y)
    case '==': return x === y ? 1 : ''
    case '!=': return x !== y ? 1 : ''
    case '<': return x < y ? 1 : ''
    case '>': return x > y ? 1 : ''
    case '<=': return x <= y ? 1 : ''
    case '>=': return x >= y ? 1 : ''
    case '<=>': return x < y ? -1 : x > y ? 1 : 0
    default: throw new Unreadable(`the operator ${op}`, 0)
  }
}

/** With bignum, whole numbers are exact. */
function sum(perl: Perl, n: number, a: Scalar, b: Scalar, exact: (p: bigint, q: bigint) => bigint): Scalar {
  if (!perl.init.bignum || Number.isSafeInteger(n)) return n
  const whole = (v: Scalar) => (typeof v === 'bigint' ? v : Number.isSafeInteger(numeric(v)) ? BigInt(numeric(v)) : undefined)
  const [p, q] = [whole(a), whole(b)]
  return p !== undefined && q !== undefined ? exact(p, q) : n
}

function held(perl: Perl, s: string): string {
  if (s.length > 1_000_000) perl.proc.kernel.allocate(perl.proc, 3_000_000 + s.length)
  return s
}
