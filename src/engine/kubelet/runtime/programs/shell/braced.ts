// ${…}: a parameter, what is asked of it, and the words that go with that.
import type { Parameter, Word } from './ast.ts'
import type { Lexer } from './lexer.ts'

export const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
export const SPECIAL = /[0-9@*#?$!-]/

export function braced(lexer: Lexer, inDouble: boolean): Parameter {
  lexer.at += 2
  let length = false
  let indirect = false
  if (lexer.text[lexer.at] === '#' && lexer.text[lexer.at + 1] !== '}' && /[A-Za-z_0-9@*?$!-]/.test(lexer.text[lexer.at + 1] ?? '') ) {
    length = true
    lexer.at++
  } else if (lexer.text[lexer.at] === '!' && lexer.dialect === 'bash' && /[A-Za-z_]/.test(lexer.text[lexer.at + 1] ?? '')) {
    indirect = true
    lexer.at++
  }
  NAME.lastIndex = lexer.at
  let name = NAME.exec(lexer.text)?.[0]
  if (name === undefined) {
    name = /^\d+/.exec(lexer.text.slice(lexer.at, lexer.at + 5))?.[0] ?? (SPECIAL.test(lexer.text[lexer.at] ?? '') ? lexer.text[lexer.at]! : undefined)
    if (name === undefined) lexer.fail('substitution', lexer.text.slice(lexer.at - 2, lexer.text.indexOf('}', lexer.at) + 1 || undefined))
  }
  lexer.at += name.length
  let index: Word | undefined
  if (lexer.text[lexer.at] === '[' && lexer.dialect === 'bash') {
    lexer.at++
    index = lexer.word((c) => c === ']')
    lexer.at++
  }
  const base = { p: 'parameter' as const, name, ...(index ? { index } : {}), ...(length ? { length } : {}), ...(indirect ? { indirect } : {}) }
  if (lexer.text[lexer.at] === '}') {
    lexer.at++
    return base
  }
  const op = braceOperator(lexer)
  const closes = (c: string) => c === '}'
  if (op === '/' || op === '//' || op === '/#' || op === '/%' || op === ':') {
    const divider = op === ':' ? ':' : '/'
    const word = lexer.word((c) => c === divider || c === '}', inDouble && op === ':')
    let second: Word | undefined
    if (lexer.text[lexer.at] === divider) {
      lexer.at++
      second = lexer.word(closes)
    }
    closeBrace(lexer)
    return { ...base, op, word, ...(second ? { second } : {}) }
  }
  // Patterns keep their own quotes even within "…"; default values do not know '.
  const word = lexer.word(closes, inDouble && !/^[%#^,]/.test(op))
  closeBrace(lexer)
  return { ...base, op, word }
}

function closeBrace(lexer: Lexer): void {
  if (lexer.text[lexer.at] !== '}') lexer.fail('substitution', 'end of file', '}')
  lexer.at++
}

function braceOperator(lexer: Lexer): string {
  for (const op of [':-', ':=', ':?', ':+', '%%', '##', '//', '/#', '/%', '^^', ',,', '-', '=', '?', '+', '%', '#', '/', ':', '^', ',', '@']) {
    if (!lexer.text.startsWith(op, lexer.at)) continue
    if (lexer.dialect === 'dash' && /^(\/|:$|\^|,|@)/.test(op)) break
    if (lexer.dialect === 'ash' && /^(\^|,|@|\/#|\/%)/.test(op)) continue
    lexer.at += op.length
    return op
  }
  return lexer.fail('substitution', lexer.text.slice(lexer.at, lexer.at + 10))
}
