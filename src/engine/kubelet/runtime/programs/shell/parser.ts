// From words to commands: a recursive descent over the shell's grammar.
import type { Dialect, Node, Script, Word } from './ast.ts'
import { Lexer } from './lexer.ts'
import { BadSyntax, type Token } from './tokens.ts'
import { readCase, readFor, readFunction, readGroup, readIf, readParenthesis, readWhile } from './compound.ts'
import { readTest } from './doubleBrackets.ts'
import { readSimple } from './simpleCommand.ts'

export const RESERVED = new Set(['if', 'then', 'else', 'elif', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for', '{', '}', '!', 'in', '[[', 'function', 'time', 'select'])
/** Reserved words that cannot begin a command. */
const CLOSERS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'])

const cache = new Map<string, Script>()

/** Parses a script; the same text gives the same tree. Lines before a mistake are kept, because a shell runs them. */
export function parseScript(text: string, dialect: Dialect): Script {
  const key = `${dialect}\0${text}`
  const known = cache.get(key)
  if (known) return known
  const script = new Parser(new Lexer(text, dialect, nested)).script(false)
  if (cache.size > 2000) cache.clear()
  cache.set(key, script)
  return script
}

/** Does a text stop in the middle, so that a shell would ask for another line? */
export function isUnfinished(text: string, dialect: Dialect): boolean {
  const { error, openHere } = parseScript(`${text}\n`, dialect)
  return openHere === true || error?.kind === 'quote' || error?.near === 'end of file' || /(^|[^\\])(\\\\)*\\$/.test(text)
}

export function nested(lexer: Lexer): Script {
  const script = new Parser(lexer).script(true)
  if (script.error) throw new BadSyntax(script.error)
  return script
}

export class Parser {
  readonly lexer: Lexer
  token: Token | undefined
  /** Where the token begins, so that a nested parser can hand the rest back. */
  tokenAt = 0
  #depth = 0

  constructor(lexer: Lexer) {
    this.lexer = lexer
  }

  script(inParentheses: boolean): Script {
    const lines: Node[] = []
    try {
      for (;;) {
        this.skipNewlines()
        const token = this.peek()
        if (token.k === 'end') break
        if (inParentheses && token.k === 'op' && token.op === ')') {
          this.lexer.at = this.tokenAt
          break
        }
        lines.push(this.#line())
      }
    } catch (problem) {
      if (problem instanceof BadSyntax) return { lines, error: problem.problem }
      throw problem
    }
    return { lines, ...(this.lexer.openHere ? { openHere: true } : {}) }
  }

  /** One complete line: a list up to a newline. */
  #line(): Node {
    const items: { node: Node; background: boolean }[] = []
    for (;;) {
      const node = this.#andOr()
      const token = this.peek()
      if (token.k === 'op' && (token.op === ';' || token.op === '&')) {
        this.take()
        items.push({ node, background: token.op === '&' })
        const next = this.peek()
        if (next.k === 'end' || (next.k === 'op' && (next.op === '\n' || next.op === ')'))) break
        continue
      }
      items.push({ node, background: false })
      if (token.k === 'end' || (token.k === 'op' && (token.op === '\n' || token.op === ')'))) break
      this.unexpected(token)
    }
    return items.length === 1 && !items[0]!.background ? items[0]!.node : { t: 'list', items }
  }

  /** Commands up to a closing word, which is left in place. */
  body(...closers: readonly string[]): Node {
    const items: { node: Node; background: boolean }[] = []
    this.skipNewlines()
    for (;;) {
      const token = this.peek()
      if (this.#closes(token, closers)) break
      const word = token.k === 'word' ? bare(token.word) : undefined
      if (token.k === 'end' || (word !== undefined && CLOSERS.has(word))) this.unexpected(token, expectation(closers))
      const node = this.#andOr()
      const after = this.peek()
      let background = false
      if (after.k === 'op' && (after.op === ';' || after.op === '&' || after.op === '\n')) {
        this.take()
        background = after.op === '&'
        this.skipNewlines()
      } else if (!this.#closes(after, closers)) this.unexpected(after, expectation(closers))
      items.push({ node, background })
    }
    if (items.length === 0) this.unexpected(this.peek())
    return items.length === 1 && !items[0]!.background ? items[0]!.node : { t: 'list', items }
  }

  #closes(token: Token, closers: readonly string[]): boolean {
    if (token.k === 'op') return closers.includes(token.op)
    return token.k === 'word' && closers.includes(bare(token.word) ?? '\0')
  }

  #andOr(): Node {
    let left = this.#pipeline()
    for (;;) {
      const token = this.peek()
      if (token.k !== 'op' || (token.op !== '&&' && token.op !== '||')) return left
      this.take()
      this.skipNewlines()
      left = { t: token.op === '&&' ? 'and' : 'or', left, right: this.#pipeline() }
    }
  }

  #pipeline(): Node {
    let not = false
    let timed = false
    for (;;) {
      if (this.isWord('!')) not = !not
      else if (this.isWord('time') && this.lexer.dialect === 'bash') timed = true
      else break
      this.take()
    }
    const commands = [this.command()]
    const errToo: boolean[] = []
    for (;;) {
      const token = this.peek()
      if (token.k !== 'op' || (token.op !== '|' && token.op !== '|&')) break
      this.take()
      errToo.push(token.op === '|&')
      this.skipNewlines()
      commands.push(this.command())
    }
    return commands.length === 1 && !not && !timed ? commands[0]! : { t: 'pipeline', not, timed, commands, errToo }
  }

  command(): Node {
    // A script nested deeper than this would not fit any shell's stack either.
    if (++this.#depth > 400) this.lexer.fail('unexpected', 'end of file')
    try {
      const token = this.peek()
      if (token.k === 'op' && token.op === '(') return readParenthesis(this, token)
      const word = token.k === 'word' ? bare(token.word) : undefined
      switch (word) {
        case 'if': return readIf(this)
        case 'while':
        case 'until': return readWhile(this, word === 'until')
        case 'for':
        case 'select': return readFor(this)
        case 'case': return readCase(this)
        case '{': return readGroup(this)
        case '[[': if (this.lexer.dialect !== 'dash') return readTest(this)
          break
        case 'function': if (this.lexer.dialect !== 'dash') return readFunction(this)
      }
      if (word !== undefined && CLOSERS.has(word)) this.unexpected(token)
      return readSimple(this)
    } finally {
      this.#depth--
    }
  }

  peek(): Token {
    if (this.token) return this.token
    this.lexer.blanks()
    this.tokenAt = this.lexer.at
    return (this.token = this.lexer.next())
  }

  take(): Token {
    const token = this.peek()
    this.token = undefined
    return token
  }

  takeWord(): string | undefined {
    const token = this.take()
    return token.k === 'word' ? bare(token.word) : undefined
  }

  isWord(word: string): boolean {
    const token = this.peek()
    return token.k === 'word' && bare(token.word) === word
  }

  isOp(op: string): boolean {
    const token = this.peek()
    return token.k === 'op' && token.op === op
  }

  skipNewlines(): void {
    while (this.isOp('\n')) this.take()
  }

  unexpected(token: Token, expected?: string): never {
    const near = token.k === 'end' ? 'end of file' : token.k === 'word' ? token.word.raw : token.op === '\n' ? 'newline' : token.op
    throw new BadSyntax({ line: token.line, near, kind: 'unexpected', ...(expected === undefined ? {} : { expected }) })
  }
}

/** What a shell says it expected where one of these might stand. */
const expectation = (closers: readonly string[]): string => (closers[0] === ';;' ? ';;' : closers.at(-1)!)

/** The text of a word that has no quotes and no expansions. */
export function bare(word: Word): string | undefined {
  const [part] = word.parts
  return word.parts.length === 1 && part!.p === 'text' ? part!.s : undefined
}
