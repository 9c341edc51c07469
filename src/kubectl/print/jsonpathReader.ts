// Reads JSONPath in kubectl's dialect: text with {expressions}, ranges, filters. Upstream: client-go/util/jsonpath/parser.go.

export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'slice'; readonly from: number | undefined; readonly to: number | undefined; readonly step: number; readonly single: boolean }
  | { readonly type: 'filter'; readonly left: Node[]; readonly operator: string; readonly right: Node[] }
  | { readonly type: 'union'; readonly lists: readonly Node[][] }
  | { readonly type: 'range' }
  | { readonly type: 'end' }
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'list'; readonly nodes: Node[] }

/** A path that cannot be read, or does not fit the object; in upstream's words. */
export class JsonPathError extends Error {}

/** A template that has been read. */
export interface JsonPath {
  readonly template: string
  readonly nodes: readonly Node[]
}

class Reader {
  private at = 0
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  /** The whole template: text, and expressions in braces. */
  template(): Node[] {
    const nodes: Node[] = []
    let text = ''
    const flush = () => {
      if (text) nodes.push({ type: 'text', text })
      text = ''
    }
    while (this.at < this.text.length) {
      if (this.text[this.at] === '{') {
        flush()
        this.at++
        nodes.push({ type: 'list', nodes: this.action('}') })
      } else {
        text += this.text[this.at++]
      }
    }
    flush()
    return nodes
  }

  /** A path by itself, without braces. */
  path(): Node[] {
    return this.action('')
  }

  private action(close: string): Node[] {
    const nodes: Node[] = []
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined) {
        if (close) throw new JsonPathError('unclosed action')
        return nodes
      }
      if (c === close && close) {
        this.at++
        return nodes
      }
      if (/\s/.test(c) || c === '@' || c === '$') {
        this.at++
      } else if (c === '[') {
        nodes.push(this.array())
      } else if (c === '"' || c === "'") {
        nodes.push({ type: 'text', text: this.quoted() })
      } else if (c === '.') {
        nodes.push(this.field())
      } else if (/[0-9+-]/.test(c)) {
        const match = /^[+-]?[0-9.]+/.exec(this.text.slice(this.at))
        if (!match) throw new JsonPathError(`unrecognized character in action: U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${c}'`)
        this.at += match[0].length
        nodes.push({ type: 'value', value: Number(match[0]) })
      } else if (/[A-Za-z]/.test(c)) {
        nodes.push(this.word())
      } else {
        throw new JsonPathError(`unrecognized character in action: U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${c}'`)
      }
    }
  }

  private word(): Node {
    const word = /^\w+/.exec(this.text.slice(this.at))![0]
    this.at += word.length
    if (word === 'range') return { type: 'range' }
    if (word === 'end') return { type: 'end' }
    if (word === 'true' || word === 'false') return { type: 'value', value: word === 'true' }
    // What it should be, only he asks who walks the path.
    return { type: 'identifier', name: word }
  }

  private quoted(): string {
    const quote = this.text[this.at]!
    let out = ''
    this.at++
    for (;;) {
      const c = this.text[this.at++]
      if (c === undefined || c === '\n') throw new JsonPathError('unterminated quoted string')
      if (c === quote) return out
      if (c !== '\\') {
        out += c
        continue
      }
      const next = this.text[this.at++]
      const known: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'", a: '\x07', b: '\b', f: '\f', v: '\v' }
      if (next === undefined || known[next] === undefined) throw new JsonPathError(`invalid syntax`)
      out += known[next]
    }
  }

  private field(): Node {
    this.at++
    if (this.text[this.at] === '.') {
      this.at++
      // What follows `..` is a field of whatever is found.
      if (this.at < this.text.length && /[\w*$\\-]/.test(this.text[this.at]!)) this.at--
      return { type: 'recursive' }
    }
    if (this.text[this.at] === '*') {
      this.at++
      return { type: 'wildcard' }
    }
    let name = ''
    while (this.at < this.text.length) {
      const c = this.text[this.at]!
      if (c === '\\') {
        name += this.text[this.at + 1] ?? ''
        this.at += 2
      } else if (/[\s.,[\]{}@$]/.test(c)) {
        break
      } else {
        name += c
        this.at++
      }
    }
    return { type: 'field', name }
  }

  private array(): Node {
    const start = ++this.at
    let depth = 1
    let quote = ''
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined || (c === '\n' && !quote)) throw new JsonPathError('unterminated array')
      this.at++
      if (quote) {
        if (c === quote) quote = ''
      } else if (c === '"' || c === "'") {
        quote = c
      } else if (c === '[') {
        depth++
      } else if (c === ']' && --depth === 0) {
        break
      }
      if (c === '}' && !quote && depth > 0 && !this.text.slice(start, this.at).includes('?')) throw new JsonPathError('unterminated array')
    }
    const inside = this.text.slice(start, this.at - 1).trim()
    if (inside.startsWith('?(')) {
      if (!inside.endsWith(')')) throw new JsonPathError('unterminated filter')
      return filterNode(inside.slice(2, -1))
    }
    return arrayNode(inside)
  }
}

const QUOTED_KEY = /^'(?:[^'\\]|\\.)*'$/

function arrayNode(inside: string): Node {
  const parts = splitCommas(inside)
  if (parts.length > 1) return { type: 'union', lists: parts.map(p => [arrayNode(p.trim())]) }
  if (inside === '*' || inside === '') return { type: 'slice', from: undefined, to: undefined, step: 1, single: false }
  // A quoted name may hold dots, which go deeper unless they are escaped.
  if (QUOTED_KEY.test(inside)) return { type: 'list', nodes: new Reader(`.${inside.slice(1, -1)}`).path() }
  if (inside.startsWith('@.') || inside.startsWith('.')) return { type: 'list', nodes: new Reader(inside.replace(/^@/, '')).path() }
  const match = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/.exec(inside)
  if (!match) throw new JsonPathError(`invalid array index ${inside}`)
  const number = (text: string | undefined) => (text === undefined || text === '' ? undefined : Number(text))
  const from = number(match[1])
  const single = match[2] === undefined
  return { type: 'slice', from, to: single ? from! + 1 : number(match[2]), step: number(match[3]) ?? 1, single }
}

function splitCommas(text: string): string[] {
  const parts: string[] = []
  let quote = ''
  let part = ''
  for (const c of text) {
    if (quote) {
      if (c === quote) quote = ''
      part += c
    } else if (c === ',') {
      parts.push(part)
      part = ''
    } else {
      if (c === "'" || c === '"') quote = c
      part += c
    }
  }
  return [...parts, part]
}

function filterNode(text: string): Node {
  const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+)$/s.exec(text) ?? []
  const side = (of: string) => new Reader(of.trim()).path()
  return left === undefined ? { type: 'filter', left: side(text), operator: 'exists', right: [] } : { type: 'filter', left: side(left), operator: operator!, right: side(right!) }
}

/** Reads a template; the error says why not. */
export function parseJsonPath(template: string): JsonPath {
  return { template, nodes: new Reader(template).template() }
}

/** `.a.b`, `a.b` and `{.a.b}` are all taken, as `--sort-by` and custom columns do. */
export function parseRelaxed(text: string): JsonPath {
  if (text === '') return { template: '', nodes: [] }
  const match = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(text.trim())
  if (!match) throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`)
  return parseJsonPath(`{.${match[1] ?? match[2]}}`)
}
