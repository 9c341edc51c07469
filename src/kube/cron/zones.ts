// Time zones: which there are, and how far they are from Greenwich at an instant. Rules since 2015, and the tz database's changes.
// Stands for Go's time.LoadLocation, whose process here keeps UTC.
import type { Instant } from '../object.ts'
import { civilFromDays, daysFromCivil } from '../rfc3339.ts'
import { zoneTable } from './zoneTable.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** A day of the year as month, week (5: the last) and weekday, and a minute of that day by the local clock. */
interface Turn { readonly month: number; readonly week: number; readonly weekday: number; readonly minute: number }
interface Rule { readonly standard: number; readonly summer?: { readonly offset: number; readonly start: Turn; readonly end: Turn } }
interface Ways { readonly rule: Rule; readonly history: readonly { readonly from: Instant; readonly offset: number }[] }

/** A place's clock. Offsets are in ms east of Greenwich. */
export interface Zone {
  readonly name: string
  offsetAt(at: Instant): number
}

export const utc: Zone = { name: 'UTC', offsetAt: () => 0 }

let linesByZone: ReadonlyMap<string, string> | undefined
const known = new Map<string, Zone>()

/** The zone of that name; undefined if there is none. Nothing and `Local` are UTC. Letters' case counts. */
export function zoneOf(name: string): Zone | undefined {
  if (name === '' || name === 'UTC' || name === 'Local') return utc
  let zone = known.get(name)
  if (!zone) {
    const line = lines().get(name)
    if (line === undefined) return undefined
    const ways = parseWays(line)
    zone = { name, offsetAt: at => offsetOf(ways, at) * MINUTE }
    known.set(name, zone)
  }
  return zone
}

/** Whether the tz database has a zone of that name. */
export const isZoneName = (name: string): boolean => lines().has(name)

function lines(): ReadonlyMap<string, string> {
  if (linesByZone) return linesByZone
  const map = new Map<string, string>()
  const text = zoneTable.trim().replace(/\n {2}(\+?)/g, (_, plus: string) => (plus ? ' ' : ''))
  for (const line of text.split('\n')) {
    for (const group of line.slice(line.lastIndexOf('|') + 1).split(' ')) {
      const colon = group.indexOf(':')
      const region = group.slice(0, colon)
      for (const place of group.slice(colon + 1).split(',')) map.set(region === '-' ? place : `${region}/${place}`, line)
    }
  }
  linesByZone = map
  return map
}

function parseWays(line: string): Ways {
  const [rule, history] = line.split('|') as [string, string]
  const [standard, summer, start, end] = rule.split(' ')
  return {
    rule: { standard: Number(standard), ...(summer ? { summer: { offset: Number(summer), start: turnOf(start!), end: turnOf(end!) } } : {}) },
    history: history === '' ? [] : history.split(' ').map(entry => {
      const [, from, offset] = /^(\w+)([+-]\d+)$/.exec(entry)!
      return { from: from === '0' ? -Infinity : Number.parseInt(from!, 36) * MINUTE, offset: Number(offset) }
    }),
  }
}

function turnOf(text: string): Turn {
  const [day, minute] = text.split('@') as [string, string]
  const [month, week, weekday] = day.split('.').map(Number) as [number, number, number]
  return { month, week, weekday, minute: Number(minute) }
}

function offsetOf({ rule, history }: Ways, at: Instant): number {
  const last = history.at(-1)
  if (last && at < last.from) return history.findLast(h => h.from <= at)!.offset
  const { standard, summer } = rule
  if (!summer) return standard
  const { year } = civilFromDays(Math.floor((at + standard * MINUTE) / DAY))
  const start = turnAt(summer.start, year) - standard * MINUTE
  const end = turnAt(summer.end, year) - summer.offset * MINUTE
  const isSummer = start < end ? start <= at && at < end : !(end <= at && at < start)
  return isSummer ? summer.offset : standard
}

/** The turn in that year as if the local clock were Greenwich's. */
function turnAt({ month, week, weekday, minute }: Turn, year: number): Instant {
  const first = daysFromCivil(year, month, 1)
  const next = daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1)
  // 1970-01-01 was a Thursday.
  let day = first + ((weekday - (first + 4)) % 7 + 7) % 7 + (week - 1) * 7
  while (day >= next) day -= 7
  return day * DAY + minute * MINUTE
}

/** The instant at which the local clock says so; where it does so twice or never, the one that Go's time.Date gives. */
export function instantOfLocal(zone: Zone, local: number): Instant {
  const first = zone.offsetAt(local)
  return first === 0 ? local : local - zone.offsetAt(local - first)
}
