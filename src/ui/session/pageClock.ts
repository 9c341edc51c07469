// The clock of a page that has its engine to itself: with each picture it asks the engine for as much time as has passed on the wall.
import type { Engine } from '../../worker/client.ts'
import { afterSlice, atSpeed, nextSlice, restingPace, type Pace } from '../../worker/pace.ts'
import { mirror, playback } from '../mirror/index.ts'
import type { Clock } from './place.ts'

export class PageClock implements Clock {
  readonly #engine: Engine
  readonly #moved: () => void
  #pace: Pace = restingPace()
  #frame = 0
  #slicing = false

  /** `moved` is called after each slice. */
  constructor(engine: Engine, moved: () => void) {
    this.#engine = engine
    this.#moved = moved
  }

  play(): void {
    this.#pace = restingPace(playback.getState().speed)
    playback.setState({ playing: true, behind: false })
    this.#frame = requestAnimationFrame(this.#tick)
  }

  pause(): void {
    cancelAnimationFrame(this.#frame)
    if (playback.getState().playing) playback.setState({ playing: false, behind: false })
  }

  setSpeed(speed: number): void {
    this.#pace = atSpeed(this.#pace, speed)
    playback.setState({ speed: this.#pace.speed })
  }

  readonly #tick = (wallMs: number): void => {
    if (!playback.getState().playing) return
    this.#frame = requestAnimationFrame(this.#tick)
    if (this.#slicing) return
    const { pace, slice } = nextSlice(this.#pace, wallMs, mirror.getState().now)
    this.#pace = pace
    if (slice === undefined) return
    this.#slicing = true
    this.#engine.ask<'travel'>({ ask: 'travel', to: { toAt: slice.toAt }, budgetMs: slice.budgetMs })
      .then(({ done, exhausted }) => {
        this.#pace = afterSlice(this.#pace, done || exhausted)
        if (playback.getState().behind !== this.#pace.behind) playback.setState({ behind: this.#pace.behind })
        this.#moved()
      })
      .catch(() => this.pause())
      .finally(() => { this.#slicing = false })
  }
}
