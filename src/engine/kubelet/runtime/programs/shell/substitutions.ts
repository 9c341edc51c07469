// Commands and arithmetic within words: $(…), `…`, $((…)).
import type { Part, Script } from './ast.ts'
import type { Lexer } from './lexer.ts'

/** $((…)), or undefined if it turns out to be a command substitution that begins with a subshell. */
export function arithmeticOf(lexer: Lexer): Part | undefined {
  const from = lexer.at
  const parts = lexer.arithmeticParts(lexer.at + 3)
  if (!parts) lexer.at = from
  return parts && { p: 'arithmetic', parts }
}

export function backquoted(lexer: Lexer, inDouble: boolean): Part {
  let inner = ''
  lexer.at++
  const line = lexer.line
  while (lexer.at < lexer.text.length && lexer.text[lexer.at] !== '`') {
    const c = lexer.text[lexer.at]!
    const escaped = lexer.text[lexer.at + 1] ?? ''
    if (c === '\\' && (escaped === '`' || escaped === '\\' || escaped === '$' || (inDouble && escaped === '"'))) {
      inner += escaped
      lexer.at += 2
    } else {
      if (c === '\n') lexer.line++
      inner += c
      lexer.at++
    }
  }
  if (lexer.at >= lexer.text.length) lexer.fail('quote', '`')
  lexer.at++
  return { p: 'command', body: lexer.nested(lexer.within(inner, line)) }
}

export function parenthesised(lexer: Lexer): Script {
  const body = lexer.nested(lexer)
  lexer.blanks()
  if (lexer.text[lexer.at] !== ')') lexer.fail('unexpected', 'end of file', ')')
  lexer.at++
  return body
}
