// Regular expressions as POSIX writes them, turned into JavaScript's.

/** A basic regular expression (grep, sed, expr) as one of JavaScript's. */
export function basic(pattern: string): string {
  let out = ''
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '\\') {
      const next = pattern[++i] ?? '\\'
      if ('(){}|+?'.includes(next)) out += next
      else if (next === '<' || next === '>') out += '\\b'
      else if (/[bBwWsSnt1-9]/.test(next)) out += `\\${next}`
      else out += /[A-Za-z0-9]/.test(next) ? next : `\\${next}`
    } else if (c === '[') {
      const set = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(pattern.slice(i))
      if (!set) throw new SyntaxError('unmatched [')
      out += classes(set[0])
      i += set[0].length - 1
    } else if (c === '*' && (out === '' || out === '^' || out.endsWith('('))) out += '\\*'
    else if ('(){}|+?'.includes(c)) out += `\\${c}`
    else if (c === '^' && i > 0 && !pattern.slice(0, i).endsWith('\\(') && !pattern.slice(0, i).endsWith('\\|')) out += '\\^'
    else if (c === '$' && i < pattern.length - 1 && !pattern.startsWith('\\)', i + 1) && !pattern.startsWith('\\|', i + 1)) out += '\\$'
    else out += c
  }
  return out
}

/** An extended regular expression as one of JavaScript's. */
export function extended(pattern: string): string {
  let out = ''
  let repeated = false
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    const again = repeated
    repeated = '*+?'.includes(c)
    // `.*?` is no lazy one here: it is `.*` that may as well be left out.
    if (again && repeated) {
      if (c !== out.at(-1)) out = `${out.slice(0, -1)}*`
    } else if (c === '\\') {
      const next = pattern[++i] ?? '\\'
      out += next === '<' || next === '>' ? '\\b' : /[bBwWsSnt1-9]/.test(next) || !/[A-Za-z0-9]/.test(next) ? `\\${next}` : next
    } else if (c === '[') {
      const set = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(pattern.slice(i))
      if (!set) throw new SyntaxError('unmatched [')
      out += classes(set[0])
      i += set[0].length - 1
    } else if ((c === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i))) || (c === '}' && !/\{\d*,?\d*$/.test(pattern.slice(0, i)))) out += `\\${c}`
    else out += c
  }
  return out
}

const NAMED: Readonly<Record<string, string>> = { alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', blank: ' \\t', punct: '!-\\/:-@\\[-`{-~', xdigit: '0-9A-Fa-f', print: ' -~', graph: '!-~', cntrl: '\\x00-\\x1f' }

function classes(set: string): string {
  const not = set[1] === '^' ? '^' : ''
  const inner = set.slice(1 + not.length, -1)
  const body = inner.replace(/\[:(\w+):\]|\\|\[|\]|\^/g, (all: string, name?: string) => (name === undefined ? `\\${all}` : (NAMED[name] ?? '')))
  return `[${not}${body}]`
}
