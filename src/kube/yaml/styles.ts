// In which styles a text may be printed, and how it is escaped.

/** What the emitter may print: line breaks, ASCII, and most of the first plane; not tabs, nor emoji, nor the byte order mark. */
export const isPrintable = (c: string) => {
  const p = c.codePointAt(0)!
  return p === 0x0a || (p >= 0x20 && p <= 0x7e) || (p >= 0xa0 && p <= 0xd7ff) || (p >= 0xe000 && p <= 0xfffd && p !== 0xfeff)
}
export const isBreak = (c: string | undefined) => c === '\n' || c === '\r' || c === '\u0085' || c === '\u2028' || c === '\u2029'

interface Analysis { plain: boolean; single: boolean; block: boolean }

/** Which styles a text allows in block context. */
export function analyze(runes: readonly string[]): Analysis {
  if (runes.length === 0) return { plain: true, single: true, block: false }
  const text = runes.join('')
  let indicators = text.startsWith('---') || text.startsWith('...')
  let [lineBreaks, special, leading, trailing, trailingSpace, breakSpace, spaceBreak] = [false, false, false, false, false, false, false]
  let [previousSpace, previousBreak, afterSpace] = [false, false, true]
  runes.forEach((c, i) => {
    const next = runes[i + 1]
    const beforeSpace = next === undefined || next === ' ' || next === '\t'
    if (i === 0) {
      if ('#,[]{}&*!|>\'"%@`'.includes(c)) indicators = true
      else if ('?:-'.includes(c) && beforeSpace) indicators = true
    } else if ((c === ':' && beforeSpace) || (c === '#' && afterSpace)) {
      indicators = true
    }
    if (!isPrintable(c)) special = true
    if (c === ' ') {
      if (i === 0) leading = true
      if (next === undefined) trailing = trailingSpace = true
      if (previousBreak) breakSpace = true
      ;[previousSpace, previousBreak] = [true, false]
    } else if (isBreak(c)) {
      lineBreaks = true
      if (i === 0) leading = true
      if (next === undefined) trailing = true
      if (previousSpace) spaceBreak = true
      ;[previousSpace, previousBreak] = [false, true]
    } else {
      ;[previousSpace, previousBreak] = [false, false]
    }
    afterSpace = c === ' ' || c === '\t' || isBreak(c)
  })
  const impossible = spaceBreak || special
  return {
    plain: !impossible && !leading && !trailing && !breakSpace && !lineBreaks && !indicators,
    single: !impossible && !breakSpace,
    block: !impossible && !trailingSpace,
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\x1b': '\\e',
  '"': '\\"', '\\': '\\\\', '\u0085': '\\N', '\u00a0': '\\_', '\u2028': '\\L', '\u2029': '\\P',
}
export function escaped(c: string): string {
  const known = ESCAPES[c]
  if (known !== undefined) return known
  const p = c.codePointAt(0)!
  const hex = p.toString(16).toUpperCase()
  return p <= 0xff ? `\\x${hex.padStart(2, '0')}` : p <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
