// Nodes to JSON values, as sigs.k8s.io/yaml turns YAML into JSON: aliases copied, merges merged, keys made texts.
// Upstream: go.yaml.in/yaml/v2 decode.go, sigs.k8s.io/yaml yaml.go.
import { withGoExponent } from './goFloat.ts'
import type { MapNode, ScalarNode, YamlNode } from './parse.ts'
import { resolvePlain } from './resolve.ts'
import type { Resolved } from './resolve.ts'
import { YamlError } from './tokens.ts'
import type { Mark } from './tokens.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A key that stands twice in one map; the later one counted. */
export interface DuplicateKey { readonly path: string; readonly key: string; readonly mark: Mark }

const TAGS: Readonly<Record<string, string>> = { 'tag:yaml.org,2002:': '!!' }
const shortTag = (tag: string) => {
  for (const [long, short] of Object.entries(TAGS)) if (tag.startsWith(long)) return short + tag.slice(long.length)
  return tag
}

function scalar(node: ScalarNode): Resolved {
  const tag = shortTag(node.tag)
  if (tag === '' && !node.plain) return { tag: 'str', value: node.value }
  if (tag === '!!str' || (tag !== '' && !/^!!(bool|int|float|null|timestamp|binary|merge)$/.test(tag))) return { tag: 'str', value: node.value }
  if (tag === '!!binary') return { tag: 'str', value: base64(node) }
  const found = resolvePlain(node.value)
  if (tag === '' || tag === `!!${found.tag}` || (tag === '!!float' && found.tag === 'int')) return found
  throw new YamlError(`yaml: cannot decode !!${found.tag} \`${node.value}\` as a ${tag}`, node.start)
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** The bytes as UTF-8 text; what is no UTF-8 becomes the replacement character, as in Go's JSON. */
function base64(node: ScalarNode): string {
  const wrong = new YamlError('yaml: !!binary value contains invalid base64 data', node.start)
  const text = node.value.replace(/[\r\n]/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw wrong
  const bytes: number[] = []
  let [bits, held] = [0, 0]
  for (const c of text.replace(/=+$/, '')) {
    bits = (bits << 6) | BASE64.indexOf(c)
    held += 6
    if (held >= 8) bytes.push((bits >> (held -= 8)) & 0xff)
    bits &= (1 << held) - 1
  }
  return utf8(bytes)
}

function utf8(bytes: readonly number[]): string {
  let out = ''
  for (let i = 0; i < bytes.length;) {
    const b = bytes[i]!
    const length = b < 0x80 ? 1 : b >= 0xc2 && b < 0xe0 ? 2 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xf0 && b < 0xf5 ? 4 : 0
    const rest = bytes.slice(i + 1, i + length)
    if (length === 0 || rest.length < length - 1 || rest.some(r => (r & 0xc0) !== 0x80)) {
      out += '\uFFFD'
      i++
    } else {
      out += String.fromCodePoint(rest.reduce((code, r) => (code << 6) | (r & 0x3f), length === 1 ? b : b & (0xff >> (length + 1))))
      i += length
    }
  }
  return out
}

/** A value as Go's %#v shows it, for the one message that does. */
function goSyntax(node: YamlNode): string {
  if (node.kind === 'alias') return goSyntax(node.target)
  if (node.kind === 'list') return `[]interface {}{${node.items.map(goSyntax).join(', ')}}`
  if (node.kind === 'map') return `map[interface {}]interface {}{${node.pairs.map(([k, v]) => `${goSyntax(k)}:${goSyntax(v)}`).join(', ')}}`
  const { value } = scalar(node)
  return value === null ? 'interface {}(nil)' : typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** A float as a JSON key or number. */
const floatText = (n: number) => (Object.is(n, -0) ? '-0' : String(n))

/** A float as a key: the shortest text that gives the same number of 32 bits, in Go's `%g`. Upstream: sigs.k8s.io/yaml, convertToJSONableObject. */
function floatKey(value: number): string {
  const n = Math.fround(value)
  if (Number.isNaN(n)) return '.nan'
  if (!Number.isFinite(n)) return n > 0 ? '.inf' : '-.inf'
  let digits = 0
  while (Math.fround(Number(n.toExponential(digits))) !== n) digits++
  const text = n.toExponential(digits)
  const exponent = Number(text.slice(text.indexOf('e') + 1))
  return exponent >= -4 && exponent < 6 ? floatText(Number(text)) : withGoExponent(text)
}

function keyText(node: YamlNode): string {
  if (node.kind === 'alias') return keyText(node.target)
  if (node.kind !== 'scalar') throw new YamlError(`yaml: invalid map key: ${goSyntax(node)}`, node.start)
  const { tag, value } = scalar(node)
  if (value === null) throw new YamlError('unsupported map key of type: %!s(<nil>), key: <nil>', node.start)
  if (tag === 'float') return floatKey(value as number)
  return typeof value === 'number' ? floatText(value) : String(value)
}

/** Aliases may make a small text large: past these shares the text is refused. */
function aliasesAllowed(decoded: number): number {
  if (decoded <= 400_000) return 0.99
  return decoded >= 4_000_000 ? 0.1 : 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000)
}
// Upstream would build up to 4 million nodes; nothing that a cluster takes is so large.
const MOST_NODES = 1_000_000

export class Decoder {
  readonly duplicates: DuplicateKey[] = []
  private decoded = 0
  private copied = 0
  private aliasDepth = 0

  decode(node: YamlNode, path = ''): Json {
    this.decoded++
    if (this.aliasDepth > 0) this.copied++
    const excessive = this.copied > 100 && this.decoded > 1000 && this.copied / this.decoded > aliasesAllowed(this.decoded)
    if (excessive || this.decoded > MOST_NODES) throw new YamlError('yaml: document contains excessive aliasing', node.start)
    switch (node.kind) {
      case 'alias': {
        this.aliasDepth++
        const value = this.decode(node.target, path)
        this.aliasDepth--
        return value
      }
      case 'list': return node.items.map((item, i) => this.decode(item, `${path}[${i}]`))
      case 'map': {
        const out: { [key: string]: Json } = {}
        this.fill(node, out, path)
        return out
      }
      case 'scalar': {
        const { value } = scalar(node)
        if (typeof value === 'number' && !Number.isFinite(value)) {
          throw new YamlError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`, node.start)
        }
        return value
      }
    }
  }

  private fill(node: MapNode, out: { [key: string]: Json }, path: string): void {
    const seen = new Set<string>()
    for (const [keyNode, valueNode] of node.pairs) {
      if (keyNode.kind === 'scalar' && keyNode.value === '<<' && keyNode.plain) {
        this.merge(valueNode, out, path)
        continue
      }
      const key = keyText(keyNode)
      const at = path === '' ? key : `${path}.${key}`
      if (seen.has(key)) this.duplicates.push({ path: at, key, mark: keyNode.start })
      seen.add(key)
      const value = this.decode(valueNode, at)
      // A key of this name would otherwise change what the object is.
      if (key === '__proto__') Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true })
      else out[key] = value
    }
  }

  private merge(node: YamlNode, out: { [key: string]: Json }, path: string): void {
    const wrong = () => new YamlError('yaml: map merge requires map or sequence of maps as the value', node.start)
    if (node.kind === 'alias') {
      if (node.target.kind !== 'map') throw wrong()
      Object.assign(out, this.decode(node, path))
    } else if (node.kind === 'map') {
      this.fill(node, out, path)
    } else if (node.kind === 'list') {
      // The first of the list counts most, so it comes last.
      for (const item of [...node.items].reverse()) {
        const target = item.kind === 'alias' ? item.target : item
        if (target.kind !== 'map') throw wrong()
        Object.assign(out, this.decode(item, path))
      }
    } else {
      throw wrong()
    }
  }
}
