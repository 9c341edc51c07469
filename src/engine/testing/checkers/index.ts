// Invariants after every frame. A checker that is wrong about something says so at the frame that broke it, not at the end.
import type { Cluster } from '../../cluster.ts'
import type { Frame } from '../../world/frame.ts'
import type { Checker, MakeChecker } from './checker.ts'
import { counting } from './counting.ts'
import { capacity } from './capacity.ts'
import { objects } from './objects.ts'
import { ownership } from './ownership.ts'
import { phases } from './phases.ts'
import { sizes } from './sizes.ts'
import { time } from './time.ts'
import { wording } from './wording.ts'

const all: readonly MakeChecker[] = [time, objects, phases, ownership, counting, sizes, capacity, wording]

/** Follows a cluster from now on; the first thing that goes wrong is kept. */
export class Checkers {
  /** What went wrong first, and at which frame. */
  wrong: string | undefined
  readonly #checkers: readonly Checker[]
  #paused = false

  constructor(cluster: Cluster, checkers: readonly MakeChecker[] = all) {
    this.#checkers = checkers.map(make => make(cluster))
    cluster.world.observe((frame, direction) => {
      if (direction === 1 && !this.#paused && this.wrong === undefined) this.#look(frame)
    })
  }

  /** Travelling to and fro shows nothing new. */
  pause(travels: () => void): void {
    this.#paused = true
    try {
      travels()
    } finally {
      this.#paused = false
    }
  }

  #look(frame: Frame): void {
    for (const checker of this.#checkers) {
      const wrong = checker.after(frame)
      if (wrong === undefined) continue
      this.wrong = `frame ${frame.seq} (${frame.actor ?? frame.handler}, ${frame.what ?? ''}) breaks "${checker.name}": ${wrong}`
      return
    }
  }
}
