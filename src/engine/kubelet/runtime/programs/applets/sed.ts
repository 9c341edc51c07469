// sed: s, d, p, q, a, i, c, y, n, =, {…} with addresses by line, $, /pattern/ and ranges.
import { resolvePath } from '../machine/files.ts'
import { print } from '../machine/io.ts'
import { type Applet, fail, inputs, linesOf, options } from './applet.ts'
import { basic, extended } from './regex.ts'

type Address = { readonly line: number } | { readonly last: true } | { readonly pattern: RegExp } | { readonly from: number; readonly step: number } | { readonly plus: number }
interface Command {
  readonly from?: Address
  readonly to?: Address
  readonly not: boolean
  readonly name: string
  readonly text: string
  readonly pattern?: RegExp
  readonly flags: string
  readonly body?: readonly Command[]
  /** Is its range open? */
  open?: number
}

class BadScript {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

class Reader {
  readonly #s: string
  readonly #wide: boolean
  #at = 0
  constructor(s: string, wide: boolean) {
    this.#s = s
    this.#wide = wide
  }

  commands(nested = false): Command[] {
    const out: Command[] = []
    for (;;) {
      while (/[\s;]/.test(this.#s[this.#at] ?? '')) this.#at++
      const c = this.#s[this.#at]
      if (c === undefined) {
        if (nested) throw new BadScript('unmatched {')
        return out
      }
      if (c === '}') {
        if (!nested) throw new BadScript('unexpected }')
        this.#at++
        return out
      }
      if (c === '#') {
        this.#toLineEnd()
        continue
      }
      out.push(this.#command())
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
    const pattern = this.#until(this.#s[this.#at++]!)
    const ignore = this.#s[this.#at] === 'I'
    if (ignore) this.#at++
    return { pattern: this.#regex(pattern, ignore ? 'i' : '') }
  }

  #regex(source: string, flags: string): RegExp {
    return new RegExp(this.#wide ? extended(source) : basic(source), flags)
  }

  #until(mark: string): string {
    let out = ''
    for (;;) {
      const c = this.#s[this.#at++]
      if (c === undefined) throw new BadScript("unterminated `s' command")
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

  #command(): Command {
    const from = this.#address()
    let to: Address | undefined
    if (from && this.#s[this.#at] === ',') {
      this.#at++
      to = this.#address()
    }
    while (this.#s[this.#at] === ' ') this.#at++
    const not = this.#s[this.#at] === '!'
    if (not) this.#at++
    const name = this.#s[this.#at++]
    if (name === undefined) throw new BadScript('missing command')
    const base = { ...(from ? { from } : {}), ...(to ? { to } : {}), not, name, text: '', flags: '' }
    switch (name) {
      case '{': return { ...base, body: this.commands(true) }
      case 's': {
        const mark = this.#s[this.#at++]!
        const pattern = this.#until(mark)
        const text = this.#until(mark)
        const flags = /^[gpiIe\d]*/.exec(this.#s.slice(this.#at))![0]
        this.#at += flags.length
        return { ...base, pattern: this.#regex(pattern, `g${/i/i.test(flags) ? 'i' : ''}`), text, flags }
      }
      case 'y': {
        const mark = this.#s[this.#at++]!
        const source = this.#until(mark)
        return { ...base, text: this.#until(mark), flags: source }
      }
      case 'a':
      case 'i':
      case 'c': return { ...base, text: this.#toLineEnd().replace(/^\s*\\?\n?/, '').replace(/\\n/g, '\n') }
      case 'q':
      case 'Q': {
        const code = /^\s*(\d+)/.exec(this.#s.slice(this.#at))
        if (code) this.#at += code[0].length
        return { ...base, text: code?.[1] ?? '0' }
      }
      case 'd':
      case 'p':
      case 'n':
      case 'N':
      case 'D':
      case 'P':
      case 'h':
      case 'H':
      case 'g':
      case 'G':
      case 'x':
      case '=': return base
      default: throw new BadScript(`unknown command: \`${name}'`)
    }
  }
}

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

export const sed: Applet = function* (proc, argv) {
  const scripts: string[] = []
  const words: string[] = []
  for (let i = 0; i < argv.length; i++) {
    if (i > 0 && (argv[i] === '-e' || argv[i] === '--expression')) scripts.push(argv[++i] ?? '')
    else if (i > 0 && argv[i] === '-f') scripts.push(proc.kernel.files.text(resolvePath(proc.cwd, argv[++i] ?? '')) ?? '')
    else if (i > 0 && /^-i./.test(argv[i]!)) words.push('-i')
    else words.push(argv[i]!)
  }
  const { on, rest } = options(words, 'nErisuz', { quiet: 'n', silent: 'n', 'regexp-extended': 'E', 'in-place': 'i' })
  const files = [...rest]
  if (scripts.length === 0) {
    const script = files.shift()
    if (script === undefined) return yield* fail(proc, argv, 'no script specified')
    scripts.push(script)
  }
  let commands: Command[]
  try {
    commands = new Reader(scripts.join('\n'), on.has('E') || on.has('r')).commands()
  } catch (problem) {
    if (problem instanceof BadScript) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `-e expression #1, char ${scripts[0]!.length}: ${problem.why}` : problem.why)
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, `bad regex`)
    throw problem
  }
  const { texts, failed } = yield* inputs(proc, argv, files)
  const run = (text: string): { out: string; code: number | undefined } => {
    const lines = linesOf(text)
    let out = ''
    let hold = ''
    let space = ''
    let n = 0
    let code: number | undefined
    const selects = (c: Command): boolean => {
      const hits = (a: Address) => ('line' in a ? a.line === n + 1 : 'last' in a ? n === lines.length - 1 : 'pattern' in a ? a.pattern.test(space) : 'step' in a ? n + 1 >= a.from && (a.step === 0 ? n + 1 === a.from : (n + 1 - a.from) % a.step === 0) : false)
      if (!c.from) return !c.not
      let yes: boolean
      if (!c.to) yes = hits(c.from)
      else if (c.open !== undefined) {
        yes = true
        const over = 'line' in c.to ? n + 1 >= c.to.line : 'plus' in c.to ? n >= c.open + c.to.plus : hits(c.to)
        if (over) delete c.open
      } else {
        yes = hits(c.from)
        if (yes && !('line' in c.to && c.to.line <= n + 1) && !('plus' in c.to && c.to.plus === 0)) c.open = n
      }
      return yes !== c.not
    }
    /** What becomes of the line: on, deleted, or the end of all. */
    const execute = (all: readonly Command[]): 'on' | 'delete' | 'quit' => {
      for (const c of all) {
        if (!selects(c)) continue
        switch (c.name) {
          case '{': {
            const end = execute(c.body!)
            if (end !== 'on') return end
            break
          }
          case 's': {
            const which = Number(/\d+/.exec(c.flags)?.[0] ?? 1)
            let count = 0
            let changed = false
            space = space.replace(c.pattern!, (...found: unknown[]) => {
              const groups = found.slice(0, found.findIndex((f) => typeof f === 'number')) as string[]
              count++
              if (count < which || (count > which && !c.flags.includes('g'))) return groups[0]!
              changed = true
              return replacement(c.text, groups)
            })
            if (changed && c.flags.includes('p')) out += `${space}\n`
            break
          }
          case 'y':
            space = [...space].map((ch) => (c.flags.includes(ch) ? c.text[c.flags.indexOf(ch)]! : ch)).join('')
            break
          case 'd': return 'delete'
          case 'p':
            out += `${space}\n`
            break
          case 'P':
            out += `${space.split('\n')[0]}\n`
            break
          case 'q':
            code = Number(c.text)
            return 'on'
          case 'Q':
            code = Number(c.text)
            return 'quit'
          case '=':
            out += `${n + 1}\n`
            break
          case 'a':
            after += `${c.text}\n`
            break
          case 'i':
            out += `${c.text}\n`
            break
          case 'c':
            if (c.open === undefined) out += `${c.text}\n`
            return 'delete'
          case 'n':
            if (!on.has('n')) out += `${space}\n`
            if (n >= lines.length - 1) return 'quit'
            space = lines[++n]!
            break
          case 'N':
            if (n < lines.length - 1) space += `\n${lines[++n]}`
            break
          case 'h': hold = space
            break
          case 'H': hold += `\n${space}`
            break
          case 'g': space = hold
            break
          case 'G': space += `\n${hold}`
            break
          case 'x': [space, hold] = [hold, space]
        }
        if (code !== undefined) return 'on'
      }
      return 'on'
    }
    let after = ''
    for (; n < lines.length && code === undefined; n++) {
      space = lines[n]!
      const end = execute(commands)
      if (end === 'on' && !on.has('n')) out += `${space}\n`
      out += after
      after = ''
      if (end === 'quit') break
    }
    return { out: text.endsWith('\n') || text === '' ? out : out.replace(/\n$/, ''), code }
  }
  proc.kernel.burn(proc, texts.reduce((sum, t) => sum + t.text.length / 50, 0), 1)
  if (on.has('i')) {
    for (const { name, text } of texts) proc.kernel.files.write(resolvePath(proc.cwd, name), run(text).out, proc.kernel.nowUs)
    return failed ? 1 : 0
  }
  const { out, code } = run(texts.map((t) => t.text).join(''))
  yield* print(proc, out)
  return code ?? (failed ? 1 : 0)
}
