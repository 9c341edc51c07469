// The served cluster: HTTP on the loopback address, a clock that runs with the wall's, and the page beside the API.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiError, statusOf } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import { clusterOf } from '../../worker/common.ts'
import type { ClusterOptions } from '../../worker/protocol.ts'
import { CHANNEL_PATH } from '../../worker/served.ts'
import { Api } from './api.ts'
import { exec } from './exec.ts'
import { readAsk, send } from './message.ts'
import { page } from './page.ts'
import { Pages } from './pages.ts'

const API = /^\/(api|apis|openapi|version|healthz|livez|readyz)(\/|$)/

export interface Served {
  readonly address: string
  readonly cluster: Cluster
  /** Runs the clock on by so many virtual milliseconds at once: for tests. */
  skip(ms: number): void
  close(): Promise<void>
}

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number
  /** Virtual seconds in a second; 0: the clock stands until a page sets it going, or `skip` moves it. */
  readonly speed: number
  /** Where the built page lies, if it was built. */
  readonly page?: string
}

/** How old the cluster is when it is first seen. */
const FIRST_MS = 1000

/** Makes the cluster that these options describe and serves it. */
export async function serve(made: ClusterOptions, options: ServeOptions): Promise<Served> {
  let address = ''
  const cluster = clusterOf(made)
  cluster.world.travel({ forMs: FIRST_MS })
  const pages = new Pages(cluster, made)
  const api = new Api(cluster, () => address.replace('http://', ''))
  const server: Server = createServer((request, response) => void handle(request, response))
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (!isLocal(request)) throw new ApiError(403, 'Forbidden', 'this server answers programs of this machine only')
      const ask = await readAsk(request)
      if (!API.test(ask.path) && options.page && (ask.method === 'GET' || ask.method === 'HEAD')) return page(options.page, ask.path, response)
      api.answer(ask, response)
      if (ask.method !== 'GET' && ask.method !== 'HEAD') pages.settle()
    } catch (e) {
      const error = e instanceof ApiError ? e : new ApiError(500, 'InternalError', `Internal error occurred: ${e instanceof Error ? e.message : String(e)}`)
      if (response.headersSent) response.end()
      else send(response, error.code, statusOf(error))
    }
  }
  server.on('upgrade', (request, socket, head) => {
    const toPage = (request.url ?? '').split('?')[0] === CHANNEL_PATH
    // Only browsers open the page's channel, and they say which page asks for it.
    if (!isLocal(request) || (toPage && request.headers.origin === undefined)) return void socket.destroy()
    if (toPage) return pages.sit(request, socket, head)
    exec(cluster, request, socket, head, () => pages.settle())
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(options.port, '127.0.0.1', () => done())
  })
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  if (options.speed > 0) pages.clock.set({ playing: true, speed: options.speed })
  return {
    address,
    cluster,
    skip(ms) {
      pages.clock.runTo(cluster.now + ms)
      pages.settle()
    },
    async close() {
      pages.close()
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}

/** A page of somebody else's, in a browser on this machine, gets nothing: neither by its origin nor by a name that leads here. */
function isLocal({ headers, method }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  if (host !== '127.0.0.1' && host !== 'localhost') return false
  // A picture or a script of another page's says no origin, but newer browsers say that it is another's.
  const from = headers['sec-fetch-site']
  const followsLink = headers['sec-fetch-mode'] === 'navigate' && method === 'GET'
  if (from !== undefined && from !== 'same-origin' && from !== 'none' && !followsLink) return false
  return headers.origin === undefined || headers.origin === `http://${headers.host}`
}
