// Times as objects carry them: whole seconds, UTC; MicroTime with six digits. No Date: the engine may not know one.
import type { Instant } from './object.ts'

const DAY = 86_400_000

/** Days since 1970-01-01 of a civil date (proleptic Gregorian). */
export function daysFromCivil(y: number, m: number, d: number): number {
  y -= m <= 2 ? 1 : 0
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy
  return era * 146_097 + doe - 719_468
}

/** The civil date of a day since 1970-01-01. */
export function civilFromDays(z: number): { year: number; month: number; day: number } {
  z += 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp + (mp < 10 ? 3 : -9)
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 }
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)

let lastSecond = NaN
let lastText = ''

/** `2026-11-20T09:41:15Z`: the instant with what is below a second cut off, as every metav1.Time is. */
export function timeOf(at: Instant): string {
  const second = Math.floor(at / 1000)
  if (second === lastSecond) return lastText
  const days = Math.floor(second / 86_400)
  const rest = second - days * 86_400
  const { year, month, day } = civilFromDays(days)
  lastSecond = second
  lastText = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}Z`
  return lastText
}

/** `2026-11-20T09:41:15.123000Z`, as Leases and Events carry it. */
export function microTimeOf(at: Instant): string {
  return `${timeOf(at).slice(0, -1)}.${String(at - Math.floor(at / 1000) * 1000).padStart(3, '0')}000Z`
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/** The instant of an RFC 3339 text, or undefined where it is none. Finer than a millisecond is cut off. */
export function parseTime(text: string): Instant | undefined {
  const m = RFC3339.exec(text)
  if (!m) return undefined
  const [, y, mo, d, h, mi, s, fraction, sign, oh, om] = m
  if (+mo! < 1 || +mo! > 12 || +d! < 1 || +d! > 31 || +h! > 23 || +mi! > 59 || +s! > 60) return undefined
  const offset = sign ? (sign === '-' ? -1 : 1) * (+oh! * 60 + +om!) * 60_000 : 0
  const ms = fraction ? Math.floor(+`0.${fraction}` * 1000) : 0
  return daysFromCivil(+y!, +mo!, +d!) * DAY + (+h! * 3600 + +mi! * 60 + +s!) * 1000 + ms - offset
}

/** As parseTime, for fields that an API server has already checked. */
export const instantOf = (text: string): Instant => parseTime(text) ?? NaN
