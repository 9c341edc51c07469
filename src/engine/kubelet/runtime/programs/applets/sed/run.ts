// sed, run: a script over lines as they come, so that what flows through a pipe is told at once.
import type { Pattern } from '../../regex/pattern.ts'
import type { Doing } from '../../machine/process.ts'
import type { Address, Command } from './parse.ts'

/** Where lines come from. */
export interface Lines {
  /** The next line with its newline, which the last one may lack. */
  next(): Doing<string | undefined>
  /** Was that the last? Only this question looks ahead. */
  isLast(): Doing<boolean>
}

export class Sed {
  readonly #program: readonly Command[]
  readonly #quiet: boolean
  readonly #lines: Lines
  readonly #print: (text: string) => Doing<void>
  readonly #worked: (characters: number) => Doing<void>
  /** Since which line each open range has been open. */
  readonly #open = new Map<Command, number>()
  #space = ''
  #hold = ''
  #after = ''
  #line = 0
  #substituted = false
  #last: Pattern | undefined
  /** The line in hand has no newline: what is printed of it has none either, until more follows. */
  #bare = false
  #owesNewline = false
  #code = 0

  constructor(program: readonly Command[], quiet: boolean, lines: Lines, print: (text: string) => Doing<void>, worked: (characters: number) => Doing<void>) {
    this.#program = program
    this.#quiet = quiet
    this.#lines = lines
    this.#print = print
    this.#worked = worked
    // `0,/x/` is open before the first line.
    for (const c of program) if (c.to && c.from && 'line' in c.from && c.from.line === 0) this.#open.set(c, 0)
  }

  /** The exit code. */
  *run(): Doing<number> {
    let again = false
    while (again || (yield* this.#take())) {
      if (!again) this.#substituted = false
      again = false
      const end = yield* this.#cycle()
      if (end !== 'delete' && end !== 'again' && end !== 'silent' && !this.#quiet) yield* this.#show()
      if (this.#after !== '') yield* this.#out(this.#after)
      this.#after = ''
      if (end === 'quit' || end === 'silent') return this.#code
      again = end === 'again'
    }
    return this.#code
  }
  *#take(): Doing<boolean> {
    const line = yield* this.#lines.next()
    if (line === undefined) return false
    this.#bare = !line.endsWith('\n')
    this.#space = this.#bare ? line : line.slice(0, -1)
    this.#line++
    return true
  }

  *#show(): Doing<void> {
    yield* this.#out(this.#space, this.#bare)
  }

  *#out(text: string, bare = false): Doing<void> {
    yield* this.#print(`${this.#owesNewline ? '\n' : ''}${text}${bare ? '' : '\n'}`)
    this.#owesNewline = bare
  }

