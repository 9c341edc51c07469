// A coroutine whose parts may run on stacks of their own. What nests deep in a program costs memory then, and not the engine's own stack:
// where that ends depends on who runs a program and how often it has run, and a program that is played again must end where it ended.
import type { Doing, Wait, Wake } from './process.ts'

/** So many calls of a program's own functions share a stack. */
const TOGETHER = 8

export class Coroutine<T> {
  readonly #running: Doing<unknown>[]

  constructor(whole: Doing<T>) {
    this.#running = [whole]
  }

  /** Goes on to what it waits for next, or to its result. Throws what the whole throws. */
  next(wake: Wake): IteratorResult<Wait, T> {
    let given: unknown = wake
    let failed: { readonly error: unknown } | undefined
    for (;;) {
      const part = this.#running.at(-1)!
      let next: IteratorResult<Wait, unknown>
      try {
        next = failed ? part.throw(failed.error) : part.next(given as Wake)
        failed = undefined
      } catch (error) {
        this.#running.pop()
        if (this.#running.length === 0) throw error
        failed = { error }
        continue
      }
      if (next.done) {
        this.#running.pop()
        if (this.#running.length === 0) return next as IteratorReturnResult<T>
        given = next.value
      } else if (next.value.part) this.#running.push(next.value.part)
      else return next
    }
  }
}

/** A part that runs on a stack of its own. */
export function* apart<T>(part: Doing<T>): Doing<T> {
  return (yield { part }) as T
}

/** A call at some depth of calls: one in so many has a stack of its own. */
export function nested<T>(depth: number, call: Doing<T>): Doing<T> {
  return depth % TOGETHER === 0 ? apart(call) : call
}
