// Perl’s words: operators, names with their $ @ %, and its many ways to quote.
import type { LexerRules } from '../lexer.ts'

export const RULES: LexerRules = {
  operators: ['<=>', '**=', '||=', '&&=', '...', '..', '**', '++', '--', '+=', '-=', '*=', '/=', '.=', '%=', '==', '!=', '<=', '>=', '&&', '||', '//', '=>', '->', '=~', '!~', '+', '-', '*', '/', '%', '=', '<', '>', '!', '?', ':', '.', ',', ';', '(', ')', '[', ']', '{', '}', '\\', '&', '|', '^', '~'],
  name: /[$@%]#?(?:[A-Za-z_]\w*(?:::\w+)*|\d+|[|_&!@0,/\\;])|[A-Za-z_]\w*(?:::\w+)*/y,
  comment: /#[^\n]*/y,
  text(source, at) {
    const c = source[at]!
    if (c === '"' || c === "'") {
      // A filled-in text keeps its backslashes before $ and @ until it is filled in.
      const end = closing(source, at + 1, c)
      if (end < 0) return undefined
      const raw = source.slice(at + 1, end)
      return { s: c === '"' ? raw : raw.replace(/\\(['\\])/g, '$1'), end: end + 1, prefix: c }
    }
    const q = /^(qq?|qw)\s*([({[<|/!])/.exec(source.slice(at, at + 10))
    if (!q || /\w/.test(source[at - 1] ?? '')) return undefined
    const close = { '(': ')', '{': '}', '[': ']', '<': '>' }[q[2]!] ?? q[2]!
    const end = source.indexOf(close, at + q[0].length)
    return end < 0 ? undefined : { s: source.slice(at + q[0].length, end), end: end + 1, prefix: q[1] === 'q' ? "'" : q[1] === 'qq' ? '"' : 'w' }
  },
}

function closing(source: string, from: number, mark: string): number {
  for (let i = from; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === mark) return i
  }
  return -1
}
