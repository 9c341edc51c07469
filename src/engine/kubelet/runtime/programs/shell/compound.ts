// Commands made of commands: loops, conditions, cases, groups, functions.
import type { CaseItem, Node, Word } from './ast.ts'
import { Lexer, plain } from './lexer.ts'
import type { Token } from './tokens.ts'
import { nested, type Parser } from './parser.ts'
import { readRedirections } from './simpleCommand.ts'

export function readParenthesis(parser: Parser, token: Token): Node {
  if (parser.lexer.text[parser.lexer.at] === '(' && parser.lexer.dialect !== 'dash') {
    const from = parser.lexer.at
    const parts = parser.lexer.arithmeticParts(from + 1)
    if (parts) {
      parser.token = undefined
      return { t: 'arithmetic', parts, line: token.line }
    }
    parser.lexer.at = from
  }
  parser.take()
  const body = parser.body(')')
  parser.take()
  return { t: 'subshell', body, redirs: readRedirections(parser) }
}

export function readGroup(parser: Parser): Node {
  parser.take()
  const body = parser.body('}')
  parser.take()
  return { t: 'group', body, redirs: readRedirections(parser) }
}

export function readIf(parser: Parser): Node {
  const clauses: [Node, Node][] = []
  let otherwise: Node | undefined
  parser.take()
  for (;;) {
    const condition = parser.body('then')
    parser.take()
    clauses.push([condition, parser.body('elif', 'else', 'fi')])
    const word = parser.takeWord()
    if (word === 'elif') continue
    if (word === 'else') {
      otherwise = parser.body('fi')
      parser.take()
    }
    return { t: 'if', clauses, ...(otherwise ? { otherwise } : {}), redirs: readRedirections(parser) }
  }
}

export function readWhile(parser: Parser, until: boolean): Node {
  parser.take()
  const condition = parser.body('do')
  parser.take()
  const body = parser.body('done')
  parser.take()
  return { t: 'while', until, condition, body, redirs: readRedirections(parser) }
}

export function readFor(parser: Parser): Node {
  parser.take()
  parser.peek()
  if (parser.isOp('(') && parser.lexer.text[parser.lexer.at] === '(' && parser.lexer.dialect === 'bash') return readCFor(parser)
  const token = parser.take()
  if (token.k !== 'word') parser.unexpected(token)
  const name = plain(token.word.parts)
  let words: Word[] | undefined
  parser.skipNewlines()
  if (parser.isWord('in')) {
    parser.take()
    words = []
    for (;;) {
      const next = parser.take()
      if (next.k === 'word') words.push(next.word)
      else if (next.k === 'op' && (next.op === ';' || next.op === '\n')) break
      else parser.unexpected(next)
    }
  } else if (parser.isOp(';')) parser.take()
  return { t: 'for', name, ...(words ? { words } : {}), body: readDoBody(parser), redirs: readRedirections(parser) }
}

function readCFor(parser: Parser): Node {
  const text = parser.lexer.text
  const from = parser.lexer.at + 1
  const whole = parser.lexer.arithmeticParts(from)
  if (!whole) parser.unexpected(parser.peek())
  const inner = text.slice(from, parser.lexer.at - 2)
  parser.token = undefined
  const parts = inner.split(';').map((part) => new Lexer(part, 'bash', nested, parser.lexer.line).doubleParts(''))
  if (parser.isOp(';')) parser.take()
  return { t: 'cfor', parts, body: readDoBody(parser), redirs: readRedirections(parser) }
}

function readDoBody(parser: Parser): Node {
  parser.skipNewlines()
  const close = parser.isWord('{') && parser.lexer.dialect === 'bash' ? '}' : 'done'
  if (close === 'done' && !parser.isWord('do')) parser.unexpected(parser.peek(), 'do')
  parser.take()
  const body = parser.body(close)
  parser.take()
  return body
}

export function readCase(parser: Parser): Node {
  parser.take()
  const subject = parser.take()
  if (subject.k !== 'word') parser.unexpected(subject)
  parser.skipNewlines()
  if (!parser.isWord('in')) parser.unexpected(parser.peek())
  parser.take()
  const items: CaseItem[] = []
  for (;;) {
    parser.skipNewlines()
    if (parser.isWord('esac')) break
    if (parser.isOp('(')) parser.take()
    const patterns: Word[] = []
    for (;;) {
      const token = parser.take()
      if (token.k !== 'word') parser.unexpected(token)
      patterns.push(token.word)
      const next = parser.take()
      if (next.k === 'op' && next.op === '|') continue
      if (next.k === 'op' && next.op === ')') break
      parser.unexpected(next)
    }
    parser.skipNewlines()
    const empty = parser.isOp(';;') || parser.isWord('esac') || parser.isOp(';&') || parser.isOp(';;&')
    const body: Node = empty ? { t: 'list', items: [] } : parser.body(';;', ';&', ';;&', 'esac')
    let then: CaseItem['then'] = ';;'
    const end = parser.peek()
    if (end.k === 'op') then = (parser.take() as { op: CaseItem['then'] }).op
    items.push({ patterns, body, then })
  }
  parser.take()
  return { t: 'case', word: subject.word, items, redirs: readRedirections(parser) }
}

export function readFunction(parser: Parser): Node {
  parser.take()
  const token = parser.take()
  if (token.k !== 'word') parser.unexpected(token)
  if (parser.isOp('(')) {
    parser.take()
    if (!parser.isOp(')')) parser.unexpected(parser.peek())
    parser.take()
  }
  parser.skipNewlines()
  return { t: 'function', name: plain(token.word.parts), body: parser.command() }
}
