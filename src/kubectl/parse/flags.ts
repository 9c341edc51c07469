// Flags as spf13/pflag reads them, with its words for what it cannot read.
import { parseDuration } from './duration.ts'

export type FlagType = 'bool' | 'string' | 'int' | 'duration' | 'strings' | 'list'

/** `strings` is cut at commas, `list` is not; both may be given several times. */
export interface Flag {
  readonly name: string
  readonly type: FlagType
  readonly short?: string
  readonly default?: FlagValue
  /** The value when the flag stands alone although it takes one: `--dry-run`. */
  readonly alone?: string
  /** What to say when it is used: deprecated flags still work. */
  readonly deprecated?: string
  readonly usage?: string
  readonly hidden?: boolean
  readonly required?: boolean
  /** What could stand behind it, for completion. */
  readonly values?: readonly string[] | 'file' | 'namespace' | 'container' | 'node' | 'kind' | 'role' | 'clusterrole' | 'serviceaccount'
}

export type FlagValue = boolean | string | number | readonly string[] | undefined

/** A command line that kubectl does not understand: printed on stderr as it stands. */
export class UsageError extends Error {}

export interface Parsed {
  readonly args: readonly string[]
  /** How many arguments stood before `--`; -1 where there was none. */
  readonly dashAt: number
  readonly values: ReadonlyMap<string, FlagValue>
  /** Flags that were given, in the order of first use. */
  readonly given: ReadonlySet<string>
  readonly warnings: readonly string[]
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  1: true, t: true, T: true, true: true, TRUE: true, True: true, 0: false, f: false, F: false, false: false, FALSE: false, False: false,
}

const quoted = (text: string) => JSON.stringify(text)

function valueOf(flag: Flag, text: string, before: FlagValue, again: boolean): FlagValue {
  const title = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`
  const wrong = (why: string) => new UsageError(`invalid argument ${quoted(text)} for ${quoted(title)} flag: ${why}`)
  switch (flag.type) {
    case 'bool':
      if (BOOLEANS[text] === undefined) throw wrong(`strconv.ParseBool: parsing ${quoted(text)}: invalid syntax`)
      return BOOLEANS[text]
    case 'int': {
      if (!/^[+-]?\d+$/.test(text)) throw wrong(`strconv.ParseInt: parsing ${quoted(text)}: invalid syntax`)
      const n = Number(text)
      if (n > 2 ** 31 - 1 && flag.name !== 'tail' && flag.name !== 'limit-bytes') throw wrong(`strconv.ParseInt: parsing ${quoted(text)}: value out of range`)
      return n
    }
    case 'duration': {
      const ms = parseDuration(text)
      if (typeof ms === 'string') throw wrong(ms)
      return ms
    }
    case 'strings': return [...(again ? (before as readonly string[]) : []), ...(text === '' ? [] : text.split(','))]
    case 'list': return [...(again ? (before as readonly string[]) : []), text]
    default: return text
  }
}

/**
 * Reads words into arguments and flags. Flags may stand anywhere; behind `--` nothing is a flag. `untilArgument` stops at the first argument
 * (what belongs to the command before its name).
 */
export function parseFlags(words: readonly string[], flags: readonly Flag[]): Parsed {
  const byName = new Map(flags.map(f => [f.name, f]))
  const byShort = new Map(flags.filter(f => f.short).map(f => [f.short!, f]))
  const values = new Map<string, FlagValue>(flags.map(f => [f.name, f.default]))
  const given = new Set<string>()
  const warnings: string[] = []
  const args: string[] = []
  let dashAt = -1

  const set = (flag: Flag, text: string) => {
    values.set(flag.name, valueOf(flag, text, values.get(flag.name), given.has(flag.name)))
    given.add(flag.name)
    if (flag.deprecated) warnings.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}`)
  }

  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      dashAt = args.length
      args.push(...words.slice(i + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word)
    } else if (word.startsWith('--')) {
      const [name, value] = cut(word.slice(2))
      if (!name || name.startsWith('-') || name.startsWith('=')) throw new UsageError(`bad flag syntax: ${word}`)
      const flag = byName.get(name)
      if (!flag) throw new UsageError(name === 'help' ? 'help requested' : `unknown flag: --${name}`)
      if (value !== undefined) set(flag, value)
      else if (flag.alone !== undefined || flag.type === 'bool') set(flag, flag.alone ?? 'true')
      else if (i + 1 < words.length) set(flag, words[++i]!)
      else throw new UsageError(`flag needs an argument: --${name}`)
    } else {
      i = shorthands(word, i)
    }
  }
  return { args, dashAt, values, given, warnings }

  function shorthands(word: string, at: number): number {
    let rest = word.slice(1)
    while (rest) {
      const c = rest[0]!
      const flag = byShort.get(c)
      if (!flag) throw new UsageError(`unknown shorthand flag: ${quotedChar(c)} in ${word}`)
      rest = rest.slice(1)
      if (rest.startsWith('=')) {
        set(flag, rest.slice(1))
        return at
      }
      if (flag.alone !== undefined || flag.type === 'bool') {
        set(flag, flag.alone ?? 'true')
      } else if (rest) {
        set(flag, rest)
        return at
      } else if (at + 1 < words.length) {
        set(flag, words[at + 1]!)
        return at + 1
      } else {
        throw new UsageError(`flag needs an argument: ${quotedChar(c)} in ${word}`)
      }
    }
    return at
  }
}

const quotedChar = (c: string) => `'${c}'`

function cut(text: string): [string, string | undefined] {
  const i = text.indexOf('=')
  return i < 0 ? [text, undefined] : [text.slice(0, i), text.slice(i + 1)]
}
