// A page as the served cluster meets it, without a browser: a WebSocket from Node, and the client that the page itself has.
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { ServedClient, type Channel } from '../../../worker/servedClient.ts'
import type { WorkerNews } from '../../../worker/client.ts'
import type { Delta } from '../../../worker/protocol.ts'
import { CHANNEL_PATH, type ServedClock } from '../../../worker/served.ts'
import { applyDelta, emptyMirror, type Mirror } from '../../../ui/mirror/applyDelta.ts'

/** A message as a browser sends it: masked, and cut in two where `cut` says so. */
export function masked(text: string, cut?: number): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  const piece = (part: Buffer, opcode: number, last: boolean) => {
    const mask = Buffer.from([1, 2, 3, 4])
    const head = part.length < 126 ? Buffer.from([0, 0x80 | part.length]) : part.length < 65_536 ? Buffer.from([0, 0x80 | 126, part.length >> 8, part.length & 255]) : Buffer.from([0, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0])
    if (part.length >= 65_536) head.writeBigUInt64BE(BigInt(part.length), 2)
    head[0] = (last ? 0x80 : 0) | opcode
    return Buffer.concat([head, mask, Buffer.from(part.map((b, i) => b ^ mask[i & 3]!))])
  }
  return cut === undefined ? piece(bytes, 1, true) : Buffer.concat([piece(bytes.subarray(0, cut), 1, false), piece(bytes.subarray(cut), 0, true)])
}

/** Opens the channel; undefined where it is refused. */
export const openChannel = (address: string, headers: Record<string, string>): Promise<Duplex | undefined> => new Promise(resolve => {
  const asked = request(`${address}${CHANNEL_PATH}`, { headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers } })
  asked.on('upgrade', (_response, socket) => resolve(socket))
  asked.on('response', () => resolve(undefined))
  asked.on('error', () => resolve(undefined))
  asked.end()
})

function connect(address: string): Channel {
  let socket: Duplex | undefined
  const channel: Channel = { send: text => void socket?.write(masked(text, text.length > 40 ? 20 : undefined)), close: () => void socket?.destroy(), onopen: null, onmessage: null, onclose: null }
  void openChannel(address, { origin: address }).then(opened => {
    if (!opened) return channel.onclose?.()
    socket = opened
    let rest = Buffer.alloc(0)
    opened.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        if (rest.length < 2) return
        const short = rest[1]! & 0x7f
        const head = short === 126 ? 4 : short === 127 ? 10 : 2
        if (rest.length < head) return
        const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short
        if (rest.length < head + length) return
        const data = rest.subarray(head, head + length).toString('utf8')
        const isText = (rest[0]! & 0x0f) === 1
        rest = rest.subarray(head + length)
        if (isText) channel.onmessage?.({ data })
      }
    })
    opened.on('close', () => channel.onclose?.())
    channel.onopen?.()
  })
  return channel
}

export class PageClient {
  mirror: Mirror = emptyMirror()
  clock: ServedClock | undefined
  printed = ''
  readonly news: WorkerNews['news'][] = []
  readonly deltas: Delta[] = []
  readonly client: ServedClient
  #socket: Channel | undefined

  constructor(address: () => string) {
    this.client = new ServedClient({
      connect: () => (this.#socket = connect(address())), soon: go => void setTimeout(go, 5), onNews: ({ news }) => void this.news.push(news), onClock: clock => { this.clock = clock },
      onDelta: delta => {
        this.deltas.push(delta)
        this.mirror = applyDelta(this.mirror, delta)
        this.printed += delta.terminal.map(c => c.text).join('')
      },
    })
  }

  /** The page is closed: it does not come again. */
  leave(): void {
    if (!this.#socket) return
    this.#socket.onclose = null
    this.#socket.close()
  }
}

/** Until that holds; fails after some seconds. */
export async function eventually(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if (holds()) return
    await new Promise(done => setTimeout(done, 10))
  }
  throw new Error(`never: ${what}`)
}
