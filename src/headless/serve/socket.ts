// WebSockets, as far as this server speaks them: the handshake, messages out, and messages in. Upstream of the format: RFC 6455.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const CONTINUATION = 0x0
export const TEXT = 0x1
export const BINARY = 0x2
const CLOSE = 0x8
const PING = 0x9
const PONG = 0xa
/** A message that is longer ends the connection: a page sends its files with a command line, and those are a few hundred kilobytes at most. */
const MOST_BYTES = 16 * 1024 * 1024
const TOO_BIG = 1009
const PROTOCOL_ERROR = 1002
export const NORMAL = 1000

export function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const head = length < 126 ? Buffer.from([0x80 | opcode, length]) : length < 65_536 ? Buffer.from([0x80 | opcode, 126, length >> 8, length & 255]) : Buffer.alloc(10)
  if (length >= 65_536) {
    head[0] = 0x80 | opcode
    head[1] = 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, payload])
}

export const closing = (code: number): Buffer => frame(CLOSE, Buffer.from([code >> 8, code & 255]))

/** Answers the handshake; undefined where the request is none. */
export function handshake({ headers }: IncomingMessage, protocol?: string): string | undefined {
  const key = headers['sec-websocket-key']
  if (typeof key !== 'string' || headers.upgrade?.toLowerCase() !== 'websocket') return undefined
  const accept = createHash('sha1').update(key + MAGIC).digest('base64')
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ''}\r\n`
}

/** Puts together what a client sends: whole messages, whichever way they were cut. */
export class Reader {
  #rest: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []
  #size = 0
  readonly #socket: Duplex
  readonly #hear: (message: Buffer) => void

  /** `hear` gets each whole message, of text or of bytes. */
  constructor(socket: Duplex, hear: (message: Buffer) => void) {
    this.#socket = socket
    this.#hear = hear
  }

  take(chunk: Buffer): void {
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk
    while (!this.#socket.writableEnded) {
      const taken = this.#one(this.#rest)
      if (taken === 0) return
      this.#rest = this.#rest.subarray(taken)
    }
  }

  /** Reads one frame; gives its length, 0 where it is not whole yet. */
  #one(bytes: Buffer): number {
    if (bytes.length < 2) return 0
    const [first, second] = [bytes[0]!, bytes[1]!]
    const short = second & 0x7f
    const head = short === 126 ? 4 : short === 127 ? 10 : 2
    // Clients mask what they send; bits that are reserved stand for extensions that nobody agreed on.
    if ((second & 0x80) === 0 || (first & 0x70) !== 0) return this.#fail(PROTOCOL_ERROR)
    if (bytes.length < head + 4) return 0
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
    if (this.#size + length > MOST_BYTES) return this.#fail(TOO_BIG)
    if (bytes.length < head + 4 + length) return 0
    const mask = bytes.subarray(head, head + 4)
    const payload = Buffer.from(bytes.subarray(head + 4, head + 4 + length))
    for (let i = 0; i < length; i++) payload[i]! ^= mask[i & 3]!
    this.#frame(first & 0x0f, (first & 0x80) !== 0, payload)
    return head + 4 + length
  }

  #frame(opcode: number, last: boolean, payload: Buffer): void {
    if (opcode === CLOSE) return void this.#socket.end(closing(NORMAL))
    if (opcode === PING) return void this.#socket.write(frame(PONG, payload))
    if (opcode === PONG) return
    if (opcode !== TEXT && opcode !== BINARY && opcode !== CONTINUATION) return void this.#fail(PROTOCOL_ERROR)
    this.#parts.push(payload)
    this.#size += payload.length
    if (!last) return
    const message = this.#parts.length === 1 ? payload : Buffer.concat(this.#parts)
    this.#parts = []
    this.#size = 0
    this.#hear(message)
  }

  #fail(code: number): number {
    this.#socket.end(closing(code))
    return 0
  }
}
