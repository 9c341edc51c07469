// What the sliders of requests and load stand for. Pure.

/** Requests a second, from left to right. */
export const RATES: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
export const FIRST_RATE = 5

/** The place on the slider that is nearest to a rate. */
export const rateIndex = (perSecond: number): number =>
  RATES.reduce((best, rate, i) => (Math.abs(rate - perSecond) < Math.abs(RATES[best]! - perSecond) ? i : best), 0)

/** A load in thousandths of a core. */
export const LOAD = { most: 4000, step: 50 } as const

/** `0.35`, `2`: cores as people say them. */
export const coresText = (milli: number): string => String(Math.round(milli / 10) / 100)
