// The small tools behind a pipe: each takes lines as they come, so that `get -w | grep` speaks at once.
import { FilterError } from './filterError.ts'
import { sedProgram } from './sed.ts'

/** One tool at work. Texts come in pieces of any size. */
export interface Filter {
  /** What it prints on hearing this. */
  feed(text: string): string
  /** What it prints at the end of its input. */
  end(): string
  /** It wants to hear no more. */
  readonly full: boolean
  readonly exitCode: number
}

type Make = (argv: readonly string[]) => Filter

/** Cuts what comes into lines (with their line breaks); the last one may lack it. */
class Lines {
  private rest = ''
  take(text: string): string[] {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop()!
    return lines
  }
  last(): string[] {
    const { rest } = this
    this.rest = ''
    return rest ? [rest] : []
  }
}

const joined = (lines: readonly string[]) => lines.map(l => `${l}\n`).join('')

/** A tool that says something about each line. */
function perLine(each: (line: string) => string, status: { exitCode: number; full: boolean } = { exitCode: 0, full: false }): Filter {
  const lines = new Lines()
  const through = (list: readonly string[]) => list.map(l => (status.full ? '' : each(l))).join('')
  return {
    feed: text => through(lines.take(text)), end: () => through(lines.last()),
    get full() {
      return status.full
    },
    get exitCode() {
      return status.exitCode
    },
  }
}

/** A tool that speaks only when it has heard everything. */
function atEnd(tell: (lines: readonly string[], text: string) => string): Filter {
  let all = ''
  return {
    full: false, exitCode: 0,
    feed(text) {
      all += text
      return ''
    },
    end: () => tell(all === '' ? [] : all.replace(/\n$/, '').split('\n'), all),
  }
}

interface Options { readonly set: ReadonlySet<string>; readonly values: ReadonlyMap<string, readonly string[]>; readonly rest: readonly string[] }

/** Short options, joined or not; those in `valued` take the next word. */
function options(tool: string, argv: readonly string[], known: string, valued: string, long: Readonly<Record<string, string>> = {}): Options {
  const set = new Set<string>()
  const values = new Map<string, string[]>()
  const rest: string[] = []
  const words = [...argv]
  const wrong = (what: string) => new FilterError(`${tool}: ${what}\nTry '${tool} --help' for more information.`, tool === 'grep' || tool === 'sort' ? 2 : 1)
  const value = (letter: string, text: string | undefined) => {
    if (text === undefined) throw wrong(`option requires an argument -- '${letter}'`)
    values.set(letter, [...(values.get(letter) ?? []), text])
  }
  while (words.length) {
    const word = words.shift()!
    if (word === '--') {
      rest.push(...words)
      break
    }
    if (word.startsWith('--')) {
      const [name, text] = word.slice(2).split(/=(.*)/s)
      const letter = long[name!]
      if (letter === undefined) throw wrong(`unrecognized option '${word}'`)
      if (valued.includes(letter)) value(letter, text ?? words.shift())
      else set.add(letter)
    } else if (/^-\d+$/.test(word) && valued.includes('n')) {
      value('n', word.slice(1))
    } else if (word.startsWith('-') && word !== '-') {
      for (let i = 1; i < word.length; i++) {
        const letter = word[i]!
        if (valued.includes(letter)) {
          value(letter, word.slice(i + 1) || words.shift())
          break
        }
        if (!known.includes(letter)) throw wrong(`invalid option -- '${letter}'`)
        set.add(letter)
      }
    } else {
      rest.push(word)
    }
  }
  return { set, values, rest }
}

const count = (tool: string, text: string): number => {
  if (!/^[+-]?\d+$/.test(text)) throw new FilterError(`${tool}: invalid number of lines: '${text}'`)
  return Number(text)
}

/** A pattern of grep's basic kind as one of JavaScript's: there `+ ? { | ( )` mean themselves unless a backslash stands before. */
const basic = (pattern: string): string =>
  pattern.replace(/\\([+?{}|()])|([+?{}|()])/g, (_all, escaped: string | undefined, bare: string | undefined) => escaped ?? `\\${bare}`)

