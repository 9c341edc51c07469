// How many entries of a table are alike, by owner: what a controller that only counts asks instead of walking everything it owns. It
// follows the table through its listener, so it is right in both directions of time, and a change costs the entry that changed.
import type { Table } from './table.ts'

/** Which entries are alike. Both functions must be pure, and entries of one class must have equal facts. */
export interface Census<T, Facts> {
  readonly name: string
  /** A text that is the same for entries with the same facts; undefined: it is not counted. */
  classOf(value: T): string | undefined
  /** What is to be known of each entry of the class. */
  factsOf(value: T): Facts
}

/** So many entries of which the same is to be known. */
export interface Counted<Facts> { readonly facts: Facts; readonly count: number }

const NONE: readonly never[] = Object.freeze([])

export class Tally<T, Facts> {
  readonly #table: Table<T>
  readonly #termOf: (value: T) => string | undefined
  readonly #census: Census<T, Facts>
  readonly #groups = new Map<string, Classes<Facts>>()

  constructor(table: Table<T>, termOf: (value: T) => string | undefined, census: Census<T, Facts>) {
    this.#table = table
    this.#termOf = termOf
    this.#census = census
    for (const [, value] of table.entries()) this.#count(value, 1)
    table.onChange((_key, before, after) => {
      if (before !== undefined) this.#count(before, -1)
      if (after !== undefined) this.#count(after, 1)
    })
  }

  /** What there is under the term, in no promised order: for sums. Not to be kept: it changes with the table. */
  of(term: string): Iterable<Counted<Facts>> { return this.#groups.get(term)?.values() ?? NONE }

  /** For the law of indexes (E5): each term's classes and their counts. */
  snapshot(): Record<string, string[]> {
    const result: Record<string, string[]> = {}
    for (const term of [...this.#groups.keys()].sort()) result[term] = [...this.#groups.get(term)!].map(([name, { count }]) => `${name}: ${count}`).sort()
    return result
  }

  rebuilt(): Tally<T, Facts> { return new Tally(this.#table, this.#termOf, this.#census) }

  #count(value: T, by: 1 | -1): void {
    const name = this.#census.classOf(value)
    if (name === undefined) return
    const term = this.#termOf(value)
    if (term === undefined) return
    let group = this.#groups.get(term)
    if (!group) {
      group = new Map()
      this.#groups.set(term, group)
    }
    countIn(group, this.#census, name, value, by)
    if (group.size === 0) this.#groups.delete(term)
  }
}

type Classes<Facts> = Map<string, { facts: Facts; count: number }>

/** A class that nobody is left in goes. */
function countIn<T, Facts>(classes: Classes<Facts>, census: Census<T, Facts>, name: string, value: T, by: 1 | -1): void {
  const known = classes.get(name)
  if (!known) classes.set(name, { facts: census.factsOf(value), count: by })
  else if ((known.count += by) === 0) classes.delete(name)
}

/** The same by walking: for caches without tables. */
export function countAll<T, Facts>(census: Census<T, Facts>, values: readonly T[]): readonly Counted<Facts>[] {
  const classes: Classes<Facts> = new Map()
  for (const value of values) {
    const name = census.classOf(value)
    if (name !== undefined) countIn(classes, census, name, value, 1)
  }
  return [...classes.values()]
}
