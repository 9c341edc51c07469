// Wall time and speed → how far to travel. Pure: the caller brings the clock, so that it can be tested and paused.
import type { Instant } from '../kube/object.ts'

/** The speeds that the page offers; any number between the first and the last is good. */
export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1000, 3600, 10_000]
const MIN_SPEED = 0.1
const MAX_SPEED = 10_000

/** A gap on the wall's clock longer than this (a sleeping tab, a blocked page) is not caught up. */
const LONGEST_GAP_MS = 100
/**
 * What one slice may take of the worker's time: a frame of the screen, and as long as the page took where that is longer (it draws much);
 * never so long that a question asked meanwhile is not answered soon.
 */
const SLICE_BUDGET_MS = 14
const LONGEST_SLICE_MS = 40

export interface Pace {
  readonly speed: number
  /** Virtual time owed that is less than a millisecond: at 0.1× a frame of the screen is worth 1.67 ms. */
  readonly owedMs: number
  /** When the wall's clock was last read; undefined: it has not been, or the pace stood still. */
  readonly wallAt: number | undefined
  readonly behind: boolean
}

export interface Slice {
  readonly toAt: Instant
  readonly budgetMs: number
}

export const restingPace = (speed = 1): Pace => ({ speed: clampSpeed(speed), owedMs: 0, wallAt: undefined, behind: false })
export const clampSpeed = (speed: number): number => (Number.isFinite(speed) ? Math.min(MAX_SPEED, Math.max(MIN_SPEED, speed)) : 1)
/** A new speed holds from now on; nothing is owed for the time before. */
export const atSpeed = (pace: Pace, speed: number): Pace => ({ ...pace, speed: clampSpeed(speed), owedMs: 0, behind: false })

/**
 * Reads the wall's clock and says how far to travel from `now`; no slice when less than a millisecond has come together.
 * The first reading after a rest only starts the clock.
 */
export function nextSlice(pace: Pace, wallMs: number, now: Instant): { readonly pace: Pace; readonly slice?: Slice } {
  if (pace.wallAt === undefined) return { pace: { ...pace, wallAt: wallMs } }
  const gap = Math.min(LONGEST_GAP_MS, Math.max(0, wallMs - pace.wallAt))
  const owed = pace.owedMs + gap * pace.speed
  const whole = Math.floor(owed)
  const next = { ...pace, wallAt: wallMs, owedMs: owed - whole }
  return whole < 1 ? { pace: next } : { pace: next, slice: { toAt: now + whole, budgetMs: Math.max(SLICE_BUDGET_MS, Math.min(LONGEST_SLICE_MS, Math.round(gap))) } }
}

/**
 * What came of a slice. One that was not finished is forgiven, not owed: the page runs slower than asked instead of ever further
 * behind, and says so.
 */
export const afterSlice = (pace: Pace, done: boolean): Pace => (pace.behind === !done ? pace : { ...pace, behind: !done })
