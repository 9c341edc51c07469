// A simple command as it is written: assignments, words, redirections.
import type { Assignment, Node, Redirection, Word } from './ast.ts'
import { Lexer } from './lexer.ts'
import type { Token } from './tokens.ts'
import { bare, nested, type Parser, RESERVED } from './parser.ts'

export function readSimple(parser: Parser): Node {
  const assigns: Assignment[] = []
  const words: Word[] = []
  const redirs: Redirection[] = []
  const line = parser.peek().line
  for (;;) {
    const token = parser.peek()
    if (token.k === 'redirect') {
      redirs.push(readRedirection(parser))
      continue
    }
    if (token.k !== 'word') {
      if (token.k === 'op' && token.op === '(' && words.length === 1 && assigns.length === 0 && redirs.length === 0) {
        const name = bare(words[0]!)
        if (name !== undefined && !RESERVED.has(name)) {
          parser.take()
          if (!parser.isOp(')')) parser.unexpected(parser.peek())
          parser.take()
          parser.skipNewlines()
          return { t: 'function', name, body: parser.command() }
        }
      }
      break
    }
    const assign = words.length === 0 || declares(words[0]!) ? readAssignment(parser, token.word) : undefined
    parser.take()
    if (assign && words.length === 0) assigns.push(parser.isOp('(') && assign.value.parts.length === 0 && adjacent(parser) ? { ...assign, list: readList(parser) } : assign)
    else if (assign && parser.isOp('(') && assign.value.parts.length === 0 && adjacent(parser) && parser.lexer.dialect === 'bash') {
      // declare -a x=(…): as the assignment, then the declaration without it.
      assigns.push({ ...assign, list: readList(parser) })
      words.push({ parts: [{ p: 'text', s: assign.name }], raw: assign.name })
    } else words.push(token.word)
  }
  if (assigns.length + words.length + redirs.length === 0) parser.unexpected(parser.peek())
  return { t: 'simple', assigns, words, redirs, line }
}

function declares(word: Word): boolean {
  return ['declare', 'local', 'typeset', 'readonly', 'export'].includes(bare(word) ?? '')
}

function adjacent(parser: Parser): boolean {
  return parser.lexer.dialect === 'bash' && parser.lexer.text[parser.tokenAt - 1] === '='
}

function readList(parser: Parser): Word[] {
  parser.take()
  const words: Word[] = []
  for (;;) {
    const token = parser.take()
    if (token.k === 'word') words.push(token.word)
    else if (token.k === 'op' && token.op === ')') return words
    else if (!(token.k === 'op' && token.op === '\n')) parser.unexpected(token)
  }
}

function readAssignment(parser: Parser, word: Word): Assignment | undefined {
  const first = word.parts[0]
  if (first?.p !== 'text') return undefined
  const found = /^([A-Za-z_][A-Za-z0-9_]*)(\[([^\]]*)\])?(\+?)=/.exec(first.s)
  if (!found || ((found[2] !== undefined || found[4] === '+') && parser.lexer.dialect !== 'bash')) {
    return readIndexed(parser, word)
  }
  const rest = first.s.slice(found[0].length)
  const parts = rest === '' ? word.parts.slice(1) : [{ p: 'text' as const, s: rest }, ...word.parts.slice(1)]
  const index = found[3] === undefined ? {} : { index: new Lexer(found[3], 'bash', nested, parser.lexer.line).word(() => false) }
  return { name: found[1]!, ...index, append: found[4] === '+', value: { parts, raw: word.raw.slice(found[0].length) } }
}

/** a[$i]=x: the index is split over several parts. */
function readIndexed(parser: Parser, word: Word): Assignment | undefined {
  if (parser.lexer.dialect !== 'bash') return undefined
  const found = /^([A-Za-z_][A-Za-z0-9_]*)\[([^\]]*)\](\+?)=/.exec(word.raw)
  if (!found) return undefined
  const index = new Lexer(found[2]!, 'bash', nested, parser.lexer.line).word(() => false)
  const value = new Lexer(word.raw.slice(found[0].length), 'bash', nested, parser.lexer.line).word(() => false)
  return { name: found[1]!, index, append: found[3] === '+', value }
}

export function readRedirections(parser: Parser): Redirection[] {
  const redirs: Redirection[] = []
  while (parser.peek().k === 'redirect') redirs.push(readRedirection(parser))
  return redirs
}

function readRedirection(parser: Parser): Redirection {
  const token = parser.take() as Extract<Token, { k: 'redirect' }>
  const target = parser.take()
  if (target.k !== 'word') parser.unexpected(target)
  const fd = token.fd ?? (token.op.startsWith('<') ? 0 : 1)
  if (token.op !== '<<' && token.op !== '<<-') return { fd, op: token.op, target: target.word }
  const redirection = { fd, op: '<<' as const, target: { parts: [], raw: '' } as Word }
  parser.lexer.here(token.op === '<<-', target.word, (word) => {
    redirection.target = word
  })
  return redirection
}
