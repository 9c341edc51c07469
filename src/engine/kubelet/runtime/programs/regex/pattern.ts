// A regular expression whose work is bounded: what takes JavaScript's own for ever takes as long here as the text is long, times the choices.
// Small ones that cannot go wrong are left to JavaScript's, which is faster.
import { compile, type Steps } from './compile.ts'
import { Matcher, type Wants } from './match.ts'
import { parse, type Node } from './parse.ts'

export interface PatternOptions {
  readonly ignoreCase?: boolean
  /** As POSIX wants it: of all that fit from the leftmost place, the longest. Otherwise the first alternative that fits, as in Perl and Go. */
  readonly longest?: boolean
}

/** The whole and its groups; `index`: where it begins. */
export interface Found { readonly groups: readonly (string | undefined)[]; readonly index: number }

/** Texts up to this are left to JavaScript's, if the expression repeats one character only and has no other choices. */
const SHORT = 4000

export class Pattern {
  readonly #source: string
  readonly #flags: string
  readonly #wants: Wants
  readonly #native: RegExp
  /** Up to which length a text is left to JavaScript's. */
  readonly #left: number
  readonly #tree: Node
  readonly #groups: number
  #steps: Steps | undefined
  #remembers = true

  /** A source in JavaScript's writing (see posix.ts); throws a SyntaxError where that does not take it. */
  constructor(source: string, { ignoreCase = false, longest = false }: PatternOptions = {}) {
    this.#source = source
    this.#flags = ignoreCase ? 'i' : ''
    this.#wants = longest ? 'longest' : 'first'
    this.#native = new RegExp(source, `g${this.#flags}`)
    const { tree, groups } = parse(source)
    this.#tree = tree
    this.#groups = groups
    const { repeats, hard, backs } = traits(tree)
    this.#left = hard ? -1 : repeats === 0 ? Infinity : repeats === 1 ? SHORT : -1
    this.#remembers = !backs
    // What is too big is told of now and not at the first line.
    if (this.#left < 0) this.#compiled()
  }

  get source(): string { return this.#source }

  test(text: string): boolean {
    if (!this.#isLeft(text)) return this.exec(text) !== undefined
    this.#native.lastIndex = 0
    return this.#native.test(text)
  }

  /** The leftmost place at or after `from` where it fits. */
  exec(text: string, from = 0): Found | undefined {
    return this.#isLeft(text) ? this.#once(text, from) : this.#search(this.#matcher(text), text, from)
  }

  #search(matcher: Matcher, text: string, from: number): Found | undefined {
    for (let start = from; start <= text.length; start++) {
      const found = matcher.from(start, this.#wants)
      if (found) return this.#told(text, found)
    }
    return undefined
  }

  /** The rightmost place where it fits. */
  last(text: string): Found | undefined {
    const matcher = this.#matcher(text)
    for (let start = text.length; start >= 0; start--) {
      const found = matcher.from(start, this.#wants)
      if (found) return this.#told(text, found)
    }
    return undefined
  }

  /** How it fits at the very beginning, reading as much or as little as it can. */
  ahead(text: string, wants: Wants): Found | undefined {
    const found = this.#matcher(text).from(0, wants)
    return found && this.#told(text, found)
  }

  /** Everything that it fits, from left to right; nothing empty right behind another one. */
  *each(text: string): Generator<Found> {
    const matcher = this.#isLeft(text) ? undefined : this.#matcher(text)
    let end = -1
    for (let from = 0; from <= text.length;) {
      const found = matcher ? this.#search(matcher, text, from) : this.#once(text, from)
      if (!found) return
      const after = found.index + found.groups[0]!.length
      if (after > found.index || found.index !== end) yield found
      end = after
      from = after > found.index ? after : after + 1
    }
  }

  /** The text with what it fits replaced: by `by`, which may give nothing to leave a place as it is. `all`: not only the first. */
  replace(text: string, by: (found: Found) => string | undefined, all = true): string {
    let out = ''
    let done = 0
    for (const found of this.each(text)) {
      const put = by(found)
      if (put !== undefined) {
        out += text.slice(done, found.index) + put
        done = found.index + found.groups[0]!.length
      }
      if (!all) break
    }
    return out + text.slice(done)
  }

  /** The parts between the places that it fits. An empty fit divides nothing. */
  split(text: string): string[] {
    const parts: string[] = []
    let from = 0
    for (const { groups, index } of this.each(text)) {
      if (groups[0] === '') continue
      parts.push(text.slice(from, index))
      from = index + groups[0]!.length
    }
    return [...parts, text.slice(from)]
  }

  #isLeft(text: string): boolean { return text.length <= this.#left }

  #once(text: string, from: number): Found | undefined {
    this.#native.lastIndex = from
    const found = this.#native.exec(text)
    return found ? { groups: Array.from(found), index: found.index } : undefined
  }

  #compiled(): Steps { return (this.#steps ??= compile(this.#tree, this.#groups, this.#flags !== '')) }
  #matcher(text: string): Matcher { return new Matcher(this.#compiled(), text, this.#flags !== '', this.#remembers) }

  #told(text: string, found: readonly number[]): Found {
    const groups: (string | undefined)[] = []
    for (let i = 0; i <= this.#groups; i++) groups.push(found[2 * i]! < 0 || found[2 * i + 1]! < 0 ? undefined : text.slice(found[2 * i], found[2 * i + 1]))
    return { groups, index: found[0]! }
  }
}

/** How many repeats it has, whether it has other choices or looks around, whether it speaks of what a group held. */
function traits(node: Node): { repeats: number; hard: boolean; backs: boolean } {
  switch (node.n) {
    case 'one': case 'edge': return { repeats: 0, hard: false, backs: false }
    case 'back': return { repeats: 0, hard: true, backs: true }
    case 'repeat': return { repeats: 1, hard: node.of.n !== 'one', backs: traits(node.of).backs }
    case 'group': return traits(node.of)
    case 'look': return { repeats: 0, hard: node.of.n !== 'one', backs: traits(node.of).backs }
    case 'all': case 'any': {
      const all = node.of.map(traits)
      return { repeats: all.reduce((sum, t) => sum + t.repeats, 0), hard: node.n === 'any' || all.some(t => t.hard), backs: all.some(t => t.backs) }
    }
  }
}
