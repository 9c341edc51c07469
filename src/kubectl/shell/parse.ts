// A line as a shell reads it: lists, pipes, assignments, quotes, $VARIABLES and $(…). No globs, loops or files to write to.

/** A piece of a word; what is not quoted is cut at blanks after it was filled in. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly list: List; readonly quoted: boolean }
export type ShellWord = readonly Part[]

export interface Simple {
  readonly assigns: readonly { readonly name: string; readonly value: ShellWord }[]
  readonly words: readonly ShellWord[]
  /** Where its complaints go: to the terminal, along with its output, or nowhere. */
  readonly stderr: 'terminal' | 'out' | 'nowhere'
  readonly quiet: boolean
}
export type Pipeline = readonly Simple[]
export type List = readonly { readonly after: ';' | '&&' | '||'; readonly pipeline: Pipeline }[]

/** What bash would say of a line that it cannot read. */
export class ShellError extends Error {}

const near = (token: string) => new ShellError(`syntax error near unexpected token \`${token}'`)
const KEYWORDS = ['for', 'while', 'until', 'if', 'case', 'function', 'select', '{', '(']
const ASSIGN = /^([A-Za-z_]\w*)=/
const REDIRECT = /^(?:(2)>&1|(2|1)?>\s*\/dev\/null|(&)>\s*\/dev\/null)/
const MOST_NESTED = 20

/** Throws a ShellError. */
export function parseShell(line: string): List {
  const reader = new Reader(line)
  const list = reader.list(0, '')
  return list
}

class Reader {
  private i = 0
  private readonly line: string
  constructor(line: string) {
    this.line = line
  }

  /** `until`: the character that ends it, or '' for the end of the line. */
  list(depth: number, until: string): List {
    if (depth > MOST_NESTED) throw new ShellError('too many nested substitutions')
    const out: { after: ';' | '&&' | '||'; pipeline: Pipeline }[] = []
    let after: ';' | '&&' | '||' = ';'
    for (;;) {
      const pipeline = this.pipeline(depth, until)
      if (pipeline) out.push({ after, pipeline })
      const operator = /^(?:&&|\|\||;|\n)/.exec(this.line.slice(this.i))?.[0]
      if (!pipeline && operator && operator !== '\n') throw near(operator)
      if (!pipeline && (after !== ';' )) throw this.i >= this.line.length ? new ShellError('syntax error: unexpected end of file') : near(this.line[this.i]!)
      if (!operator) {
        if (this.i >= this.line.length && until) throw new ShellError(`unexpected EOF while looking for matching \`${until}'`)
        if (this.i < this.line.length && this.line[this.i] !== until) throw near(this.line[this.i]!)
        return out
      }
      this.i += operator.length
      after = operator === '\n' ? ';' : (operator as ';' | '&&' | '||')
    }
  }

  private pipeline(depth: number, until: string): Pipeline | undefined {
    const out: Simple[] = []
    for (;;) {
      const simple = this.simple(depth, until)
      if (!simple) {
        if (out.length) throw this.i >= this.line.length ? new ShellError('syntax error: unexpected end of file') : near(this.line[this.i]!)
        if (this.line[this.i] === '|' && this.line[this.i + 1] !== '|') throw near('|')
        return undefined
      }
      out.push(simple)
      if (this.line[this.i] !== '|' || this.line[this.i + 1] === '|') return out
      this.i++
    }
  }

