// Where one can travel to, and how: by frames, by time, to a frame, until a condition. Nothing here knows how a frame is made or undone.
import type { Instant } from '../../kube/object.ts'
import type { Frame } from './frame.ts'
import type { History } from './history.ts'
import { must } from './must.ts'

/** Where to travel. Steps backwards are negative. Data, so that it crosses the wall between page and worker. */
export type Travel =
  | { readonly frames: number }
  | { readonly forMs: number }
  | { readonly toAt: Instant }
  | { readonly toFrame: number }
  | { readonly until: string; readonly args?: unknown; readonly backwards?: boolean; readonly withinMs?: number }

export interface TravelLimits {
  /** Stop after so many frames, done or not. */
  readonly maxFrames?: number
}

export interface Travelled {
  /** Whether the destination was reached; if not, asking again goes on (`maxFrames`) or there is nothing further. */
  readonly done: boolean
  /** The agenda is empty, or the beginning is reached: there is nothing further in that direction. */
  readonly exhausted: boolean
  readonly frames: number
}

/** Judges a frame that was just run or is about to be undone. */
export type Condition = (frame: Frame, args: any) => boolean

/** What travelling needs of the world. */
export interface Ground {
  readonly startAt: Instant
  readonly history: History
  readonly now: Instant
  readonly position: number
  step(): Frame | undefined
  back(): boolean
  nextAt(): Instant | undefined
  /** Passes many remembered frames at once; gives how many, 0 where going one by one is as good. */
  leap(goal: number, most: number): number
  /** Runs everything again up to a frame. */
  rebuild(seq: number): void
  /** The clock stands there, between two frames. */
  rest(at: Instant): void
  /** A frame close behind the last one that is not later than `at`. */
  frameNear(at: Instant): number
  condition(name: string): Condition | undefined
}

export function travel(world: Ground, to: Travel, limits: TravelLimits): Travelled {
  const most = limits.maxFrames ?? Infinity
  if ('frames' in to) return byFrames(world, to.frames, most)
  if ('toFrame' in to) return toFrame(world, to.toFrame, most)
  if ('until' in to) return untilHolds(world, to, most)
  return toInstant(world, Math.max('toAt' in to ? to.toAt : world.now + to.forMs, world.startAt), most)
}

function byFrames(world: Ground, count: number, most: number): Travelled {
  const goal = Math.abs(count)
  let frames = 0
  while (frames < goal && frames < most) {
    if (!(count < 0 ? world.back() : world.step())) return { done: true, exhausted: true, frames }
    frames++
  }
  return { done: frames >= goal, exhausted: false, frames }
}

function toFrame(world: Ground, seq: number, most: number): Travelled {
  const goal = Math.max(-1, seq)
  if (goal < world.history.first - 1) world.rebuild(goal)
  let frames = world.leap(goal, most)
  while (world.position !== goal && frames < most) {
    if (!(world.position > goal ? world.back() : world.step())) return { done: true, exhausted: true, frames }
    frames++
  }
  return { done: world.position === goal, exhausted: false, frames }
}

function toInstant(world: Ground, target: Instant, most: number): Travelled {
  const { history } = world
  const atOf = (seq: number) => history.at(seq)?.at ?? Infinity
  let frames = 0
  if (target < world.now) {
    const seq = world.position
    if (history.first > 0 && target < atOf(history.first)) world.rebuild(world.frameNear(target))
    while (frames < most && world.position >= 0) {
      if (atOf(world.position) <= target || !world.back()) break
      frames++
    }
    const reached = world.position < 0 || atOf(world.position) <= target
    if (reached) world.rest(target)
    return { done: reached, exhausted: world.position < 0, frames: Math.max(frames, seq - world.position) }
  }
  for (;;) {
    const next = world.nextAt()
    if (next === undefined || next > target) break
    if (frames >= most) return { done: false, exhausted: false, frames }
    world.step()
    frames++
  }
  world.rest(target)
  return { done: true, exhausted: world.nextAt() === undefined, frames }
}

function untilHolds(world: Ground, to: Extract<Travel, { until: string }>, most: number): Travelled {
  const holds = world.condition(to.until)
  must(holds, 'no such condition', { until: to.until })
  const start = world.now
  let frames = 0
  while (frames < most) {
    let frame: Frame | undefined
    if (to.backwards) {
      if (world.position >= 0 && !world.history.at(world.position)) world.rebuild(world.position)
      frame = world.history.at(world.position)
      if (!frame) return { done: true, exhausted: true, frames }
      world.back()
    } else {
      if (to.withinMs !== undefined) {
        const next = world.nextAt()
        if (next !== undefined && next > start + to.withinMs) {
          world.rest(start + to.withinMs)
          return { done: true, exhausted: false, frames }
        }
      }
      frame = world.step()
      if (!frame) return { done: true, exhausted: true, frames }
    }
    frames++
    if (holds(frame, to.args)) return { done: true, exhausted: false, frames }
  }
  return { done: false, exhausted: false, frames }
}
