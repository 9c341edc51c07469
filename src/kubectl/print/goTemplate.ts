// Go templates as far as they are common with kubectl: fields, texts, range (also `$k, $v :=`), if, else, with, len, index, eq, ne, not, and, or,
// print and printf. Upstream: Go's text/template.

/** What a template asks that we do not know, or that its data do not have. */
export class TemplateError extends Error {}

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly tokens: readonly string[]; readonly assign?: string }
  | { readonly kind: 'range' | 'if' | 'with'; readonly tokens: readonly string[]; readonly names: readonly string[]; readonly body: readonly Node[]; readonly otherwise: readonly Node[] }

export type GoTemplate = readonly Node[]

const TOKEN = /"(?:[^"\\]|\\.)*"|`[^`]*`|\(|\)|\||:=|=|,|\$[\w]*(?:\.\w+)*|\.(?:\w+(?:\.\w+)*)?|-?\d+(?:\.\d+)?|\w+/g
const MOST_DEEP = 50

export function parseGoTemplate(text: string): GoTemplate {
  const pieces: ({ text: string } | { action: string })[] = []
  let rest = text
  for (;;) {
    const i = rest.indexOf('{{')
    if (i < 0) break
    const end = rest.indexOf('}}', i)
    if (end < 0) throw new TemplateError('unclosed action')
    let action = rest.slice(i + 2, end)
    let before = rest.slice(0, i)
    rest = rest.slice(end + 2)
    if (/^-\s/.test(action)) [action, before] = [action.slice(1), before.trimEnd()]
    if (/\s-$/.test(action)) [action, rest] = [action.slice(0, -1), rest.trimStart()]
    if (before) pieces.push({ text: before })
    pieces.push({ action: action.trim() })
  }
  if (rest) pieces.push({ text: rest })
  let at = 0
  const block = (depth: number): { nodes: Node[]; ended: 'end' | 'else' | '' } => {
    if (depth > MOST_DEEP) throw new TemplateError('exceeded maximum template depth')
    const nodes: Node[] = []
    while (at < pieces.length) {
      const piece = pieces[at++]!
      if ('text' in piece) {
        nodes.push({ kind: 'text', text: piece.text })
        continue
      }
      if (piece.action === 'end') return { nodes, ended: 'end' }
      if (piece.action === 'else') return { nodes, ended: 'else' }
      if (piece.action.startsWith('/*')) continue
      const tokens: readonly string[] = piece.action.match(TOKEN) ?? []
      if (tokens.join('') !== piece.action.replace(/("(?:[^"\\]|\\.)*"|`[^`]*`)|\s+/g, (_all, quoted: string | undefined) => quoted ?? '')) throw new TemplateError(`unexpected text in ${JSON.stringify(piece.action)}`)
      const [word] = tokens
      if (word === 'range' || word === 'if' || word === 'with') {
        const assign = tokens.indexOf(':=')
        const names = assign < 0 ? [] : tokens.slice(1, assign).filter(t => t !== ',')
        const body = block(depth + 1)
        const otherwise = body.ended === 'else' ? block(depth + 1) : { nodes: [], ended: body.ended }
        if (otherwise.ended !== 'end') throw new TemplateError('unexpected EOF')
        nodes.push({ kind: word, tokens: tokens.slice(assign < 0 ? 1 : assign + 1), names, body: body.nodes, otherwise: otherwise.nodes })
      } else if (tokens[1] === ':=' || tokens[1] === '=') {
        nodes.push({ kind: 'value', tokens: tokens.slice(2), assign: tokens[0]! })
      } else {
        nodes.push({ kind: 'value', tokens })
      }
    }
    return { nodes, ended: '' }
  }
  const { nodes, ended } = block(0)
  if (ended) throw new TemplateError(`unexpected {{${ended}}}`)
  return nodes
}

interface Scope { readonly dot: unknown; readonly names: Map<string, unknown> }

const own = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as any)[name] : undefined)
const truth = (v: unknown): boolean => !(v === undefined || v === null || v === false || v === 0 || v === '' || (typeof v === 'object' && Object.keys(v).length === 0))

/** As Go prints a value that was read from JSON. */
function goPrint(v: unknown): string {
  if (v === undefined || v === null) return '<no value>'
  if (Array.isArray(v)) return `[${v.map(goPrint).join(' ')}]`
  if (typeof v === 'object') return `map[${Object.keys(v).sort().map(k => `${k}:${goPrint((v as any)[k])}`).join(' ')}]`
  return String(v)
}

function unquoted(token: string): string {
  try {
    return JSON.parse(token) as string
  } catch {
    throw new TemplateError(`invalid syntax in ${token}`)
  }
}