const grep: Make = argv => {
  const { set, values, rest } = options('grep', argv, 'ivcowxEFqnsh', 'eABCm', { 'ignore-case': 'i', 'invert-match': 'v', count: 'c', 'only-matching': 'o', 'line-number': 'n', quiet: 'q', color: 's' })
  const patterns = values.get('e') ?? rest.slice(0, 1)
  if (patterns.length === 0) throw new FilterError('Usage: grep [OPTION]... PATTERNS [FILE]...\nTry \'grep --help\' for more information.', 2)
  const sources = patterns.flatMap(p => p.split('\n')).map(p => (set.has('F') ? p.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : set.has('E') ? p : basic(p)))
  let whole = sources.map(s => `(?:${s})`).join('|')
  if (set.has('w')) whole = `(?<!\\w)(?:${whole})(?!\\w)`
  if (set.has('x')) whole = `^(?:${whole})$`
  let expression: RegExp
  try {
    expression = new RegExp(whole, set.has('i') ? 'i' : '')
  } catch {
    throw new FilterError('grep: Invalid regular expression', 2)
  }
  const context = (letter: string) => Math.max(0, Number(values.get(letter)?.at(-1) ?? values.get('C')?.at(-1) ?? 0) || 0)
  const [before, after, most] = [context('B'), context('A'), Number(values.get('m')?.at(-1) ?? Infinity)]
  const status = { exitCode: 1, full: most <= 0 }
  let [found, number, owed, shownTo] = [0, 0, 0, 0]
  const kept: string[] = []
  const numbered = (line: string, n: number, mark: string) => `${set.has('n') ? `${n}${mark}` : ''}${line}\n`
  const inner = perLine(line => {
    number++
    if (expression.test(line) === set.has('v')) {
      if (owed > 0) {
        owed--
        shownTo = number
        return numbered(line, number, '-')
      }
      kept.push(line)
      if (kept.length > before) kept.shift()
      return ''
    }
    found++
    status.exitCode = 0
    if (found >= most) status.full = true
    if (set.has('q') || set.has('c')) return ''
    if (set.has('o')) return set.has('v') ? '' : [...line.matchAll(new RegExp(expression, `${expression.flags}g`))].filter(m => m[0]).map(m => `${m[0]}\n`).join('')
    const lead = kept.map((l, i) => numbered(l, number - kept.length + i, '-')).join('')
    const gap = (before || after) && shownTo > 0 && number - kept.length > shownTo + 1 ? '--\n' : ''
    kept.length = 0
    owed = after
    shownTo = number
    return `${gap}${lead}${numbered(line, number, ':')}`
  }, status)
  return {
    feed: text => inner.feed(text), end: () => inner.end() + (set.has('c') && !set.has('q') ? `${found}\n` : ''),
    get full() {
      return status.full
    },
    get exitCode() {
      return status.exitCode
    },
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

const wc: Make = argv => {
  const { set } = options('wc', argv, 'lwcm', '', { lines: 'l', words: 'w', bytes: 'c', chars: 'm' })
  return atEnd((_lines, text) => {
    const parts = [
      ['l', text.split('\n').length - 1], ['w', text.split(/\s+/).filter(Boolean).length], ['m', [...text].length], ['c', bytesOf(text)],
    ] as const
    const wanted = parts.filter(([letter]) => (set.size ? set.has(letter) : letter !== 'm')).map(([, n]) => String(n))
    return `${wanted.length === 1 ? wanted[0] : wanted.map(n => n.padStart(7)).join(' ')}\n`
  })
}

const head: Make = argv => {
  const { values } = options('head', argv, 'q', 'nc', { lines: 'n' })
  const most = count('head', values.get('n')?.at(-1) ?? '10')
  if (most < 0) return atEnd(lines => joined(lines.slice(0, most)))
  let left = most
  const status = { exitCode: 0, full: left <= 0 }
  return perLine(line => {
    if (--left <= 0) status.full = true
    return `${line}\n`
  }, status)
}

const tail: Make = argv => {
  const { values } = options('tail', argv, 'fq', 'nc', { lines: 'n' })
  const text = values.get('n')?.at(-1) ?? '10'
  const n = Math.abs(count('tail', text))
  if (text.startsWith('+')) {
    let at = 0
    return perLine(line => (++at >= n ? `${line}\n` : ''))
  }
  return atEnd(lines => joined(n === 0 ? [] : lines.slice(-n)))
}

const field = (line: string, key: string, separator: string | undefined): string => {
  const from = Number(/^\d+/.exec(key)?.[0] ?? 1)
  const to = /,(\d+)/.exec(key)?.[1]
  const cut = separator === undefined ? line.trim().split(/\s+/) : line.split(separator)
  return cut.slice(from - 1, to === undefined ? undefined : Number(to)).join(' ')
}

const sort: Make = argv => {
  const { set, values } = options('sort', argv, 'rnuhfb', 'kt', { reverse: 'r', 'numeric-sort': 'n', unique: 'u', key: 'k' })
  const key = values.get('k')?.at(-1)
  const separator = values.get('t')?.at(-1)
  const numeric = set.has('n') || set.has('h') || /[nh]/.test(key ?? '')
  const reverse = set.has('r') || /r/.test(key ?? '')
  const of = (line: string) => (key === undefined ? line : field(line, key, separator))
  const number = (text: string) => Number(/^\s*(-?\d+(?:\.\d+)?)/.exec(text)?.[1] ?? 0)
  const compare = (a: string, b: string) => (numeric ? number(of(a)) - number(of(b)) : of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0)
  return atEnd(lines => {
    const sorted = lines.toSorted((a, b) => (compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)) * (reverse ? -1 : 1))
    return joined(set.has('u') ? sorted.filter((l, i) => i === 0 || compare(l, sorted[i - 1]!) !== 0) : sorted)
  })
}

const uniq: Make = argv => {
  const { set } = options('uniq', argv, 'cdu', '', { count: 'c' })
  return atEnd(lines => {
    const runs: { line: string; n: number }[] = []
    for (const line of lines) {
      const last = runs.at(-1)
      if (last?.line === line) last.n++
      else runs.push({ line, n: 1 })
    }
    return joined(runs.filter(r => (!set.has('d') || r.n > 1) && (!set.has('u') || r.n === 1)).map(r => (set.has('c') ? `${String(r.n).padStart(7)} ${r.line}` : r.line)))
  })
}

const cut: Make = argv => {
  const { values } = options('cut', argv, 's', 'dfc', { delimiter: 'd', fields: 'f', characters: 'c' })
  const [fields, characters] = [values.get('f')?.at(-1), values.get('c')?.at(-1)]
  const list = fields ?? characters
  if (list === undefined) throw new FilterError('cut: you must specify a list of bytes, characters, or fields\nTry \'cut --help\' for more information.')
  const ranges = list.split(',').map(r => /^(\d+)?(-)?(\d+)?$/.exec(r))
  if (ranges.some(r => !r || r[0] === '' || r[0] === '-')) throw new FilterError('cut: invalid field range\nTry \'cut --help\' for more information.')
  const wanted = (n: number) => ranges.some(r => (r![2] ? n >= Number(r![1] ?? 1) && n <= Number(r![3] ?? Infinity) : n === Number(r![1])))
  const separator = values.get('d')?.at(-1) ?? '\t'
  return perLine(line => {
    if (fields === undefined) return `${[...line].filter((_c, i) => wanted(i + 1)).join('')}\n`
    return line.includes(separator) ? `${line.split(separator).filter((_c, i) => wanted(i + 1)).join(separator)}\n` : `${line}\n`
  })
}

/** `awk '{print $1, $3}'`, with `NR>1` and `/word/` before the braces; nothing more of the language. */
const awk: Make = argv => {
  const { values, rest } = options('awk', argv, '', 'F')
  const match = /^\s*(?:(NR\s*(==|!=|>=|<=|>|<)\s*(\d+))|\/((?:[^/\\]|\\.)*)\/)?\s*(?:\{\s*print\s*(.*?)\s*;?\s*\})?\s*$/s.exec(rest[0] ?? '')
  const items = match?.[5] ? match[5].split(',').map(s => s.trim()) : ['$0']
  if (!rest[0] || !match || items.some(i => !/^(?:\$\d+|\$NF|NR|NF|"[^"]*")(?:\s*(?:\$\d+|\$NF|NR|NF|"[^"]*"))*$/.test(i))) throw new FilterError('awk: only {print …} is known here', 2)
  const separator = values.get('F')?.at(-1)
  let pattern: RegExp | undefined
  try {
    pattern = match[4] === undefined ? undefined : new RegExp(match[4])
  } catch {
    throw new FilterError('awk: the pattern cannot be read', 2)
  }
  const compare: Record<string, (a: number, b: number) => boolean> = {
    '==': (a, b) => a === b, '!=': (a, b) => a !== b, '>': (a, b) => a > b, '<': (a, b) => a < b, '>=': (a, b) => a >= b, '<=': (a, b) => a <= b,
  }
  let number = 0
  return perLine(line => {
    number++
    if (match[2] && !compare[match[2]]!(number, Number(match[3]))) return ''
    if (pattern && !pattern.test(line)) return ''
    const cells = separator === undefined ? line.trim().split(/\s+/).filter(Boolean) : line.split(separator)
    const value = (atom: string) => (atom === 'NR' ? String(number) : atom === 'NF' ? String(cells.length) : atom === '$NF' ? cells.at(-1) ?? ''
      : atom === '$0' ? line : atom.startsWith('"') ? atom.slice(1, -1) : cells[Number(atom.slice(1)) - 1] ?? '')
    return `${items.map(item => [...item.matchAll(/\$\d+|\$NF|NR|NF|"[^"]*"/g)].map(m => value(m[0])).join('')).join(' ')}\n`
  })
}

