// awk’s values: numbers that read as text, texts that read as numbers, and what operators make of them.
import { Unreadable } from '../../languages/lexer.ts'
import { floatText } from '../../shell/printing.ts'
import { Pattern } from '../../regex/pattern.ts'
import { extended } from '../../regex/posix.ts'
import type { Value } from './tree.ts'

const cache = new Map<string, Pattern>()
export function regex(source: string): Pattern {
  let known = cache.get(source)
  if (!known) {
    if (cache.size > 500) cache.clear()
    known = new Pattern(extended(source), { longest: true })
    cache.set(source, known)
  }
  return known
}

export const num = (v: Value): number => (typeof v === 'number' ? v : Number.parseFloat(v) || 0)
const whole = (n: number): string => (Number.isInteger(n) && Math.abs(n) < 1e16 ? String(n) : floatText(n, 'g', 6))
export const text = (v: Value): string => (typeof v === 'number' ? whole(v) : v)
const looksNumeric = (v: Value): boolean => typeof v === 'number' || /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(v)
export const truthy = (v: Value): boolean => (typeof v === 'number' ? v !== 0 : v !== '' && !(looksNumeric(v) && Number(v) === 0))

export function operate(op: string, a: Value, b: Value): Value {
  switch (op) {
    case ' ': return text(a) + text(b)
    case '+': return num(a) + num(b)
    case '-': return num(a) - num(b)
    case '*': return num(a) * num(b)
    case '%': return num(a) % num(b)
    case '^': return num(a) ** num(b)
    case '/':
      if (num(b) === 0) throw new Unreadable('division by zero', 0)
      return num(a) / num(b)
  }
  const numbers = (looksNumeric(a) && looksNumeric(b)) || (looksNumeric(a) && b === '') || (a === '' && typeof b === 'number')
  const c = numbers ? num(a) - num(b) : text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
  return { '<': c < 0, '<=': c <= 0, '==': c === 0, '!=': c !== 0, '>': c > 0, '>=': c >= 0 }[op] ? 1 : 0
}
