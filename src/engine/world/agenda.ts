// What is due, and when. Items are plain data that frames keep (what they took off, what they put on), so the agenda goes back in time
// with them; the heap only follows.
import type { Instant } from '../../kube/object.ts'
import type { Frame } from './frame.ts'

/** What a frame, or many of them together, did to the agenda. */
type Changes = Pick<Frame, 'scheduled' | 'cancelled' | 'took'>

/** Something that is to happen. Who scheduled it may keep the item, to cancel it or to ask whether it is still to come. */
export class AgendaItem {
  readonly at: Instant
  /** The frame that put it here: its cause. */
  readonly frame: number
  /** The how manieth item of that frame. (at, frame, nth) is the order; ties are never left to chance. */
  readonly nth: number
  readonly handler: string
  readonly payload: unknown
  // Where it stands at this position of time, kept by the agenda. Private fields are no data: neither frozen nor part of a digest.
  #pending = false
  #inHeap = false

  constructor(at: Instant, frame: number, nth: number, handler: string, payload: unknown) {
    this.at = at
    this.frame = frame
    this.nth = nth
    this.handler = handler
    this.payload = payload
  }

  /** It is still to come. */
  get pending(): boolean { return this.#pending }
  /** A name that no other item of this run has. */
  get id(): string { return `${this.frame}.${this.nth}` }

  /** Whether this comes before `other`. */
  before(other: AgendaItem): boolean {
    return this.at < other.at || (this.at === other.at && (this.frame < other.frame || (this.frame === other.frame && this.nth < other.nth)))
  }

  /** For the agenda alone. Says whether the heap must take it in. */
  static enter(item: AgendaItem): boolean {
    item.#pending = true
    return !item.#inHeap && (item.#inHeap = true)
  }
  static mark(item: AgendaItem): void { item.#pending = true }
  static leave(item: AgendaItem): void { item.#pending = false }
  static surfaced(item: AgendaItem): void { item.#inHeap = false }
}

/** A binary heap. What is removed stays in it, marked, until it surfaces. */
export class Agenda {
  #heap: AgendaItem[] = []
  #returned: AgendaItem[] = []
  #size = 0

  get size(): number { return this.#size }

  /** The next item that is due, without taking it. */
  peek(): AgendaItem | undefined {
    const heap = this.#heap
    while (heap.length > 0 && !heap[0]!.pending) this.#pop()
    return heap[0]
  }

  /** Items that are to come, in no promised order. */
  items(): AgendaItem[] { return this.#heap.filter(item => item.pending) }

  /** An item comes on. */
  add(item: AgendaItem): void {
    this.#size++
    if (AgendaItem.enter(item)) this.#push(item)
  }

  /** An item is taken off: it is due, or called off. */
  remove(item: AgendaItem): void {
    this.#size--
    AgendaItem.leave(item)
    if (this.#heap[0] === item) this.#pop()
  }

  /** Plays a frame backwards. After one or many of them call `settle`. */
  undo({ scheduled, cancelled, took }: Changes): void {
    for (let i = cancelled.length - 1; i >= 0; i--) this.#return(cancelled[i]!)
    for (let i = scheduled.length - 1; i >= 0; i--) this.remove(scheduled[i]!)
    if (took) this.#return(took)
  }

  /** Plays a frame again. After one or many of them call `settle`. */
  redo({ scheduled, cancelled, took }: Changes): void {
    if (took) this.remove(took)
    for (let i = 0; i < scheduled.length; i++) this.#return(scheduled[i]!)
    for (let i = 0; i < cancelled.length; i++) this.remove(cancelled[i]!)
  }

  // Of the items that many frames bring back nearly all are taken off again by the next of them; only what stays needs a place.
  #return(item: AgendaItem): void {
    this.#size++
    AgendaItem.mark(item)
    this.#returned.push(item)
  }

  settle(): void {
    const returned = this.#returned
    for (let i = 0; i < returned.length; i++) if (returned[i]!.pending && AgendaItem.enter(returned[i]!)) this.#push(returned[i]!)
    returned.length = 0
  }

  clear(): void {
    for (const item of this.#heap) {
      AgendaItem.leave(item)
      AgendaItem.surfaced(item)
    }
    this.#heap = []
    this.#size = 0
  }

  #push(item: AgendaItem): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(item)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!item.before(heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = item
  }

  #pop(): void {
    const heap = this.#heap
    AgendaItem.surfaced(heap[0]!)
    const last = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.before(heap[child]!)) child++
      if (!heap[child]!.before(last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
  }
}
