// Programs about time: sleep, date, timeout, time, uptime.
import { resolvePath } from '../machine/files.ts'
import { print, write } from '../machine/io.ts'
import { Exit } from '../machine/process.ts'
import { signalCalled, signalNumber } from '../machine/signals.ts'
import { civilFromDays, daysFromCivil } from '../../../../../kube/rfc3339.ts'
import { timing } from '../shell/wording.ts'
import { type Applet, duration, fail, options } from './applet.ts'

const sleep: Applet = function* (proc, argv) {
  const words = argv.slice(1).filter((a) => a !== '--')
  if (words.length === 0) {
    if (proc.kernel.flavour === 'gnu') {
      yield* write(proc, 2, "sleep: missing operand\nTry 'sleep --help' for more information.\n")
      return 1
    }
    yield* write(proc, 2, 'BusyBox v1.36.1 multi-call binary.\n\nUsage: sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can\nhave an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays\n')
    return 1
  }
  let us = 0
  for (const word of words) {
    const part = duration(word)
    if (Number.isNaN(part)) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `invalid time interval ‘${word}’\nTry 'sleep --help' for more information.` : `invalid number '${word}'`)
    us += part
  }
  const untilUs = proc.kernel.nowUs + us
  while (proc.kernel.nowUs < untilUs) yield us === Infinity ? {} : { us: untilUs - proc.kernel.nowUs }
  return 0
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const two = (n: number): string => String(n).padStart(2, '0')

/** A moment as strftime writes it, in UTC. */
export function dateText(ms: number, format: string): string {
  const day = Math.floor(ms / 86_400_000)
  const { year, month, day: date } = civilFromDays(day)
  const rest = ms - day * 86_400_000
  const hour = Math.floor(rest / 3_600_000)
  const minute = Math.floor(rest / 60_000) % 60
  const second = Math.floor(rest / 1000) % 60
  const week = (((day + 4) % 7) + 7) % 7
  const ofYear = day - daysFromCivil(year, 1, 1) + 1
  return format.replace(/%([-_0^]?)(\d*)([a-zA-Z%+])/g, (all: string, flag: string, digits: string, c: string) => {
    const number = (n: number, width: number) => (flag === '-' ? String(n) : String(n).padStart(width, flag === '_' ? ' ' : '0'))
    switch (c) {
      case '%': return '%'
      case 'Y': return String(year)
      case 'y': return two(year % 100)
      case 'C': return two(Math.floor(year / 100))
      case 'm': return number(month, 2)
      case 'd': return number(date, 2)
      case 'e': return String(date).padStart(2)
      case 'H': return number(hour, 2)
      case 'k': return String(hour).padStart(2)
      case 'I': return number(hour % 12 || 12, 2)
      case 'M': return number(minute, 2)
      case 'S': return number(second, 2)
      case 's': return String(Math.floor(ms / 1000))
      case 'N': return String((ms % 1000) * 1_000_000).padStart(9, '0').slice(0, digits === '' ? 9 : Number(digits))
      case 'j': return number(ofYear, 3)
      case 'a': return DAYS[week]!.slice(0, 3)
      case 'A': return DAYS[week]!
      case 'b':
      case 'h': return MONTHS[month - 1]!.slice(0, 3)
      case 'B': return MONTHS[month - 1]!
      case 'u': return String(week === 0 ? 7 : week)
      case 'w': return String(week)
      case 'p': return hour < 12 ? 'AM' : 'PM'
      case 'Z': return 'UTC'
      case 'z': return '+0000'
      case 'F': return dateText(ms, '%Y-%m-%d')
      case 'T': return dateText(ms, '%H:%M:%S')
      case 'R': return dateText(ms, '%H:%M')
      case 'D': return dateText(ms, '%m/%d/%y')
      case 'c': return dateText(ms, '%a %b %e %H:%M:%S %Y')
      case 'x': return dateText(ms, '%m/%d/%y')
      case 'X':
      case 'r': return dateText(ms, '%H:%M:%S')
      case 'n': return '\n'
      case 't': return '\t'
      case 'U': return two(Math.floor((ofYear + 6 - week) / 7))
      case 'V':
      case 'W': return two(Math.floor((ofYear + 6 - ((week + 6) % 7)) / 7))
      default: return all
    }
  })
}

/** What `date -d` understands of moments: @seconds, a date and time, and a distance from now. */
function moment(text: string, now: number): number | undefined {
  const t = text.trim()
  if (t.startsWith('@')) return Number(t.slice(1)) * 1000
  if (t === 'now' || t === '' || t === 'today') return now
  if (t === 'yesterday') return now - 86_400_000
  if (t === 'tomorrow') return now + 86_400_000
  const distance = /^(?:now\s*)?([-+]?)\s*(\d+)\s*(second|sec|minute|min|hour|day|week)s?(\s+ago)?$/.exec(t)
  if (distance) {
    const unit = { second: 1, sec: 1, minute: 60, min: 60, hour: 3600, day: 86_400, week: 604_800 }[distance[3]!]!
    return now + Number(distance[2]) * unit * 1000 * (distance[1] === '-' || distance[4] ? -1 : 1)
  }
  const civil = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(?:Z|UTC)?$/.exec(t)
  if (!civil) return undefined
  const [, y, m, d, h = 0, min = 0, s = 0] = civil
  return (daysFromCivil(Number(y), Number(m), Number(d)) * 86_400 + Number(h) * 3600 + Number(min) * 60 + Number(s)) * 1000
}

