// A Go template as a tree. Upstream: Go's text/template/parse/parse.go.
import { functions } from './functions.ts'
import { lex, shown, TemplateError, type Token } from './lexer.ts'
import { GoFloat } from './values.ts'

/** What an operand is, and how it is written in an error: `.a.b`, `$x`, `(…)`. `at` is where an error in it is said to be. */
export type Operand =
  | { readonly type: 'field'; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'variable'; readonly name: string; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'chain'; readonly of: Operand; readonly names: readonly string[]; readonly at: number; readonly text: string }
  | { readonly type: 'call'; readonly name: string; readonly at: number; readonly text: string }
  | { readonly type: 'pipe'; readonly pipe: Pipe; readonly at: number; readonly text: string }
  | { readonly type: 'dot' | 'nil'; readonly at: number; readonly text: string }
  | { readonly type: 'constant'; readonly value: unknown; readonly at: number; readonly text: string }

export interface Command { readonly args: readonly Operand[]; readonly at: number; readonly text: string }
export interface Pipe { readonly declared: readonly string[]; readonly assigns: boolean; readonly commands: readonly Command[]; readonly at: number; readonly text: string }

export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipe: Pipe }
  | { readonly type: 'range' | 'if' | 'with'; readonly pipe: Pipe; readonly body: readonly Node[]; readonly otherwise: readonly Node[] }
  | { readonly type: 'break' | 'continue' }
  | { readonly type: 'template'; readonly name: string; readonly pipe?: Pipe; readonly at: number; readonly text: string }

export interface GoTemplate {
  readonly text: string
  readonly nodes: readonly Node[]
  readonly defined: ReadonlyMap<string, readonly Node[]>
}

const MOST_DEEP = 50

type Ending = 'EOF' | 'end' | 'else'

class Parser {
  readonly defined = new Map<string, readonly Node[]>()
  readonly #tokens: Generator<Token, void>
  #ahead: Token[] = []
  #variables = ['$']
  #ranges = 0
  #deep = 0

