// Where a session's cluster stands, and who makes its time go: the page itself, with an engine of its own, or a server.
import { Client, type Engine, type WorkerLike, type WorkerNews } from '../../worker/client.ts'
import type { Delta } from '../../worker/protocol.ts'
import { PageClock } from './pageClock.ts'

/** Who makes time go. What he does shows in the store `playback`. */
export interface Clock {
  play(): void
  pause(): void
  setSpeed(speed: number): void
}

/** What a session hears of its place. */
export interface Hears {
  readonly onDelta: (delta: Delta) => void
  readonly onNews: (news: WorkerNews) => void
  /** Time has gone on by itself. */
  readonly onMoved: () => void
}

/** Where the cluster stands. */
export interface Place { readonly engine: Engine; readonly clock: Clock }

/** The cluster is the page's own, in a thread of its own. */
export const inPage = (spawn: () => WorkerLike) => ({ onDelta, onNews, onMoved }: Hears): Place => {
  const engine = new Client({ spawn, onDelta, onNews })
  return { engine, clock: new PageClock(engine, onMoved) }
}
