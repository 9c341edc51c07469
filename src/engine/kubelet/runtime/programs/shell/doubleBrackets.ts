// `[[ … ]]` as it is written: tests joined by && and ||.
import type { Node, Test, Word } from './ast.ts'
import { bare, type Parser } from './parser.ts'
import { readRedirections } from './simpleCommand.ts'

export function readTest(parser: Parser): Node {
  const line = parser.take().line
  const expression = readOr(parser)
  const close = parser.take()
  if (close.k !== 'word' || bare(close.word) !== ']]') parser.unexpected(close)
  return { t: 'test', expression, redirs: readRedirections(parser), line }
}

function readOr(parser: Parser): Test {
  let left = readAnd(parser)
  while (parser.isOp('||')) {
    parser.take()
    parser.skipNewlines()
    left = { k: 'or', left, right: readAnd(parser) }
  }
  return left
}

function readAnd(parser: Parser): Test {
  let left = readNot(parser)
  while (parser.isOp('&&')) {
    parser.take()
    parser.skipNewlines()
    left = { k: 'and', left, right: readNot(parser) }
  }
  return left
}

function readNot(parser: Parser): Test {
  parser.skipNewlines()
  if (parser.isWord('!')) {
    parser.take()
    return { k: 'not', of: readNot(parser) }
  }
  if (parser.isOp('(')) {
    parser.take()
    const inner = readOr(parser)
    if (!parser.isOp(')')) parser.unexpected(parser.peek())
    parser.take()
    return inner
  }
  const first = parser.take()
  if (first.k !== 'word') parser.unexpected(first)
  const op = bare(first.word)
  const next = parser.peek()
  if (op !== undefined && /^-[a-zA-Z]$/.test(op) && next.k === 'word' && bare(next.word) !== ']]') {
    parser.take()
    return { k: 'unary', op, word: next.word }
  }
  if (next.k === 'redirect' && (next.op === '<' || next.op === '>')) {
    parser.take()
    return { k: 'binary', op: next.op, left: first.word, right: readTestWord(parser) }
  }
  const binary = next.k === 'word' ? bare(next.word) : undefined
  if (binary !== undefined && /^(==?|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(binary)) {
    if (binary === '=~') {
      // The pattern's parentheses and bars are its own.
      parser.token = undefined
      parser.lexer.blanks()
      let depth = 0
      const right = parser.lexer.word((c) => {
        if (c === '(') depth++
        else if (c === ')' && --depth < 0) return true
        return depth <= 0 && (c === ' ' || c === '\t' || c === '\n')
      })
      return { k: 'binary', op: binary, left: first.word, right }
    }
    parser.take()
    return { k: 'binary', op: binary, left: first.word, right: readTestWord(parser) }
  }
  return { k: 'word', word: first.word }
}

function readTestWord(parser: Parser): Word {
  const token = parser.take()
  if (token.k !== 'word') parser.unexpected(token)
  return token.word
}
