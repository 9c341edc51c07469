// A page as the served cluster meets it, without a browser: a WebSocket, and the client that the page itself has.
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { ServedClient, type Channel } from '../../../worker/servedClient.ts'
import type { WorkerNews } from '../../../worker/client.ts'
import type { Delta } from '../../../worker/protocol.ts'
import { CHANNEL_PATH, type ServedClock } from '../../../worker/served.ts'
import { applyDelta, emptyMirror, type Mirror } from '../../../ui/mirror/applyDelta.ts'

/** A short message as a browser sends it: masked. */
export function masked(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  const mask = [1, 2, 3, 4]
  return Buffer.from([0x81, 0x80 | bytes.length, ...mask, ...bytes.map((b, i) => b ^ mask[i & 3]!)])
}

/** Opens the channel by hand, for what no WebSocket would send; undefined where it is refused. */
export const openChannel = (address: string, headers: Record<string, string>): Promise<Duplex | undefined> => new Promise(resolve => {
  const asked = request(`${address}${CHANNEL_PATH}`, { headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers } })
  asked.on('upgrade', (_response, socket) => resolve(socket))
  asked.on('response', () => resolve(undefined))
  asked.on('error', () => resolve(undefined))
  asked.end()
})

function connect(address: string): Channel {
  const socket = new WebSocket(`${address.replace('http', 'ws')}${CHANNEL_PATH}`, { origin: address })
  const channel: Channel = { send: text => socket.send(text), close: () => socket.terminate(), onopen: null, onmessage: null, onclose: null }
  socket.on('open', () => channel.onopen?.())
  socket.on('message', data => channel.onmessage?.({ data: String(data) }))
  socket.on('close', () => channel.onclose?.())
  socket.on('error', () => {})
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
