// sed, read: a script as a list of commands, in which blocks and labels are places to jump to.
import { Pattern } from '../../regex/pattern.ts'
import { basic, extended } from '../../regex/posix.ts'

export type Address = { readonly line: number } | { readonly last: true } | { readonly pattern: Pattern | undefined } | { readonly from: number; readonly step: number } | { readonly plus: number }

export interface Command {
  readonly from?: Address
  readonly to?: Address
  readonly not: boolean
  readonly name: string
  /** The replacement, the lines of a, i and c, or a label. */
  readonly text: string
  /** Of `s`; undefined: the pattern that was looked for last. */
  readonly pattern?: Pattern | undefined
  readonly flags: string
  /** Where to go on: behind a block that is not entered, or at a label. */
  goesTo?: number
}

/** A script that makes no sense, in sed's words. */
export class BadScript {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

/** Throws a BadScript, or a SyntaxError for a pattern that is none. `wide`: extended expressions (-E). */
export const parseSed = (script: string, wide: boolean): readonly Command[] => new Reader(script, wide).all()

class Reader {
  readonly #s: string
  readonly #wide: boolean
  readonly #out: Command[] = []
  #at = 0
  constructor(s: string, wide: boolean) {
    this.#s = s
    this.#wide = wide
  }

  all(): readonly Command[] {
    this.#block(false)
    const labels = new Map(this.#out.flatMap((c, i) => (c.name === ':' ? [[c.text, i] as const] : [])))
    for (const c of this.#out) {
      if (!'btT'.includes(c.name)) continue
      const place = c.text === '' ? this.#out.length : labels.get(c.text)
      if (place === undefined) throw new BadScript(`can't find label for jump to \`${c.text}'`)
      c.goesTo = place
    }
    return this.#out
  }

  #block(nested: boolean): void {
    for (;;) {
      while (/[\s;]/.test(this.#s[this.#at] ?? '')) this.#at++
      const c = this.#s[this.#at]
      if (c === undefined) {
        if (nested) throw new BadScript("unmatched `{'")
        return
      }
      if (c === '}') {
        if (!nested) throw new BadScript("unexpected `}'")
        this.#at++
        return
      }
      if (c === '#') this.#toLineEnd()
      else this.#command()
    }
  }

  #toLineEnd(): string {
    const end = this.#s.indexOf('\n', this.#at)
    const text = this.#s.slice(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#s.length : end
    return text
  }

  #address(): Address | undefined {
    const rest = this.#s.slice(this.#at)
    const number = /^(\d+)(?:~(\d+))?/.exec(rest)
    if (number) {
      this.#at += number[0].length
      return number[2] === undefined ? { line: Number(number[1]) } : { from: Number(number[1]), step: Number(number[2]) }
    }
    const plus = /^\+(\d+)/.exec(rest)
    if (plus) {
      this.#at += plus[0].length
      return { plus: Number(plus[1]) }
    }
    if (rest[0] === '$') {
      this.#at++
      return { last: true }
    }
    if (rest[0] !== '/' && rest[0] !== '\\') return undefined
    if (rest[0] === '\\') this.#at++
    const source = this.#until(this.#s[this.#at++]!, '/')
    const ignore = this.#s[this.#at] === 'I'
    if (ignore) this.#at++
    return { pattern: this.#regex(source, ignore) }
  }

  #regex(source: string, ignoreCase: boolean): Pattern | undefined {
    return source === '' ? undefined : new Pattern(this.#wide ? extended(source) : basic(source), { ignoreCase, longest: true })
  }

  /** Up to the mark, which goes; of what stands behind a backslash only the mark itself loses it. */
  #until(mark: string, command = 's'): string {
    let out = ''
    for (;;) {
      const c = this.#s[this.#at++]
      if (c === undefined || c === '\n' && command === '/') throw new BadScript(command === '/' ? 'unterminated address regex' : `unterminated \`${command}' command`)
      if (c === mark) return out
      if (c === '\\' && this.#s[this.#at] === mark) out += this.#s[this.#at++]
      else if (c === '\\') out += c + (this.#s[this.#at++] ?? '')
      else if (c === '[' && mark !== '[') {
        const set = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(this.#s.slice(this.#at - 1))?.[0]
        if (set && !set.includes('\n') && !set.includes(mark)) {
          out += set
          this.#at += set.length - 1
        } else out += c
      } else out += c
    }
  }

  #command(): void {
    const from = this.#address()
    let to: Address | undefined
    if (from && this.#s[this.#at] === ',') {
      this.#at++
      this.#blanks()
      to = this.#address()
      if (!to) throw new BadScript('unexpected `,\'')
    }
    this.#blanks()
    const not = this.#s[this.#at] === '!'
    if (not) this.#at++
    this.#blanks()
    const name = this.#s[this.#at++]
    if (name === undefined) throw new BadScript('missing command')
    const base = { ...(from ? { from } : {}), ...(to ? { to } : {}), not, name, text: '', flags: '' }
    if (name === '{') {
      const block: Command = base
      this.#out.push(block)
      this.#block(true)
      block.goesTo = this.#out.length
    } else this.#out.push({ ...base, ...this.#operands(name) })
  }

  #blanks(): void {
    while (/[ \t]/.test(this.#s[this.#at] ?? '')) this.#at++
  }

  #operands(name: string): Partial<Command> {
    switch (name) {
      case 's': {
        const mark = this.#s[this.#at++]
        if (mark === undefined) throw new BadScript("unterminated `s' command")
        const source = this.#until(mark)
        const text = this.#until(mark)
        const flags = this.#take(/^[gpiIe\d]*/)
        if (!/^([\s;}#]|$)/.test(this.#s.slice(this.#at))) throw new BadScript("unknown option to `s'")
        return { pattern: this.#regex(source, /i/i.test(flags)), text, flags }
      }
      case 'y': {
        const mark = this.#s[this.#at++] ?? '/'
        const [from, text] = [plainText(this.#until(mark, 'y')), plainText(this.#until(mark, 'y'))]
        if (from.length !== text.length) throw new BadScript("strings for `y' command are different lengths")
        return { text, flags: from }
      }
      case 'a': case 'i': case 'c': return { text: this.#lines() }
      case 'q': case 'Q': return { text: this.#take(/^[ \t]*\d*/).trim() || '0' }
      case ':': return { text: this.#take(/^[ \t]*[^\s;]+/).trim() }
      case 'b': case 't': case 'T': return { text: this.#take(/^[ \t]*[^\s;}]*/).trim() }
      default:
        if (!'dDpPnNhHgGxz='.includes(name)) throw new BadScript(`unknown command: \`${name}'`)
        return {}
    }
  }

  #take(pattern: RegExp): string {
    const found = pattern.exec(this.#s.slice(this.#at))?.[0] ?? ''
    this.#at += found.length
    return found
  }

  /** The text of a, i and c: the rest of the line, or what follows a backslash at its end; further lines where each but the last has one. */
  #lines(): string {
    this.#blanks()
    if (this.#take(/^\\[ \t]*\n/) === '' && this.#s[this.#at] === '\\') this.#at++
    let text = this.#toLineEnd()
    while (/(^|[^\\])(\\\\)*\\$/.test(text) && this.#at < this.#s.length) {
      this.#at++
      text = `${text.slice(0, -1)}\n${this.#toLineEnd()}`
    }
    return text.replace(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c))
  }
}

const plainText = (text: string): string => text.replace(/\\(.)/gs, (all, c: string) => (c === 'n' ? '\n' : c === '\\' ? '\\' : all))
