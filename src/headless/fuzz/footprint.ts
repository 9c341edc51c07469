// Whether a world stands where it stood: its tables hold the very same values, and the same is due. Values are replaced and never edited, so to
// compare them one by one by identity is as good as to compare what they say, and a thousand times cheaper; `whole` reads them all the same.
import type { AgendaItem } from '../../engine/world/agenda.ts'
import { PER_CHANGE, type Frame } from '../../engine/world/frame.ts'
import type { Entry, Table } from '../../engine/world/table.ts'
import type { World } from '../../engine/world/world.ts'

export class Footprint {
  readonly #world: World
  readonly #tables = new Map<Table<any>, ReadonlyMap<string, unknown>>()
  /** Tables that were empty, or not there yet, and were written since. */
  readonly #later = new Set<Table<any>>()
  readonly #due: ReadonlySet<AgendaItem>
  readonly #text: string

  /** The world as it stands. All its history must still be kept: tables are found by what was written. */
  constructor(world: World) {
    this.#world = world
    for (let seq = 0; seq <= world.position; seq++) for (const table of tablesOf(world.frameAt(seq)!.changes)) if (!this.#tables.has(table)) this.#tables.set(table, new Map(table.entries()))
    this.#due = new Set(world.agenda.items())
    this.#text = world.dump()
    world.observe((frame, direction) => {
      if (direction === 1) for (const table of tablesOf(frame.changes)) if (!this.#tables.has(table)) this.#later.add(table)
    })
  }

  /** What is not as it was; undefined: nothing. `frames`: look only at the tables that they wrote. */
  difference(frames?: readonly Frame[]): string | undefined {
    const written = frames && new Set(frames.flatMap(f => [...tablesOf(f.changes)]))
    for (const table of this.#later) {
      const count = [...table.remembered()].length
      if (count > 0) return `${table.name} has ${count} entries that it did not have`
    }
    for (const [table, before] of this.#tables) {
      if (written && !written.has(table)) continue
      if (table.size !== before.size) return `${table.name} has ${table.size} entries; it had ${before.size}`
      for (const [key, value] of table.entries()) if (before.get(key) !== value) return `${table.name} ${key} is ${JSON.stringify(value)?.slice(0, 300)}; it was ${JSON.stringify(before.get(key))?.slice(0, 300)}`
    }
    const due = this.#world.agenda.items()
    const other = due.find(item => !this.#due.has(item))
    return other || due.length !== this.#due.size ? `${due.length} things are due, which were ${this.#due.size}${other ? `: ${other.id} ${other.handler}` : ''}` : undefined
  }

  /** The same by what everything says. */
  whole(): string | undefined {
    const text = this.#world.dump()
    if (text === this.#text) return undefined
    const [now, before] = [text.split('\n'), this.#text.split('\n')]
    const at = now.findIndex((line, i) => line !== before[i])
    return `an entry was edited: ${now[at]?.slice(0, 400)}\nit was ${before[at]?.slice(0, 400)}`
  }
}

function tablesOf(changes: readonly unknown[]): Set<Table<any>> {
  const tables = new Set<Table<any>>()
  for (let i = 0; i < changes.length; i += PER_CHANGE) tables.add((changes[i] as Entry).table)
  return tables
}