const tr: Make = argv => {
  const { set, rest } = options('tr', argv, 'ds', '')
  const unescaped = (text: string) => text.replace(/\\n/g, '\n').replace(/\\t/g, '\t').replace(/([a-zA-Z0-9])-([a-zA-Z0-9])/g, (all, a: string, b: string) =>
    (b < a ? all : Array.from({ length: b.charCodeAt(0) - a.charCodeAt(0) + 1 }, (_x, i) => String.fromCharCode(a.charCodeAt(0) + i)).join('')))
  const from = [...unescaped(rest[0] ?? '')]
  const to = [...unescaped(rest[1] ?? '')]
  if (from.length === 0 || (!set.has('d') && !set.has('s') && to.length === 0)) throw new FilterError(`tr: missing operand${rest[0] ? ` after '${rest[0]}'` : ''}\nTry 'tr --help' for more information.`)
  let before = ''
  return {
    full: false, exitCode: 0, end: () => '',
    feed: text => [...text].flatMap(c => {
      const i = from.indexOf(c)
      const out = i < 0 ? c : set.has('d') ? '' : to.length ? to[Math.min(i, to.length - 1)]! : c
      if (set.has('s') && i >= 0 && out === before) return []
      before = out
      return [out]
    }).join(''),
  }
}

/** One line is held back: only when the next one comes, or the end, is it known whether it was the last. */
const sed: Make = argv => {
  const program = sedProgram(argv)
  let held: string | undefined
  const one = (line: string | undefined, last: boolean): string => (line === undefined || program.quit() ? '' : program.line(line, last))
  const filter = perLine(line => {
    const out = one(held, false)
    held = line
    return out
  })
  return { get full() { return program.quit() }, exitCode: 0, feed: text => filter.feed(text), end: () => filter.end() + one(held, true) }
}

