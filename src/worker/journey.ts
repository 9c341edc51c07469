// A slice of a journey: on or back until there, until so many frames are passed, or until the slice's time is used up.
import type { Cluster, Travel } from '../engine/index.ts'
import type { Waiting } from './common.ts'
import type { Request } from './protocol.ts'

const DEFAULT_BUDGET_MS = 12
const FRAMES_PER_LOOK = 64

export interface Way {
  readonly cluster: Cluster
  /** Milliseconds of a clock outside, for the budget only. */
  readonly wall: () => number
  readonly waiting: Waiting
  /** Whether frames have been undone on this way. */
  readonly wentBack: () => boolean
  /** Lines have looked again; what they do may have cut a future off. */
  readonly looked: () => void
}

export function journey(request: Extract<Request, { ask: 'travel' }>, { cluster, wall, waiting, wentBack, looked }: Way): { readonly done: boolean; readonly exhausted: boolean } {
  const { world, server } = cluster
  const until = wall() + (request.budgetMs ?? DEFAULT_BUDGET_MS)
  let left = request.maxFrames ?? Infinity
  let done = false
  let exhausted = false
  let revision = server.store.revision
  let to: Travel = request.to
  // Who goes so many milliseconds goes there in however many slices.
  if ('forMs' in to) to = { toAt: world.now + to.forMs }
  // The same for a limit of time: it counts from where the travel began, not from each slice.
  const limitAt = 'until' in to && to.withinMs !== undefined ? world.now + to.withinMs : undefined
  do {
    // While somebody waits at the terminal the world goes frame by frame, so that nothing he waits for passes unseen.
    const { waits } = waiting
    const most = Math.min(left, waits ? 1 : FRAMES_PER_LOOK)
    if ('until' in to && limitAt !== undefined) to = { ...to, withinMs: Math.max(0, limitAt - world.now) }
    // Who sleeps is woken in time, although nothing happens in the world just then.
    const wakesAt = waits ? waiting.nextAt ?? Infinity : Infinity
    const stop: Travel = 'frames' in to ? { frames: clampFrames(to.frames, most) } : 'toAt' in to && wakesAt > world.now && wakesAt < to.toAt ? { toAt: wakesAt } : to
    const travelled = world.travel(stop, { maxFrames: most })
    left -= Math.max(1, travelled.frames)
    if ('frames' in to) {
      const rest: number = Math.abs(to.frames) - travelled.frames
      done = rest <= 0 || travelled.exhausted
      to = { frames: Math.sign(to.frames) * Math.max(0, rest) }
    } else {
      done = travelled.done && stop === to
    }
    exhausted = travelled.exhausted
    if (waits && !wentBack() && (server.store.revision !== revision || (waiting.nextAt ?? Infinity) <= world.now)) {
      revision = server.store.revision
      waiting.advance()
      looked()
    }
  } while (!done && left > 0 && wall() < until)
  return { done, exhausted }
}

const clampFrames = (frames: number, most: number) => Math.sign(frames) * Math.min(Math.abs(frames), most)
