// A table that is not empty when the world begins. What it begins with is in no frame, costs nothing until somebody looks, and is the same
// in every run; only what differs from it is remembered and counts in the world's fingerprint.
import { deepFreeze, Table, type Entry, type Journal } from './table.ts'

/** What a table begins with, by key. Asked for once in each filling of the tables; must always answer the same. */
export type Ground<T> = () => Iterable<readonly [key: string, value: T]>

export class GroundedTable<T> extends Table<T> {
  readonly #ground: Ground<T>
  readonly #freezes: boolean
  /** What was laid; undefined until somebody looks. */
  #laid: Map<string, T> | undefined

  constructor(name: string, journal: Journal, costPerWrite: number, ground: Ground<T>) {
    super(name, journal, costPerWrite)
    this.#ground = ground
    this.#freezes = journal.freezes
  }

  /** Whether the key still has what it began with: for views that leave out what nobody made. */
  isGround(key: string): boolean {
    const value = this.get(key)
    return value !== undefined && this.#laid!.get(key) === value
  }

  /** Whether somebody has looked. Says nothing of what there is. */
  get isLaid(): boolean { return this.#laid !== undefined }

  #lay(): void {
    if (this.#laid) return
    this.#laid = new Map(this.#ground())
    for (const [key, value] of this.#laid) {
      if (this.#freezes) deepFreeze(value)
      this.seat(key, value)
    }
  }

  override get size(): number {
    this.#lay()
    return super.size
  }

  override get(key: string): T | undefined {
    this.#lay()
    return super.get(key)
  }

  override has(key: string): boolean {
    this.#lay()
    return super.has(key)
  }

  override swap(key: string, value: T | undefined): T | undefined {
    this.#lay()
    return super.swap(key, value)
  }

  override set(key: string, value: T): void {
    this.#lay()
    super.set(key, value)
  }

  override keys(): Iterable<string> {
    this.#lay()
    return super.keys()
  }

  override list(): T[] {
    this.#lay()
    return super.list()
  }

  override range(prefix: string): T[] {
    this.#lay()
    return super.range(prefix)
  }

  override rangeKeys(prefix: string): string[] {
    this.#lay()
    return super.rangeKeys(prefix)
  }

  override entries(): IterableIterator<[string, T]> {
    this.#lay()
    return super.entries()
  }

  override eachEntry(visit: (entry: Entry<T>) => void): void {
    this.#lay()
    super.eachEntry(visit)
  }

  override tamper(key: string, value: T | undefined): void {
    this.#lay()
    super.tamper(key, value)
  }

  override *remembered(): IterableIterator<[string, T | undefined]> {
    const laid = this.#laid
    if (!laid) return
    for (const [key, value] of super.entries()) if (laid.get(key) !== value) yield [key, value]
    for (const key of laid.keys()) if (!super.has(key)) yield [key, undefined]
  }

  override clear(): void {
    super.clear()
    this.#laid = undefined
  }
}
