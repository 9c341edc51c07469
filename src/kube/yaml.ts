// YAML and JSON as kubectl reads them, with places; and objects as `kubectl -o yaml` prints them.
//
// kubectl cuts a file at lines of `---` and reads each part by itself, so the lines in its messages count from the part's first line;
// `firstLine` tells where that is. Upstream: apimachinery/pkg/util/yaml/decoder.go, sigs.k8s.io/yaml, go.yaml.in/yaml/v2.
import { Decoder } from './yaml/decode.ts'
import type { DuplicateKey, Json } from './yaml/decode.ts'
import { parseTree } from './yaml/parse.ts'
import type { YamlNode } from './yaml/parse.ts'
import { YamlError } from './yaml/tokens.ts'

export { toYaml } from './yaml/print.ts'
export type { Json } from './yaml/decode.ts'

/** A place in a file, as editors count: from 1. */
export interface Position { readonly line: number; readonly column: number }
export interface Range { readonly start: Position; readonly end: Position }

export interface YamlDocument {
  /** The JSON value; never undefined: a part without anything in it is no document. */
  readonly value: Json
  /** The line of the file on which this part begins, from 1. */
  readonly firstLine: number
  /** Keys that stand twice; kubectl takes the last without a word. */
  readonly duplicates: readonly { readonly path: string; readonly key: string; readonly position: Position }[]
  readonly root: YamlNode
}

/** A file or one of its parts cannot be read. `message` is what kubectl says after `error: error parsing FILE: `. */
export class ParseError extends Error {
  /** Where in the file, as far as that is known. */
  readonly position: Position | undefined
  /** The documents before it, which kubectl has already worked on. */
  readonly before: readonly YamlDocument[]
  constructor(message: string, position: Position | undefined, before: readonly YamlDocument[]) {
    super(message)
    this.position = position
    this.before = before
  }
}

/** What may be read at once; more would only fill the memory. */
export const MOST_CHARACTERS = 2 * 1024 * 1024

interface Part { readonly text: string; readonly firstLine: number }

/** The parts between lines that begin with `---` (and hold nothing but white space after it). */
function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let [held, firstLine, number] = ['', 1, 0]
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at)
    const line = end < 0 ? text.slice(at) : text.slice(at, end + 1)
    at += line.length
    number++
    if (line.startsWith('---') && line.slice(3).trim() === '' && held !== '') {
      parts.push({ text: held, firstLine })
      ;[held, firstLine] = ['', number + 1]
    } else {
      held += line
    }
  }
  if (held !== '') parts.push({ text: held, firstLine })
  return parts.flatMap(jsonStream)
}

/** JSON objects may follow each other without anything between them; YAML would stop after the first. */
function jsonStream(part: Part): Part[] {
  if (!part.text.trimStart().startsWith('{')) return [part]
  const found: Part[] = []
  let [depth, from, firstLine, line] = [0, 0, part.firstLine, part.firstLine]
  for (let i = 0; i < part.text.length; i++) {
    const c = part.text[i]!
    if (c === '\n') line++
    else if (c === '"') {
      for (i++; i < part.text.length && part.text[i] !== '"'; i++) if (part.text[i] === '\\') i++
    } else if (c === '{') depth++
    else if (c === '}' && --depth === 0) {
      found.push({ text: part.text.slice(from, i + 1), firstLine })
      ;[from, firstLine] = [i + 1, line]
      if (!/^\s*(\{|$)/.test(part.text.slice(from, from + 1000))) return [part]
    }
  }
  return found.length > 1 ? found : [part]
}

/**
 * All documents of a file. Throws a ParseError at the first part that cannot be read, and nothing else.
 * Parts that hold nothing (or null) are left out.
 */
export function parseYaml(text: string): YamlDocument[] {
  const documents: YamlDocument[] = []
  if (text.length > MOST_CHARACTERS) throw new ParseError('error converting YAML to JSON: yaml: document is too large', undefined, documents)
  for (const { text: part, firstLine } of partsOf(text)) {
    try {
      const root = parseTree(part)
      if (root === undefined) continue
      const decoder = new Decoder()
      const value = decoder.decode(root)
      if (value === null) continue
      const duplicates = decoder.duplicates.map(d => ({ path: d.path, key: d.key, position: place(d.mark, firstLine) }))
      documents.push({ value, firstLine, duplicates, root })
    } catch (e) {
      if (!(e instanceof YamlError)) throw e
      throw new ParseError(`error converting YAML to JSON: ${e.message}`, e.mark && place(e.mark, firstLine), documents)
    }
  }
  return documents
}

const place = (mark: DuplicateKey['mark'], firstLine: number): Position => ({ line: mark.line + firstLine, column: mark.column + 1 })

export type Path = readonly (string | number)[]

/** `spec.containers[0].name` as a path; keys with dots in brackets: `metadata.labels[app.kubernetes.io/name]`. */
export function pathOf(text: string): (string | number)[] {
  return [...text.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(m => (m[1] === undefined ? m[0] : /^[0-9]+$/.test(m[1]) ? Number(m[1]) : m[1]))
}

interface Found { readonly key: YamlNode | undefined; readonly value: YamlNode; readonly depth: number }

function find(root: YamlNode, path: Path): Found {
  let found: Found = { key: undefined, value: root, depth: 0 }
  for (const step of path) {
    const node = found.value.kind === 'alias' ? found.value.target : found.value
    const depth = found.depth + 1
    if (node.kind === 'map') {
      // The last of several keys of this name is the one that counts.
      const pair = node.pairs.findLast(([key]) => key.kind === 'scalar' && key.value === String(step))
      if (!pair) return found
      found = { key: pair[0], value: pair[1], depth }
    } else if (node.kind === 'list') {
      const item = node.items[Number(step)]
      if (!item) return found
      found = { key: undefined, value: item, depth }
    } else {
      return found
    }
  }
  return found
}

/**
 * Where a field stands in the file: its value, or its key with `of: 'key'`. Where the field is missing, the nearest parent's key is
 * given and `exact` is false: that is where to complain about what is not there.
 */
export function rangeOf(document: YamlDocument, path: Path, of: 'key' | 'value' = 'value'): Range & { readonly exact: boolean } {
  const { key, value, depth } = find(document.root, path)
  const exact = depth === path.length
  const node = (of === 'key' || !exact) && key ? key : value
  return { start: place(node.start, document.firstLine), end: place(node.end, document.firstLine), exact }
}

/** The path of the innermost field at a place in the file: what the editor's help is about. */
export function pathAt(document: YamlDocument, position: Position): (string | number)[] {
  const line = position.line - document.firstLine
  const column = position.column - 1
  const before = (m: { line: number; column: number }) => m.line < line || (m.line === line && m.column <= column)
  const path: (string | number)[] = []
  let node: YamlNode = document.root
  for (;;) {
    if (node.kind === 'map') {
      const pair: readonly [YamlNode, YamlNode] | undefined = node.pairs.findLast(([key]) => before(key.start))
      if (!pair || pair[0].kind !== 'scalar') return path
      path.push(pair[0].value)
      node = pair[1]
    } else if (node.kind === 'list') {
      const i = node.items.findLastIndex(item => before(item.start))
      if (i < 0) return path
      path.push(i)
      node = node.items[i]!
    } else {
      return path
    }
  }
}
