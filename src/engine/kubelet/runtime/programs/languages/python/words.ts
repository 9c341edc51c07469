// Python’s words: its operators, its names, its texts with their letters before the quote.
import { type LexerRules, quoted } from '../lexer.ts'

export const RULES: LexerRules = {
  operators: ['**=', '//=', '>>=', '<<=', '...', '**', '//', '>>', '<<', '<=', '>=', '==', '!=', '->', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', ':=', '+', '-', '*', '/', '%', '&', '|', '^', '~', '<', '>', '(', ')', '[', ']', '{', '}', ',', ':', '.', ';', '=', '@'],
  name: /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y,
  comment: /#[^\n]*/y,
  text(source, at) {
    const found = /^([rRbBfFuU]{0,2})("""|'''|"|')/.exec(source.slice(at, at + 5))
    if (!found) return undefined
    const prefix = found[1]!.toLowerCase()
    const read = quoted(source, at + found[0].length, found[2]!, prefix.includes('r'))
    return read && { ...read, prefix }
  },
}

export const KEYWORDS = new Set(['and', 'or', 'not', 'if', 'else', 'elif', 'while', 'for', 'in', 'is', 'def', 'return', 'import', 'from', 'as', 'try', 'except', 'finally', 'raise', 'with', 'lambda', 'pass', 'break', 'continue', 'global', 'nonlocal', 'del', 'assert', 'class', 'None', 'True', 'False', 'yield', 'async', 'await'])
