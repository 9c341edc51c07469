// A binary log, and replicas that follow it. A source tells those who follow it of what was written; who was away asks for what he has missed.
// Everything that must outlive a server lies in files: the log, and what a replica knows of its source.
import type { Process } from '../../machine/process.ts'
import type { Event, Place, Written } from './protocol.ts'
import type { Settings } from './settings.ts'
import { DATA } from './store.ts'

/** What a replica was told by CHANGE MASTER TO, and how far it has come. */
export interface Following { readonly host: string; readonly port: number; readonly user: string; readonly password: string; readonly retrySeconds: number; readonly log: string; readonly position: number; readonly runs: boolean }

const FOLLOWING = `${DATA}/master.info`
const FOLLOWERS = `${DATA}/mysql/slave_hosts`
/** Bytes at the head of every log. */
const HEAD = 154
/** Where a log begins that the image's script has written before. */
const FIRST = 3

export class BinaryLog {
  readonly #proc: Process
  readonly #base: string

  constructor(proc: Process, settings: Settings) {
    this.#proc = proc
    this.#base = settings.isOn('log_bin') ? String(settings.get('log_bin_basename')) : ''
    if (!this.isOn) return
    const last = this.#logs().at(-1)
    this.#write(`${this.#base}.${String(last === undefined ? FIRST : Number(last.slice(-6)) + 1).padStart(6, '0')}`, '')
  }

  get isOn(): boolean { return this.#base !== '' }

  #write(path: string, text: string): void { this.#proc.kernel.files.write(path, text, this.#proc.kernel.nowUs, 0o640) }
  #logs(): string[] {
    const name = this.#base.slice(DATA.length + 1)
    return (this.#proc.kernel.files.list(DATA) ?? []).filter(file => file.startsWith(`${name}.`) && /\.\d{6}$/.test(file))
  }
  #text(log: string): string { return this.#proc.kernel.files.text(`${DATA}/${log}`) ?? '' }

  get end(): Place {
    const log = this.#logs().at(-1) ?? ''
    return { log, position: HEAD + this.#text(log).length }
  }

  add(event: Event): void {
    const path = `${DATA}/${this.end.log}`
    this.#write(path, `${this.#proc.kernel.files.text(path) ?? ''}${JSON.stringify(event)}\n`)
  }

  /** What was written from there on; undefined: there is no such place in the log. */
  since({ log, position }: Place): Written | undefined {
    const logs = this.#logs()
    const first = log === '' ? 0 : logs.indexOf(log)
    if (first < 0) return undefined
    const events: Event[] = []
    for (const [i, name] of logs.slice(first).entries()) {
      const text = this.#text(name)
      const from = i === 0 && log !== '' ? position - HEAD : 0
      if (from < 0 || from > text.length) return undefined
      for (const line of text.slice(from).split('\n')) if (line !== '') events.push(JSON.parse(line) as Event)
    }
    return { from: { log, position }, to: this.end, events }
  }

  /** Addresses of those who follow, and how far each was told. */
  followers(): Map<string, Place> {
    const text = this.#proc.kernel.files.text(FOLLOWERS)
    try {
      return new Map(text === undefined ? [] : JSON.parse(text) as [string, Place][])
    } catch {
      return new Map()
    }
  }

  tell(address: string, place: Place | undefined): void {
    const all = this.followers()
    if (place) all.set(address, place)
    else all.delete(address)
    this.#write(FOLLOWERS, JSON.stringify([...all]))
  }
}

export class Replica {
  readonly #proc: Process
  /** Whether its source counts on it: until one of them has been away. */
  connected = false
  ioError = ''
  sqlError = ''
  retries = 0

  constructor(proc: Process) {
    this.#proc = proc
  }

  get following(): Following | undefined {
    const text = this.#proc.kernel.files.text(FOLLOWING)
    try {
      return text === undefined ? undefined : JSON.parse(text) as Following
    } catch {
      return undefined
    }
  }

  set(following: Following | undefined): void {
    const { files, nowUs } = this.#proc.kernel
    if (following) files.write(FOLLOWING, JSON.stringify(following), nowUs, 0o640)
    else files.remove(FOLLOWING)
  }

  /** As SHOW SLAVE STATUS tells it. */
  status(): readonly (readonly [string, string | number | null])[] | undefined {
    const f = this.following
    if (!f) return undefined
    const io = !f.runs ? 'No' : this.connected ? 'Yes' : this.ioError.includes('fatal') ? 'No' : 'Connecting'
    return [
      ['Slave_IO_State', io === 'Yes' ? 'Waiting for master to send event' : io === 'Connecting' ? 'Connecting to master' : ''], ['Master_Host', f.host], ['Master_User', f.user], ['Master_Port', f.port], ['Connect_Retry', f.retrySeconds],
      ['Master_Log_File', f.log], ['Read_Master_Log_Pos', f.position], ['Slave_IO_Running', io], ['Slave_SQL_Running', f.runs && this.sqlError === '' ? 'Yes' : 'No'], ['Exec_Master_Log_Pos', f.position],
      ['Seconds_Behind_Master', io === 'Yes' ? 0 : null], ['Last_IO_Error', this.ioError], ['Last_SQL_Error', this.sqlError],
    ]
  }
}
