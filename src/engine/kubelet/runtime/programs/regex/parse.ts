// A regular expression in JavaScript's writing, as a tree. What stands for one character stays source: what it matches is asked of the language.

export type Node =
  | { readonly n: 'one'; readonly source: string }
  | { readonly n: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly n: 'repeat'; readonly of: Node; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly n: 'group'; readonly of: Node; readonly index: number }
  | { readonly n: 'look'; readonly of: Node; readonly behind: boolean; readonly not: boolean }
  | { readonly n: 'back'; readonly index: number }
  | { readonly n: 'edge'; readonly at: '^' | '$' | 'b' | 'B' }

const COUNTED = /^\{(\d+)(,?)(\d*)\}/
const ESCAPE = /^\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[^])/
const SET = /^\[\^?(?:\\[^]|[^\]\\])*\]/
const LOOK = /^\?(<?)([=!])/

/** Reads a source that JavaScript takes. Groups are counted from 1. */
export function parse(source: string): { readonly tree: Node; readonly groups: number } {
  let at = 0
  let groups = 0
  const most = (source.match(/\\[^]|\[\^?(?:\\[^]|[^\]\\])*\]|\((?!\?)|\(\?<\w/g) ?? []).filter(found => found[0] === '(').length

  const any = (): Node => {
    const of = [all()]
    while (source[at] === '|') {
      at++
      of.push(all())
    }
    return of.length === 1 ? of[0]! : { n: 'any', of }
  }
  const all = (): Node => {
    const of: Node[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') of.push(repeated(atom()))
    return of.length === 1 ? of[0]! : { n: 'all', of }
  }
  const repeated = (of: Node): Node => {
    const [min, max] = times() ?? [-1, -1]
    if (min < 0) return of
    const lazy = source[at] === '?'
    if (lazy) at++
    return { n: 'repeat', of, min, max, lazy }
  }
  const times = (): readonly [number, number] | undefined => {
    switch (source[at]) {
      case '*': at++; return [0, Infinity]
      case '+': at++; return [1, Infinity]
      case '?': at++; return [0, 1]
      case '{': {
        const found = COUNTED.exec(source.slice(at, at + 40))
        if (!found) return undefined
        at += found[0].length
        const min = Number(found[1])
        return [min, found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3])]
      }
      default: return undefined
    }
  }
  const atom = (): Node => {
    const c = source[at]!
    if (c === '^' || c === '$') {
      at++
      return { n: 'edge', at: c }
    }
    if (c === '(') return group()
    if (c === '\\') return escaped()
    const one = c === '[' ? SET.exec(source.slice(at))![0] : c
    at += one.length
    return { n: 'one', source: one }
  }
  const escaped = (): Node => {
    const next = source[at + 1]!
    if (next === 'b' || next === 'B') {
      at += 2
      return { n: 'edge', at: next }
    }
    const back = /^\\([1-9]\d*)/.exec(source.slice(at, at + 5))
    if (back && Number(back[1]) <= most) {
      at += back[0].length
      return { n: 'back', index: Number(back[1]) }
    }
    const one = ESCAPE.exec(source.slice(at, at + 8))![0]
    at += one.length
    return { n: 'one', source: one }
  }
  const group = (): Node => {
    at++
    const look = LOOK.exec(source.slice(at, at + 3))
    const named = /^\?<\w+>/.exec(source.slice(at))
    const plain = source.startsWith('?:', at)
    at += look?.[0].length ?? named?.[0].length ?? (plain ? 2 : 0)
    const index = look || plain ? 0 : ++groups
    const of = any()
    at++
    return look ? { n: 'look', of, behind: look[1] === '<', not: look[2] === '!' } : index === 0 ? of : { n: 'group', of, index }
  }

  return { tree: any(), groups: most }
}
