// Words become fields: braces, tildes, parameters, commands, arithmetic, splitting, globs, in that order.
import { Exit, type Doing } from '../machine/process.ts'
import { allOf, isAll, wholeArray } from './allOf.ts'
import { BadArithmetic, evaluateArithmetic } from './arithmetic.ts'
import type { Parameter, Part, Script, Word } from './ast.ts'
import { expandBraces } from './braces.ts'
import { escape, Fields } from './fields.ts'
import { globPaths, isPattern } from './glob.ts'
import { alternative, parameter } from './parameters.ts'
import { capture, processFile } from './processes.ts'
import type { Shell } from './shell.ts'
import { arithmeticMistake, notSet } from './wording.ts'

/** Thrown when an expansion cannot be: the command does not run, and a non-interactive shell ends. */
export class ExpansionFailed extends Exit {}

export class Expander {
  readonly shell: Shell
  constructor(shell: Shell) {
    this.shell = shell
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
      for (const word of this.shell.dialect === 'bash' ? expandBraces(whole) : [whole]) {
        const fields = new Fields(this.#ifs())
        for (const part of word.parts) yield* this.#piece(part, fields)
        for (const field of fields.finish()) {
          if (field.glob && !this.shell.options.has('f') && isPattern(field.pattern)) {
            const found = globPaths(this.shell.proc.kernel.files, this.shell.proc.cwd, field.pattern)
            if (found.length > 0) {
              out.push(...found)
              continue
            }
            if (this.shell.options.has('nullglob')) continue
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
    const shell = this.shell
    try {
      return evaluateArithmetic(text, {
        get: (name) => {
          const value = shell.variable(name)
          if (value === undefined && shell.options.has('u')) this.unset(name)
          return value
        },
        set: (name, value) => void shell.assign(name, value),
      })
    } catch (problem) {
      if (problem instanceof BadArithmetic) this.fail(arithmeticMistake(shell.speaker(), text, problem), shell.dialect === 'bash' ? 1 : 2)
      if (problem instanceof SyntaxError) this.fail(arithmeticMistake(shell.speaker(), text, new BadArithmetic('syntax', text)), 2)
      throw problem
    }
  }

  fail(message: string, code: number): never {
    this.shell.say(message)
    throw new ExpansionFailed(code)
  }

  #ifs(): string {
    return this.shell.variable('IFS') ?? ' \t\n'
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
        const alone = part.parts.length === 1 && isAll(part.parts[0]!)
        if (!alone) fields.keep()
        for (const inner of part.parts) {
          if (isAll(inner)) {
            const all = yield* allOf(this, inner as Parameter)
            for (const [i, text] of all.entries()) {
              if (i > 0) fields.next()
              fields.quoted(text)
            }
          } else fields.quoted(yield* this.#plain(inner))
        }
        return
      }
      case 'parameter': {
        if ((part.name === '@' || part.name === '*' || wholeArray(part)) && part.op === undefined && !part.length) {
          const all = yield* allOf(this, part)
          for (const [i, text] of all.entries()) {
            if (i > 0) fields.next()
            fields.split(text)
          }
          return
        }
        const word = part.op !== undefined && /^:?[-+]$/.test(part.op) ? yield* alternative(this, part) : undefined
        if (word) {
          for (const inner of word.parts) {
            if (inner.p === 'text') fields.split(inner.s)
            else yield* this.#piece(inner, fields)
          }
          return
        }
        return fields.split(yield* parameter(this, part))
      }
      default:
        return fields.split(yield* this.#plain(part))
    }
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
        if (part.op === undefined && !part.length && (part.name === '@' || part.name === '*' || wholeArray(part))) {
          const ifs = this.#ifs()
          return (yield* allOf(this, part)).join(part.name === '*' || part.index?.raw === '*' ? ifs.slice(0, 1) : ' ')
        }
        const word = part.op !== undefined && /^:?[-+]$/.test(part.op) ? yield* alternative(this, part) : undefined
        return word ? yield* this.text(word) : yield* parameter(this, part)
      }
      case 'command':
        return yield* this.#command(part.body)
      case 'arithmetic':
        return String(yield* this.arithmetic(part.parts))
      case 'process':
        return yield* processFile(this.shell, part.body, part.to)
    }
  }

  *#command(body: Script): Doing<string> {
    const out = yield* capture(this.shell, body)
    return out.replace(/\n+$/, '').replaceAll('\0', '')
  }

  #home(user: string): string {
    if (user === '') return this.shell.variable('HOME') ?? '/root'
    return user === 'root' ? '/root' : `~${user}`
  }

  unset(name: string): never {
    const shell = this.shell
    this.fail(notSet(shell.speaker(), name), shell.dialect !== 'bash' ? 2 : shell.fromFile ? 1 : 127)
  }
}
