// What Go's decoder says of a text that should be a JSON object.

/** The message, or nothing when it is one. Only what a person is likely to write is told apart. */
export function goJsonObjectError(text: string): string | undefined {
  const start = text.trimStart()
  if (start === '') return 'unexpected end of JSON input'
  if (!/^["{[\-0-9tfn]/.test(start)) return `invalid character ${quoted(start[0]!)} looking for beginning of value`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return bracketsOpen(start) ? 'unexpected end of JSON input' : misplaced(start)
  }
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined
  const what = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`
}

const quoted = (ch: string): string => (ch === "'" ? "'\\''" : ch === '"' ? "'\"'" : `'${ch}'`)

function bracketsOpen(text: string): boolean {
  let [depth, inText] = [0, false]
  for (let i = 0; i < text.length; i++) {
    const ch = text[i]
    if (inText) {
      if (ch === '\\') i++
      else if (ch === '"') inText = false
    } else if (ch === '"') inText = true
    else if (ch === '{' || ch === '[') depth++
    else if (ch === '}' || ch === ']') depth--
  }
  return inText || depth > 0
}

/** The commonest slip inside an object: a key without quotes. */
function misplaced(text: string): string {
  const key = /^\{\s*([^"\s}])/.exec(text)
  if (key) return `invalid character ${quoted(key[1]!)} looking for beginning of object key string`
  const after = /^(?:\{[^]*\}|\[[^]*\]|"[^"]*"|\S+?)\s*([^\s])$/.exec(text)
  return `invalid character ${quoted(after?.[1] ?? text.at(-1)!)} after top-level value`
}
