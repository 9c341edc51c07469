// Derived groupings of a table's entries. They follow the table through its listener, so they are right in both directions.
import { SortedMap } from './sortedMap.ts'
import type { Entry, Table } from './table.ts'

const NONE: readonly never[] = Object.freeze([])

/**
 * What has one term. Entries of the table, not their values: a change that leaves the term as it is, as nearly all do, moves nothing
 * here. `list`: their values, until one of them changes.
 */
interface Group<T> { readonly members: SortedMap<Entry<T>>; list: readonly T[] | undefined }

/** Entries of a table by term; each entry has at most one term. Lists are in key order and must not be edited. */
export class Index<T> {
  readonly #table: Table<T>
  readonly #termOf: (value: T, key: string) => string | undefined
  readonly #groups = new Map<string, Group<T>>()

  constructor(table: Table<T>, termOf: (value: T, key: string) => string | undefined) {
    this.#table = table
    this.#termOf = termOf
    table.eachEntry(entry => this.#follow(entry, undefined, entry.value))
    table.onChange((_key, before, after, entry) => this.#follow(entry, before, after))
  }

  /** Values whose term is `term`, in key order. The same array until one of them changes. */
  list(term: string): readonly T[] {
    const group = this.#groups.get(term)
    if (!group) return NONE
    return (group.list ??= group.members.values().map(valueOf))
  }

  count(term: string): number { return this.#groups.get(term)?.members.size ?? 0 }

  /** Terms that have entries, in no promised order. */
  terms(): IterableIterator<string> { return this.#groups.keys() }

  /** What a law compares with an index built anew: the keys of each term, each marked whose value is not the table's. */
  snapshot(): Record<string, string[]> {
    const result: Record<string, string[]> = {}
    for (const term of [...this.#groups.keys()].sort()) {
      const { members } = this.#groups.get(term)!
      const values = this.list(term)
      result[term] = members.keys().map((key, i) => (values[i] === this.#table.get(key) ? key : `${key}, outdated`))
    }
    return result
  }

  rebuilt(): Index<T> { return new Index(this.#table, this.#termOf) }

  #follow(entry: Entry<T>, before: T | undefined, after: T | undefined): void {
    const { key } = entry
    const from = before === undefined ? undefined : this.#termOf(before, key)
    const to = after === undefined ? undefined : this.#termOf(after, key)
    if (from === to) {
      const group = to === undefined ? undefined : this.#groups.get(to)
      if (group) group.list = undefined
      return
    }
    if (from !== undefined) {
      const group = this.#groups.get(from)
      if (group) {
        group.members.delete(key)
        group.list = undefined
        if (group.members.size === 0) this.#groups.delete(from)
      }
    }
    if (to !== undefined) {
      let group = this.#groups.get(to)
      if (!group) {
        group = { members: new SortedMap<Entry<T>>(), list: undefined }
        this.#groups.set(to, group)
      }
      group.members.set(key, entry)
      group.list = undefined
    }
  }
}

const valueOf = <T>(entry: Entry<T>): T => entry.value!
