// Functions of one row. Texts beyond measure are not made.
import { bytesOf } from '../../applets/bytes.ts'
import { dateText } from '../../applets/clock.ts'
import { SQL_ERRORS } from './errors.ts'
import type { Known } from './evaluate.ts'
import { compare, digitsOf, fixed, isTrue, numberOf, textOf, truth, type Value } from './values.ts'

const MOST_TEXT = 1_000_000
const STAMP = '%Y-%m-%d %H:%M:%S'
type Given = string | number

/** The moment of a date or of a date with its time; undefined if it is none. */
export function momentOf(text: string): number | undefined {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?$/.exec(text.trim())
  if (!found) return undefined
  const [year, month, day, hour = 0, minute = 0, second = 0] = found.slice(1).map(part => (part === undefined ? undefined : Number(part)))
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysIn(year!, month!) || hour > 23 || minute > 59 || second > 59) return undefined
  return (daysFrom(year!, month!, day!) * 86_400 + hour * 3600 + minute * 60 + second) * 1000
}

const daysIn = (year: number, month: number): number => (month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31)

/** Days since 1970, by Howard Hinnant's count of eras. */
function daysFrom(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
}

const SECONDS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }

/** A moment so much later. */
export function shifted(text: string, by: number, unit: string): Value {
  const at = momentOf(text)
  if (at === undefined) return null
  const format = text.length > 10 || ['second', 'minute', 'hour'].includes(unit) ? STAMP : '%Y-%m-%d'
  const seconds = SECONDS[unit]
  if (seconds !== undefined) return dateText(at + by * seconds * 1000, format)
  const months = Number(dateText(at, '%Y')) * 12 + Number(dateText(at, '%m')) - 1 + by * (unit === 'year' ? 12 : 1)
  const [year, month] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1]
  const day = Math.min(Number(dateText(at, '%d')), daysIn(year, month))
  return dateText(daysFrom(year, month, day) * 86_400_000 + (at % 86_400_000), format)
}

const clock = (format: string) => (known: Known): Value => dateText(known.clockMs, format)
const text = (f: (...args: string[]) => Value) => (...args: Given[]): Value => f(...args.map(textOf))
const part = (format: string) => text(value => {
  const at = momentOf(value)
  return at === undefined ? null : Number(dateText(at, format))
})
const long = (value: string): Value => (value.length > MOST_TEXT ? null : value)

/** Of nobody's row: what is known of the server and the one who asks. */
const OF_SERVER: Readonly<Record<string, (known: Known) => Value>> = {
  now: clock(STAMP), current_timestamp: clock(STAMP), localtime: clock(STAMP), sysdate: clock(STAMP), utc_timestamp: clock(STAMP), curdate: clock('%Y-%m-%d'), current_date: clock('%Y-%m-%d'), curtime: clock('%H:%M:%S'), current_time: clock('%H:%M:%S'),
  version: known => known.version, database: known => known.database ?? null, schema: known => known.database ?? null, user: known => `${known.user}@${known.host}`, session_user: known => `${known.user}@${known.host}`,
  current_user: known => `${known.user}@%`, connection_id: known => known.connection, rand: known => known.random(),
}

