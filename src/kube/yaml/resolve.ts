// What a plain scalar means: `yes` is a boolean, `0777` a number, `1:30` a text. YAML 1.1 as Go's yaml.v2 reads it.
// Upstream: go.yaml.in/yaml/v2 resolve.go.

export type ScalarTag = 'null' | 'bool' | 'int' | 'float' | 'str' | 'timestamp' | 'merge'
export interface Resolved { readonly tag: ScalarTag; readonly value: string | number | boolean | null }

const words = new Map<string, Resolved>()
const define = (tag: ScalarTag, value: Resolved['value'], ...texts: string[]) => texts.forEach(t => words.set(t, { tag, value }))
define('bool', true, 'y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON')
define('bool', false, 'n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF')
define('null', null, '', '~', 'null', 'Null', 'NULL')
define('float', NaN, '.nan', '.NaN', '.NAN')
define('float', Infinity, '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF')
define('float', -Infinity, '-.inf', '-.Inf', '-.INF')
define('merge', '<<', '<<')

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$/
const DATE_TIME = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?([ \t]*(Z|[+-][0-9]{1,2}(:?[0-9]{2})?))?$/

/** Whole numbers with Go's prefixes: 0x, 0o, 0b and a bare leading 0 for octal. Within 64 bits, else undefined. */
function integer(text: string): number | undefined {
  const m = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(text)
  if (!m) return undefined
  const body = m[2]!
  const n = BigInt(/^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body.toLowerCase())
  const value = m[1] === '-' ? -n : n
  if (value < -(1n << 63n) || value >= 1n << 64n || (m[1] === '+' && value >= 1n << 63n)) return undefined
  return Number(value)
}

/** What an unquoted text stands for. */
export function resolvePlain(text: string): Resolved {
  const word = words.get(text)
  if (word) return word
  const first = text[0]!
  if (first === '.') {
    return FLOAT.test(text) ? { tag: 'float', value: Number(text) } : { tag: 'str', value: text }
  }
  if ((first >= '0' && first <= '9') || first === '+' || first === '-') {
    if (DATE.test(text) || DATE_TIME.test(text)) return { tag: 'timestamp', value: text }
    const plain = text.replaceAll('_', '')
    const n = integer(plain)
    if (n !== undefined) return { tag: 'int', value: n }
    if (FLOAT.test(plain)) {
      const value = Number(plain)
      // Go's parser refuses what does not fit, and then it is a text.
      if (Number.isFinite(value)) return { tag: 'float', value }
    }
  }
  return { tag: 'str', value: text }
}

/** `1:30` was a number to the base of sixty in YAML 1.1: it is quoted when written, though read as text. */
export const isBase60 = (text: string): boolean => /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text)
