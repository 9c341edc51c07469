// The pages that show the served cluster. Each has a host of its own, so it has its own terminal and its own way of looking; the cluster and
// its clock are everybody's.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cluster, CutFuture } from '../../engine/index.ts'
import type { Common, Waiting } from '../../worker/common.ts'
import { Host } from '../../worker/host.ts'
import type { ClusterOptions, Request } from '../../worker/protocol.ts'
import { LONGEST_SILENCE_MS, type ServedEnvelope, type ServedReply, type ServedRequest } from '../../worker/served.ts'
import { Clock } from './clock.ts'
import { closing, frame, handshake, NORMAL, Reader, TEXT } from './socket.ts'

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
  readonly #seats = new Map<Duplex, Seat>()

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
  sit(request: IncomingMessage, socket: Duplex): void {
    const accepted = handshake(request)
    if (!accepted) return void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    socket.write(accepted)
    const seat: Seat = {
      host: new Host(() => performance.now(), this), send: reply => { if (!socket.writableEnded) socket.write(frame(TEXT, Buffer.from(JSON.stringify(reply), 'utf8'))) },
      booted: false, news: undefined, told: '', timer: undefined,
    }
    this.#seats.set(socket, seat)
    const reader = new Reader(socket, message => this.#hear(socket, seat, message))
    socket.on('data', (chunk: Buffer) => reader.take(chunk))
    const leave = () => {
      if (!this.#seats.delete(socket)) return
      clearTimeout(seat.timer)
      seat.host.close()
      socket.destroy()
    }
    socket.on('close', leave)
    socket.on('end', leave)
    socket.on('error', leave)
  }

  close(): void {
    this.clock.set({ playing: false })
    for (const socket of this.#seats.keys()) socket.end(closing(NORMAL))
  }

  #hear(socket: Duplex, seat: Seat, message: Buffer): void {
    const envelope = envelopeOf(message)
    if (!envelope) return void socket.end(closing(1002))
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

function envelopeOf(message: Buffer): ServedEnvelope | undefined {
  try {
    const { id, request } = JSON.parse(message.toString('utf8')) as ServedEnvelope
    return typeof id === 'number' && typeof request?.ask === 'string' ? { id, request } : undefined
  } catch {
    return undefined
  }
}