const date: Applet = function* (proc, argv) {
  const { on, rest, unknown } = options(argv, 'd:uRIs:r:', { date: 'd', utc: 'u', universal: 'u', 'rfc-2822': 'R', 'rfc-email': 'R', 'iso-8601': 'I', set: 's', reference: 'r' })
  if (unknown !== undefined && !/^-I/.test(argv[1] ?? '')) return yield* fail(proc, argv, `unrecognized option: ${unknown.replace(/^-+/, '')}`)
  let at: number | undefined = proc.kernel.clockMs
  const given = on.get('d')
  if (given !== undefined) at = moment(given, at)
  if (at === undefined || Number.isNaN(at)) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `invalid date ‘${given}’` : `invalid date '${given}'`)
  if (on.has('s')) return yield* fail(proc, argv, "can't set date: Operation not permitted")
  const iso = argv.find((a) => /^(-I|--iso-8601)/.test(a))
  const format = rest[0]?.startsWith('+') ? rest[0].slice(1)
    : on.has('R') ? '%a, %d %b %Y %H:%M:%S %z'
    : iso !== undefined ? (/s(econds)?$/.test(iso.slice(2)) ? (proc.kernel.flavour === 'gnu' ? '%Y-%m-%dT%H:%M:%S+00:00' : '%Y-%m-%dT%H:%M:%S+00:00') : /m(inutes)?$/.test(iso.slice(2)) ? '%Y-%m-%dT%H:%M+00:00' : /h(ours)?$/.test(iso.slice(2)) ? '%Y-%m-%dT%H+00:00' : '%Y-%m-%d')
    : '%a %b %e %H:%M:%S UTC %Y'
  yield* print(proc, `${dateText(at, format)}\n`)
  return 0
}

const timeout: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 's:k:pv', { signal: 's', 'kill-after': 'k', 'preserve-status': 'p', foreground: 'v' }, true)
  const us = duration(rest[0] ?? '')
  if (Number.isNaN(us) || rest.length < 2) return yield* fail(proc, argv, rest.length < 2 ? 'missing operand' : `invalid time interval '${rest[0]}'`, 125)
  const signal = signalCalled(on.get('s') ?? 'TERM') ?? 'TERM'
  const command = rest.slice(1)
  const found = proc.kernel.commands.find(proc, command[0]!)
  if (found.kind !== 'program') return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `failed to run command ‘${command[0]}’: No such file or directory` : `can't execute '${command[0]}': No such file or directory`, 127)
  const child = proc.kernel.spawn(proc, command, proc.fds, (p) => found.run(p, command))
  if (!child) return 125
  const untilUs = proc.kernel.nowUs + us
  while (child.status === undefined && proc.kernel.nowUs < untilUs) yield { on: [child.ended], ...(us === Infinity ? {} : { us: untilUs - proc.kernel.nowUs }) }
  if (child.status !== undefined) return child.status
  proc.kernel.signal(child.pid, signal)
  const kill = duration(on.get('k') ?? 'inf')
  const killUs = proc.kernel.nowUs + kill
  while (child.status === undefined && proc.kernel.nowUs < killUs) yield { on: [child.ended], ...(kill === Infinity ? {} : { us: killUs - proc.kernel.nowUs }) }
  if (child.status === undefined) {
    proc.kernel.signal(child.pid, 'KILL')
    return 137
  }
  return proc.kernel.flavour === 'busybox' || on.has('p') ? (child.endedBy ? 128 + signalNumber(child.endedBy) : child.status) : 124
}

const time: Applet = function* (proc, argv) {
  const command = argv.slice(1).filter((a, i) => !(i === 0 && a === '-p'))
  const found = proc.kernel.commands.find(proc, command[0] ?? '')
  if (found.kind !== 'program') return yield* fail(proc, argv, `can't execute '${command[0]}': No such file or directory`, 127)
  const from = proc.kernel.nowUs
  const child = proc.kernel.spawn(proc, command, proc.fds, (p) => found.run(p, command))
  if (!child) throw new Exit(1)
  while (child.status === undefined) yield { on: [child.ended] }
  const us = proc.kernel.nowUs - from
  yield* write(proc, 2, proc.kernel.flavour === 'busybox' ? timing(us).slice(1).replace(/(\d\.\d\d)\ds/g, '$1s') : timing(us))
  return child.status
}

const uptime: Applet = function* (proc) {
  const minutes = Math.floor(proc.kernel.nowUs / 60e6) + 1440
  yield* print(proc, ` ${dateText(proc.kernel.clockMs, '%H:%M:%S')} up ${Math.floor(minutes / 1440)} day${minutes >= 2880 ? 's' : ''},  ${Math.floor((minutes % 1440) / 60)}:${two(minutes % 60)},  0 users,  load average: 0.42, 0.36, 0.30\n`)
  return 0
}

const touch: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'cd:amr:t:h', { 'no-create': 'c', date: 'd' })
  let status = 0
  for (const path of rest) {
    const full = resolvePath(proc.cwd, path)
    const node = proc.kernel.files.stat(full)
    if (node?.kind === 'dir' || (!node && on.has('c'))) continue
    const failed = proc.kernel.files.write(full, node?.kind === 'file' ? node.text : '', proc.kernel.nowUs)
    if (failed) status = yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `cannot touch '${path}': ${failed}` : `${path}: ${failed}`)
  }
  return status
}

export const CLOCK: ReadonlyMap<string, Applet> = new Map([['sleep', sleep], ['usleep', function* (proc, argv) {
  yield { us: Number(argv[1]) || 0 }
  void proc
  return 0
} as Applet], ['date', date], ['timeout', timeout], ['time', time], ['uptime', uptime], ['touch', touch]])
