// What somebody types into a container: lines as they come, and the end of them. A terminal's end of input ends what reads just then, and not
// what reads next; without a terminal it is the end for all.
import type { Read, Stream, Written } from './streams.ts'
import { Waiters } from './waiters.ts'

/** Ctrl-D: the end of input. */
export const END_OF_INPUT = '\x04'
/** Ctrl-C. */
export const INTERRUPT = '\x03'

export class Keyboard implements Stream {
  refs = 0
  readonly kind = 'tty'
  readonly changed = new Waiters()
  readonly tty: boolean
  readonly #lines: string[] = []

  constructor(tty: boolean) {
    this.tty = tty
  }

  /** Lines with their ends, or END_OF_INPUT. */
  type(text: string): void {
    for (const [i, part] of text.split(END_OF_INPUT).entries()) {
      if (i > 0) this.#lines.push(END_OF_INPUT)
      for (const line of part.split(/(?<=\n)/)) if (line !== '') this.#lines.push(line)
    }
    this.changed.wake()
  }

  forget(): void {
    this.#lines.length = 0
  }

  read(): Read {
    const next = this.#lines[0]
    if (next === undefined) return null
    if (next !== END_OF_INPUT || this.tty) this.#lines.shift()
    return next === END_OF_INPUT ? undefined : next
  }

  write(): Written {
    return 'unwritable'
  }

  closed(): void {}
}
