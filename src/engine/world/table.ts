// The only place where state may live. Every change goes into the open frame, so that it can be played backwards.
import { SortedKeys } from './sortedKeys.ts'
import { must } from './must.ts'

/** `entry`: where the value stands, the same one for as long as the table has the key. */
export type Listener<T> = (key: string, before: T | undefined, after: T | undefined, entry: Entry<T>) => void

/** Who writes down what changes; the world, while a frame is open. */
export interface Journal {
  record(entry: Entry, before: unknown, after: unknown): void
  readonly freezes: boolean
}

/** Where a key's value stands. Journals hold entries, so that to play a change they need not look for its key. */
export class Entry<T = any> {
  readonly table: Table<T>
  readonly key: string
  /** undefined: the table has no such key at this position of time. Read it; only the table writes it. */
  value: T | undefined = undefined
  /** Where it stands among what a leap has touched (leap.ts); a number that only a leap believes. */
  slot = 0

  constructor(table: Table<T>, key: string) {
    this.table = table
    this.key = key
  }
}

/** One value that is always there: a counter, a clock. A key of a table that nobody has to look for; nobody else may delete it. */
export class Register<T> {
  readonly #entry: Entry<T>
  readonly #initial: T

  constructor(entry: Entry<T>, initial: T) {
    this.#entry = entry
    this.#initial = initial
  }

  get value(): T { return this.#entry.value ?? this.#initial }
  set value(value: T) { this.#entry.table.write(this.#entry, value) }
}

/**
 * Entries by key. Values are plain data and are replaced, never edited; in tests they are frozen to prove it. Lists come in
 * key order, as etcd's do: order must never depend on the past, or a run continued after going back would differ.
 */
export class Table<T> {
  readonly name: string
  /** What keeping one write of this table costs, roughly, in bytes. */
  readonly costPerWrite: number
  #entries = new Map<string, Entry<T>>()
  #sorted: SortedKeys | undefined
  #listeners: Listener<T>[] = []
  #journal: Journal

  constructor(name: string, journal: Journal, costPerWrite: number) {
    this.name = name
    this.#journal = journal
    this.costPerWrite = costPerWrite
  }

  get size(): number { return this.#entries.size }
  get(key: string): T | undefined { return this.#entries.get(key)?.value }
  has(key: string): boolean { return this.#entries.has(key) }

  /** Sets it, or with undefined deletes it, and gives what was there before. */
  swap(key: string, value: T | undefined): T | undefined {
    const entry = this.#entries.get(key)
    const before = entry?.value
    if (value !== undefined) this.write(entry ?? new Entry<T>(this, key), value)
    else if (entry) {
      this.#journal.record(entry, before, undefined)
      this.play(entry, before, undefined)
    }
    return before
  }

  set(key: string, value: T): void { this.write(this.#entries.get(key) ?? new Entry<T>(this, key), value) }

  delete(key: string): void { this.swap(key, undefined) }

  /** The register of that key, with a value from the start. */
  register(key: string, initial: T): Register<T> { return new Register(new Entry<T>(this, key), initial) }

  /** For registers: `entry` is this table's only one of its key. */
  write(entry: Entry<T>, value: T): void {
    must(value !== undefined, 'a table cannot hold undefined', { table: this.name, key: entry.key })
    const before = entry.value
    if (before === value) return
    if (this.#journal.freezes) deepFreeze(value)
    this.#journal.record(entry, before, value)
    this.play(entry, before, value)
  }

  /** In key order. The table must not change while it is walked. */
  keys(): Iterable<string> { return this.#order() }

  /** In key order. */
  list(): T[] {
    const result: T[] = []
    this.#order().forEach(key => { result.push(this.#entries.get(key)!.value!) })
    return result
  }

  /** Entries whose key begins with `prefix`, in key order: a namespace's objects are `range('default/')`. */
  range(prefix: string): T[] {
    const result: T[] = []
    this.#order().withPrefix(prefix, key => { result.push(this.#entries.get(key)!.value!) })
    return result
  }

  rangeKeys(prefix: string): string[] {
    const result: string[] = []
    this.#order().withPrefix(prefix, key => { result.push(key) })
    return result
  }

  /** Keys and values in no promised order: for sums and for building something sorted. */
  *entries(): IterableIterator<[string, T]> { for (const [key, entry] of this.#entries) yield [key, entry.value!] }

  /** What the world's fingerprint is made of: every key with its value; undefined for one that went although the table began with it. */
  remembered(): IterableIterator<[string, T | undefined]> { return this.entries() }

  /** Every entry, in no promised order. */
  eachEntry(visit: (entry: Entry<T>) => void): void { this.#entries.forEach(visit) }

  /** Hears every change, in both directions of time, until what is returned is called. For derived things only: a listener may not write to tables. */
  onChange(listener: Listener<T>): () => void {
    this.#listeners.push(listener)
    return () => { this.#listeners = this.#listeners.filter(l => l !== listener) }
  }

  /** Plays a change without recording it. For the journal itself: do, undo and redo all come through here. */
  play(entry: Entry<T>, before: T | undefined, after: T | undefined): void {
    entry.value = after
    if (after === undefined) {
      this.#entries.delete(entry.key)
      this.#sorted?.remove(entry.key)
    } else if (before === undefined) {
      this.#entries.set(entry.key, entry)
      this.#sorted?.add(entry.key)
    }
    const listeners = this.#listeners
    for (let i = 0; i < listeners.length; i++) listeners[i]!(entry.key, before, after, entry)
  }

  /** For what a table begins with: the value stands there, and nobody hears of it. */
  protected seat(key: string, value: T): void {
    const entry = new Entry<T>(this, key)
    entry.value = value
    this.#entries.set(key, entry)
    this.#sorted?.add(key)
  }

  /** For faults planted on purpose: changes a value behind the journal's back. */
  tamper(key: string, value: T | undefined): void {
    const entry = this.#entries.get(key) ?? new Entry<T>(this, key)
    this.play(entry, entry.value, value)
  }

  /** Everything goes, without record: a run is about to be made again. */
  clear(): void { for (const entry of Array.from(this.#entries.values())) this.play(entry, entry.value, undefined) }

  // Many tables are never listed, so the order is kept only from the first time somebody asks.
  #order(): SortedKeys {
    if (!this.#sorted) {
      this.#sorted = new SortedKeys()
      for (const key of [...this.#entries.keys()].sort()) this.#sorted.add(key)
    }
    return this.#sorted
  }
}

/** Freezes plain data for good. */
export function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  const proto = Object.getPrototypeOf(value)
  must(proto === Object.prototype || proto === Array.prototype || proto === null, 'tables hold plain data only', { proto: proto?.constructor?.name })
  Object.freeze(value)
  for (const inner of Object.values(value)) deepFreeze(inner)
}
