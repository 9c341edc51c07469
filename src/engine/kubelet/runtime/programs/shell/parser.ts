// From words to commands: a recursive descent over the shell's grammar.
import type { Assignment, CaseItem, Dialect, Node, Redirection, Script, Test, Word } from './ast.ts'
import { BadSyntax, Lexer, plain, type Token } from './lexer.ts'

const RESERVED = new Set(['if', 'then', 'else', 'elif', 'fi', 'do', 'done', 'case', 'esac', 'while', 'until', 'for', '{', '}', '!', 'in', '[[', 'function', 'time', 'select'])
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

function nested(lexer: Lexer): Script {
  const script = new Parser(lexer).script(true)
  if (script.error) throw new BadSyntax(script.error)
  return script
}

class Parser {
  readonly #lexer: Lexer
  #token: Token | undefined
  /** Where the token begins, so that a nested parser can hand the rest back. */
  #tokenAt = 0
  #depth = 0

  constructor(lexer: Lexer) {
    this.#lexer = lexer
  }

  script(inParentheses: boolean): Script {
    const lines: Node[] = []
    try {
      for (;;) {
        this.#skipNewlines()
        const token = this.#peek()
        if (token.k === 'end') break
        if (inParentheses && token.k === 'op' && token.op === ')') {
          this.#lexer.at = this.#tokenAt
          break
        }
        lines.push(this.#line())
      }
    } catch (problem) {
      if (problem instanceof BadSyntax) return { lines, error: problem.problem }
      throw problem
    }
    return { lines, ...(this.#lexer.openHere ? { openHere: true } : {}) }
  }

  /** One complete line: a list up to a newline. */
  #line(): Node {
    const items: { node: Node; background: boolean }[] = []
    for (;;) {
      const node = this.#andOr()
      const token = this.#peek()
      if (token.k === 'op' && (token.op === ';' || token.op === '&')) {
        this.#take()
        items.push({ node, background: token.op === '&' })
        const next = this.#peek()
        if (next.k === 'end' || (next.k === 'op' && (next.op === '\n' || next.op === ')'))) break
        continue
      }
      items.push({ node, background: false })
      if (token.k === 'end' || (token.k === 'op' && (token.op === '\n' || token.op === ')'))) break
      this.#unexpected(token)
    }
    return items.length === 1 && !items[0]!.background ? items[0]!.node : { t: 'list', items }
  }

  /** Commands up to a closing word, which is left in place. */
  #body(...closers: readonly string[]): Node {
    const items: { node: Node; background: boolean }[] = []
    this.#skipNewlines()
    for (;;) {
      const token = this.#peek()
      if (this.#closes(token, closers)) break
      const word = token.k === 'word' ? bare(token.word) : undefined
      if (token.k === 'end' || (word !== undefined && CLOSERS.has(word))) this.#unexpected(token, expectation(closers))
      const node = this.#andOr()
      const after = this.#peek()
      let background = false
      if (after.k === 'op' && (after.op === ';' || after.op === '&' || after.op === '\n')) {
        this.#take()
        background = after.op === '&'
        this.#skipNewlines()
      } else if (!this.#closes(after, closers)) this.#unexpected(after, expectation(closers))
      items.push({ node, background })
    }
    if (items.length === 0) this.#unexpected(this.#peek())
    return items.length === 1 && !items[0]!.background ? items[0]!.node : { t: 'list', items }
  }

  #closes(token: Token, closers: readonly string[]): boolean {
    if (token.k === 'op') return closers.includes(token.op)
    return token.k === 'word' && closers.includes(bare(token.word) ?? '\0')
  }

  #andOr(): Node {
    let left = this.#pipeline()
    for (;;) {
      const token = this.#peek()
      if (token.k !== 'op' || (token.op !== '&&' && token.op !== '||')) return left
      this.#take()
      this.#skipNewlines()
      left = { t: token.op === '&&' ? 'and' : 'or', left, right: this.#pipeline() }
    }
  }

  #pipeline(): Node {
    let not = false
    let timed = false
    for (;;) {
      if (this.#isWord('!')) not = !not
      else if (this.#isWord('time') && this.#lexer.dialect === 'bash') timed = true
      else break
      this.#take()
    }
    const commands = [this.#command()]
    const errToo: boolean[] = []
    for (;;) {
      const token = this.#peek()
      if (token.k !== 'op' || (token.op !== '|' && token.op !== '|&')) break
      this.#take()
      errToo.push(token.op === '|&')
      this.#skipNewlines()
      commands.push(this.#command())
    }
    return commands.length === 1 && !not && !timed ? commands[0]! : { t: 'pipeline', not, timed, commands, errToo }
  }

  #command(): Node {
    // A script nested deeper than this would not fit any shell's stack either.
    if (++this.#depth > 400) this.#lexer.fail('unexpected', 'end of file')
    try {
      const token = this.#peek()
      if (token.k === 'op' && token.op === '(') return this.#parenthesis(token)
      const word = token.k === 'word' ? bare(token.word) : undefined
      switch (word) {
        case 'if': return this.#if()
        case 'while':
        case 'until': return this.#while(word === 'until')
        case 'for':
        case 'select': return this.#for()
        case 'case': return this.#case()
        case '{': return this.#group()
        case '[[': if (this.#lexer.dialect !== 'dash') return this.#test()
          break
        case 'function': if (this.#lexer.dialect !== 'dash') return this.#functionWord()
      }
      if (word !== undefined && CLOSERS.has(word)) this.#unexpected(token)
      return this.#simple()
    } finally {
      this.#depth--
    }
  }

  #parenthesis(token: Token): Node {
    if (this.#lexer.text[this.#lexer.at] === '(' && this.#lexer.dialect !== 'dash') {
      const from = this.#lexer.at
      const parts = this.#lexer.arithmeticParts(from + 1)
      if (parts) {
        this.#token = undefined
        return { t: 'arithmetic', parts, line: token.line }
      }
      this.#lexer.at = from
    }
    this.#take()
    const body = this.#body(')')
    this.#take()
    return { t: 'subshell', body, redirs: this.#redirections() }
  }

  #group(): Node {
    this.#take()
    const body = this.#body('}')
    this.#take()
    return { t: 'group', body, redirs: this.#redirections() }
  }

  #if(): Node {
    const clauses: [Node, Node][] = []
    let otherwise: Node | undefined
    this.#take()
    for (;;) {
      const condition = this.#body('then')
      this.#take()
      clauses.push([condition, this.#body('elif', 'else', 'fi')])
      const word = this.#takeWord()
      if (word === 'elif') continue
      if (word === 'else') {
        otherwise = this.#body('fi')
        this.#take()
      }
      return { t: 'if', clauses, ...(otherwise ? { otherwise } : {}), redirs: this.#redirections() }
    }
  }

  #while(until: boolean): Node {
    this.#take()
    const condition = this.#body('do')
    this.#take()
    const body = this.#body('done')
    this.#take()
    return { t: 'while', until, condition, body, redirs: this.#redirections() }
  }

  #for(): Node {
    this.#take()
    this.#peek()
    if (this.#isOp('(') && this.#lexer.text[this.#lexer.at] === '(' && this.#lexer.dialect === 'bash') return this.#cFor()
    const token = this.#take()
    if (token.k !== 'word') this.#unexpected(token)
    const name = plain(token.word.parts)
    let words: Word[] | undefined
    this.#skipNewlines()
    if (this.#isWord('in')) {
      this.#take()
      words = []
      for (;;) {
        const next = this.#take()
        if (next.k === 'word') words.push(next.word)
        else if (next.k === 'op' && (next.op === ';' || next.op === '\n')) break
        else this.#unexpected(next)
      }
    } else if (this.#isOp(';')) this.#take()
    return { t: 'for', name, ...(words ? { words } : {}), body: this.#doBody(), redirs: this.#redirections() }
  }

  #cFor(): Node {
    const text = this.#lexer.text
    const from = this.#lexer.at + 1
    const whole = this.#lexer.arithmeticParts(from)
    if (!whole) this.#unexpected(this.#peek())
    const inner = text.slice(from, this.#lexer.at - 2)
    this.#token = undefined
    const parts = inner.split(';').map((part) => new Lexer(part, 'bash', nested, this.#lexer.line).doubleParts(''))
    if (this.#isOp(';')) this.#take()
    return { t: 'cfor', parts, body: this.#doBody(), redirs: this.#redirections() }
  }

  #doBody(): Node {
    this.#skipNewlines()
    const close = this.#isWord('{') && this.#lexer.dialect === 'bash' ? '}' : 'done'
    if (close === 'done' && !this.#isWord('do')) this.#unexpected(this.#peek(), 'do')
    this.#take()
    const body = this.#body(close)
    this.#take()
    return body
  }

  #case(): Node {
    this.#take()
    const subject = this.#take()
    if (subject.k !== 'word') this.#unexpected(subject)
    this.#skipNewlines()
    if (!this.#isWord('in')) this.#unexpected(this.#peek())
    this.#take()
    const items: CaseItem[] = []
    for (;;) {
      this.#skipNewlines()
      if (this.#isWord('esac')) break
      if (this.#isOp('(')) this.#take()
      const patterns: Word[] = []
      for (;;) {
        const token = this.#take()
        if (token.k !== 'word') this.#unexpected(token)
        patterns.push(token.word)
        const next = this.#take()
        if (next.k === 'op' && next.op === '|') continue
        if (next.k === 'op' && next.op === ')') break
        this.#unexpected(next)
      }
      this.#skipNewlines()
      const empty = this.#isOp(';;') || this.#isWord('esac') || this.#isOp(';&') || this.#isOp(';;&')
      const body: Node = empty ? { t: 'list', items: [] } : this.#body(';;', ';&', ';;&', 'esac')
      let then: CaseItem['then'] = ';;'
      const end = this.#peek()
      if (end.k === 'op') then = (this.#take() as { op: CaseItem['then'] }).op
      items.push({ patterns, body, then })
    }
    this.#take()
    return { t: 'case', word: subject.word, items, redirs: this.#redirections() }
  }

  #functionWord(): Node {
    this.#take()
    const token = this.#take()
    if (token.k !== 'word') this.#unexpected(token)
    if (this.#isOp('(')) {
      this.#take()
      if (!this.#isOp(')')) this.#unexpected(this.#peek())
      this.#take()
    }
    this.#skipNewlines()
    return { t: 'function', name: plain(token.word.parts), body: this.#command() }
  }

  #simple(): Node {
    const assigns: Assignment[] = []
    const words: Word[] = []
    const redirs: Redirection[] = []
    const line = this.#peek().line
    for (;;) {
      const token = this.#peek()
      if (token.k === 'redirect') {
        redirs.push(this.#redirection())
        continue
      }
      if (token.k !== 'word') {
        if (token.k === 'op' && token.op === '(' && words.length === 1 && assigns.length === 0 && redirs.length === 0) {
          const name = bare(words[0]!)
          if (name !== undefined && !RESERVED.has(name)) {
            this.#take()
            if (!this.#isOp(')')) this.#unexpected(this.#peek())
            this.#take()
            this.#skipNewlines()
            return { t: 'function', name, body: this.#command() }
          }
        }
        break
      }
      const assign = words.length === 0 || this.#declares(words[0]!) ? this.#assignment(token.word) : undefined
      this.#take()
      if (assign && words.length === 0) assigns.push(this.#isOp('(') && assign.value.parts.length === 0 && this.#adjacent() ? { ...assign, list: this.#list() } : assign)
      else if (assign && this.#isOp('(') && assign.value.parts.length === 0 && this.#adjacent() && this.#lexer.dialect === 'bash') {
        // declare -a x=(…): as the assignment, then the declaration without it.
        assigns.push({ ...assign, list: this.#list() })
        words.push({ parts: [{ p: 'text', s: assign.name }], raw: assign.name })
      } else words.push(token.word)
    }
    if (assigns.length + words.length + redirs.length === 0) this.#unexpected(this.#peek())
    return { t: 'simple', assigns, words, redirs, line }
  }

  #declares(word: Word): boolean {
    return ['declare', 'local', 'typeset', 'readonly', 'export'].includes(bare(word) ?? '')
  }

  #adjacent(): boolean {
    return this.#lexer.dialect === 'bash' && this.#lexer.text[this.#tokenAt - 1] === '='
  }

  #list(): Word[] {
    this.#take()
    const words: Word[] = []
    for (;;) {
      const token = this.#take()
      if (token.k === 'word') words.push(token.word)
      else if (token.k === 'op' && token.op === ')') return words
      else if (!(token.k === 'op' && token.op === '\n')) this.#unexpected(token)
    }
  }

  #assignment(word: Word): Assignment | undefined {
    const first = word.parts[0]
    if (first?.p !== 'text') return undefined
    const found = /^([A-Za-z_][A-Za-z0-9_]*)(\[([^\]]*)\])?(\+?)=/.exec(first.s)
    if (!found || ((found[2] !== undefined || found[4] === '+') && this.#lexer.dialect !== 'bash')) {
      return this.#indexed(word)
    }
    const rest = first.s.slice(found[0].length)
    const parts = rest === '' ? word.parts.slice(1) : [{ p: 'text' as const, s: rest }, ...word.parts.slice(1)]
    const index = found[3] === undefined ? {} : { index: new Lexer(found[3], 'bash', nested, this.#lexer.line).word(() => false) }
    return { name: found[1]!, ...index, append: found[4] === '+', value: { parts, raw: word.raw.slice(found[0].length) } }
  }

  /** a[$i]=x: the index is split over several parts. */
  #indexed(word: Word): Assignment | undefined {
    if (this.#lexer.dialect !== 'bash') return undefined
    const found = /^([A-Za-z_][A-Za-z0-9_]*)\[([^\]]*)\](\+?)=/.exec(word.raw)
    if (!found) return undefined
    const index = new Lexer(found[2]!, 'bash', nested, this.#lexer.line).word(() => false)
    const value = new Lexer(word.raw.slice(found[0].length), 'bash', nested, this.#lexer.line).word(() => false)
    return { name: found[1]!, index, append: found[3] === '+', value }
  }

  #redirections(): Redirection[] {
    const redirs: Redirection[] = []
    while (this.#peek().k === 'redirect') redirs.push(this.#redirection())
    return redirs
  }

  #redirection(): Redirection {
    const token = this.#take() as Extract<Token, { k: 'redirect' }>
    const target = this.#take()
    if (target.k !== 'word') this.#unexpected(target)
    const fd = token.fd ?? (token.op.startsWith('<') ? 0 : 1)
    if (token.op !== '<<' && token.op !== '<<-') return { fd, op: token.op, target: target.word }
    const redirection = { fd, op: '<<' as const, target: { parts: [], raw: '' } as Word }
    this.#lexer.here(token.op === '<<-', target.word, (word) => {
      redirection.target = word
    })
    return redirection
  }

  #test(): Node {
    const line = this.#take().line
    const expression = this.#testOr()
    const close = this.#take()
    if (close.k !== 'word' || bare(close.word) !== ']]') this.#unexpected(close)
    return { t: 'test', expression, redirs: this.#redirections(), line }
  }

  #testOr(): Test {
    let left = this.#testAnd()
    while (this.#isOp('||')) {
      this.#take()
      this.#skipNewlines()
      left = { k: 'or', left, right: this.#testAnd() }
    }
    return left
  }

  #testAnd(): Test {
    let left = this.#testNot()
    while (this.#isOp('&&')) {
      this.#take()
      this.#skipNewlines()
      left = { k: 'and', left, right: this.#testNot() }
    }
    return left
  }

  #testNot(): Test {
    this.#skipNewlines()
    if (this.#isWord('!')) {
      this.#take()
      return { k: 'not', of: this.#testNot() }
    }
    if (this.#isOp('(')) {
      this.#take()
      const inner = this.#testOr()
      if (!this.#isOp(')')) this.#unexpected(this.#peek())
      this.#take()
      return inner
    }
    const first = this.#take()
    if (first.k !== 'word') this.#unexpected(first)
    const op = bare(first.word)
    const next = this.#peek()
    if (op !== undefined && /^-[a-zA-Z]$/.test(op) && next.k === 'word' && bare(next.word) !== ']]') {
      this.#take()
      return { k: 'unary', op, word: next.word }
    }
    if (next.k === 'redirect' && (next.op === '<' || next.op === '>')) {
      this.#take()
      return { k: 'binary', op: next.op, left: first.word, right: this.#testWord() }
    }
    const binary = next.k === 'word' ? bare(next.word) : undefined
    if (binary !== undefined && /^(==?|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(binary)) {
      if (binary === '=~') {
        // The pattern's parentheses and bars are its own.
        this.#token = undefined
        this.#lexer.blanks()
        let depth = 0
        const right = this.#lexer.word((c) => {
          if (c === '(') depth++
          else if (c === ')' && --depth < 0) return true
          return depth <= 0 && (c === ' ' || c === '\t' || c === '\n')
        })
        return { k: 'binary', op: binary, left: first.word, right }
      }
      this.#take()
      return { k: 'binary', op: binary, left: first.word, right: this.#testWord() }
    }
    return { k: 'word', word: first.word }
  }

  #testWord(): Word {
    const token = this.#take()
    if (token.k !== 'word') this.#unexpected(token)
    return token.word
  }

  #peek(): Token {
    if (this.#token) return this.#token
    this.#lexer.blanks()
    this.#tokenAt = this.#lexer.at
    return (this.#token = this.#lexer.next())
  }

  #take(): Token {
    const token = this.#peek()
    this.#token = undefined
    return token
  }

  #takeWord(): string | undefined {
    const token = this.#take()
    return token.k === 'word' ? bare(token.word) : undefined
  }

  #isWord(word: string): boolean {
    const token = this.#peek()
    return token.k === 'word' && bare(token.word) === word
  }

  #isOp(op: string): boolean {
    const token = this.#peek()
    return token.k === 'op' && token.op === op
  }

  #skipNewlines(): void {
    while (this.#isOp('\n')) this.#take()
  }

  #unexpected(token: Token, expected?: string): never {
    const near = token.k === 'end' ? 'end of file' : token.k === 'word' ? token.word.raw : token.op === '\n' ? 'newline' : token.op
    throw new BadSyntax({ line: token.line, near, kind: 'unexpected', ...(expected === undefined ? {} : { expected }) })
  }
}

/** What a shell says it expected where one of these might stand. */
const expectation = (closers: readonly string[]): string => (closers[0] === ';;' ? ';;' : closers.at(-1)!)

/** The text of a word that has no quotes and no expansions. */
function bare(word: Word): string | undefined {
  const [part] = word.parts
  return word.parts.length === 1 && part!.p === 'text' ? part!.s : undefined
}
