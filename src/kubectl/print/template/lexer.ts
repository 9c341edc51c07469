// The words of a Go template: text, and what stands between {{ and }}. Upstream: Go's text/template/parse/lex.go.

/** What a template asks that cannot be, in Go's words. */
export class TemplateError extends Error {}

export type TokenType =
  | 'text' | 'open' | 'close' | 'space' | 'field' | 'variable' | 'identifier' | 'keyword' | 'dot' | 'nil' | 'bool' | 'string' | 'raw' | 'char' | 'number' | '(' | ')' | '|' | ':=' | '=' | 'sign' | 'EOF'

export interface Token { readonly type: TokenType; readonly text: string; readonly at: number }

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'])

/** A word as Go shows it in an error. */
export function shown({ type, text }: Token): string {
  if (type === 'EOF') return 'EOF'
  if (type === 'keyword' || type === 'dot' || type === 'nil') return `<${text}>`
  return text.length > 10 ? `${JSON.stringify(text.slice(0, 10))}...` : JSON.stringify(text)
}

/** U+007D '}' */
const codePoint = (c: string) => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${c}'`

const STRING = /"(?:[^"\\\n]|\\[^\n])*"/y
const RAW = /`[^`]*`/y
const CHAR = /'(?:[^'\\\n]|\\[^\n])*'/y
const NUMBER = /[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y
const WORD = /\w*/y

/** Cuts a template into its words. An error is thrown only once everything before it is understood, so the parser asks one by one. */
export function* lex(text: string): Generator<Token, void> {
  let at = 0
  const matched = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const closing = () => text.startsWith('}}', at) || /^\s-\}\}/.test(text.slice(at, at + 4))
  // What may stand right behind a name.
  const ended = () => at >= text.length || /[\s.,|:()=]/.test(text[at]!) || closing()
  for (;;) {
    const open = text.indexOf('{{', at)
    let before = text.slice(at, open < 0 ? undefined : open)
    if (open < 0) {
      if (before) yield { type: 'text', text: before, at }
      return yield { type: 'EOF', text: '', at: text.length }
    }
    const trims = /^\{\{-\s/.test(text.slice(open, open + 4))
    if (trims) before = before.trimEnd()
    if (before) yield { type: 'text', text: before, at }
    at = open + (trims ? 3 : 2)
    const comment = /^\s?\/\*/.exec(text.slice(at, at + 3))
    if (comment && (trims || !/^\s/.test(comment[0]))) {
      const end = text.indexOf('*/', at)
      if (end < 0) throw new TemplateError('unclosed comment')
      at = end + 2
      if (!closing()) throw new TemplateError('comment ends before closing delimiter')
      if (!text.startsWith('}}', at)) {
        at += 4
        at += text.slice(at).length - text.slice(at).trimStart().length
      } else {
        at += 2
      }
      continue
    }
    yield { type: 'open', text: '{{', at: open }
    let deep = 0
    for (;;) {
      const start = at
      const token = (type: TokenType, length: number): Token => {
        at = start + length
        return { type, text: text.slice(start, at), at: start }
      }
      if (closing()) {
        const trimming = !text.startsWith('}}', at)
        if (deep > 0) throw new TemplateError('unclosed left paren')
        at += trimming ? 4 : 2
        yield { type: 'close', text: '}}', at: start }
        if (trimming) at += text.slice(at).length - text.slice(at).trimStart().length
        break
      }
      const c = text[at]
      if (c === undefined) throw new TemplateError('unclosed action')
      if (/\s/.test(c)) {
        let length = 1
        while (/\s/.test(text[start + length] ?? '') && !/^\s-\}\}/.test(text.slice(start + length, start + length + 4))) length++
        yield token('space', length)
      } else if (c === '"' || c === "'" || c === '`') {
        const found = matched(c === '"' ? STRING : c === '`' ? RAW : CHAR)
        if (found === undefined) throw new TemplateError(c === '"' ? 'unterminated quoted string' : c === '`' ? 'unterminated raw quoted string' : 'unterminated character constant')
        yield token(c === '"' ? 'string' : c === '`' ? 'raw' : 'char', found.length)
      } else if (c === '(') {
        deep++
        yield token('(', 1)
      } else if (c === ')') {
        if (--deep < 0) throw new TemplateError('unexpected right paren')
        yield token(')', 1)
      } else if (c === '|') {
        yield token('|', 1)
      } else if (text.startsWith(':=', at)) {
        yield token(':=', 2)
      } else if (c === '=') {
        yield token('=', 1)
      } else if (/\d/.test(c) || (/[+.-]/.test(c) && matched(NUMBER) !== undefined)) {
        const number = token('number', matched(NUMBER)!.length)
        if (/[\w.]/.test(text[at] ?? '')) throw new TemplateError(`bad number syntax: ${JSON.stringify(text.slice(start, at + 1))}`)
        yield number
      } else if (c === '.' || c === '$') {
        at++
        const name = matched(WORD)!
        const found = token(name === '' && c === '.' ? 'dot' : c === '.' ? 'field' : 'variable', 1 + name.length)
        if (!ended()) throw new TemplateError(`bad character ${codePoint(text[at]!)}`)
        yield found
      } else if (/[A-Za-z_]/.test(c)) {
        const word = matched(WORD)!
        const found = token(KEYWORDS.has(word) ? 'keyword' : word === 'nil' ? 'nil' : word === 'true' || word === 'false' ? 'bool' : 'identifier', word.length)
        if (!ended()) throw new TemplateError(`bad character ${codePoint(text[at]!)}`)
        yield found
      } else if (c > ' ' && c <= '~') {
        yield token('sign', 1)
      } else {
        throw new TemplateError(`unrecognized character in action: ${codePoint(c)}`)
      }
    }
  }
}
