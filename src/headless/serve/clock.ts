// The clock of the served cluster: it runs with the wall's, at its speed, until somebody stops it. It is everybody's.
import type { Cluster } from '../../engine/index.ts'
import type { Waiting } from '../../worker/common.ts'
import { afterSlice, atSpeed, nextSlice, restingPace, type Pace } from '../../worker/pace.ts'
import type { ServedClock } from '../../worker/served.ts'

const TICK_MS = 10

export interface ClockOptions {
  readonly cluster: Cluster
  /** Command lines that wait for the cluster. */
  readonly waiting: Waiting
  /** Called after every move, and when the clock itself changes. */
  readonly moved: () => void
}

export class Clock {
  readonly #o: ClockOptions
  #pace: Pace = restingPace()
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(options: ClockOptions) { this.#o = options }

  get state(): ServedClock { return { playing: this.#timer !== undefined, speed: this.#pace.speed, behind: this.#pace.behind } }

  /** Goes or rests, at this speed; what is not said stays as it is. */
  set({ playing, speed }: { readonly playing?: boolean; readonly speed?: number }): void {
    if (speed !== undefined) this.#pace = atSpeed(this.#pace, speed)
    if (playing !== undefined && playing !== this.state.playing) {
      clearInterval(this.#timer)
      this.#pace = restingPace(this.#pace.speed)
      this.#timer = playing ? setInterval(() => this.#tick(), TICK_MS) : undefined
    }
    this.#o.moved()
  }

  #tick(): void {
    const { pace, slice } = nextSlice(this.#pace, performance.now(), this.#o.cluster.now)
    this.#pace = pace
    if (!slice) return
    this.#pace = afterSlice(this.#pace, this.runTo(slice.toAt, slice.budgetMs))
    this.#o.moved()
  }

  /** Runs the cluster up to an instant, as far as the time allows; false where it did not get there. */
  runTo(toAt: number, budgetMs = Infinity): boolean {
    const { cluster: { world, server }, waiting } = this.#o
    const until = performance.now() + budgetMs
    let revision = server.store.revision
    for (;;) {
      const next = world.nextAt() ?? Infinity
      // Who sleeps is woken in time, although nothing happens in the world just then.
      const wakesAt = waiting.waits ? waiting.nextAt ?? Infinity : Infinity
      if (Math.min(next, wakesAt) > toAt) break
      if (performance.now() > until) return false
      if (wakesAt > world.now && wakesAt < next) world.travel({ toAt: wakesAt })
      else if (next <= toAt) world.step()
      else break
      if (waiting.waits && (server.store.revision !== revision || (waiting.nextAt ?? Infinity) <= world.now)) {
        revision = server.store.revision
        waiting.advance()
      }
    }
    world.travel({ toAt })
    return true
  }
}
