// The pages that show the served cluster. Each has a host of its own, so it has its own terminal and its own way of looking; the cluster and
// its clock are everybody's.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import type { Cluster, CutFuture } from '../../engine/index.ts'
import type { Common, Waiting } from '../../worker/common.ts'
import { Host } from '../../worker/host.ts'
import type { ClusterOptions, Request } from '../../worker/protocol.ts'
import { LONGEST_SILENCE_MS, type ServedEnvelope, type ServedReply, type ServedRequest } from '../../worker/served.ts'
import { Clock } from './clock.ts'
import { NORMAL, PROTOCOL_ERROR, sockets } from './socket.ts'

/** One page: its host, and the question for news that it has open. */
interface Seat {
  readonly host: Host
  readonly send: (reply: ServedReply) => void
  booted: boolean
  news: number | undefined
  /** The clock as it was last told. */
  told: string
  timer: ReturnType<typeof setTimeout> | undefined
}

export class Pages implements Common {
  readonly cluster: Cluster
  readonly options: ClusterOptions
  readonly waiting: Waiting
  readonly clock: Clock
  readonly #sockets = sockets()
  readonly #seats = new Map<WebSocket, Seat>()

  constructor(cluster: Cluster, options: ClusterOptions) {
    this.cluster = cluster
    this.options = options
    const lines = () => this.#present.map(s => s.host.waiting)
    this.waiting = {
      get waits() { return lines().some(l => l.waits) },
      get nextAt() { return lines().reduce<number | undefined>((least, { nextAt }) => (nextAt === undefined ? least : Math.min(least ?? Infinity, nextAt)), undefined) },
      advance: () => { for (const line of lines()) line.advance() },
    }
    this.clock = new Clock({ cluster, waiting: this.waiting, moved: () => this.settle() })
  }

  get #present(): Seat[] { return [...this.#seats.values()].filter(s => s.booted) }

  forked(cut: CutFuture): void { for (const { host } of this.#present) host.forked(cut) }
  restored(fork: CutFuture): void { for (const { host } of this.#present) host.restored(fork) }

  /** After anything that may have moved the cluster, whoever did it: futures that were cut off are known to all, lines look again, news are told. */
  settle(): void {
    this.#noticeFork()
    // A line that looks again may do something in its turn.
    for (const { host } of this.#present) host.settle()
    this.#noticeFork()
    for (const seat of this.#present) this.#tell(seat, false)
  }

  #noticeFork(): void {
    const cut = this.cluster.cutFuture
    if (!cut) return
    this.cluster.cutFuture = undefined
    this.forked(cut)
  }

  /** Takes over the connection of a page. */
  sit(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, page => this.#welcome(page))
  }

  #welcome(page: WebSocket): void {
    const seat: Seat = {
      host: new Host(() => performance.now(), this), send: reply => { if (page.readyState === page.OPEN) page.send(JSON.stringify(reply)) },
      booted: false, news: undefined, told: '', timer: undefined,
    }
    this.#seats.set(page, seat)
    page.on('message', message => this.#hear(page, seat, message))
    // What it says is not the protocol: the connection is ended by the library, and `close` follows.
    page.on('error', () => {})
    page.on('close', () => {
      this.#seats.delete(page)
      clearTimeout(seat.timer)
      seat.host.close()
    })
  }

  close(): void {
    this.clock.set({ playing: false })
    for (const page of this.#seats.keys()) page.close(NORMAL)
  }

  #hear(page: WebSocket, seat: Seat, message: RawData): void {
    const envelope = envelopeOf(message)
    if (!envelope) return page.close(PROTOCOL_ERROR)
    const { id, request } = envelope
    try {
      this.#answer(seat, id, request)
    } catch (error) {
      const run = seat.host.save()
      seat.send({ id, broken: { message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error), ...(run ? { run } : {}) } })
    }
  }

  #answer(seat: Seat, id: number, request: ServedRequest): void {
    if (request.ask === 'news') {
      seat.news = id
      seat.timer = setTimeout(() => this.#tell(seat, true), LONGEST_SILENCE_MS)
      return this.#tell(seat, false)
    }
    if (request.ask === 'clock') {
      this.clock.set(request)
      return seat.send({ id, answer: { clock: this.clock.state } })
    }
    if (request.ask !== 'boot' && !seat.booted) throw new Error(`asked ${request.ask} before anything stands`)
    // Whoever takes time into his hands takes it out of the clock's.
    if (request.ask === 'travel' || request.ask === 'undo-fork') this.clock.set({ playing: false })
    const answer = seat.host.answer(request as Extract<Request, { ask: 'kubectl' }>)
    seat.booted = true
    seat.send({ id, answer })
    this.settle()
  }

  /** Answers the open question for news, if there are some, or in any case. */
  #tell(seat: Seat, anyway: boolean): void {
    const { news: id } = seat
    if (id === undefined || !seat.booted) return
    const clock = this.clock.state
    const told = JSON.stringify(clock)
    const delta = seat.host.news()
    if (!delta && told === seat.told && !anyway) return
    seat.news = undefined
    seat.told = told
    clearTimeout(seat.timer)
    seat.send({ id, answer: { ...(delta ? { delta } : {}), clock } })
  }
}

function envelopeOf(message: RawData): ServedEnvelope | undefined {
  try {
    const { id, request } = JSON.parse(String(message)) as ServedEnvelope
    return typeof id === 'number' && typeof request?.ask === 'string' ? { id, request } : undefined
  } catch {
    return undefined
  }
}
