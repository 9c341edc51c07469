// Here-documents: their bodies, which begin after the line that names them.
import type { Word } from './ast.ts'
import type { Lexer } from './lexer.ts'

export interface Pending {
  readonly strip: boolean
  readonly quoted: boolean
  readonly end: string
  readonly fill: (word: Word) => void
}

export function readHeres(lexer: Lexer): void {
  const heres = lexer.heres
  lexer.heres = []
  for (const here of heres) {
    let body = ''
    const from = lexer.line
    let closed = false
    while (lexer.at < lexer.text.length) {
      let end = lexer.text.indexOf('\n', lexer.at)
      if (end < 0) end = lexer.text.length
      let row = lexer.text.slice(lexer.at, end)
      if (here.strip) row = row.replace(/^\t+/, '')
      lexer.at = Math.min(end + 1, lexer.text.length)
      lexer.line++
      closed = row === here.end
      if (closed) break
      body += `${row}\n`
    }
    if (!closed) lexer.openHere = true
    if (here.quoted) here.fill({ parts: [{ p: 'quoted', s: body }], raw: body })
    else {
      const inner = lexer.within(body, from)
      here.fill({ parts: [{ p: 'double', parts: inner.doubleParts('') }], raw: body })
    }
  }
}