function evaluate(tokens: readonly string[], scope: Scope): unknown {
  let i = 0
  const operand = (): unknown => {
    const token = tokens[i++]
    if (token === undefined) throw new TemplateError('missing value for command')
    if (token === '(') {
      const value = pipeline()
      if (tokens[i++] !== ')') throw new TemplateError('unclosed left paren')
      // `(index .items 0).metadata`: a field of what stands in the parentheses.
      return /^\.\w/.test(tokens[i] ?? '') ? tokens[i++]!.slice(1).split('.').reduce(own, value) : value
    }
    if (token.startsWith('"')) return unquoted(token)
    if (token.startsWith('`')) return token.slice(1, -1)
    if (token.startsWith('.')) return token.slice(1).split('.').filter(Boolean).reduce(own, scope.dot)
    if (token.startsWith('$')) {
      const [name, ...path] = token.split('.')
      if (!scope.names.has(name!)) throw new TemplateError(`undefined variable ${JSON.stringify(name)}`)
      return path.reduce(own, scope.names.get(name!))
    }
    if (/^-?\d/.test(token)) return Number(token)
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'nil') return undefined
    throw new TemplateError(`function ${JSON.stringify(token)} not defined`)
  }
  const more = () => i < tokens.length && tokens[i] !== '|' && tokens[i] !== ')'
  const command = (piped: readonly unknown[]): unknown => {
    const name = tokens[i]!
    const run = Object.hasOwn(functions, name ?? '') ? functions[name] : undefined
    if (!run) {
      const value = operand()
      if (more() || piped.length) throw new TemplateError(`can't give argument to non-function ${name}`)
      return value
    }
    i++
    const args: unknown[] = []
    while (more()) args.push(operand())
    return run([...args, ...piped])
  }
  const pipeline = (): unknown => {
    let value = command([])
    while (tokens[i] === '|') {
      i++
      value = command([value])
    }
    return value
  }
  const value = pipeline()
  if (i < tokens.length) throw new TemplateError(`unexpected ${JSON.stringify(tokens[i])} in operand`)
  return value
}

const functions: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
  len: ([v]) => (typeof v === 'string' ? v.length : Object.keys((v as object | undefined) ?? {}).length),
  index: ([v, ...keys]) => keys.reduce((o, key) => own(o, String(key)), v),
  eq: ([a, ...others]) => others.some(b => b === a), ne: ([a, b]) => a !== b,
  lt: ([a, b]) => (a as number) < (b as number), gt: ([a, b]) => (a as number) > (b as number), le: ([a, b]) => (a as number) <= (b as number), ge: ([a, b]) => (a as number) >= (b as number),
  not: ([v]) => !truth(v), and: args => args.find(v => !truth(v)) ?? args.at(-1), or: args => args.find(truth) ?? args.at(-1),
  print: args => args.map(goPrint).join(''), println: args => `${args.map(goPrint).join(' ')}\n`,
  printf: ([format, ...args]) => {
    let n = 0
    return String(format).replace(/%(-?\d*)([svdq%])/g, (_all, width: string, verb: string) => {
      if (verb === '%') return '%'
      const text = verb === 'q' ? JSON.stringify(args[n++]) : goPrint(args[n++])
      const size = Math.min(Math.abs(Number(width || 0)), 1000)
      return width.startsWith('-') ? text.padEnd(size) : text.padStart(size)
    })
  },
}

/** Fills a template in. Throws a TemplateError. */
export function fillGoTemplate(template: GoTemplate, data: unknown): string {
  const fill = (nodes: readonly Node[], scope: Scope): string => nodes.map(node => {
    if (node.kind === 'text') return node.text
    const value = evaluate(node.tokens, scope)
    if (node.kind === 'value') {
      if (node.assign === undefined) return goPrint(value)
      scope.names.set(node.assign, value)
      return ''
    }
    if (node.kind === 'range') {
      const entries: (readonly [unknown, unknown])[] = Array.isArray(value) ? value.map((v, i) => [i, v] as const)
        : typeof value === 'object' && value !== null ? Object.keys(value).sort().map(k => [k, own(value, k)] as const) : []
      if (value !== undefined && value !== null && typeof value !== 'object') throw new TemplateError(`range can't iterate over ${goPrint(value)}`)
      if (entries.length === 0) return fill(node.otherwise, scope)
      return entries.map(([key, v]) => {
        const names = new Map(scope.names)
        if (node.names.length === 1) names.set(node.names[0]!, v)
        if (node.names.length === 2) names.set(node.names[0]!, key).set(node.names[1]!, v)
        return fill(node.body, { dot: v, names })
      }).join('')
    }
    const names = new Map(scope.names)
    if (node.names[0]) names.set(node.names[0], value)
    return truth(value) ? fill(node.body, node.kind === 'with' ? { dot: value, names } : { ...scope, names }) : fill(node.otherwise, scope)
  }).join('')
  return fill(template, { dot: data, names: new Map([['$', data]]) })
}
