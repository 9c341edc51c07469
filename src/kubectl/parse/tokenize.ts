// A line as a shell would cut it into words: quotes, backslashes, $VARIABLES, comments. No pipes, no globs, no redirection.

export interface Word {
  readonly text: string
  /** Where the word stands in the line; `to` is behind its last character. */
  readonly from: number
  readonly to: number
}

/** What a shell would say of a line that it cannot read. */
export class TokenError extends Error {}

const NAME = /^(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/

/** Throws a TokenError for a quote that is not closed, unless `lenient` (for completion), which takes it as closed at the end. */
export function tokenize(line: string, env: Readonly<Record<string, string>> = {}, lenient = false): Word[] {
  const words: Word[] = []
  let i = 0
  const variable = (): string => {
    const match = NAME.exec(line.slice(i + 1))
    if (!match) {
      i++
      return '$'
    }
    i += 1 + match[0].length
    return env[match[1] ?? match[2]!] ?? ''
  }
  while (i < line.length) {
    if (/\s/.test(line[i]!)) {
      i++
      continue
    }
    if (line[i] === '#') break
    const from = i
    let text = ''
    let quote = ''
    while (i < line.length && (quote || !/\s/.test(line[i]!))) {
      const c = line[i]!
      if (quote === "'") {
        if (c === "'") quote = ''
        else text += c
        i++
      } else if (c === '\\') {
        const next = line[i + 1]
        if (next === undefined) {
          if (!lenient) text += c
          i++
        } else if (quote === '"' && !'"\\$`\n'.includes(next)) {
          text += c + next
          i += 2
        } else {
          if (next !== '\n') text += next
          i += 2
        }
      } else if (c === '$') {
        text += variable()
      } else if (quote === '"') {
        if (c === '"') quote = ''
        else text += c
        i++
      } else if (c === "'" || c === '"') {
        quote = c
        i++
      } else {
        text += c
        i++
      }
    }
    if (quote && !lenient) throw new TokenError(`unexpected EOF while looking for matching \`${quote}'`)
    words.push({ text, from, to: i })
  }
  return words
}