  /** What becomes of the line: on, deleted, the cycle once more without a new line, or the end of all (silent: without showing it). */
  *#cycle(): Doing<'on' | 'delete' | 'again' | 'quit' | 'silent'> {
    for (let i = 0, steps = 0; i < this.#program.length; i++) {
      // A script that jumps for ever would never end.
      if (++steps > MOST_STEPS) return 'quit'
      yield* this.#worked(this.#space.length + this.#hold.length)
      const c = this.#program[i]!
      if (!(yield* this.#selects(c))) {
        if (c.name === '{') i = c.goesTo! - 1
        continue
      }
      switch (c.name) {
        case 's': yield* this.#substitute(c)
          break
        case 'y': this.#space = [...this.#space].map((ch) => (c.flags.includes(ch) ? c.text[c.flags.indexOf(ch)]! : ch)).join('')
          break
        case 'd': return 'delete'
        case 'D': {
          const end = this.#space.indexOf('\n')
          if (end < 0) return 'delete'
          this.#space = this.#space.slice(end + 1)
          return 'again'
        }
        case 'p': yield* this.#show()
          break
        case 'P': yield* this.#out(this.#space.split('\n', 1)[0]!)
          break
        case 'q': this.#code = Number(c.text)
          return 'quit'
        case 'Q': this.#code = Number(c.text)
          return 'silent'
        case '=': yield* this.#out(String(this.#line))
          break
        case 'a': this.#after += `${this.#after === '' ? '' : '\n'}${c.text}`
          break
        case 'i': yield* this.#out(c.text)
          break
        case 'c': if (!this.#open.has(c)) yield* this.#out(c.text)
          return 'delete'
        case 'n':
          if (yield* this.#lines.isLast()) return 'quit'
          if (!this.#quiet) yield* this.#show()
          yield* this.#take()
          break
        case 'N': {
          if (yield* this.#lines.isLast()) return 'quit'
          const before = this.#space
          yield* this.#take()
          this.#space = `${before}\n${this.#space}`
          break
        }
        case 'h': this.#hold = this.#space
          break
        case 'H': this.#hold += `\n${this.#space}`
          break
        case 'g': this.#space = this.#hold
          break
        case 'G': this.#space += `\n${this.#hold}`
          break
        case 'x': [this.#space, this.#hold] = [this.#hold, this.#space]
          break
        case 'z': this.#space = ''
          break
        case 'b': i = c.goesTo! - 1
          break
        case 't': case 'T':
          if (this.#substituted === (c.name === 't')) i = c.goesTo! - 1
          if (c.name === 't' || this.#substituted) this.#substituted = false
      }
    }
    return 'on'
  }

  *#substitute(c: Command): Doing<void> {
    const pattern = this.#pattern(c.pattern)
    if (!pattern) return
    const which = Number(/\d+/.exec(c.flags)?.[0] ?? 1)
    let count = 0
    let changed = false
    this.#space = pattern.replace(this.#space, ({ groups }) => {
      count++
      if (count < which || (count > which && !c.flags.includes('g'))) return undefined
      changed = true
      return replacement(c.text, groups)
    })
    this.#substituted ||= changed
    if (changed && c.flags.includes('p')) yield* this.#show()
  }

  #pattern(pattern: Pattern | undefined): Pattern | undefined {
    if (pattern) this.#last = pattern
    return this.#last
  }

  *#selects(c: Command): Doing<boolean> {
    if (!c.from) return !c.not
    let yes: boolean
    const since = this.#open.get(c)
    if (!c.to) yes = yield* this.#hits(c.from)
    else if (since !== undefined) {
      yes = true
      if ('line' in c.to ? this.#line >= c.to.line : 'plus' in c.to ? this.#line >= since + c.to.plus : yield* this.#hits(c.to)) this.#open.delete(c)
    } else {
      yes = yield* this.#hits(c.from)
      if (yes && !('line' in c.to && c.to.line <= this.#line) && !('plus' in c.to && c.to.plus === 0)) this.#open.set(c, this.#line)
    }
    return yes !== c.not
  }

  *#hits(a: Address): Doing<boolean> {
    if ('line' in a) return a.line === this.#line
    if ('last' in a) return yield* this.#lines.isLast()
    if ('pattern' in a) {
      return this.#pattern(a.pattern)?.test(this.#space) ?? false
    }
    return 'step' in a && this.#line >= a.from && (a.step === 0 ? this.#line === a.from : (this.#line - a.from) % a.step === 0)
  }
}

const MOST_STEPS = 100_000

function replacement(text: string, groups: readonly (string | undefined)[]): string {
  let out = ''
  let upper: 'U' | 'L' | 'u' | 'l' | '' = ''
  const add = (s: string) => {
    if (upper === 'U') out += s.toUpperCase()
    else if (upper === 'L') out += s.toLowerCase()
    else if (upper === '') out += s
    else {
      out += (upper === 'u' ? s.slice(0, 1).toUpperCase() : s.slice(0, 1).toLowerCase()) + s.slice(1)
      upper = ''
    }
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '&') add(groups[0] ?? '')
    else if (c !== '\\') add(c)
    else {
      const next = text[++i] ?? '\\'
      if (/\d/.test(next)) add(groups[Number(next)] ?? '')
      else if (next === 'n') add('\n')
      else if (next === 't') add('\t')
      else if ('ULul'.includes(next)) upper = next as typeof upper
      else if (next === 'E') upper = ''
      else add(next)
    }
  }
  return out
}
