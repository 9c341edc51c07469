// Patterns with * ? […], in file names, `case`, ${x%…} and [[ == ]].
import { resolvePath, type FileTree } from '../machine/files.ts'
import { Pattern } from '../regex/pattern.ts'

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', upper: 'A-Z', lower: 'a-z', space: ' \\t\\n\\r\\f\\v', blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~', xdigit: '0-9A-Fa-f', cntrl: '\\x00-\\x1f\\x7f', print: ' -~', graph: '!-~',
}
const cache = new Map<string, Pattern>()

const literal = (c: string): string => (/[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c)

/** The source of a regular expression for a pattern in which a backslash quotes the next character. */
function patternSource(pattern: string): string {
  let out = ''
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '\\' && i + 1 < pattern.length) out += literal(pattern[++i]!)
    else if (c === '*') {
      while (pattern[i + 1] === '*') i++
      out += '[^]*'
    } else if (c === '?') out += '[^]'
    else if (c === '[') {
      const set = bracket(pattern, i)
      if (set) {
        out += set.source
        i = set.end
      } else out += '\\['
    } else out += literal(c)
  }
  return out
}

function bracket(pattern: string, from: number): { readonly source: string; readonly end: number } | undefined {
  let i = from + 1
  let not = false
  if (pattern[i] === '!' || pattern[i] === '^') {
    not = true
    i++
  }
  let body = ''
  for (let first = true; i < pattern.length; first = false) {
    if (pattern[i] === ']' && !first) {
      try {
        new RegExp(`[${body}]`)
      } catch {
        return undefined
      }
      return { source: body === '' ? (not ? '[^]' : '(?!)') : `[${not ? '^' : ''}${body}]`, end: i }
    }
    const named = /^\[:(\w+):\]/.exec(pattern.slice(i, i + 12))
    if (named && CLASSES[named[1]!] !== undefined) {
      body += CLASSES[named[1]!]
      i += named[0].length
      continue
    }
    let c = pattern[i++]!
    if (c === '\\' && i < pattern.length) c = `\\${pattern[i++]!.replace(/[A-Za-z0-9]/, (x) => `u${x.charCodeAt(0).toString(16).padStart(4, '0')}`)}`
    else if (c === '[' || c === '^' || c === '\\' || c === ']') c = `\\${c}`
    body += c
  }
  return undefined
}

/** The pattern as an expression, at the places that `edges` says: `^`, `$`, both or none. */
export function patternExpression(pattern: string, edges: '' | '^' | '$' | '^$' = '^$'): Pattern {
  const key = `${edges}${pattern}`
  let known = cache.get(key)
  if (!known) {
    if (cache.size > 1000) cache.clear()
    known = new Pattern(`${edges.startsWith('^') ? '^' : ''}(?:${patternSource(pattern)})${edges.endsWith('$') ? '$' : ''}`, { longest: true })
    cache.set(key, known)
  }
  return known
}

export const matches = (pattern: string, text: string): boolean =>
  /[*?[\\]/.test(pattern) ? patternExpression(pattern).test(text) : pattern === text

/** Does a pattern have anything that is not plain? */
export const isPattern = (pattern: string): boolean => /(^|[^\\])(\\\\)*[*?[]/.test(pattern)

/** Cuts the part of a text that matches from one end: ${x#p} ${x##p} ${x%p} ${x%%p}. */
export function trim(text: string, pattern: string, end: 'start' | 'end', longest: boolean): string {
  if (end === 'start') return text.slice(patternExpression(pattern, '^').ahead(text, longest ? 'longest' : 'shortest')?.groups[0]!.length ?? 0)
  const expression = patternExpression(pattern, '$')
  return text.slice(0, (longest ? expression.exec(text) : expression.last(text))?.index ?? text.length)
}

/** The paths that match a pattern, sorted; none: an empty list. */
export function globPaths(tree: FileTree, cwd: string, pattern: string): string[] {
  const parts = pattern.split('/')
  let found: string[] = [pattern.startsWith('/') ? '/' : '']
  if (pattern.startsWith('/')) parts.shift()
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1
    const next: string[] = []
    for (const dir of found) {
      const here = resolvePath(cwd, dir === '' ? '.' : dir)
      const join = (name: string) => (dir === '' ? name : dir.endsWith('/') ? `${dir}${name}` : `${dir}/${name}`)
      if (!isPattern(part)) {
        const plainPart = part.replace(/\\(.)/g, '$1')
        const path = join(plainPart)
        if (part === '' ? last : tree.stat(resolvePath(cwd, path))) next.push(part === '' ? `${dir}/` : path)
        continue
      }
      for (const name of tree.list(here) ?? []) {
        if ((name.startsWith('.') && !part.startsWith('.')) || !matches(part, name)) continue
        if (last || tree.stat(resolvePath(here, name))?.kind === 'dir') next.push(join(name))
      }
    }
    found = next
  }
  return found.sort()
}
