// Where in a manifest the cursor is: which document, which path, key or value. By lines and indentation, because what is being typed
// is broken most of the time and a parser would have nothing to say.

export interface YamlPlace {
  /** Of the document around the cursor, as far as they are written. */
  readonly apiVersion: string | undefined
  readonly kind: string | undefined
  /** Keys from the document's root to the mapping in which the cursor stands; lists leave no trace in it. */
  readonly path: readonly string[]
  /** The key of this line, when it has one. */
  readonly key: string | undefined
  readonly on: 'key' | 'value'
  /** What is typed of the word up to the cursor, and the column (from 1) at which it begins. */
  readonly prefix: string
  readonly from: number
  /** Keys that the mapping has already. */
  readonly siblings: ReadonlySet<string>
  /** Columns of blanks before the key of this line, dashes counted as blanks. */
  readonly indent: number
  /** The line begins an item of a list. */
  readonly item: boolean
}

interface Line {
  /** Column of the key, after any dashes; from 0. */
  readonly column: number
  /** Column of the first dash, if there is one. */
  readonly dash: number | undefined
  readonly key: string | undefined
  /** What stands after the colon, without a comment. */
  readonly value: string
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#:'"[\]{},&*!|>%@`-][^#:]*?|-[^\s#:][^#:]*?)):(?:\s+(.*)|)$/

/** Reads one line; undefined for blank lines and comments. */
export function readLine(text: string): Line | undefined {
  let column = 0
  let dash: number | undefined
  while (column < text.length) {
    if (text[column] === ' ') column++
    else if (text[column] === '-' && (text[column + 1] === ' ' || column + 1 === text.length)) {
      dash ??= column
      column += 1
    } else break
  }
  const rest = text.slice(column)
  if (rest === '' ? dash === undefined : rest.startsWith('#')) return undefined
  const found = KEY.exec(rest.replace(/\s+$/, ''))
  if (!found) return { column, dash, key: undefined, value: rest }
  return { column, dash, key: found[1] ?? found[2] ?? found[3]!.trim(), value: (found[4] ?? '').replace(/(^|\s)#.*$/, '').trim() }
}

const isSeparator = (line: string) => /^---(\s|$)/.test(line)
const opensText = (value: string) => /^[|>][+-]?\d?$/.test(value)

/** The document around a line: first and last line (from 0). */
function documentAround(lines: readonly string[], line: number): readonly [number, number] {
  let first = line
  let last = line
  while (first > 0 && !isSeparator(lines[first - 1]!)) first--
  while (last + 1 < lines.length && !isSeparator(lines[last + 1]!)) last++
  return [first, last]
}

function topValue(lines: readonly string[], first: number, last: number, key: string): string | undefined {
  for (let i = first; i <= last; i++) {
    const line = readLine(lines[i]!)
    if (line?.column === 0 && line.key === key) return line.value.replace(/^["']|["']$/g, '')
  }
  return undefined
}

/** Where the cursor is; line and column from 1. Undefined in comments, in texts of several lines, and between documents. */
export function placeAt(lines: readonly string[], lineNumber: number, columnNumber: number): YamlPlace | undefined {
  const at = lineNumber - 1
  const text = lines[at] ?? ''
  const before = text.slice(0, columnNumber - 1)
  if (isSeparator(text) || /^\s*#|\s#/.test(before) || before.includes('\t')) return undefined
  const [first, last] = documentAround(lines, at)
  const own = readLine(text)
  const blankColumn = before.length
  const column = own === undefined ? blankColumn : own.column
  const dash = own?.dash
  const colon = own?.key === undefined ? -1 : text.indexOf(':', own.column)
  const on = colon >= 0 && columnNumber - 1 > colon ? 'value' : 'key'
  // Cursor before the key, in the dashes: nothing to say.
  if (own !== undefined && columnNumber - 1 < column && own.key !== undefined) return undefined

  const path: string[] = []
  const siblings = new Set<string>()
  let current = column
  let limit = dash === undefined ? column : dash + 1
  let inOwnMapping = dash === undefined
  for (let i = at - 1; i >= first; i--) {
    const line = readLine(lines[i]!)
    if (line === undefined || line.column > current) continue
    if (line.column === current && limit === current) {
      if (inOwnMapping && line.key !== undefined) siblings.add(line.key)
      // The item of a list began here: what holds the list stands at the dash or left of it.
      if (line.dash !== undefined) {
        limit = line.dash + 1
        inOwnMapping = false
      }
      continue
    }
    if (line.column >= limit || line.key === undefined) continue
    if (opensText(line.value)) return undefined
    if (line.value !== '') continue
    inOwnMapping = false
    path.unshift(line.key)
    current = line.column
    limit = line.dash === undefined ? line.column : line.dash + 1
    if (limit === 0) break
  }
  // Keys of the same mapping below the cursor count as well.
  for (let i = at + 1; i <= last; i++) {
    const line = readLine(lines[i]!)
    if (line === undefined || line.column > column) continue
    if (line.column < column || line.dash !== undefined) break
    if (line.key !== undefined) siblings.add(line.key)
  }
  const word = on === 'value' ? /[^\s"'[\],{}]*$/.exec(before)![0] : before.slice(Math.min(column, before.length))
  return {
    apiVersion: topValue(lines, first, last, 'apiVersion'), kind: topValue(lines, first, last, 'kind'),
    path, key: own?.key, on, prefix: word, from: columnNumber - word.length, siblings, indent: column, item: dash !== undefined,
  }
}
