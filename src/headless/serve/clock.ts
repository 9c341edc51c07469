// The clock of the served cluster: it runs with the wall's, at its speed, until somebody stops it. It is everybody's.
import type { Cluster } from '../../engine/index.ts'
import type { Waiting } from '../../worker/common.ts'
import { journey } from '../../worker/journey.ts'
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
    const { cluster, waiting } = this.#o
    return journey({ ask: 'travel', to: { toAt }, budgetMs }, { cluster, waiting, wall: () => performance.now(), wentBack: () => false, looked: () => {} }).done
  }
}
