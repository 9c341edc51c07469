// Tokens to a tree of nodes, each with its place. Mistakes are named as Go's yaml.v2 names them.
// Upstream: go.yaml.in/yaml/v2 parserc.go, decode.go (parser).
import { Scanner } from './scan.ts'
import { YamlError } from './tokens.ts'
import type { Mark, TokenKind } from './tokens.ts'

interface Base {
  readonly start: Mark
  readonly end: Mark
  readonly anchor: string | undefined
  readonly tag: string
}
export interface ScalarNode extends Base { readonly kind: 'scalar'; readonly value: string; readonly plain: boolean }
export interface ListNode extends Base { readonly kind: 'list'; readonly items: readonly YamlNode[] }
export interface MapNode extends Base { readonly kind: 'map'; readonly pairs: readonly (readonly [YamlNode, YamlNode])[] }
export interface AliasNode extends Base { readonly kind: 'alias'; readonly target: YamlNode }
export type YamlNode = ScalarNode | ListNode | MapNode | AliasNode

/** The parser names the line before the trouble (it counts from 0), or that of the context when the trouble is on the first line. */
const parserError = (problem: string, mark: Mark, context: Mark = mark) =>
  new YamlError(`yaml: ${mark.line !== 0 ? `line ${mark.line}: ` : context.line !== 0 ? `line ${context.line}: ` : ''}${problem}`, mark)

/** The first document's root, or undefined where the text holds none. */
export function parseTree(text: string): YamlNode | undefined {
  return new TreeParser(text).document()
}

class TreeParser {
  private readonly scanner: Scanner
  private readonly anchors = new Map<string, YamlNode | 'open'>()
  private handles = new Map<string, string>()

  constructor(text: string) {
    this.scanner = new Scanner(text)
  }

  private get next() {
    return this.scanner.peek()
  }

  private is(...kinds: TokenKind[]): boolean {
    return kinds.includes(this.next.kind)
  }

  document(): YamlNode | undefined {
    while (this.is('document-end')) this.scanner.skip()
    if (this.is('stream-end')) return undefined
    if (this.is('version-directive', 'tag-directive', 'document-start')) {
      this.directives()
      if (!this.is('document-start')) throw parserError('did not find expected <document start>', this.next.start)
      this.scanner.skip()
      if (this.is('version-directive', 'tag-directive', 'document-start', 'document-end', 'stream-end')) return this.empty(this.next.start)
    }
    const root = this.node(true, false)
    // What follows the first document is not read, but the next token must be one.
    this.scanner.peek()
    return root
  }

  private directives(): void {
    let version = false
    while (this.is('version-directive', 'tag-directive')) {
      const token = this.scanner.skip()
      if (token.kind === 'version-directive') {
        if (version) throw parserError('found duplicate %YAML directive', token.start)
        if (token.value !== '1.1') throw parserError('found incompatible YAML document', token.start)
        version = true
      } else {
        const [handle, prefix] = token.value.split(/[ \t]+/) as [string, string]
        if (this.handles.has(handle)) throw parserError('found duplicate %TAG directive', token.start)
        this.handles.set(handle, prefix)
      }
    }
  }

  private empty(mark: Mark, anchor?: string, tag = ''): ScalarNode {
    return this.remember({ kind: 'scalar', start: mark, end: mark, anchor, tag, value: '', plain: tag === '' })
  }

