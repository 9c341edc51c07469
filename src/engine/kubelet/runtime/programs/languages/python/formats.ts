// The pieces of an f-string.
import { Unreadable } from '../lexer.ts'
import type { Expr, Stmt } from './tree.ts'

/** The pieces of an f-string. */
export function pieces(text: string, line: number, inner: (source: string) => readonly Stmt[]): Extract<Expr, { e: 'format' }>['parts'][number][] {
  const out: Extract<Expr, { e: 'format' }>['parts'][number][] = []
  let plain = ''
  for (let i = 0; i < text.length; ) {
    const c = text[i]!
    if ((c === '{' || c === '}') && text[i + 1] === c) {
      plain += c
      i += 2
    } else if (c === '{') {
      let depth = 0
      let end = i
      for (; end < text.length; end++) {
        if ('{[('.includes(text[end]!)) depth++
        else if ('}])'.includes(text[end]!) && --depth === 0) break
      }
      if (depth !== 0) throw new Unreadable("f-string: expecting '}'", line)
      const [, source = '', echo = '', repr = '', spec = ''] = /^([^]*?)(=?)(![rs])?(?::((?![^{]*[\])])[^]*))?$/.exec(text.slice(i + 1, end)) ?? []
      if (plain !== '') out.push(plain)
      plain = ''
      const statements = inner(source.trim())
      const [only] = statements
      if (only?.s !== 'expr') throw new Unreadable('f-string: invalid syntax', line)
      out.push({ of: only.of, spec, repr: repr === '!r' || (echo !== '' && repr === ''), echo: echo === '' ? '' : `${source}=` })
      i = end + 1
    } else {
      plain += c
      i++
    }
  }
  if (plain !== '') out.push(plain)
  return out
}
