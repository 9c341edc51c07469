// `-o kyaml`: YAML in one plain dialect, with braces, quotes and commas, in which no blank means anything. Upstream: sigs.k8s.io/yaml/kyaml.
type Json = unknown

/** One document with its mark before it. Names in order, as kubectl sends objects through JSON. */
export const toKyaml = (value: Json): string => `---\n${node(value, 0)}\n`

const INDENT = '  '

function node(value: Json, depth: number): string {
  if (typeof value === 'string') return quoted(value, depth + 1)
  if (Array.isArray(value)) return sequence(value, depth)
  if (typeof value === 'object' && value !== null) return mapping(value as Readonly<Record<string, Json>>, depth)
  return String(value ?? null)
}

function mapping(value: Readonly<Record<string, Json>>, depth: number): string {
  const names = Object.keys(value).filter(name => value[name] !== undefined).sort()
  if (names.length === 0) return '{}'
  const inner = INDENT.repeat(depth + 1)
  return `{\n${names.map(name => `${inner}${key(name)}: ${node(value[name], depth + 1)},\n`).join('')}${INDENT.repeat(depth)}}`
}

/** Maps and lists stand close together, everything else one below the other. */
function sequence(list: readonly Json[], depth: number): string {
  if (list.length === 0) return '[]'
  if (list.every(item => typeof item === 'object' && item !== null)) return `[${list.map(item => node(item, depth)).join(', ')}]`
  const inner = INDENT.repeat(depth + 1)
  return `[\n${list.map(item => `${inner}${node(item, depth + 1)},\n`).join('')}${INDENT.repeat(depth)}]`
}

const key = (name: string): string => (isPlain(name) ? name : `"${[...name].map(c => escaped(c, '\\n')).join('')}"`)

const isPlain = (name: string): boolean => !name.includes('\n') && !isGuessedWrong(name) && /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u.test(name)

/** What some reader of YAML takes for something else than a text. */
function isGuessedWrong(name: string): boolean {
  if (/^(?:null|~|true|false|[ytnf]|yes|no|on|off|[+-]?\.inf|\.nan)$/i.test(name)) return true
  const bare = name.replaceAll('_', '')
  if (/^[+-]?(?:0[bB][01]+|0[oO]?[0-7]+|0[xX][\da-fA-F]+|\d+)$/.test(bare)) return true
  if (/^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i.test(bare)) return true
  return /^[+-]?[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(name) || /^\d{4}-\d{1,2}-\d{1,2}(?:$|[Tt ])/.test(name)
}

/** A text of several lines is folded, a line for each, and its closing quote stands by itself. */
function quoted(text: string, depth: number): string {
  if (!text.includes('\n')) return `"${[...text].map(c => escaped(c, '\\n')).join('')}"`
  const inner = INDENT.repeat(depth)
  let out = '"\\\n'
  for (const c of text) {
    // A blank at the beginning of a line is meant, so it is escaped; the others keep step with it.
    if (out.endsWith('\n')) out += inner + (c === ' ' ? '\\' : ' ')
    out += escaped(c, '\\n\\\n')
  }
  return `${out}${out.endsWith('\n') ? '' : '\\\n'}${inner}"`
}

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\0': '\\0', '\x1b': '\\e', '\x85': '\\N', '\xa0': '\\_', '\u2028': '\\L', '\u2029': '\\P',
}

function escaped(c: string, newline: string): string {
  if (c === '"' || c === '\\') return `\\${c}`
  if (c === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(c)) return c
  if (c === '\n') return newline
  const named = NAMED[c]
  if (named !== undefined) return named
  const code = c.codePointAt(0)!
  const hex = (width: number) => code.toString(16).padStart(width, '0')
  return code < 0x20 || code === 0x7f ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
}