  constructor(text: string) { this.#tokens = lex(text) }

  #peek(n = 0): Token {
    while (this.#ahead.length <= n) this.#ahead.push(this.#tokens.next().value ?? { type: 'EOF', text: '', at: 0 })
    return this.#ahead[n]!
  }
  #next(): Token {
    const token = this.#peek()
    this.#ahead.shift()
    return token
  }
  #peekSolid(): Token {
    while (this.#peek().type === 'space') this.#next()
    return this.#peek()
  }
  #nextSolid(): Token {
    this.#peekSolid()
    return this.#next()
  }
  #expect(type: Token['type'], context: string): Token {
    const token = this.#nextSolid()
    if (token.type !== type) throw unexpected(token, context)
    return token
  }

  /** Up to an end, an else, or the end of everything. */
  list(): { nodes: Node[]; ending: Ending } {
    const nodes: Node[] = []
    for (;;) {
      const token = this.#next()
      if (token.type === 'EOF') return { nodes, ending: 'EOF' }
      if (token.type === 'text') {
        nodes.push({ type: 'text', text: token.text })
        continue
      }
      const word = this.#peekSolid()
      if (word.type !== 'keyword') {
        nodes.push({ type: 'action', pipe: this.#pipeline('command', 'close') })
        continue
      }
      this.#next()
      if (word.text === 'end') {
        this.#expect('close', 'end')
        return { nodes, ending: 'end' }
      }
      if (word.text === 'else') {
        const after = this.#peekSolid()
        if (after.type !== 'keyword' || (after.text !== 'if' && after.text !== 'with')) this.#expect('close', 'else')
        return { nodes, ending: 'else' }
      }
      const node = this.#statement(word)
      if (node) nodes.push(node)
    }
  }

  #statement(word: Token): Node | undefined {
    switch (word.text) {
      case 'if': case 'range': case 'with': return this.#control(word.text)
      case 'break': case 'continue':
        this.#expect('close', `{{${word.text}}}`)
        if (this.#ranges === 0) throw new TemplateError(`{{${word.text}}} outside {{range}}`)
        return { type: word.text }
      case 'template': {
        const { name, at } = this.#name('template clause')
        const text = `{{template ${JSON.stringify(name)}`
        if (this.#peekSolid().type === 'close') {
          this.#next()
          return { type: 'template', name, at, text: `${text}}}` }
        }
        const pipe = this.#pipeline('template clause', 'close')
        return { type: 'template', name, pipe, at, text: `${text} ${pipe.text}}}` }
      }
      default: return this.#definition(word.text)
    }
  }

  #name(context: string): { readonly name: string; readonly at: number } {
    const token = this.#nextSolid()
    if (token.type !== 'string' && token.type !== 'raw') throw unexpected(token, context)
    return { name: unquoted(token), at: token.at }
  }

  /** `define` is filled in where it is named, `block` also here. */
  #definition(word: string): Node | undefined {
    const { name, at } = this.#name(`${word} clause`)
    const pipe = word === 'block' ? this.#pipeline('block clause', 'close') : undefined
    if (!pipe) this.#expect('close', 'define clause')
    const [variables, ranges] = [this.#variables, this.#ranges]
    this.#variables = ['$']
    this.#ranges = 0
    const { nodes, ending } = this.#inside()
    if (ending !== 'end') throw new TemplateError(ending === 'EOF' ? 'unexpected EOF' : `unexpected {{${ending}}} in ${word} clause`)
    this.#variables = variables
    this.#ranges = ranges
    this.defined.set(name, nodes)
    return pipe && { type: 'template', name, pipe, at, text: `{{template ${JSON.stringify(name)} ${pipe.text}}}` }
  }

  #inside(): ReturnType<Parser['list']> {
    if (++this.#deep > MOST_DEEP) throw new TemplateError('exceeded maximum template depth')
    const found = this.list()
    this.#deep--
    if (found.ending === 'EOF') throw new TemplateError('unexpected EOF')
    return found
  }

  #control(type: 'if' | 'range' | 'with'): Node {
    const known = this.#variables.length
    const pipe = this.#pipeline(type, 'close')
    if (type === 'range') this.#ranges++
    const body = this.#inside()
    if (type === 'range') this.#ranges--
    let otherwise: readonly Node[] = []
    if (body.ending === 'else') {
      const next = this.#peek()
      if (next.type === 'keyword' && (type === next.text)) {
        // `else if` is an if of its own with one end for both.
        this.#next()
        otherwise = [this.#control(type)]
      } else if (next.type === 'keyword') {
        throw unexpected(next, 'else')
      } else {
        const rest = this.#inside()
        if (rest.ending !== 'end') throw new TemplateError(`expected end; found {{${rest.ending}}}`)
        otherwise = rest.nodes
      }
    }
    this.#variables.length = known
    return { type, pipe, body: body.nodes, otherwise }
  }

  #pipeline(context: string, end: 'close' | ')'): Pipe {
    const at = this.#peekSolid().at
    const declared: string[] = []
    let assigns = false
    while (this.#peekSolid().type === 'variable') {
      const after = this.#peek(this.#peek(1).type === 'space' ? 2 : 1)
      if (after.type !== ':=' && after.type !== '=' && after.text !== ',') break
      const name = this.#next().text
      this.#nextSolid()
      declared.push(name)
      this.#variables.push(name)
      assigns = after.type === '='
      if (after.text !== ',') break
      if (context !== 'range' || declared.length > 1) throw new TemplateError(`too many declarations in ${context}`)
      if (this.#peekSolid().type !== 'variable') throw new TemplateError('range can only initialize variables')
    }
    const commands: Command[] = []
    for (;;) {
      const token = this.#peekSolid()
      if (token.type === end) {
        this.#next()
        break
      }
      if (!STARTS.has(token.type)) throw unexpected(token, context)
      commands.push(this.#command())
    }
    if (commands.length === 0) throw new TemplateError(`missing value for ${context}`)
    const later = commands.findIndex((c, i) => i > 0 && ['constant', 'dot', 'nil'].includes(c.args[0]!.type))
    if (later > 0) throw new TemplateError(`non executable command in pipeline stage ${later + 1}`)
    return { declared, assigns, commands, at, text: `${declared.length ? `${declared.join(', ')} ${assigns ? '=' : ':='} ` : ''}${commands.map(c => c.text).join(' | ')}` }
  }

  #command(): Command {
    const at = this.#peekSolid().at
    const args: Operand[] = []
    for (;;) {
      this.#peekSolid()
      const operand = this.#operand()
      if (operand) args.push(operand)
      const token = this.#peek()
      if (token.type === 'space') continue
      if (token.type === '|') this.#next()
      else if (token.type !== 'close' && token.type !== ')') throw unexpected(token, 'operand')
      break
    }
    if (args.length === 0) throw new TemplateError('empty command')
    return { args, at, text: args.map(a => (a.type === 'pipe' ? `(${a.text})` : a.text)).join(' ') }
  }

  #operand(): Operand | undefined {
    const term = this.#term()
    if (!term || this.#peek().type !== 'field') return term
    const { at } = this.#peek()
    const names: string[] = []
    while (this.#peek().type === 'field') names.push(this.#next().text.slice(1))
    const text = `${term.type === 'pipe' ? `(${term.text})` : term.text}.${names.join('.')}`
    if (term.type === 'field') return { ...term, names: [...term.names, ...names], at, text }
    if (term.type === 'variable') return { ...term, names, at, text }
    if (['constant', 'nil', 'dot'].includes(term.type)) throw new TemplateError(`unexpected . after term ${JSON.stringify(term.text)}`)
    return { type: 'chain', of: term, names, at, text }
  }

  #term(): Operand | undefined {
    const { type, text, at } = this.#peek()
    const constant = (value: unknown): Operand => ({ type: 'constant', value, at, text })
    if (!STARTS.has(type)) return undefined
    const token = this.#next()
    switch (type) {
      case 'identifier':
        if (!Object.hasOwn(functions, text)) throw new TemplateError(`function ${JSON.stringify(text)} not defined`)
        return { type: 'call', name: text, at, text }
      case 'dot': case 'nil': return { type, at, text }
      case 'field': return { type, names: [text.slice(1)], at, text }
      case 'variable':
        if (!this.#variables.includes(text)) throw new TemplateError(`undefined variable ${JSON.stringify(text)}`)
        return { type, name: text, names: [], at, text }
      case 'bool': return constant(text === 'true')
      case 'number': return constant(/^[+-]?0[xXbBoO]/.test(text) || !/[.eE]/.test(text) ? Number(text.replaceAll('_', '').replace(/^\+/, '')) : new GoFloat(Number(text)))
      case 'char': {
        const letter = [...unquoted({ ...token, text: `"${text.slice(1, -1).replaceAll('"', '\\"')}"` })]
        if (letter.length !== 1) throw new TemplateError(`malformed character constant: ${text}`)
        return constant(letter[0]!.codePointAt(0))
      }
      case '(': {
        const pipe = this.#pipeline('parenthesized pipeline', ')')
        return { type: 'pipe', pipe, at: pipe.at, text: pipe.text }
      }
      default: return constant(unquoted(token))
    }
  }
}

const STARTS = new Set<Token['type']>(['bool', 'char', 'dot', 'field', 'identifier', 'number', 'nil', 'raw', 'string', 'variable', '('])

const unexpected = (token: Token, context: string) => new TemplateError(`unexpected ${token.type === 'close' ? '"}}"' : shown(token)} in ${context}`)

/** Go's escapes in a text between quotes. */
function unquoted({ type, text }: Token): string {
  if (type === 'raw') return text.slice(1, -1)
  const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'" }
  return text.slice(1, -1).replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|.)/g, (_all, escape: string) => {
    if (/^[xuU]./.test(escape)) return String.fromCodePoint(Math.min(parseInt(escape.slice(1), 16), 0x10ffff))
    if (/^[0-7]{3}$/.test(escape)) return String.fromCharCode(parseInt(escape, 8))
    if (SIMPLE[escape] === undefined) throw new TemplateError('invalid syntax')
    return SIMPLE[escape]
  })
}

/** Reads a template. Throws a TemplateError with the line it was met on. */
export function parseGoTemplate(text: string): GoTemplate {
  const parser = new Parser(text)
  const { nodes, ending } = parser.list()
  if (ending !== 'EOF') throw new TemplateError(`unexpected {{${ending}}}`)
  return { text, nodes, defined: parser.defined }
}
