// Words become fields: braces, tildes, parameters, commands, arithmetic, splitting, globs, in that order.
import { Exit, type Doing } from '../machine/process.ts'
import { BadArithmetic, evaluateArithmetic } from './arithmetic.ts'
import type { Parameter, Part, Script, Word } from './ast.ts'
import { expandBraces } from './braces.ts'
import { globPaths, isPattern, matches, patternSource, trim } from './glob.ts'
import { capture, processFile } from './processes.ts'
import type { Shell } from './shell.ts'
import { arithmeticMistake, notSet, prefix, readOnly } from './wording.ts'

/** Thrown when an expansion cannot be: the command does not run, and a non-interactive shell ends. */
export class ExpansionFailed extends Exit {}

const escape = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')
const SPECIAL = /^[0-9@*#?$!-]+$/

/** Builds fields from pieces that are quoted or not. */
class Fields {
  readonly done: { text: string; pattern: string; glob: boolean }[] = []
  #text = ''
  #pattern = ''
  #glob = false
  #open = false
  readonly #ifs: string

  constructor(ifs: string) {
    this.#ifs = ifs
  }

  quoted(text: string): void {
    this.#text += text
    this.#pattern += escape(text)
    this.#open = true
  }

  plain(text: string): void {
    this.#text += text
    this.#pattern += text
    this.#open = true
    if (/[*?[]/.test(text)) this.#glob = true
  }

  /** The value of an unquoted expansion: split at IFS. */
  split(text: string): void {
    const ifs = this.#ifs
    if (ifs === '') {
      if (text !== '') this.plain(text)
      return
    }
    let i = 0
    const isIfs = (c: string | undefined) => c !== undefined && ifs.includes(c)
    const isBlank = (c: string | undefined) => isIfs(c) && (c === ' ' || c === '\t' || c === '\n')
    if (isBlank(text[0])) {
      while (isBlank(text[i])) i++
      this.#breakIfOpen()
    }
    while (i < text.length) {
      let end = i
      while (end < text.length && !isIfs(text[end])) end++
      if (end > i) this.plain(text.slice(i, end))
      if (end >= text.length) return
      i = end
      while (isBlank(text[i])) i++
      if (isIfs(text[i])) {
        this.#open = true
        i++
        while (isBlank(text[i])) i++
      }
      this.#breakIfOpen()
    }
  }

  #breakIfOpen(): void {
    if (this.#open) this.next()
  }

  next(): void {
    this.done.push({ text: this.#text, pattern: this.#pattern, glob: this.#glob })
    this.#text = ''
    this.#pattern = ''
    this.#glob = false
    this.#open = false
  }

  /** "": a field although it is empty. */
  keep(): void {
    this.#open = true
  }

  finish(): typeof this.done {
    if (this.#open) this.next()
    return this.done
  }
}

export class Expander {
  readonly #shell: Shell
  constructor(shell: Shell) {
    this.#shell = shell
  }

  /** The fields of some words. */
  *fields(words: readonly Word[]): Doing<string[]> {
    const out: string[] = []
    for (const whole of words) {
      const [only] = whole.parts
      if (whole.parts.length === 1 && only!.p === 'text' && !/[*?[{~]/.test(only!.s)) {
        out.push(only!.s)
        continue
      }
      for (const word of this.#shell.dialect === 'bash' ? expandBraces(whole) : [whole]) {
        const fields = new Fields(this.#ifs())
        for (const part of word.parts) yield* this.#piece(part, fields)
        for (const field of fields.finish()) {
          if (field.glob && !this.#shell.options.has('f') && isPattern(field.pattern)) {
            const found = globPaths(this.#shell.proc.kernel.files, this.#shell.proc.cwd, field.pattern)
            if (found.length > 0) {
              out.push(...found)
              continue
            }
            if (this.#shell.options.has('nullglob')) continue
          }
          out.push(field.text)
        }
      }
    }
    return out
  }

  /** A word as one text: no splitting, no globs (assignments, here-documents, redirections). */
  *text(word: Word): Doing<string> {
    const [only] = word.parts
    if (only === undefined) return ''
    if (word.parts.length === 1 && (only.p === 'text' || only.p === 'quoted')) return only.s
    let out = ''
    for (const part of word.parts) out += yield* this.#plain(part)
    return out
  }

  /** A word as a pattern: what was quoted stands for itself. */
  *pattern(word: Word): Doing<string> {
    let out = ''
    for (const part of word.parts) {
      if (part.p === 'text') out += part.s
      else if (part.p === 'quoted' || part.p === 'double') out += escape(yield* this.#plain(part))
      else out += yield* this.#plain(part)
    }
    return out
  }

  /** A word as a regular expression for =~. */
  *regex(word: Word): Doing<string> {
    let out = ''
    for (const part of word.parts) {
      const text: string = part.p === 'text' ? part.s : yield* this.#plain(part)
      out += part.p === 'quoted' || part.p === 'double' ? text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : text
    }
    return out
  }

  *arithmetic(parts: readonly Part[]): Doing<bigint> {
    let text = ''
    for (const part of parts) text += yield* this.#plain(part)
    return this.calculate(text)
  }

  calculate(text: string): bigint {
    const shell = this.#shell
    try {
      return evaluateArithmetic(text, {
        get: (name) => {
          const value = shell.variable(name)
          if (value === undefined && shell.options.has('u')) this.#unset(name)
          return value
        },
        set: (name, value) => void shell.assign(name, value),
      })
    } catch (problem) {
      if (problem instanceof BadArithmetic) this.#fail(arithmeticMistake(shell.speaker(), text, problem), shell.dialect === 'bash' ? 1 : 2)
      if (problem instanceof SyntaxError) this.#fail(arithmeticMistake(shell.speaker(), text, new BadArithmetic('syntax', text)), 2)
      throw problem
    }
  }

  #fail(message: string, code: number): never {
    this.#shell.say(message)
    throw new ExpansionFailed(code)
  }

  #ifs(): string {
    return this.#shell.variable('IFS') ?? ' \t\n'
  }

  *#piece(part: Part, fields: Fields): Doing<void> {
    switch (part.p) {
      case 'text':
        return fields.plain(part.s)
      case 'quoted':
        return fields.quoted(part.s)
      case 'tilde':
        return fields.quoted(this.#home(part.user))
      case 'double': {
        const alone = part.parts.length === 1 && this.#isAll(part.parts[0]!)
        if (!alone) fields.keep()
        for (const inner of part.parts) {
          if (this.#isAll(inner)) {
            const all = yield* this.#all(inner as Parameter)
            for (const [i, text] of all.entries()) {
              if (i > 0) fields.next()
              fields.quoted(text)
            }
          } else fields.quoted(yield* this.#plain(inner))
        }
        return
      }
      case 'parameter': {
        if ((part.name === '@' || part.name === '*' || this.#wholeArray(part)) && part.op === undefined && !part.length) {
          const all = yield* this.#all(part)
          for (const [i, text] of all.entries()) {
            if (i > 0) fields.next()
            fields.split(text)
          }
          return
        }
        const word = part.op !== undefined && /^:?[-+]$/.test(part.op) ? yield* this.#alternative(part) : undefined
        if (word) {
          for (const inner of word.parts) {
            if (inner.p === 'text') fields.split(inner.s)
            else yield* this.#piece(inner, fields)
          }
          return
        }
        return fields.split(yield* this.#parameter(part))
      }
      default:
        return fields.split(yield* this.#plain(part))
    }
  }

  /** "$@" and "${a[@]}" make several fields. */
  #isAll(part: Part): boolean {
    return part.p === 'parameter' && !part.length && (part.name === '@' || (part.index !== undefined && part.index.raw === '@')) && (part.op === undefined || part.op === ':')
  }

  #wholeArray(part: Parameter): boolean {
    return part.index !== undefined && (part.index.raw === '@' || part.index.raw === '*')
  }

  *#all(part: Parameter): Doing<readonly string[]> {
    const variable = part.index ? this.#shell.variables.at(part.name) : undefined
    let all: readonly string[]
    if (!part.index) all = this.#shell.positional
    else if (part.indirect) all = variable?.list ? [...variable.list.keys()] : variable ? ['0'] : []
    else all = variable?.list ? this.#ordered(variable.list, variable.named) : variable ? [variable.text] : []
    if (part.op === ':' && part.word) {
      const from = Number(this.calculate(yield* this.text(part.word)))
      const shifted = part.index ? all : [this.#shell.name, ...all]
      const count = part.second ? Number(this.calculate(yield* this.text(part.second))) : Infinity
      return shifted.slice(from, count === Infinity ? undefined : from + count)
    }
    return all
  }

  #ordered(list: ReadonlyMap<string, string>, named: boolean | undefined): string[] {
    return named ? [...list.values()] : [...list].sort((a, b) => Number(a[0]) - Number(b[0])).map(([, v]) => v)
  }

  *#plain(part: Part): Doing<string> {
    switch (part.p) {
      case 'text':
      case 'quoted':
        return part.s
      case 'tilde':
        return this.#home(part.user)
      case 'double': {
        let out = ''
        for (const inner of part.parts) out += yield* this.#plain(inner)
        return out
      }
      case 'parameter': {
        if (part.op === undefined && !part.length && (part.name === '@' || part.name === '*' || this.#wholeArray(part))) {
          const ifs = this.#ifs()
          return (yield* this.#all(part)).join(part.name === '*' || part.index?.raw === '*' ? ifs.slice(0, 1) : ' ')
        }
        const word = part.op !== undefined && /^:?[-+]$/.test(part.op) ? yield* this.#alternative(part) : undefined
        return word ? yield* this.text(word) : yield* this.#parameter(part)
      }
      case 'command':
        return yield* this.#command(part.body)
      case 'arithmetic':
        return String(yield* this.arithmetic(part.parts))
      case 'process':
        return yield* processFile(this.#shell, part.body, part.to)
    }
  }

  *#command(body: Script): Doing<string> {
    const out = yield* capture(this.#shell, body)
    return out.replace(/\n+$/, '').replaceAll('\0', '')
  }

  #home(user: string): string {
    if (user === '') return this.#shell.variable('HOME') ?? '/root'
    return user === 'root' ? '/root' : `~${user}`
  }

  /** The value of a plain parameter, undefined if unset. */
  *#value(part: Parameter): Doing<string | undefined> {
    const shell = this.#shell
    if (part.index) {
      const variable = shell.variables.at(part.name)
      if (!variable) return undefined
      if (this.#wholeArray(part)) return (yield* this.#all(part)).join(' ')
      const key = yield* this.text(part.index)
      const at = variable.named ? key : String(this.calculate(key))
      if (!variable.list) return at === '0' ? variable.text : undefined
      return variable.list.get(/^-\d/.test(at) ? String(Math.max(...[...variable.list.keys()].map(Number)) + 1 + Number(at)) : at)
    }
    if (part.name === '@' || part.name === '*') return shell.positional.length > 0 ? shell.positional.join(' ') : undefined
    return shell.variable(part.name)
  }

  /** For - and +: the word to take instead, or nothing. */
  *#alternative(part: Parameter): Doing<Word | undefined> {
    const value = yield* this.#value(part)
    const missing = value === undefined || (part.op!.startsWith(':') && value === '')
    if (part.op!.endsWith('-')) return missing ? part.word : undefined
    return missing ? { parts: [], raw: '' } : part.word
  }

  *#parameter(part: Parameter): Doing<string> {
    const shell = this.#shell
    if (part.indirect) {
      const name = yield* this.#value(part)
      return name === undefined ? '' : (shell.variable(name) ?? '')
    }
    if (part.length) {
      if (part.name === '@' || part.name === '*') return String(shell.positional.length)
      if (this.#wholeArray(part)) return String((yield* this.#all(part)).length)
      const value = yield* this.#value(part)
      if (value === undefined && shell.options.has('u')) this.#unset(part.name)
      return String((value ?? '').length)
    }
    const value = yield* this.#value(part)
    const { op, word } = part
    if (op === undefined) {
      if (value === undefined && shell.options.has('u') && !/^[@*#?$!-]$/.test(part.name)) this.#unset(part.name)
      return value ?? ''
    }
    if (op.endsWith('=') || op.endsWith('?')) {
      if (value !== undefined && !(op.startsWith(':') && value === '')) return value
      const text = word ? yield* this.text(word) : ''
      if (op.endsWith('?')) {
        const why = text !== '' ? text : shell.dialect === 'bash' || op === ':?' ? (shell.dialect === 'ash' ? 'parameter not set or null' : shell.dialect === 'bash' ? 'parameter null or not set' : 'parameter not set or null') : 'parameter not set'
        this.#fail(`${prefix(shell.speaker())}${part.name}: ${why}\n`, shell.dialect === 'bash' ? 127 : 2)
      }
      if (SPECIAL.test(part.name)) this.#fail(`${prefix(shell.speaker())}$${part.name}: cannot assign in this way\n`, 2)
      if (!shell.assign(part.name, text)) this.#fail(readOnly(shell.speaker(), part.name), 2)
      return text
    }
    if (/^:?[-+]$/.test(op)) return value ?? ''
    if (value === undefined && shell.options.has('u')) this.#unset(part.name)
    return yield* this.#change(value ?? '', part)
  }

  *#change(value: string, part: Parameter): Doing<string> {
    const { op, word, second } = part
    switch (op) {
      case '#':
      case '##':
        return trim(value, word ? yield* this.pattern(word) : '', 'start', op === '##')
      case '%':
      case '%%':
        return trim(value, word ? yield* this.pattern(word) : '', 'end', op === '%%')
      case '/':
      case '//':
      case '/#':
      case '/%': {
        const pattern = word ? yield* this.pattern(word) : ''
        const by = second ? yield* this.text(second) : ''
        if (pattern === '') return value
        const source = patternSource(pattern)
        const expression = op === '/#' ? `^(?:${source})` : op === '/%' ? `(?:${source})$` : source
        return value.replace(new RegExp(expression, op === '//' ? 'g' : ''), (found) => (found === '' && op === '//' ? '' : by))
      }
      case ':': {
        const from = Number(this.calculate(word ? yield* this.text(word) : ''))
        const begin = from < 0 ? Math.max(0, value.length + from) : from
        if (!second) return value.slice(begin)
        const count = Number(this.calculate(yield* this.text(second)))
        return count < 0 ? value.slice(begin, value.length + count) : value.slice(begin, begin + count)
      }
      case '^':
      case '^^':
      case ',':
      case ',,': {
        const pattern = word && word.raw !== '' ? yield* this.pattern(word) : '?'
        const change = (c: string) => (matches(pattern, c) ? (op[0] === '^' ? c.toUpperCase() : c.toLowerCase()) : c)
        return op.length === 2 ? [...value].map(change).join('') : change(value.slice(0, 1)) + value.slice(1)
      }
      default:
        return value
    }
  }

  #unset(name: string): never {
    const shell = this.#shell
    this.#fail(notSet(shell.speaker(), name), shell.dialect !== 'bash' ? 2 : shell.fromFile ? 1 : 127)
  }
}
