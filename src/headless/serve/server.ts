// The served cluster: HTTP on the loopback address, a clock that runs with the wall's, and the page beside the API.
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { ApiError } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import { afterSlice, nextSlice, restingPace, type Pace } from '../../worker/pace.ts'
import { Api } from './api.ts'
import { exec } from './exec.ts'
import { readAsk, send, statusOf } from './message.ts'

const TICK_MS = 10
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.ttf': 'font/ttf', '.png': 'image/png', '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}
const API = /^\/(api|apis|openapi|version|healthz|livez|readyz)(\/|$)/

export interface Served {
  readonly address: string
  /** Runs the clock on by so many virtual milliseconds at once: for tests. */
  skip(ms: number): void
  close(): Promise<void>
}

export interface ServeOptions {
  /** 0: any that is free. */
  readonly port: number
  /** Virtual seconds in a second; 0: the clock stands, and `skip` moves it. */
  readonly speed: number
  /** Where the built page lies, if it was built. */
  readonly page?: string
}

export async function serve(cluster: Cluster, options: ServeOptions): Promise<Served> {
  let address = ''
  const api = new Api(cluster, () => address.replace('http://', ''))
  const server: Server = createServer((request, response) => void handle(request, response))
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (!isLocal(request)) throw new ApiError(403, 'Forbidden', 'this server answers programs of this machine only')
      const ask = await readAsk(request)
      if (!API.test(ask.path) && options.page && (ask.method === 'GET' || ask.method === 'HEAD')) return page(options.page, ask.path, response)
      api.answer(ask, response)
    } catch (e) {
      const error = e instanceof ApiError ? e : new ApiError(500, 'InternalError', `Internal error occurred: ${e instanceof Error ? e.message : String(e)}`)
      if (response.headersSent) response.end()
      else send(response, error.code, statusOf(error))
    }
  }
  server.on('upgrade', (request, socket) => {
    if (isLocal(request)) exec(cluster, request, socket)
    else socket.destroy()
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(options.port, '127.0.0.1', () => done())
  })
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  let pace: Pace = restingPace(options.speed || 1)
  const timer = options.speed > 0 ? setInterval(() => {
    const { pace: next, slice } = nextSlice(pace, performance.now(), cluster.now)
    pace = next
    if (slice) pace = afterSlice(pace, runTo(cluster, slice.toAt, slice.budgetMs))
  }, TICK_MS) : undefined

  return {
    address,
    skip: ms => cluster.world.travel({ forMs: ms }),
    async close() {
      clearInterval(timer)
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}

/** Runs the cluster up to an instant, as far as the time allows; false where it did not get there. */
function runTo(cluster: Cluster, toAt: number, budgetMs: number): boolean {
  const until = performance.now() + budgetMs
  while ((cluster.world.nextAt() ?? Infinity) <= toAt) {
    if (performance.now() > until) return false
    cluster.world.step()
  }
  cluster.world.travel({ toAt })
  return true
}

/** A page of somebody else's, in a browser on this machine, gets nothing: neither by its origin nor by a name that leads here. */
function isLocal({ headers }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  if (host !== '127.0.0.1' && host !== 'localhost') return false
  return headers.origin === undefined || headers.origin === `http://${headers.host}`
}

function page(folder: string, path: string, response: ServerResponse): void {
  const wanted = normalize(join(folder, path === '/' ? 'index.html' : path))
  if (!wanted.startsWith(normalize(folder)) || !existsSync(wanted) || !statSync(wanted).isFile()) {
    response.statusCode = 404
    response.end('404 page not found\n')
    return
  }
  response.setHeader('Content-Type', TYPES[extname(wanted)] ?? 'application/octet-stream')
  createReadStream(wanted).pipe(response)
}