const cat: Make = () => ({ full: false, exitCode: 0, feed: text => text, end: () => '' })

/** Tools by name; files they name are read by the shell. */
export const filters: Readonly<Record<string, Make>> = { grep, egrep: argv => grep(['-E', ...argv]), fgrep: argv => grep(['-F', ...argv]), wc, head, tail, sort, uniq, cut, awk, tr, sed, cat }

/** The words of a tool's line that name files, in front of which options and a pattern may stand. */
export function filesNamed(tool: string, argv: readonly string[]): readonly string[] {
  const valued: Record<string, string> = { grep: 'eABCm', egrep: 'eABCm', fgrep: 'eABCm', head: 'nc', tail: 'nc', sort: 'kt', cut: 'dfc', awk: 'F' }
  if (tool === 'sed') return sedProgram(argv).files
  const plain: string[] = []
  let pattern = ['grep', 'egrep', 'fgrep', 'awk'].includes(tool) ? 1 : tool === 'tr' ? Infinity : 0
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (word.startsWith('-') && word.length > 1) {
      if (!word.startsWith('--') && (valued[tool] ?? '').includes(word.at(-1)!)) i++
      if (/^-[a-zA-Z]*e/.test(word) && tool.endsWith('grep')) pattern = 0
      continue
    }
    if (pattern > 0) pattern--
    else plain.push(word)
  }
  return plain
}