/** [fewest, most] arguments; nothing (NULL) among them makes nothing of all. */
const PLAIN: Readonly<Record<string, readonly [number, number, (...args: Given[]) => Value]>> = {
  concat: [1, 64, text((...all) => long(all.join('')))], upper: [1, 1, text(t => t.toUpperCase())], ucase: [1, 1, text(t => t.toUpperCase())], lower: [1, 1, text(t => t.toLowerCase())], lcase: [1, 1, text(t => t.toLowerCase())],
  length: [1, 1, text(t => bytesOf(t!))], char_length: [1, 1, text(t => [...t].length)], trim: [1, 1, text(t => t.replace(/^ +| +$/g, ''))], ltrim: [1, 1, text(t => t.replace(/^ +/, ''))], rtrim: [1, 1, text(t => t.replace(/ +$/, ''))],
  reverse: [1, 1, text(t => [...t].reverse().join(''))], replace: [3, 3, text((t, from, to) => (from === '' ? t! : long(t!.split(from!).join(to))))], left: [2, 2, (t, n) => textOf(t!).slice(0, Math.max(0, numberOf(n!)))],
  right: [2, 2, (t, n) => (numberOf(n!) <= 0 ? '' : textOf(t!).slice(-numberOf(n!)))], repeat: [2, 2, (t, n) => (textOf(t!).length * numberOf(n!) > MOST_TEXT ? null : textOf(t!).repeat(Math.max(0, Math.floor(numberOf(n!)))))],
  substring: [2, 3, (t, from, length) => between(textOf(t!), numberOf(from!), length)], substr: [2, 3, (t, from, length) => between(textOf(t!), numberOf(from!), length)], mid: [3, 3, (t, from, length) => between(textOf(t!), numberOf(from!), length)],
  instr: [2, 2, text((t, part_) => t!.toLowerCase().indexOf(part_!.toLowerCase()) + 1)], locate: [2, 2, text((part_, t) => t!.toLowerCase().indexOf(part_!.toLowerCase()) + 1)],
  lpad: [3, 3, (t, n, pad) => (numberOf(n!) > MOST_TEXT ? null : textOf(t!).slice(0, numberOf(n!)).padStart(numberOf(n!), textOf(pad!)))], rpad: [3, 3, (t, n, pad) => (numberOf(n!) > MOST_TEXT ? null : textOf(t!).slice(0, numberOf(n!)).padEnd(numberOf(n!), textOf(pad!)))],
  abs: [1, 1, n => (typeof n === 'string' && digitsOf(n) > 0 ? fixed(Math.abs(numberOf(n)), digitsOf(n)) : Math.abs(numberOf(n!)))], ceil: [1, 1, n => Math.ceil(numberOf(n!))], ceiling: [1, 1, n => Math.ceil(numberOf(n!))], floor: [1, 1, n => Math.floor(numberOf(n!))],
  round: [1, 2, (n, digits = 0) => (numberOf(digits) > 0 ? fixed(numberOf(n!), numberOf(digits)) : Math.sign(numberOf(n!)) * Math.round(Math.abs(numberOf(n!))))], sqrt: [1, 1, n => (numberOf(n!) < 0 ? null : Math.sqrt(numberOf(n!)))],
  pow: [2, 2, (n, m) => finite(numberOf(n!) ** numberOf(m!))], power: [2, 2, (n, m) => finite(numberOf(n!) ** numberOf(m!))], mod: [2, 2, (n, m) => (numberOf(m!) === 0 ? null : numberOf(n!) % numberOf(m!))], sign: [1, 1, n => Math.sign(numberOf(n!))],
  greatest: [2, 64, (...all) => all.reduce((a, b) => (compare(b, a) > 0 ? b : a))], least: [2, 64, (...all) => all.reduce((a, b) => (compare(b, a) < 0 ? b : a))],
  date: [1, 1, text(t => (momentOf(t) === undefined ? null : dateText(momentOf(t)!, '%Y-%m-%d')))], time: [1, 1, text(t => (momentOf(t) === undefined ? null : dateText(momentOf(t)!, '%H:%M:%S')))],
  year: [1, 1, part('%Y')], month: [1, 1, part('%m')], day: [1, 1, part('%d')], dayofmonth: [1, 1, part('%d')], hour: [1, 1, part('%H')], minute: [1, 1, part('%M')], second: [1, 1, part('%S')],
  datediff: [2, 2, text((a, b) => (momentOf(a!) === undefined || momentOf(b!) === undefined ? null : Math.floor(momentOf(a!)! / 86_400_000) - Math.floor(momentOf(b!)! / 86_400_000)))],
}

const finite = (n: number): Value => (Number.isFinite(n) ? n : null)

/** From the first letter (1) or from the end (-1). */
function between(value: string, from: number, length: Given | undefined): string {
  const start = from > 0 ? from - 1 : from < 0 ? value.length + from : value.length
  return start < 0 ? '' : value.slice(start, length === undefined ? undefined : start + Math.max(0, numberOf(length)))
}

export function callFunction(name: string, args: readonly Value[], known: Known): Value {
  const ofServer = OF_SERVER[name]
  if (ofServer) return ofServer(known)
  const wants = (count: number): void => {
    if (args.length !== count) throw SQL_ERRORS.parameters(name)
  }
  switch (name) {
    case 'if':
      wants(3)
      return isTrue(args[0]!) ? args[1]! : args[2]!
    case 'ifnull':
      wants(2)
      return args[0] ?? args[1]!
    case 'coalesce': return args.find(arg => arg !== null) ?? null
    case 'isnull':
      wants(1)
      return truth(args[0] === null)
    case 'nullif':
      wants(2)
      return args[0] !== null && args[1] !== null && compare(args[0]!, args[1]!) === 0 ? null : args[0]!
    case 'concat_ws': return args[0] === null || args[0] === undefined ? null : long(args.slice(1).filter(arg => arg !== null).join(textOf(args[0])))
    case 'unix_timestamp': {
      if (args.length === 0) return Math.floor(known.clockMs / 1000)
      const at = args[0] === null ? undefined : momentOf(textOf(args[0]!))
      return at === undefined ? null : at / 1000
    }
  }
  if (name.startsWith('cast ')) return cast(name.slice('cast '.length), args[0]!, args[1]!)
  const plain = PLAIN[name]
  if (!plain) throw SQL_ERRORS.unknownFunction(known.database === undefined ? name : `${known.database}.${name}`)
  const [fewest, most, f] = plain
  if (args.length < fewest || args.length > most) throw SQL_ERRORS.parameters(name)
  return args.includes(null) ? null : f(...(args as Given[]))
}

function cast(type: string, value: Value, digits: Value): Value {
  if (value === null) return null
  switch (type) {
    case 'signed': case 'unsigned': return Math.round(numberOf(value))
    case 'decimal': return fixed(numberOf(value), numberOf(digits ?? 0))
    case 'char': return textOf(value)
    case 'date': return callFunction('date', [value], undefined as never)
    case 'datetime': {
      const at = momentOf(textOf(value))
      return at === undefined ? null : dateText(at, STAMP)
    }
    default: throw SQL_ERRORS.notYet(`CAST AS ${type.toUpperCase()}`)
  }
}