  private simple(depth: number, until: string): Simple | undefined {
    const assigns: { name: string; value: ShellWord }[] = []
    const words: ShellWord[] = []
    let stderr: Simple['stderr'] = 'terminal'
    let quiet = false
    for (;;) {
      while (/[ \t\r]/.test(this.line[this.i] ?? '') || (this.line[this.i] === '\\' && this.line[this.i + 1] === '\n')) this.i += this.line[this.i] === '\\' ? 2 : 1
      const c = this.line[this.i]
      if (c === '#') {
        const end = this.line.indexOf('\n', this.i)
        this.i = end < 0 ? this.line.length : end
        if (!until) continue
      }
      if (c === undefined || c === until || c === ';' || c === '|' || c === '\n' || this.line.startsWith('&&', this.i)) break
      const redirect = REDIRECT.exec(this.line.slice(this.i))
      if (redirect) {
        this.i += redirect[0].length
        if (redirect[1]) stderr = 'out'
        else if (redirect[2] === '2') stderr = 'nowhere'
        else quiet = true
        if (redirect[3]) stderr = 'nowhere'
        continue
      }
      if (c === '>' || c === '<') throw new ShellError('there are no files to read from or write to in this way here')
      if (c === '&') throw new ShellError('commands cannot be put in the background here')
      if (c === ')' || (c === '(' && words.length + assigns.length > 0)) throw near(c)
      const assign = words.length === 0 ? ASSIGN.exec(this.line.slice(this.i)) : null
      if (assign) {
        this.i += assign[0].length
        assigns.push({ name: assign[1]!, value: this.word(depth, until) })
      } else {
        const word = this.word(depth, until)
        const first = word[0]
        if (words.length === 0 && word.length === 1 && first?.kind === 'text' && !first.quoted && KEYWORDS.includes(first.text)) {
          throw new ShellError(`${first.text}: loops and conditions are not supported here`)
        }
        words.push(word)
      }
    }
    return words.length || assigns.length ? { assigns, words, stderr, quiet } : undefined
  }

  private word(depth: number, until: string): ShellWord {
    const parts: Part[] = []
    const add = (text: string, quoted: boolean) => {
      const last = parts.at(-1)
      if (last?.kind === 'text' && last.quoted === quoted) parts[parts.length - 1] = { ...last, text: last.text + text }
      else parts.push({ kind: 'text', text, quoted })
    }
    let quote = ''
    for (;;) {
      const c = this.line[this.i]
      if (c === undefined) {
        if (quote) throw new ShellError(`unexpected EOF while looking for matching \`${quote}'`)
        break
      }
      if (quote === "'") {
        const end = this.line.indexOf("'", this.i)
        if (end < 0) throw new ShellError("unexpected EOF while looking for matching `''")
        add(this.line.slice(this.i, end), true)
        this.i = end + 1
        quote = ''
      } else if (!quote && (/[ \t\r\n;|<>()]/.test(c) || c === '&' || c === until)) {
        // `2>` belongs to a redirection only where it begins a word; anything else here ends the word.
        if (c === '(') throw near('(')
        break
      } else if (c === '\\') {
        const next = this.line[this.i + 1]
        if (next === undefined) {
          add('\\', true)
          this.i++
        } else {
          if (quote && !'"\\$`\n'.includes(next)) add(`\\${next}`, true)
          else if (next !== '\n') add(next, true)
          this.i += 2
        }
      } else if (c === '$' && this.line[this.i + 1] === '(') {
        this.i += 2
        const list = this.list(depth + 1, ')')
        this.i++
        parts.push({ kind: 'command', list, quoted: quote !== '' })
      } else if (c === '`') {
        const end = this.line.indexOf('`', this.i + 1)
        if (end < 0) throw new ShellError("unexpected EOF while looking for matching ``'")
        const inner = new Reader(this.line.slice(this.i + 1, end))
        parts.push({ kind: 'command', list: inner.list(depth + 1, ''), quoted: quote !== '' })
        this.i = end + 1
      } else if (c === '$') {
        const match = /^\$(?:\{([A-Za-z_]\w*|\?)\}|([A-Za-z_]\w*|\?|\d))/.exec(this.line.slice(this.i))
        if (match) parts.push({ kind: 'variable', name: match[1] ?? match[2]!, quoted: quote !== '' })
        else add('$', quote !== '')
        this.i += match ? match[0].length : 1
      } else if (c === '"') {
        // An empty pair of quotes is a word too.
        if (!quote) add('', true)
        quote = quote ? '' : '"'
        this.i++
      } else if (c === "'" && !quote) {
        add('', true)
        quote = "'"
        this.i++
      } else {
        add(c, quote !== '')
        this.i++
      }
    }
    return parts
  }
}
