// Schedules: read, and asked for the next time. Upstream: robfig/cron v3, ParseStandard (parser.go) and Next (spec.go, constantdelay.go);
// messages as there.
import type { Instant } from '../object.ts'
import { civilFromDays, daysFromCivil } from '../rfc3339.ts'
import { instantOfLocal, utc, zoneOf, type Zone } from './zones.ts'

/** A schedule that cannot be read; the message is the parser's. */
export class ScheduleError extends Error {}

export interface Schedule {
  /** The first time after `at`; undefined if there is none within five years. */
  next(at: Instant): Instant | undefined
}

interface Bounds { readonly min: number; readonly max: number; readonly names?: readonly string[] }
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const FIELDS: readonly Bounds[] = [{ min: 0, max: 59 }, { min: 0, max: 23 }, { min: 1, max: 31 }, { min: 1, max: 12, names: MONTHS }, { min: 0, max: 6, names: DAYS }]
const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *', '@annually': '0 0 1 1 *', '@monthly': '0 0 1 * *', '@weekly': '0 0 * * 0', '@daily': '0 0 * * *', '@midnight': '0 0 * * *', '@hourly': '0 * * * *',
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const quote = (text: string): string => JSON.stringify(text)
/** Go's white space. */
const fieldsOf = (text: string): string[] => text.split(/[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter(Boolean)

const parsed = new Map<string, Schedule>()

/** Reads a schedule, with its TZ= if it has one. Throws a ScheduleError. */
export function parseSchedule(text: string): Schedule {
  let schedule = parsed.get(text)
  if (!schedule) {
    schedule = parse(text)
    if (parsed.size > 500) parsed.clear()
    parsed.set(text, schedule)
  }
  return schedule
}

function parse(text: string): Schedule {
  if (text === '') throw new ScheduleError('empty spec string')
  let spec = text
  let zone: Zone = utc
  if (/^(?:CRON_)?TZ=/.test(spec)) {
    const space = spec.indexOf(' ')
    // The parser runs out of the text here, and whoever called it says so.
    if (space < 0) throw new ScheduleError('invalid schedule format: runtime error: slice bounds out of range [:-1]')
    const name = spec.slice(spec.indexOf('=') + 1, space)
    const found = zoneOf(name)
    if (!found) throw new ScheduleError(`provided bad location ${name}: unknown time zone ${name}`)
    zone = found
    spec = spec.slice(space).trim()
  }
  if (spec.startsWith('@')) return parseDescriptor(spec, zone)
  const parts = fieldsOf(spec)
  if (parts.length !== 5) throw new ScheduleError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`)
  const [minute, hour, day, month, weekday] = parts.map((part, i) => parseField(part, FIELDS[i]!)) as [Field, Field, Field, Field, Field]
  return remembering(at => nextOf({ minute, hour, day, month, weekday, zone }, at))
}

/** Of the same few times one asks again and again: what is due, what comes after it. */
const MOST_REMEMBERED = 8

/** The schedule, with its last answers at hand. */
function remembering(find: Schedule['next']): Schedule {
  const known = new Map<Instant, Instant | undefined>()
  return {
    next: at => {
      if (!known.has(at)) {
        if (known.size === MOST_REMEMBERED) known.clear()
        known.set(at, find(at))
      }
      return known.get(at)
    },
  }
}

function parseDescriptor(text: string, zone: Zone): Schedule {
  const spec = Object.hasOwn(DESCRIPTORS, text) ? DESCRIPTORS[text] : undefined
  if (spec !== undefined) return parse(zone === utc ? spec : `TZ=${zone.name} ${spec}`)
  if (!text.startsWith('@every ')) throw new ScheduleError(`unrecognized descriptor: ${text}`)
  const { ms, wrong } = parseDuration(text.slice('@every '.length))
  if (wrong !== undefined) throw new ScheduleError(`failed to parse duration ${text}: ${wrong}`)
  const delay = Math.max(SECOND, Math.trunc(ms / SECOND) * SECOND)
  return { next: at => at + delay - (at - Math.floor(at / SECOND) * SECOND) }
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: SECOND, m: MINUTE, h: HOUR }

/** As Go's time.ParseDuration. */
function parseDuration(text: string): { ms: number; wrong?: string } {
  const negative = text.startsWith('-')
  const body = text.replace(/^[-+]/, '')
  if (body === '0') return { ms: 0 }
  if (body === '') return { ms: 0, wrong: `time: invalid duration ${quote(text)}` }
  let ms = 0
  let rest = body
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0]
    if (number === undefined) return { ms: 0, wrong: `time: invalid duration ${quote(text)}` }
    rest = rest.slice(number.length)
    const unit = /^[^.\d]+/.exec(rest)?.[0]
    if (unit === undefined) return { ms: 0, wrong: `time: missing unit in duration ${quote(text)}` }
    if (!Object.hasOwn(UNITS, unit)) return { ms: 0, wrong: `time: unknown unit ${quote(unit)} in duration ${quote(text)}` }
    ms += Number(number) * UNITS[unit]!
    rest = rest.slice(unit.length)
  }
  return { ms: negative ? -ms : ms }
}

/** Which values a field allows. `star`: it was a star, so that it does not restrict days where both kinds of days are given. */
interface Field { readonly allowed: ReadonlySet<number>; readonly star: boolean }

function parseField(text: string, bounds: Bounds): Field {
  const allowed = new Set<number>()
  let star = false
  for (const range of text.split(',').filter(Boolean)) {
    const { start, end, step, isStar } = parseRange(range, bounds)
    for (let n = start; n <= end; n += step) allowed.add(n)
    star ||= isStar
  }
  return { allowed, star }
}

function parseRange(expression: string, bounds: Bounds): { start: number; end: number; step: number; isStar: boolean } {
  const [range, ...steps] = expression.split('/') as [string, ...string[]]
  const ends = range.split('-')
  const wide = ends[0] === '*' || ends[0] === '?'
  let [start, end] = [bounds.min, bounds.max]
  if (!wide) {
    start = numberOf(ends[0]!, bounds)
    if (ends.length > 2) throw new ScheduleError(`too many hyphens: ${expression}`)
    end = ends.length === 2 ? numberOf(ends[1]!, bounds) : start
  }
  if (steps.length > 1) throw new ScheduleError(`too many slashes: ${expression}`)
  const step = steps.length === 1 ? numberOf(steps[0]!, { min: 0, max: 0 }) : 1
  // `5/15` is every 15 from 5 to the end.
  if (steps.length === 1 && ends.length === 1) end = bounds.max
  if (start < bounds.min) throw new ScheduleError(`beginning of range (${start}) below minimum (${bounds.min}): ${expression}`)
  if (end > bounds.max) throw new ScheduleError(`end of range (${end}) above maximum (${bounds.max}): ${expression}`)
  if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${expression}`)
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${expression}`)
  return { start, end, step, isStar: wide && step === 1 }
}

function numberOf(text: string, { min, names }: Bounds): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1
  if (named >= 0) return named + min
  const atoi = (why: string) => new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}: ${why}`)
  if (!/^[-+]?[0-9]+$/.test(text)) throw atoi('invalid syntax')
  const whole = BigInt(text.replace('+', ''))
  if (BigInt.asIntN(64, whole) !== whole) throw atoi('value out of range')
  const number = Number(whole)
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`)
  return number
}

interface Times { readonly minute: Field; readonly hour: Field; readonly day: Field; readonly month: Field; readonly weekday: Field; readonly zone: Zone }

interface Local { readonly year: number; readonly month: number; readonly day: number; readonly hour: number; readonly minute: number; readonly second: number; readonly weekday: number }

function localOf(zone: Zone, at: Instant): Local {
  const local = at + zone.offsetAt(at)
  const days = Math.floor(local / DAY)
  const rest = local - days * DAY
  return {
    ...civilFromDays(days), hour: Math.floor(rest / HOUR), minute: Math.floor(rest / MINUTE) % 60, second: Math.floor(rest / SECOND) % 60,
    weekday: ((days + 4) % 7 + 7) % 7,
  }
}

const midnight = (zone: Zone, year: number, month: number, day: number): Instant => instantOfLocal(zone, daysFromCivil(year, month, day) * DAY)

/**
 * Looks for the first month, day, hour, minute that fit, starting anew whenever one of them runs over. Hours go by on the clock of
 * Greenwich, so an hour that the local clock leaves out is never found, and one that it has twice is found twice.
 */
function nextOf(times: Times, from: Instant): Instant | undefined {
  const { zone } = times
  let at = Math.floor(from / SECOND) * SECOND + SECOND
  const lastYear = localOf(zone, at).year + 5
  let moved = false
  for (;;) {
    let t = localOf(zone, at)
    if (t.year > lastYear) return undefined
    let again = false
    while (!times.month.allowed.has(t.month)) {
      const [year, month] = t.month === 12 ? [t.year + 1, 1] : [t.year, t.month + 1]
      at = moved ? instantOfLocal(zone, (daysFromCivil(year, month, t.day) * DAY) + timeOfDay(t)) : midnight(zone, year, month, 1)
      moved = true
      t = localOf(zone, at)
      if (t.month === 1) { again = true; break }
    }
    if (again) continue
    while (!dayFits(times, t)) {
      at = midnightAfter(zone, t, moved)
      moved = true
      t = localOf(zone, at)
      if (t.day === 1) { again = true; break }
    }
    if (again) continue
    while (!times.hour.allowed.has(t.hour)) {
      if (!moved) at = instantOfLocal(zone, daysFromCivil(t.year, t.month, t.day) * DAY + t.hour * HOUR)
      moved = true
      at += HOUR
      t = localOf(zone, at)
      if (t.hour === 0) { again = true; break }
    }
    if (again) continue
    while (!times.minute.allowed.has(t.minute)) {
      if (!moved) at = Math.floor(at / MINUTE) * MINUTE
      moved = true
      at += MINUTE
      t = localOf(zone, at)
      if (t.minute === 0) { again = true; break }
    }
    if (again) continue
    while (t.second !== 0) {
      moved = true
      at += (60 - t.second) * SECOND
      t = localOf(zone, at)
      if (t.second === 0) { again = true; break }
    }
    if (!again) return at
  }
}

const timeOfDay = (t: Local): number => t.hour * HOUR + t.minute * MINUTE + t.second * SECOND

/** The next day's midnight; where a change of clocks has taken it to 23 or 1 o'clock, set right by hours. */
function midnightAfter(zone: Zone, t: Local, moved: boolean): Instant {
  const at = instantOfLocal(zone, (daysFromCivil(t.year, t.month, t.day) + 1) * DAY + (moved ? timeOfDay(t) : 0))
  const { hour } = localOf(zone, at)
  return hour === 0 ? at : hour > 12 ? at + (24 - hour) * HOUR : at - hour * HOUR
}

/** Where both kinds of days are restricted, either will do. */
function dayFits({ day, weekday }: Times, t: Local): boolean {
  const [byDay, byWeekday] = [day.allowed.has(t.day), weekday.allowed.has(t.weekday)]
  return day.star || weekday.star ? byDay && byWeekday : byDay || byWeekday
}
