// Objects as Go's encoding/json writes them: keys sorted, four blanks, and what could be HTML escaped.

/** Names in the order of their bytes. */
const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' }

const stringText = (s: string) => JSON.stringify(s).replace(/[<>&\u2028\u2029]/g, c => ESCAPES[c]!).replace(/\\b/g, '\\u0008').replace(/\\f/g, '\\u000c')

function write(value: unknown, indent: string | undefined, at: string): string {
  if (typeof value === 'string') return stringText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const deeper = indent === undefined ? '' : at + indent
  const list = Array.isArray(value)
  const parts = list
    ? value.map(v => write(v, indent, deeper))
    : Object.keys(value).filter(k => (value as any)[k] !== undefined).sort(byBytes)
      .map(k => `${stringText(k)}:${indent === undefined ? '' : ' '}${write((value as any)[k], indent, deeper)}`)
  const [open, close] = list ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  return indent === undefined ? open + parts.join(',') + close : `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${at}${close}`
}

/** As `-o json` prints it, without a line break at the end. */
export const prettyJson = (value: unknown): string => write(value, '    ', '')
/** In one line, as in the last-applied annotation and in messages. */
export const compactJson = (value: unknown): string => write(value, undefined, '')