  private remember<N extends YamlNode>(node: N): N {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node)
    return node
  }

  private fullTag(short: string, start: Mark, at: Mark): string {
    if (short === '' || short === '!') return short
    const m = /^(!(?:[0-9A-Za-z_-]*!)?)(.*)$/.exec(short)
    if (!m) return short
    const prefix = this.handles.get(m[1]!) ?? (m[1] === '!!' ? 'tag:yaml.org,2002:' : m[1] === '!' ? '!' : undefined)
    if (prefix === undefined) throw parserError('found undefined tag handle', at, start)
    return prefix + m[2]!
  }

  private node(block: boolean, indentless: boolean): YamlNode {
    const first = this.next
    if (first.kind === 'alias') {
      this.scanner.skip()
      const target = this.anchors.get(first.value)
      if (target === undefined) throw new YamlError(`yaml: unknown anchor '${first.value}' referenced`, first.start)
      if (target === 'open') throw new YamlError(`yaml: anchor '${first.value}' value contains itself`, first.start)
      return { kind: 'alias', start: first.start, end: first.end, anchor: undefined, tag: '', target }
    }
    let anchor: string | undefined
    let tag = ''
    for (let i = 0; i < 2; i++) {
      const token = this.next
      if (token.kind === 'anchor' && anchor === undefined) anchor = token.value
      else if (token.kind === 'tag' && tag === '') tag = this.fullTag(token.value, first.start, token.start)
      else break
      this.scanner.skip()
    }
    const start = first.start
    if (anchor !== undefined) this.anchors.set(anchor, 'open')
    const token = this.next
    if (indentless && token.kind === 'block-entry') return this.remember(this.blockList(start, anchor, tag, true))
    switch (token.kind) {
      case 'scalar':
        this.scanner.skip()
        return this.remember({ kind: 'scalar', start, end: token.end, anchor, tag: tag === '!' ? '' : tag, value: token.value, plain: token.plain && tag !== '!' })
      case 'flow-sequence': return this.remember(this.flowList(start, anchor, tag))
      case 'flow-mapping': return this.remember(this.flowMap(start, anchor, tag))
      case 'block-sequence': if (block) return this.remember(this.blockList(start, anchor, tag, false)); break
      case 'block-mapping': if (block) return this.remember(this.blockMap(start, anchor, tag)); break
    }
    if (anchor !== undefined || tag !== '') return this.empty(first.end, anchor, tag)
    throw parserError('did not find expected node content', token.start, start)
  }

  private blockList(start: Mark, anchor: string | undefined, tag: string, indentless: boolean): ListNode {
    const opened = this.next.start
    if (!indentless) this.scanner.skip()
    const items: YamlNode[] = []
    while (this.is('block-entry')) {
      const dash = this.scanner.skip()
      const nothing = indentless ? this.is('block-entry', 'key', 'value', 'block-end') : this.is('block-entry', 'block-end')
      items.push(nothing ? this.empty(dash.end) : this.node(true, false))
    }
    const end = this.next.start
    if (!indentless) {
      if (!this.is('block-end')) throw parserError("did not find expected '-' indicator", this.next.start, opened)
      this.scanner.skip()
    }
    return { kind: 'list', start, end, anchor, tag, items }
  }

  private blockMap(start: Mark, anchor: string | undefined, tag: string): MapNode {
    const opened = this.scanner.skip().start
    const pairs: [YamlNode, YamlNode][] = []
    const content = () => (this.is('key', 'value', 'block-end') ? this.empty(this.next.start) : this.node(true, true))
    while (!this.is('block-end')) {
      if (!this.is('key')) throw parserError('did not find expected key', this.next.start, opened)
      this.scanner.skip()
      const key = content()
      let value: YamlNode
      if (this.is('value')) {
        const colon = this.scanner.skip()
        value = this.is('key', 'value', 'block-end') ? this.empty(colon.end) : this.node(true, true)
      } else {
        value = this.empty(this.next.start)
      }
      pairs.push([key, value])
    }
    const end = this.scanner.skip().start
    return { kind: 'map', start, end, anchor, tag, pairs }
  }

  private flowList(start: Mark, anchor: string | undefined, tag: string): ListNode {
    const opened = this.scanner.skip().start
    const items: YamlNode[] = []
    for (let first = true; !this.is('flow-sequence-end'); first = false) {
      if (!first) {
        if (!this.is('flow-entry')) throw parserError("did not find expected ',' or ']'", this.next.start, opened)
        this.scanner.skip()
        if (this.is('flow-sequence-end')) break
      }
      if (this.is('key')) items.push(this.pair())
      else items.push(this.node(false, false))
    }
    return { kind: 'list', start, end: this.scanner.skip().end, anchor, tag, items }
  }

  /** `[a: 1]` is a list of one map. */
  private pair(): MapNode {
    const start = this.scanner.skip().start
    const isEnd = () => this.is('flow-entry', 'flow-sequence-end')
    let key: YamlNode
    if (this.is('value') || isEnd()) key = this.empty(this.scanner.skip().end)
    else key = this.node(false, false)
    let value: YamlNode = this.empty(this.next.start)
    if (this.is('value')) {
      this.scanner.skip()
      if (!isEnd()) value = this.node(false, false)
    }
    return { kind: 'map', start, end: value.end, anchor: undefined, tag: '', pairs: [[key, value]] }
  }

  private flowMap(start: Mark, anchor: string | undefined, tag: string): MapNode {
    const opened = this.scanner.skip().start
    const pairs: [YamlNode, YamlNode][] = []
    const isEnd = () => this.is('flow-entry', 'flow-mapping-end')
    for (let first = true; !this.is('flow-mapping-end'); first = false) {
      if (!first) {
        if (!this.is('flow-entry')) throw parserError("did not find expected ',' or '}'", this.next.start, opened)
        this.scanner.skip()
        if (this.is('flow-mapping-end')) break
      }
      if (this.is('key')) {
        this.scanner.skip()
        const key = this.is('value') || isEnd() ? this.empty(this.next.start) : this.node(false, false)
        let value: YamlNode | undefined
        if (this.is('value')) {
          const colon = this.scanner.skip()
          value = isEnd() ? this.empty(colon.end) : this.node(false, false)
        }
        pairs.push([key, value ?? this.empty(this.next.start)])
      } else {
        const key = this.node(false, false)
        pairs.push([key, this.empty(this.next.start)])
      }
    }
    return { kind: 'map', start, end: this.scanner.skip().end, anchor, tag, pairs }
  }
}
