// JSONPath in kubectl's dialect: text with {expressions}, ranges, filters. Upstream: client-go/util/jsonpath.
import { compactJson } from './json.ts'

type Node =
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
  | { readonly type: 'list'; readonly nodes: Node[] }

/** A path that cannot be read, or does not fit the object; in upstream's words. */
export class JsonPathError extends Error {}

/** A template that has been read. */
export interface JsonPath {
  readonly template: string
  readonly nodes: readonly Node[]
}

const FILTER_OPERATORS = ['<=', '>=', '==', '!=', '<', '>']

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
    throw new JsonPathError(`unrecognized identifier ${word}`)
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
      } else if (/[\s.,[\]{}()"'@$&|=<>!]/.test(c)) {
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
  if (inside === '*') return { type: 'slice', from: undefined, to: undefined, step: 1, single: false }
  // A quoted name may hold dots, which go deeper unless they are escaped.
  if (QUOTED_KEY.test(inside)) return { type: 'list', nodes: new Reader(`.${inside.slice(1, -1)}`).path() }
  if (inside.startsWith('@.') || inside.startsWith('.')) return { type: 'list', nodes: new Reader(inside.replace(/^@/, '')).path() }
  const match = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/.exec(inside)
  if (!match || inside === '') throw new JsonPathError(`invalid array index ${inside}`)
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
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (quote) {
      if (c === quote) quote = ''
    } else if (c === '"' || c === "'") {
      quote = c
    } else {
      const operator = FILTER_OPERATORS.find(o => text.startsWith(o, i))
      if (operator) {
        const side = (s: string) => new Reader(s.trim()).path()
        return { type: 'filter', left: side(text.slice(0, i)), operator, right: side(text.slice(i + operator.length)) }
      }
    }
  }
  return { type: 'filter', left: new Reader(text.trim()).path(), operator: 'exists', right: [] }
}

/** Reads a template; the error says why not. */
export function parseJsonPath(template: string): JsonPath {
  return { template, nodes: new Reader(template).template() }
}

