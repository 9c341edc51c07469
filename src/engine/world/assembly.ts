// What stands before time runs: tables with what follows them, who handles what is due, who looks on. Nothing here moves the clock.
import { canonical } from './digest.ts'
import type { Frame } from './frame.ts'
import { GroundedTable, type Ground as Laid } from './ground.ts'
import { Index } from './indexes.ts'
import { must } from './must.ts'
import { Table, type Entry, type Journal } from './table.ts'
import { Tally, type Census } from './tally.ts'
import type { Condition } from './travel.ts'

/** Something that follows a table, as the law of indexes (E5) sees it. */
export interface Derived {
  snapshot(): Record<string, string[]>
  rebuilt(): Derived
}

type Handler = (payload: any) => void
type InputHandler = (payload: any) => unknown
type Observer = (frame: Frame, direction: 1 | -1) => void

export abstract class Assembly implements Journal {
  readonly freezes: boolean
  protected readonly tables = new Map<string, Table<any>>()
  protected readonly handlers = new Map<string, Handler>()
  protected readonly inputHandlers = new Map<string, InputHandler>()
  protected observers: Observer[] = []
  protected rebuiltListeners: (() => void)[] = []
  readonly #indexes: { name: string; index: Derived }[] = []
  readonly #conditions = new Map<string, Condition>()

  constructor(freezes: boolean) { this.freezes = freezes }

  abstract record(entry: Entry, before: unknown, after: unknown): void

  /** The table of that name, made on first use. `costPerWrite`: what keeping a write costs, in bytes. `ground`: what it begins with. */
  table<T>(name: string, costPerWrite = 90, ground?: Laid<T>): Table<T> {
    let table = this.tables.get(name)
    if (!table) {
      table = ground ? new GroundedTable<T>(name, this, costPerWrite, ground) : new Table<T>(name, this, costPerWrite)
      this.tables.set(name, table)
    }
    return table
  }

  /** An index that follows a table; listed here so that the law of indexes (E5) sees it. */
  index<T>(table: Table<T>, name: string, termOf: (value: T, key: string) => string | undefined): Index<T> {
    const index = new Index(table, termOf)
    this.#indexes.push({ name: `${table.name} by ${name}`, index })
    return index
  }

  /** Counts that follow a table: how many entries of a term are alike. */
  tally<T, Facts>(table: Table<T>, name: string, termOf: (value: T) => string | undefined, census: Census<T, Facts>): Tally<T, Facts> {
    const tally = new Tally(table, termOf, census)
    this.#indexes.push({ name: `${table.name} by ${name}, ${census.name}`, index: tally })
    return tally
  }

  get indexes(): readonly { name: string; index: Derived }[] { return this.#indexes }

  /** What runs when an agenda item of this handler is due. Registered once, at assembly. */
  on(handler: string, run: Handler): void {
    must(!this.handlers.has(handler), 'a handler is registered once', { handler })
    this.handlers.set(handler, run)
  }

  onInput(name: string, run: InputHandler): void {
    must(!this.inputHandlers.has(name), 'an input is registered once', { name })
    this.inputHandlers.set(name, run)
  }

  /** A condition that travel can run until, by name. */
  onCondition(name: string, holds: Condition): void { this.#conditions.set(name, holds) }
  condition(name: string): Condition | undefined { return this.#conditions.get(name) }

  /** Hears every frame that is done (1) or undone (-1). For mirrors and statistics outside the engine; may not write. */
  observe(observer: Observer): () => void {
    this.observers.push(observer)
    return () => { this.observers = this.observers.filter(o => o !== observer) }
  }

  /** Hears that tables were filled anew by running again: mirrors must take a fresh snapshot. */
  onRebuilt(listener: () => void): () => void {
    this.rebuiltListeners.push(listener)
    return () => { this.rebuiltListeners = this.rebuiltListeners.filter(l => l !== listener) }
  }

  /** What all tables remember, a line for each entry. Slow. */
  protected dumpTables(): string[] {
    const lines: string[] = []
    for (const name of [...this.tables.keys()].sort()) {
      const table = this.tables.get(name)!
      for (const [key, value] of [...table.remembered()].sort(([a], [b]) => (a < b ? -1 : 1))) lines.push(`${name}\t${key}\t${canonical(value)}`)
    }
    return lines
  }
}
