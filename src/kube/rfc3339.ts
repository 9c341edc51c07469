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

/** The month has that day: no 31 April, and 29 February in leap years alone. */
const isDay = (y: number, m: number, d: number): boolean => m >= 1 && m <= 12 && d >= 1 && (d <= 28 || (d <= 31 && civilFromDays(daysFromCivil(y, m, d)).day === d))

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
  // Nearly all are as timeOf writes them, and controllers read them at every sync. A time that was never set may be null.
  if (text?.length === 20) {
    const plain = plainTime(text)
    if (plain !== undefined) return plain
  }
  const m = RFC3339.exec(text)
  if (!m) return undefined
  const [, y, mo, d, h, mi, s, fraction, sign, oh, om] = m
  if (!isDay(+y!, +mo!, +d!) || +h! > 23 || +mi! > 59 || +s! > 60) return undefined
  const offset = sign ? (sign === '-' ? -1 : 1) * (+oh! * 60 + +om!) * 60_000 : 0
  const ms = fraction ? Math.floor(+`0.${fraction}` * 1000) : 0
  return daysFromCivil(+y!, +mo!, +d!) * DAY + (+h! * 3600 + +mi! * 60 + +s!) * 1000 + ms - offset
}

/** Two digits of a text as a number; NaN where they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NaN : tens * 10 + ones
}

/** The instant of `2026-11-20T09:41:15Z`; undefined where the text is not of that form, which says nothing of whether it is a time. */
function plainTime(text: string): Instant | undefined {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || text[19] !== 'Z') return undefined
  const [month, day, hour, minute, second] = [pair(text, 5), pair(text, 8), pair(text, 11), pair(text, 14), pair(text, 17)]
  const year = pair(text, 0) * 100 + pair(text, 2)
  if (!(hour <= 23 && minute <= 59 && second <= 60 && year >= 0 && isDay(year, month, day))) return undefined
  return daysFromCivil(year, month, day) * DAY + (hour * 3600 + minute * 60 + second) * 1000
}

/** As parseTime, for fields that an API server has already checked. */
export const instantOf = (text: string): Instant => parseTime(text) ?? NaN
