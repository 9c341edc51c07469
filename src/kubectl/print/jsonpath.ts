// Walks JSON along a path in kubectl's dialect, and prints what it finds. Upstream: client-go/util/jsonpath/jsonpath.go.
import { compactJson, prettyJson } from './json.ts'
import { JsonPathError, type JsonPath, type Node } from './jsonpathReader.ts'

export { JsonPathError, parseJsonPath, parseRelaxed, type JsonPath } from './jsonpathReader.ts'

const isMap = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

function compare(a: unknown, b: unknown, operator: string): boolean {
  if (operator === '==') return typeof a === typeof b && a === b
  if (operator === '!=') return a !== b
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) throw new JsonPathError('incompatible types for comparison')
  const [x, y] = [a as number, b as number]
  if (!['<', '>', '<=', '>='].includes(operator)) throw new JsonPathError(`unrecognized filter operator ${operator}`)
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
      case 'identifier': throw new JsonPathError(`unrecognized identifier ${node.name}`)
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
    if (!Array.isArray(v)) throw new JsonPathError(`${goType(v)} is not array or slice`)
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
/** Everything that has something in it; a text has letters. */
const descend = (v: unknown): unknown[] => (typeof v === 'string' ? (v === '' ? [] : [v]) : typeof v === 'object' && v !== null && Object.keys(v).length ? [v, ...children(v).flatMap(descend)] : [])

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
      for (const item of new Walker(allowMissing).walk(node.nodes.slice(1), [data])) out.push(...results(nodes.slice(i + 1, end), item, allowMissing))
      // A range without an end is gone through to the end of the template, and what stands there is asked of the whole once more.
      if (end < nodes.length) i = end
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

const goType = (v: unknown): string => (typeof v === 'string' ? 'string' : typeof v === 'boolean' ? 'bool' : typeof v === 'number' ? (Number.isInteger(v) ? 'int64' : 'float64') : 'map[string]interface {}')

const valueText = (v: unknown) => (typeof v === 'object' && v !== null ? compactJson(v) : v === null || v === undefined ? '' : String(v))

/** What `-o jsonpath` prints: the values of an expression with blanks between them, and the text around. */
export const printJsonPath = (path: JsonPath, data: unknown, allowMissing = true): string =>
  results(path.nodes, data, allowMissing).map(group => group.map(valueText).join(' ')).join('')

/** What `-o jsonpath-as-json` prints: the values of each expression as a list. */
export const jsonOfJsonPath = (path: JsonPath, data: unknown, allowMissing = true): string =>
  results(path.nodes, data, allowMissing).map(group => `${prettyJson(group)}\n`).join('')
