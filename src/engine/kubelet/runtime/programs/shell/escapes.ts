// What a backslash means: \n, \x41, \101; and $'…', where they count.
import type { Lexer } from './lexer.ts'

export function cQuoted(lexer: Lexer): string {
  let s = ''
  lexer.at++
  while (lexer.at < lexer.text.length && lexer.text[lexer.at] !== "'") {
    if (lexer.text[lexer.at] === '\\') {
      const { text, length } = unescape(lexer.text.slice(lexer.at))
      s += text
      lexer.at += length
    } else s += lexer.text[lexer.at++]
  }
  if (lexer.at >= lexer.text.length) lexer.fail('quote', "'")
  lexer.at++
  return s
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '?': '?' }

/** The escape that a text begins with: `\n`, `\x41`, `\101`, `\u00e9`. */
export function unescape(text: string): { readonly text: string; readonly length: number } {
  const simple = ESCAPES[text[1] ?? '']
  if (simple !== undefined) return { text: simple, length: 2 }
  const hex = /^\\x([0-9a-fA-F]{1,2})|^\\u([0-9a-fA-F]{1,4})/.exec(text)
  if (hex) return { text: String.fromCharCode(Number.parseInt(hex[1] ?? hex[2]!, 16)), length: hex[0].length }
  const octal = /^\\([0-7]{1,3})/.exec(text)
  if (octal) return { text: String.fromCharCode(Number.parseInt(octal[1]!, 8) & 255), length: octal[0].length }
  return { text: text.slice(0, 2), length: Math.min(2, text.length) }
}
