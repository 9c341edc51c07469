// Words of Python, Perl and JavaScript programs: names, numbers, texts, operators; enough alike to share one reader.

export interface Token {
  readonly k: 'name' | 'number' | 'text' | 'op' | 'newline' | 'indent' | 'dedent' | 'end'
  readonly s: string
  readonly at: number
  readonly line: number
  /** Of a text: its letters before the quote (f, r, b), and whether names in it are filled in. */
  readonly prefix?: string
}

export interface LexerRules {
  readonly operators: readonly string[]
  readonly name: RegExp
  readonly comment: RegExp
  readonly text: (source: string, at: number) => { readonly s: string; readonly end: number; readonly prefix: string } | undefined
}

/** Thrown where a program makes no sense to the reader. */
export class Unreadable {
  readonly why: string
  readonly line: number
  constructor(why: string, line: number) {
    this.why = why
    this.line = line
  }
}

/** The words of a program. `indented`: lines and their depths count, as in Python. */
export function wordsOf(source: string, rules: LexerRules, indented: boolean): Token[] {
  const out: Token[] = []
  const depths = [0]
  let at = 0
  let line = 1
  let nested = 0
  let fresh = true
  const add = (k: Token['k'], s: string, from = at, prefix?: string) => out.push({ k, s, at: from, line, ...(prefix === undefined ? {} : { prefix }) })
  while (at < source.length) {
    if (fresh && indented && nested === 0) {
      const depth = /^[ \t]*/.exec(source.slice(at))![0]
      const rest = source.slice(at + depth.length)
      if (/^(#[^\n]*)?(\r?\n|$)/.test(rest)) {
        const end = source.indexOf('\n', at)
        at = end < 0 ? source.length : end + 1
        line++
        continue
      }
      const width = depth.replace(/\t/g, '        ').length
      if (width > depths.at(-1)!) {
        depths.push(width)
        add('indent', '')
      }
      while (width < depths.at(-1)!) {
        depths.pop()
        add('dedent', '')
      }
      if (width !== depths.at(-1)) throw new Unreadable('unindent does not match any outer indentation level', line)
      at += depth.length
      fresh = false
      continue
    }
    const c = source[at]!
    if (c === '\n') {
      if (nested === 0) add('newline', '\n')
      at++
      line++
      fresh = true
      continue
    }
    if (c === ' ' || c === '\t' || c === '\r') {
      at++
      continue
    }
    if (c === '\\' && source[at + 1] === '\n') {
      at += 2
      line++
      continue
    }
    rules.comment.lastIndex = at
    const comment = rules.comment.exec(source)
    if (comment) {
      at += comment[0].length
      continue
    }
    const text = rules.text(source, at)
    if (text) {
      add('text', text.s, at, text.prefix)
      line += source.slice(at, text.end).split('\n').length - 1
      at = text.end
      continue
    }
    const number = /^(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][-+]?\d+)?)/.exec(source.slice(at, at + 60))
    if (number) {
      add('number', number[0].replaceAll('_', ''))
      at += number[0].length
      continue
    }
    rules.name.lastIndex = at
    const name = rules.name.exec(source)
    if (name) {
      add('name', name[0])
      at += name[0].length
      continue
    }
    const op = rules.operators.find((o) => source.startsWith(o, at))
    if (op === undefined) throw new Unreadable(`invalid character '${c}'`, line)
    if ('([{'.includes(op)) nested++
    if (')]}'.includes(op)) nested = Math.max(0, nested - 1)
    add('op', op)
    at += op.length
  }
  if (indented) {
    add('newline', '\n')
    while (depths.length > 1) {
      depths.pop()
      add('dedent', '')
    }
  }
  add('end', '')
  return out
}

/** A text in quotes that ends at the same mark, with backslashes. */
export function quoted(source: string, at: number, mark: string, raw: boolean): { readonly s: string; readonly end: number } | undefined {
  let s = ''
  for (let i = at; i < source.length; ) {
    if (source.startsWith(mark, i)) return { s, end: i + mark.length }
    if (source[i] === '\\' && i + 1 < source.length) {
      if (raw) s += source.slice(i, i + 2)
      else if (source[i + 1] === '\n') s += ''
      else {
        const hex = /^\\x([0-9a-fA-F]{2})|^\\u([0-9a-fA-F]{4})|^\\x\{([0-9a-fA-F]+)\}/.exec(source.slice(i, i + 12))
        if (hex) {
          s += String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16))
          i += hex[0].length
          continue
        }
        const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', a: '\x07', b: '\b', f: '\f', v: '\v', e: '\x1b' }
        s += escapes[source[i + 1]!] ?? ('\\\'"`$@'.includes(source[i + 1]!) ? source[i + 1]! : source.slice(i, i + 2))
      }
      i += 2
      continue
    }
    s += source[i++]
  }
  return undefined
}
