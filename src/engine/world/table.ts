// The only place where state may live. Every change goes into the open frame, so that it can be played backwards.
import { SortedKeys } from './sortedKeys.ts'
import { must } from './must.ts'

export type Listener<T> = (key: string, before: T | undefined, after: T | undefined) => void

/** Who writes down what changes; the world, while a frame is open. */
export interface Journal {
  record(table: Table<unknown>, key: string, before: unknown, after: unknown): void
  readonly freezes: boolean
}

/**
 * Entries by key. Values are plain data and are replaced, never edited; in tests they are frozen to prove it. Lists come in
 * key order, as etcd's do: order must never depend on the past, or a run continued after going back would differ.
 */
export class Table<T> {
  readonly name: string
  /** What keeping one write of this table costs, roughly, in bytes. */
  readonly costPerWrite: number
  #entries = new Map<string, T>()
  #sorted: SortedKeys | undefined
  #listeners: Listener<T>[] = []
  #journal: Journal

  constructor(name: string, journal: Journal, costPerWrite: number) {
    this.name = name
    this.#journal = journal
    this.costPerWrite = costPerWrite
  }

  get size(): number { return this.#entries.size }
  get(key: string): T | undefined { return this.#entries.get(key) }
  has(key: string): boolean { return this.#entries.has(key) }

  set(key: string, value: T): void {
    must(value !== undefined, 'a table cannot hold undefined', { table: this.name, key })
    const before = this.#entries.get(key)
    if (before === value) return
    if (this.#journal.freezes) deepFreeze(value)
    this.#journal.record(this as Table<unknown>, key, before, value)
    this.put(key, before, value)
  }

  delete(key: string): void {
    const before = this.#entries.get(key)
    if (before === undefined) return
    this.#journal.record(this as Table<unknown>, key, before, undefined)
    this.put(key, before, undefined)
  }

  /** In key order. The table must not change while it is walked. */
  keys(): Iterable<string> { return this.#order() }

  /** In key order. */
  list(): T[] {
    const result: T[] = []
    this.#order().forEach(key => { result.push(this.#entries.get(key)!) })
    return result
  }

  /** Entries whose key begins with `prefix`, in key order: a namespace's objects are `range('default/')`. */
  range(prefix: string): T[] {
    const result: T[] = []
    this.#order().withPrefix(prefix, key => { result.push(this.#entries.get(key)!) })
    return result
  }

  rangeKeys(prefix: string): string[] {
    const result: string[] = []
    this.#order().withPrefix(prefix, key => { result.push(key) })
    return result
  }

  /** Entries in no promised order: for sums and for building something sorted. */
  entries(): IterableIterator<[string, T]> { return this.#entries.entries() }

  /** Hears every change, in both directions of time. For derived things only: a listener may not write to tables. */
  onChange(listener: Listener<T>): void { this.#listeners.push(listener) }

  /** Plays a change without recording it. For the journal itself: do, undo and redo all come through here. */
  put(key: string, before: T | undefined, after: T | undefined): void {
    if (after === undefined) {
      this.#entries.delete(key)
      this.#sorted?.remove(key)
    } else {
      if (before === undefined) this.#sorted?.add(key)
      this.#entries.set(key, after)
    }
    for (const listener of this.#listeners) listener(key, before, after)
  }

  // Many tables are never listed, so the order is kept only from the first time somebody asks.
  #order(): SortedKeys {
    if (!this.#sorted) {
      this.#sorted = new SortedKeys()
      for (const key of [...this.#entries.keys()].sort()) this.#sorted.add(key)
    }
    return this.#sorted
  }
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  const proto = Object.getPrototypeOf(value)
  must(proto === Object.prototype || proto === Array.prototype || proto === null, 'tables hold plain data only', { proto: proto?.constructor?.name })
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
}
