// Reads YAML’s scalars: plain, in quotes, in blocks.
import { isBlank, isBlankZ, isBreak, isBreakZ } from './characters.ts'
import type { Scanner } from './scan.ts'
import { type Mark, scannerError } from './tokens.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ', '"': '"', "'": "'", '/': '/', '\\': '\\',
  N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029',
}
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

export function scanBlock(scanner: Scanner, literal: boolean): void {
  const start = scanner.mark
  scanner.next()
  let chomp = ''
  let increment = 0
  for (let i = 0; i < 2; i++) {
    const c = scanner.at()
    if ((c === '+' || c === '-') && chomp === '') chomp = c
    else if (/^[0-9]$/.test(c) && increment === 0) {
      if (c === '0') throw scannerError('found an indentation indicator equal to 0', start, scanner.mark)
      increment = Number(c)
    } else break
    scanner.next()
  }
  while (isBlank(scanner.at())) scanner.next()
  if (scanner.at() === '#') while (!isBreakZ(scanner.at())) scanner.next()
  if (!isBreakZ(scanner.at())) throw scannerError('did not find expected comment or line break', start, scanner.mark)
  if (isBreak(scanner.at())) scanner.nextLine()
  let indent = increment > 0 ? (scanner.indent >= 0 ? scanner.indent + increment : increment) : 0
  let [text, leading, trailing, blank] = ['', '', '', false]
  let end = scanner.mark

  /** Reads empty lines, and finds the indentation from the first line that has something. */
  const breaks = () => {
    let most = 0
    for (;;) {
      while ((indent === 0 || scanner.column < indent) && scanner.at() === ' ') scanner.next()
      if (scanner.column > most) most = scanner.column
      if ((indent === 0 || scanner.column < indent) && scanner.at() === '\t') throw scannerError('found a tab character where an indentation space is expected', start, scanner.mark)
      if (!isBreak(scanner.at())) break
      trailing += scanner.nextLine()
      end = scanner.mark
    }
    if (indent === 0) indent = Math.max(most, scanner.indent + 1, 1)
  }

  breaks()
  while (scanner.column === indent && scanner.at() !== '') {
    const startsBlank = isBlank(scanner.at())
    if (!literal && leading.startsWith('\n') && !blank && !startsBlank) {
      text += trailing === '' ? ' ' : ''
    } else {
      text += leading
    }
    text += trailing
    ;[leading, trailing, blank] = ['', '', startsBlank]
    while (!isBreakZ(scanner.at())) {
      text += scanner.at()
      scanner.next()
    }
    if (isBreak(scanner.at())) leading = scanner.nextLine()
    end = scanner.mark
    breaks()
  }
  if (chomp !== '-') text += leading
  if (chomp === '+') text += trailing
  scanner.tokens.push({ kind: 'scalar', start, end, value: text, plain: false })
}

export function scanQuoted(scanner: Scanner, quote: "'" | '"'): void {
  const start = scanner.mark
  const fail = (problem: string) => scannerError(problem, start, scanner.mark)
  scanner.next()
  let text = ''
  for (;;) {
    if (scanner.isMarker()) throw fail('found unexpected document indicator')
    if (scanner.at() === '') throw fail('found unexpected end of stream')
    let leadingBlanks = false
    while (!isBlankZ(scanner.at())) {
      const c = scanner.at()
      if (quote === "'" && c === "'" && scanner.at(1) === "'") {
        text += "'"
        scanner.next(2)
      } else if (c === quote) {
        break
      } else if (quote === '"' && c === '\\' && isBreak(scanner.at(1))) {
        scanner.next()
        scanner.nextLine()
        leadingBlanks = true
        break
      } else if (quote === '"' && c === '\\') {
        text += scanEscape(scanner, start)
      } else {
        text += c
        scanner.next()
      }
    }
    if (scanner.at() === quote) break
    let [spaces, leading, trailing] = ['', '', '']
    while (isBlank(scanner.at()) || isBreak(scanner.at())) {
      if (isBlank(scanner.at())) {
        if (!leadingBlanks) spaces += scanner.at()
        scanner.next()
      } else if (!leadingBlanks) {
        spaces = ''
        leading = scanner.nextLine()
        leadingBlanks = true
      } else {
        trailing += scanner.nextLine()
      }
    }
    if (leadingBlanks) text += leading.startsWith('\n') && trailing === '' ? ' ' : leading.startsWith('\n') ? trailing : leading + trailing
    else text += spaces
  }
  scanner.next()
  scanner.push('scalar', start, text)
}

function scanEscape(scanner: Scanner, start: Mark): string {
  const c = scanner.at(1)
  const digits = HEX[c]
  if (digits === undefined) {
    const known = ESCAPES[c]
    if (known === undefined || c === '') throw scannerError('found unknown escape character', start, scanner.mark)
    scanner.next(2)
    return known
  }
  scanner.next(2)
  const hex = scanner.text.slice(scanner.index, scanner.index + digits)
  if (!/^[0-9A-Fa-f]+$/.test(hex) || hex.length < digits) throw scannerError('did not find expected hexdecimal number', start, scanner.mark)
  const code = Number.parseInt(hex, 16)
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw scannerError('found invalid Unicode character escape code', start, scanner.mark)
  scanner.next(digits)
  return String.fromCodePoint(code)
}

export function scanPlain(scanner: Scanner): void {
  const start = scanner.mark
  const indent = scanner.indent + 1
  let end = start
  let text = ''
  let [spaces, leading, trailing, leadingBlanks] = ['', '', '', false]
  for (;;) {
    if (scanner.isMarker() || scanner.at() === '#') break
    while (!isBlankZ(scanner.at())) {
      const c = scanner.at()
      if (c === ':' && isBlankZ(scanner.at(1))) break
      if (scanner.flow > 0 && ',?[]{}'.includes(c)) break
      if (leadingBlanks) {
        text += leading.startsWith('\n') && trailing === '' ? ' ' : leading.startsWith('\n') ? trailing : leading + trailing
        ;[leading, trailing, leadingBlanks, spaces] = ['', '', false, '']
      } else if (spaces !== '') {
        text += spaces
        spaces = ''
      }
      text += c
      scanner.next()
      end = scanner.mark
    }
    if (!isBlank(scanner.at()) && !isBreak(scanner.at())) break
    while (isBlank(scanner.at()) || isBreak(scanner.at())) {
      if (isBlank(scanner.at())) {
        if (leadingBlanks && scanner.column < indent && scanner.at() === '\t') throw scannerError('found a tab character that violates indentation', start, scanner.mark)
        if (!leadingBlanks) spaces += scanner.at()
        scanner.next()
      } else if (!leadingBlanks) {
        spaces = ''
        leading = scanner.nextLine()
        leadingBlanks = true
      } else {
        trailing += scanner.nextLine()
      }
    }
    if (scanner.flow === 0 && scanner.column < indent) break
  }
  scanner.tokens.push({ kind: 'scalar', start, end, value: text, plain: true })
  if (leadingBlanks) scanner.keyAllowed = true
}
