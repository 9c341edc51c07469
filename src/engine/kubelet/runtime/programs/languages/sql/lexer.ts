// SQL as words, and a text as statements.
import { SQL_ERRORS } from './errors.ts'

export interface Token {
  /** `name`: in backquotes, or after a dot. `system`: @@x. `user`: @x. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'system' | 'user' | 'sign' | 'end'
  /** What it says: a string without its quotes. */
  readonly text: string
  readonly from: number
  readonly to: number
}

const SPACE = /(?:\s+|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[^]*?\*\/)*/y
const PARTS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"/y],
  ['name', /`(?:[^`]|``)+`/y],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w$])|\.\d+/y],
  ['system', /@@[\w.]+/y],
  ['user', /@[\w.$]+/y],
  ['word', /[\w$\u0080-\uffff]+/y],
  ['sign', /<=>|<=|>=|<>|!=|\|\||&&|:=|[-+*/%=<>(),.;!@]/y],
]
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', Z: '\x1a' }

function unquoted(text: string): string {
  const quote = text[0]!
  const inside = text.slice(1, -1).replaceAll(quote + quote, quote)
  return quote === '`' ? inside : inside.replace(/\\([^])/g, (all, c: string) => (c === '%' || c === '_' ? all : ESCAPED[c] ?? c))
}

/** The words of one statement. Throws SqlError. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; ;) {
    SPACE.lastIndex = at
    at += SPACE.exec(sql)?.[0].length ?? 0
    if (at >= sql.length) break
    const from = at
    for (const [kind, part] of PARTS) {
      part.lastIndex = at
      const found = part.exec(sql)?.[0]
      if (found === undefined) continue
      at += found.length
      tokens.push({ kind, text: kind === 'string' || kind === 'name' ? unquoted(found) : kind === 'system' ? found.slice(2) : kind === 'user' ? found.slice(1) : found, from, to: at })
      break
    }
    if (at === from) throw SQL_ERRORS.syntax(sql.slice(from))
  }
  tokens.push({ kind: 'end', text: '', from: sql.length, to: sql.length })
  return tokens
}

export interface Written { readonly sql: string; readonly vertical: boolean }

/** The statements of a text, which end in `;`, `\g` or `\G`, and what is left behind the last of these. */
export function statementsIn(text: string): { readonly statements: readonly Written[]; readonly rest: string } {
  const statements: Written[] = []
  const part = /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`(?:[^`]|``)*`|--(?=\s|$)[^\n]*|#[^\n]*|\/\*[^]*?\*\/|;|\\[gG]|['"`]|[^]/g
  let from = 0
  for (let found = part.exec(text); found; found = part.exec(text)) {
    const [word] = found
    // A quote that nobody closes: the rest is not to be cut.
    if (word === "'" || word === '"' || word === '`') break
    if (word !== ';' && word !== '\\g' && word !== '\\G') continue
    const sql = text.slice(from, found.index).trim()
    if (sql !== '') statements.push({ sql, vertical: word === '\\G' })
    from = part.lastIndex
  }
  return { statements, rest: text.slice(from) }
}

/** Whether nothing but blanks and comments stands there. */
export function isBlank(text: string): boolean {
  SPACE.lastIndex = 0
  return (SPACE.exec(text)?.[0].length ?? 0) >= text.length
}
