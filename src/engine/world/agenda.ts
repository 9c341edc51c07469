// What is due, and when. Items are data in a table, so they can be journaled, drawn and taken back; the heap only follows it.
import type { Instant } from '../../kube/object.ts'
import type { Table } from './table.ts'

export interface AgendaItem {
  readonly id: string
  readonly at: Instant
  /** The frame that put it here: its cause. */
  readonly frame: number
  /** The how manieth item of that frame. (at, frame, nth) is the order; ties are never left to chance. */
  readonly nth: number
  readonly handler: string
  readonly payload: unknown
}

const before = (a: AgendaItem, b: AgendaItem) => a.at < b.at || (a.at === b.at && (a.frame < b.frame || (a.frame === b.frame && a.nth < b.nth)))

/** A binary heap over the agenda table. Removed items stay in the heap until they surface, unless they are on top. */
export class Agenda {
  #heap: AgendaItem[] = []
  /** Items of the heap that are no longer on the agenda. */
  readonly #gone = new Set<AgendaItem>()
  #table: Table<AgendaItem>

  constructor(table: Table<AgendaItem>) {
    this.#table = table
    table.onChange((_key, before, after) => {
      if (before && before !== after) this.#remove(before)
      if (after) this.#add(after)
    })
  }

  get size(): number { return this.#table.size }

  /** The next item that is due, without taking it. */
  peek(): AgendaItem | undefined {
    if (this.#gone.size > 0) {
      while (this.#heap.length > 0 && this.#gone.delete(this.#heap[0]!)) this.#pop()
    }
    return this.#heap[0]
  }

  #remove(item: AgendaItem): void {
    if (this.#heap[0] === item) this.#pop()
    else this.#gone.add(item)
  }

  /** An item that comes back while it still lies in the heap is there again. */
  #add(item: AgendaItem): void {
    if (!this.#gone.delete(item)) this.#push(item)
  }

  #push(item: AgendaItem): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(item)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(item, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = item
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
  }
}
