// Whether a schedule can be read, and if not, why. When it is due is the CronJob controller's business.
// Upstream: robfig/cron v3, ParseStandard.
import { goQuote } from '../../fields/fieldError.ts'
import { isTimeZone } from './timeZones.ts'

class ScheduleError extends Error {}

interface Bounds { readonly min: number; readonly max: number; readonly names?: readonly string[] }
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const fields: readonly Bounds[] = [{ min: 0, max: 59 }, { min: 0, max: 23 }, { min: 1, max: 31 }, { min: 1, max: 12, names: months }, { min: 0, max: 6, names: days }]
const descriptors = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'])

/** What is wrong with a schedule, in the parser's words, or nothing. */
export function scheduleError(schedule: string): string | undefined {
  try {
    check(schedule)
    return undefined
  } catch (e) {
    if (e instanceof ScheduleError) return e.message
    throw e
  }
}

function check(schedule: string): void {
  let spec = schedule
  if (spec === '') throw new ScheduleError('empty spec string')
  const zone = /^(?:CRON_)?TZ=([^ ]*)/.exec(spec)
  if (zone) {
    if (zone[1] !== '' && zone[1] !== 'Local' && !isTimeZone(zone[1]!)) throw new ScheduleError(`provided bad location ${zone[1]}: unknown time zone ${zone[1]}`)
    spec = spec.slice(zone[0].length).trim()
  }
  if (spec.startsWith('@')) return checkDescriptor(spec)
  const parts = spec.split(/\s+/).filter(Boolean)
  if (parts.length !== 5) throw new ScheduleError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`)
  for (const [i, bounds] of fields.entries()) {
    for (const range of parts[i]!.split(',').filter(Boolean)) checkRange(range, bounds)
  }
}

function checkDescriptor(text: string): void {
  if (descriptors.has(text)) return
  if (!text.startsWith('@every ')) throw new ScheduleError(`unrecognized descriptor: ${text}`)
  const wrong = durationError(text.slice('@every '.length))
  if (wrong) throw new ScheduleError(`failed to parse duration ${text}: ${wrong}`)
}

/** What Go's time.ParseDuration says. */
function durationError(text: string): string | undefined {
  const body = text.replace(/^[-+]/, '')
  if (body === '0') return undefined
  if (body === '') return `time: invalid duration ${goQuote(text)}`
  let rest = body
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)
    if (!number) return `time: invalid duration ${goQuote(text)}`
    rest = rest.slice(number[0].length)
    const unit = /^[^.\d]+/.exec(rest)?.[0]
    if (unit === undefined) return `time: missing unit in duration ${goQuote(text)}`
    if (!['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h'].includes(unit)) return `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`
    rest = rest.slice(unit.length)
  }
  return undefined
}

function checkRange(expression: string, bounds: Bounds): void {
  const [range, ...steps] = expression.split('/') as [string, ...string[]]
  const ends = range.split('-')
  const star = ends[0] === '*' || ends[0] === '?'
  let [start, end] = [bounds.min, bounds.max]
  if (!star) {
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
}

function numberOf(text: string, { min, names }: Bounds): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1
  if (named >= 0) return named + min
  if (!/^[-+]?[0-9]+$/.test(text)) throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`)
  const number = Number(text)
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`)
  return number
}
