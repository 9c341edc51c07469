// The heads of the frames that were passed last: what moves on the rail.
import type { Frame } from '../engine/index.ts'
import { eventOf, type Delivery } from './projection/components.ts'
import type { FrameHead } from './rows.ts'

const MOST_HEADS = 60

export class Heads {
  #heads: FrameHead[] = []

  passed(frame: Frame): void {
    this.#heads.push(headOf(frame))
    if (this.#heads.length > MOST_HEADS * 2) this.#heads.splice(0, this.#heads.length - MOST_HEADS)
  }

  undone(frame: Frame): void {
    while (this.#heads.length > 0 && this.#heads.at(-1)!.seq >= frame.seq) this.#heads.pop()
  }

  get latest(): readonly FrameHead[] { return this.#heads.slice(-MOST_HEADS) }
}

export const headOf = (frame: Frame): FrameHead => ({
  seq: frame.seq, at: frame.at, cause: frame.cause, actor: frame.actor ?? 'kubestep', what: frame.what ?? frame.handler,
  ...(frame.about !== undefined ? { about: frame.about } : {}), ...(frame.reason ? { reason: frame.reason } : {}), ...(frame.quiet ? { quiet: true } : {}),
  ...(frame.handler === 'watch' ? arrivalOf(frame) : {}),
})

/** What a delivery carried, from the item that it took off the agenda. */
function arrivalOf(frame: Frame): Pick<FrameHead, 'to' | 'event'> {
  const delivery = frame.took?.payload as Delivery | null | undefined
  return delivery ? { to: delivery.to, event: eventOf(delivery) } : {}
}
