// expr: arithmetic and texts from words.
import { print } from '../machine/io.ts'
import { type Applet, fail } from './applet.ts'
import { Pattern } from '../regex/pattern.ts'
import { basic } from '../regex/posix.ts'

export const expr: Applet = function* (proc, argv) {
  const words = argv.slice(1)
  let at = 0
  const integer = (t: string) => (/^-?\d+$/.test(t) ? BigInt(t) : undefined)
  class Bad {
    readonly why: string
    constructor(why: string) {
      this.why = why
    }
  }
  const number = (t: string) => {
    const n = integer(t)
    if (n === undefined) throw new Bad('non-integer argument')
    return n
  }
  const primary = (): string => {
    const word = words[at++]
    if (word === undefined) throw new Bad('syntax error')
    if (word === '(') {
      const value = level(0)
      if (words[at++] !== ')') throw new Bad('syntax error')
      return value
    }
    if (at < words.length) {
      if (word === 'length') return String(primary().length)
      if (word === 'substr') {
        const [text, from, count] = [primary(), Number(primary()), Number(primary())]
        return from >= 1 && count > 0 ? text.substr(from - 1, count) : ''
      }
      if (word === 'index') {
        const [text, set] = [primary(), primary()]
        return String([...text].findIndex((c) => set.includes(c)) + 1)
      }
      if (word === 'match') return match(primary(), primary())
    }
    return word
  }
  const match = (text: string, pattern: string): string => {
    const groups = new Pattern(`^(?:${basic(pattern)})`, { longest: true }).exec(text)?.groups
    return pattern.includes('\\(') ? (groups?.[1] ?? '') : String(groups?.[0]!.length ?? 0)
  }
  const LEVELS = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']]
  const truth = (t: string) => t !== '' && t !== '0' && !/^-?0+$/.test(t)
  const level = (n: number): string => {
    if (n === LEVELS.length) return primary()
    let left = level(n + 1)
    while (at < words.length && LEVELS[n]!.includes(words[at]!)) {
      const op = words[at++]!
      const right = level(n + 1)
      if (op === '|') left = truth(left) ? left : truth(right) ? right : '0'
      else if (op === '&') left = truth(left) && truth(right) ? left : '0'
      else if (op === ':') left = match(left, right)
      else if (n === 2) {
        const [a, b] = [integer(left), integer(right)]
        const c = a !== undefined && b !== undefined ? (a < b ? -1 : a > b ? 1 : 0) : left < right ? -1 : left > right ? 1 : 0
        const yes = { '<': c < 0, '<=': c <= 0, '=': c === 0, '==': c === 0, '!=': c !== 0, '>=': c >= 0, '>': c > 0 }[op]
        left = yes ? '1' : '0'
      } else {
        const [a, b] = [number(left), number(right)]
        if ((op === '/' || op === '%') && b === 0n) throw new Bad('division by zero')
        left = String(op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : op === '/' ? a / b : a % b)
      }
    }
    return left
  }
  try {
    const value = level(0)
    if (at < words.length) throw new Bad('syntax error')
    yield* print(proc, `${value}\n`)
    return truth(value) ? 0 : 1
  } catch (problem) {
    if (problem instanceof Bad) return yield* fail(proc, argv, problem.why, 2)
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, 'invalid regex', 2)
    throw problem
  }
}
