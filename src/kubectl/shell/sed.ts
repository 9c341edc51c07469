// `sed` as it is typed behind a pipe: s, p, d and q with line numbers, `$` and patterns in front. Source: POSIX sed.
import { FilterError } from './filterError.ts'

type Address = number | '$' | RegExp
interface Order { readonly from?: Address; readonly to?: Address; readonly not: boolean; readonly what: 's' | 'p' | 'd' | 'q'; readonly find?: RegExp; readonly put?: string; readonly nth?: number; readonly all?: boolean; readonly print?: boolean }

/** A basic expression as JavaScript has it: groups, counts and alternatives carry backslashes there, and their plain signs are text. */
const basic = (text: string): string => text.replace(/\\([(){}|+?])|\\.|\[\^?\]?[^\]]*\]|[(){}|+?]/g, (all, sign: string | undefined) => sign ?? (all.length > 1 ? all : `\\${all}`))

function pattern(text: string, extended: boolean, flags = ''): RegExp {
  try {
    return new RegExp((extended ? text : basic(text)).replaceAll('[[:space:]]', '\\s').replaceAll('[[:digit:]]', '\\d').replaceAll('[[:alpha:]]', '[A-Za-z]').replaceAll('[[:alnum:]]', '[A-Za-z0-9]'), flags)
  } catch {
    throw new FilterError('sed: -e expression #1: the pattern cannot be read')
  }
}

/** Orders of a script, in their order. Throws a FilterError at what is not known here. */
function ordersOf(script: string, extended: boolean): Order[] {
  const out: Order[] = []
  let i = 0
  const bad = (why: string) => new FilterError(`sed: -e expression #1, char ${i + 1}: ${why}`)
  /** Up to the next such sign; a sign behind a backslash is itself. */
  const until = (sign: string): string => {
    let text = ''
    for (; i < script.length; i++) {
      if (script[i] === '\\' && i + 1 < script.length) {
        text += script[i + 1] === sign ? sign : script.slice(i, i + 2)
        i++
      } else if (script[i] === sign) {
        i++
        return text
      } else text += script[i]
    }
    throw bad("unterminated `s' command")
  }
  const address = (): Address | undefined => {
    const digits = /^\d+/.exec(script.slice(i))?.[0]
    if (digits) {
      i += digits.length
      return Number(digits)
    }
    if (script[i] === '$') {
      i++
      return '$'
    }
    if (script[i] !== '/') return undefined
    i++
    return pattern(until('/'), extended)
  }
  while (i < script.length) {
    if (/[\s;]/.test(script[i]!)) {
      i++
      continue
    }
    const from = address()
    let to: Address | undefined
    if (from !== undefined && script[i] === ',') {
      i++
      to = address()
      if (to === undefined) throw bad('unexpected `,\'')
    }
    const not = script[i] === '!'
    if (not) i++
    const what = script[i++]
    const place = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), not }
    if (what === 's') {
      const sign = script[i++]
      if (!sign) throw bad("unterminated `s' command")
      const [find, put] = [until(sign), until(sign)]
      const flags = /^[gpiI\d]*/.exec(script.slice(i))![0]
      i += flags.length
      const nth = /\d+/.exec(flags)?.[0]
      out.push({ ...place, what, find: pattern(find, extended, /[iI]/.test(flags) ? 'gi' : 'g'), put, all: flags.includes('g'), print: flags.includes('p'), ...(nth ? { nth: Number(nth) } : {}) })
    } else if (what === 'p' || what === 'd' || what === 'q') out.push({ ...place, what })
    else throw bad(what === undefined ? 'missing command' : `unknown command: \`${what}'`)
  }
  return out
}

const replaced = (line: string, { find, put = '', all, nth = 1 }: Order): string => {
  let count = 0
  return line.replace(find!, (match: string, ...groups: unknown[]) => {
    count++
    if (all ? count < nth : count !== nth) return match
    return put.replace(/\\(\d|n|t|.)|&/g, (sign, c: string | undefined) => (c === undefined ? match : /\d/.test(c) ? (c === '0' ? match : String(typeof groups[Number(c) - 1] === 'string' ? groups[Number(c) - 1] : '')) : c === 'n' ? '\n' : c === 't' ? '\t' : sign.slice(1)))
  })
}

/** What sed makes of lines; a line is judged when it is known whether it is the last one. */
export function sedProgram(argv: readonly string[]): { readonly files: readonly string[]; readonly line: (text: string, last: boolean) => string; readonly quit: () => boolean } {
  let quiet = false
  let extended = false
  const scripts: string[] = []
  const rest: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (word === '-e' || word === '--expression') scripts.push(argv[++i] ?? '')
    else if (/^-[nEr]+$/.test(word)) {
      quiet ||= word.includes('n')
      extended ||= /[Er]/.test(word)
    } else if (word.startsWith('-') && word.length > 1) throw new FilterError(word.startsWith('-i') ? 'sed: files cannot be changed from here' : `sed: invalid option -- '${word.slice(1)}'`)
    else rest.push(word)
  }
  const script = scripts.length ? scripts.join('\n') : rest.shift()
  if (script === undefined) throw new FilterError('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...')
  const orders = ordersOf(script, extended).map(order => ({ order, open: false }))
  let number = 0
  let over = false
  const is = (a: Address, text: string, last: boolean) => (a === '$' ? last : typeof a === 'number' ? a === number : a.test(text))
  const chosen = (state: (typeof orders)[number], text: string, last: boolean): boolean => {
    const { from, to } = state.order
    if (from === undefined) return true
    if (to === undefined) return is(from, text, last)
    if (state.open) {
      if (typeof to === 'number' ? number >= to : is(to, text, last)) state.open = false
      return typeof to !== 'number' || number <= to
    }
    if (!is(from, text, last)) return false
    state.open = typeof to === 'number' ? to > number : true
    return true
  }
  return {
    files: rest, quit: () => over,
    line(given, last) {
      number++
      let text = given
      let out = ''
      for (const state of orders) {
        if (chosen(state, text, last) === state.order.not) continue
        switch (state.order.what) {
          case 'd': return out
          case 'p': out += `${text}\n`; break
          case 'q': over = true; return quiet ? out : `${out}${text}\n`
          default: {
            const before = text
            text = replaced(text, state.order)
            if (state.order.print && text !== before) out += `${text}\n`
          }
        }
      }
      return quiet ? out : `${out}${text}\n`
    },
  }
}