/** `.a.b`, `a.b` and `{.a.b}` are all taken, as `--sort-by` and custom columns do. */
export function parseRelaxed(text: string): JsonPath {
  if (text === '') return { template: '', nodes: [] }
  const match = /^\{?\.?([^{}]+)\}?$/.exec(text.trim())
  if (!match) throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`)
  return parseJsonPath(`{.${match[1]}}`)
}

const isMap = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

function compare(a: unknown, b: unknown, operator: string): boolean {
  if (operator === '==') return typeof a === typeof b && a === b
  if (operator === '!=') return a !== b
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) throw new JsonPathError('incompatible types for comparison')
  const [x, y] = [a as number, b as number]
  return operator === '<' ? x < y : operator === '>' ? x > y : operator === '<=' ? x <= y : x >= y
}

class Walker {
  private readonly allowMissing: boolean
  constructor(allowMissing: boolean) {
    this.allowMissing = allowMissing
  }

  walk(nodes: readonly Node[], values: readonly unknown[]): unknown[] {
    let current = [...values]
    for (const node of nodes) current = this.step(node, current)
    return current
  }

  private step(node: Node, values: readonly unknown[]): unknown[] {
    switch (node.type) {
      case 'text': return [node.text]
      case 'value': return [node.value]
      case 'list': return this.walk(node.nodes, values)
      case 'wildcard': return values.flatMap(children)
      case 'recursive': return values.flatMap(descend)
      case 'union': return node.lists.flatMap(list => this.walk(list, values))
      case 'field': return values.flatMap(v => this.field(v, node.name))
      case 'slice': return values.flatMap(v => this.slice(v, node))
      case 'filter': return values.flatMap(v => {
        if (v === null || v === undefined) return []
        if (!Array.isArray(v)) throw new JsonPathError(`${goText(v)} is not array or slice and cannot be filtered`)
        return v.filter(item => this.passes(node, item))
      })
      default: return [...values]
    }
  }

  private field(v: unknown, name: string): unknown[] {
    if (isMap(v) && Object.hasOwn(v, name)) return [v[name]]
    if (v === null || v === undefined) return []
    if (this.allowMissing) return []
    throw new JsonPathError(`${name} is not found`)
  }

  private slice(v: unknown, node: Extract<Node, { type: 'slice' }>): unknown[] {
    if (v === null || v === undefined) return []
    if (!Array.isArray(v)) throw new JsonPathError(`${goText(v)} is not array or slice`)
    const bound = (n: number) => (n < 0 ? n + v.length : n)
    const from = bound(node.from ?? 0)
    let to = node.to === undefined ? v.length : node.to < 0 || (node.single && node.from! < 0) ? (node.single ? from + 1 : bound(node.to)) : node.to
    if (node.from !== undefined && from >= v.length && node.single) throw new JsonPathError(`array index out of bounds: index ${from}, length ${v.length}`)
    if (from < 0) throw new JsonPathError(`array index out of bounds: index ${from}, length ${v.length}`)
    to = Math.min(to, v.length)
    if (node.step < 1) throw new JsonPathError('step must be > 0')
    const out: unknown[] = []
    for (let i = from; i < to; i += node.step) out.push(v[i])
    return out
  }

  private passes(node: Extract<Node, { type: 'filter' }>, item: unknown): boolean {
    if (node.operator === 'exists') return new Walker(true).walk(node.left, [item]).length > 0
    const [left] = new Walker(true).walk(node.left, [item])
    if (left === undefined) return false
    const [right] = new Walker(true).walk(node.right, [item])
    return right !== undefined && compare(left, right, node.operator)
  }
}

const children = (v: unknown): unknown[] => (Array.isArray(v) ? v : isMap(v) ? Object.keys(v).sort().map(k => v[k]) : [])
const descend = (v: unknown): unknown[] => (typeof v === 'object' && v !== null ? [v, ...children(v).flatMap(descend)] : [])

/** The values that a path finds. Below `..`, what lacks a field is passed over. */
export function find(path: JsonPath, data: unknown, allowMissing = true): unknown[] {
  return results(path.nodes, data, allowMissing).flatMap(group => group)
}

/** A group per expression, so that texts stand between them. */
function results(nodes: readonly Node[], data: unknown, allowMissing: boolean): unknown[][] {
  const out: unknown[][] = []
  const has = (node: Node | undefined, type: string) => node?.type === 'list' && node.nodes.some(n => n.type === type)
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!
    if (node.type === 'list' && node.nodes[0]?.type === 'range') {
      let depth = 1
      let end = i + 1
      for (; end < nodes.length; end++) {
        if (has(nodes[end], 'range')) depth++
        if (has(nodes[end], 'end') && --depth === 0) break
      }
      if (end >= nodes.length) throw new JsonPathError('unterminated range, missing end')
      for (const item of new Walker(allowMissing).walk(node.nodes.slice(1), [data])) out.push(...results(nodes.slice(i + 1, end), item, allowMissing))
      i = end
    } else if (has(node, 'end')) {
      throw new JsonPathError('not in range, nothing to end')
    } else {
      const lenient = allowMissing || (node.type === 'list' && node.nodes.some(n => n.type === 'recursive'))
      out.push(new Walker(lenient).walk([node], [data]))
    }
  }
  return out
}

/** A value as Go prints it with %v. */
export function goText(v: unknown): string {
  if (v === null || v === undefined) return '<nil>'
  if (Array.isArray(v)) return `[${v.map(goText).join(' ')}]`
  if (isMap(v)) return `map[${Object.keys(v).sort().map(k => `${k}:${goText(v[k])}`).join(' ')}]`
  return String(v)
}

const valueText = (v: unknown) => (typeof v === 'object' && v !== null ? compactJson(v) : v === null || v === undefined ? '' : String(v))

/** What `-o jsonpath` prints: the values of an expression with blanks between them, and the text around. */
export const printJsonPath = (path: JsonPath, data: unknown, allowMissing = true): string =>
  results(path.nodes, data, allowMissing).map(group => group.map(valueText).join(' ')).join('')
