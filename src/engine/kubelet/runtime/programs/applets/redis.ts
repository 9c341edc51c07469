// Redis as far as a queue of work needs it: strings that may expire, counters, lists. Answers read as redis-cli prints them.
import { resolvePath } from '../machine/files.ts'
import type { Arrived } from '../machine/init.ts'
import type { Process } from '../machine/process.ts'
import type { NetworkAnswer } from '../program.ts'
import { itemsAtStart } from './queues.ts'

const WRONG_TYPE = '(error) WRONGTYPE Operation against a key holding the wrong kind of value'
const quoted = (text: string | undefined): string => (text === undefined ? '(nil)' : `"${text}"`)
const whole = (n: number): string => `(integer) ${n}`
const many = (all: readonly string[]): string => (all.length === 0 ? '(empty array)' : all.map((v, i) => `${i + 1}) "${v}"`).join('\n'))

class Store {
  readonly #strings = new Map<string, string>()
  readonly #lists = new Map<string, string[]>()
  /** When a key goes by itself, in ms since the server's start. */
  readonly #until = new Map<string, number>()

  expire(nowMs: number): void {
    for (const [key, at] of this.#until) if (at <= nowMs) this.delete(key)
  }
  has(key: string): boolean { return this.#strings.has(key) || this.#lists.has(key) }
  keys(): string[] { return [...this.#strings.keys(), ...this.#lists.keys()] }
  delete(key: string): boolean {
    this.#until.delete(key)
    return this.#strings.delete(key) || this.#lists.delete(key)
  }
  clear(): void { for (const map of [this.#strings, this.#lists, this.#until]) map.clear() }
  string(key: string): string | undefined { return this.#strings.get(key) }
  isList(key: string): boolean { return this.#lists.has(key) }
  set(key: string, value: string, untilMs?: number): void {
    this.delete(key)
    this.#strings.set(key, value)
    if (untilMs !== undefined) this.#until.set(key, untilMs)
  }
  setUntil(key: string, ms: number): void { this.#until.set(key, ms) }
  until(key: string): number | undefined { return this.#until.get(key) }
  list(key: string): readonly string[] { return this.#lists.get(key) ?? [] }
  /** Changes a list; an empty one is no key. */
  edit<T>(key: string, change: (list: string[]) => T): T {
    const list = this.#lists.get(key) ?? []
    const result = change(list)
    if (list.length > 0) this.#lists.set(key, list)
    else this.delete(key)
    return result
  }
}

/** A server's memory, and how it answers. It lives as long as its process. */
export function redis(proc: Process): (request: Arrived) => NetworkAnswer {
  const store = new Store()
  const settings = settingsOf(proc)
  for (const [key, items] of itemsAtStart(proc)) store.edit(key, list => list.push(...items))
  return ({ kind, body = '', atMs }) => {
    if (kind !== 'redis') return { status: 200, body: '' }
    store.expire(atMs)
    const words = (body.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map(w => w.replace(/^(["'])(.*)\1$/s, '$2'))
    return { status: 200, body: words[0]?.toLowerCase() === 'config' ? configured(settings, words.slice(1)) : answerTo(store, words, atMs) }
  }
}

/** Settings that people ask for, as they are where nobody sets them. */
const DEFAULTS: Readonly<Record<string, string>> = {
  maxmemory: '0', 'maxmemory-policy': 'noeviction', appendonly: 'no', save: '3600 1 300 100 60 10000', port: '6379', bind: '* -::*', databases: '16', timeout: '0', requirepass: '', dir: '/data', dbfilename: 'dump.rdb',
}
const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1000, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3 }

/** By the file and the options that the server was begun with. */
function settingsOf(proc: Process): Map<string, string> {
  const settings = new Map(Object.entries(DEFAULTS))
  const words = proc.argv.slice(1)
  const file = words[0] !== undefined && !words[0].startsWith('-') ? proc.kernel.files.text(resolvePath(proc.cwd, words[0])) ?? '' : ''
  for (const line of [...file.split('\n'), ...words.join(' ').split(/(?:^|\s)--/).slice(1)]) {
    const [, name, value] = /^\s*([a-z][\w-]*)\s+(.*?)\s*$/i.exec(line) ?? []
    if (name !== undefined) settings.set(name.toLowerCase(), setTo(name.toLowerCase(), value!))
  }
  return settings
}

const setTo = (name: string, value: string): string => {
  const [, n, unit] = /^(\d+)([kmg]?b?)$/i.exec(value) ?? []
  return name === 'maxmemory' && n !== undefined && unit ? String(Number(n) * UNITS[unit.toLowerCase()]!) : value.replace(/^"(.*)"$/, '$1')
}

function configured(settings: Map<string, string>, [verb = '', name = '', value]: readonly string[]): string {
  const key = name.toLowerCase()
  if (verb.toLowerCase() === 'get') {
    const wanted = new RegExp(`^${key.replace(/[^\w*-]/g, '').replace(/\*+/g, '.*')}$`)
    return many([...settings].filter(([known]) => wanted.test(known)).flat())
  }
  if (verb.toLowerCase() !== 'set' || value === undefined) return `(error) ERR unknown subcommand '${verb}'. Try CONFIG HELP.`
  if (!settings.has(key)) return `(error) ERR Unknown option or number of arguments for CONFIG SET - '${name}'`
  settings.set(key, setTo(key, value))
  return 'OK'
}

function answerTo(store: Store, [command = '', ...args]: readonly string[], atMs: number): string {
  const [key = '', ...rest] = args
  const name = command.toLowerCase()
  const few = args.length < (LEAST[name] ?? 0)
  if (few) return `(error) ERR wrong number of arguments for '${name}' command`
  if (LISTS.has(name) ? store.string(key) !== undefined : STRINGS.has(name) && store.isList(key)) return WRONG_TYPE
  switch (name) {
    case 'ping': return 'PONG'
    case 'set': {
      const seconds = rest[1]?.toLowerCase() === 'ex' ? Number(rest[2]) : undefined
      store.set(key, rest[0]!, seconds === undefined ? undefined : atMs + seconds * 1000)
      return 'OK'
    }
    case 'setex':
      store.set(key, rest[1]!, atMs + Number(rest[0]) * 1000)
      return 'OK'
    case 'get': return quoted(store.string(key))
    case 'incr': case 'decr': case 'incrby': {
      const n = Number(store.string(key) ?? 0) + (name === 'incrby' ? Number(rest[0]) : name === 'incr' ? 1 : -1)
      if (!Number.isSafeInteger(n)) return '(error) ERR value is not an integer or out of range'
      store.set(key, String(n), store.until(key))
      return whole(n)
    }
    case 'del': return whole(args.filter(k => store.delete(k)).length)
    case 'exists': return whole(args.filter(k => store.has(k)).length)
    case 'expire':
      if (!store.has(key)) return whole(0)
      store.setUntil(key, atMs + Number(rest[0]) * 1000)
      return whole(1)
    case 'ttl': {
      const until = store.until(key)
      return whole(!store.has(key) ? -2 : until === undefined ? -1 : Math.ceil((until - atMs) / 1000))
    }
    case 'keys': return many(store.keys())
    case 'flushall': case 'flushdb':
      store.clear()
      return 'OK'
    case 'rpush': return whole(store.edit(key, list => list.push(...rest)))
    case 'lpush': return whole(store.edit(key, list => list.unshift(...rest.toReversed())))
    case 'lpop': case 'blpop': return quoted(store.edit(key, list => list.shift()))
    case 'rpop': case 'brpop': return quoted(store.edit(key, list => list.pop()))
    case 'rpoplpush': case 'brpoplpush': {
      const item = store.edit(key, list => list.pop())
      if (item !== undefined) store.edit(rest[0]!, list => list.unshift(item))
      return quoted(item)
    }
    case 'lmove': {
      const [to = '', from = '', end = ''] = rest.map((w, i) => (i === 0 ? w : w.toLowerCase()))
      const item = store.edit(key, list => (from === 'left' ? list.shift() : list.pop()))
      if (item !== undefined) store.edit(to, list => (end === 'right' ? list.push(item) : list.unshift(item)))
      return quoted(item)
    }
    case 'lrem': {
      const count = Number(rest[0])
      return whole(store.edit(key, list => {
        let removed = 0
        for (let at = list.indexOf(rest[1]!); at >= 0 && (count === 0 || removed < Math.abs(count)); at = list.indexOf(rest[1]!)) {
          list.splice(at, 1)
          removed++
        }
        return removed
      }))
    }
    case 'llen': return whole(store.list(key).length)
    case 'lrange': {
      const all = store.list(key)
      const at = (text: string | undefined) => (Number(text) < 0 ? all.length + Number(text) : Number(text))
      return many(all.slice(Math.max(0, at(rest[0])), at(rest[1]) + 1))
    }
    default: return `(error) ERR unknown command '${command}', with args beginning with: ${args.map(a => `'${a}' `).join('')}`
  }
}

const LISTS = new Set(['rpush', 'lpush', 'lpop', 'rpop', 'blpop', 'brpop', 'rpoplpush', 'brpoplpush', 'lmove', 'lrem', 'llen', 'lrange'])
const STRINGS = new Set(['get', 'incr', 'decr', 'incrby'])
const LEAST: Readonly<Record<string, number>> = {
  set: 2, setex: 3, get: 1, incr: 1, decr: 1, incrby: 2, del: 1, exists: 1, expire: 2, ttl: 1, keys: 1, rpush: 2, lpush: 2, lpop: 1, rpop: 1, rpoplpush: 2, lmove: 4, lrem: 3, llen: 1, lrange: 3,
}
