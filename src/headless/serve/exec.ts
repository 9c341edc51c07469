// `pods/exec` over a WebSocket: what the command printed and how it ended, on the channels that kubectl listens to.
// Upstream: apimachinery/pkg/util/remotecommand (channels).
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { ApiError, statusOf } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import { Pod } from '../../kube/kinds.ts'
import { clientFor, senderOf } from './access.ts'
import { routeOf } from './route.ts'
import { NORMAL, sockets } from './socket.ts'

/** Of these the fifth alone can say that standard input has come to its end. */
const WITH_END = 'v5.channel.k8s.io'
const PROTOCOLS = [WITH_END, 'v4.channel.k8s.io']
const [IN, OUT, ERR, STATUS, CLOSE] = [0, 1, 2, 3, 255]
const SOCKETS = sockets(PROTOCOLS)

const channel = (number: number, text: string): Buffer => Buffer.concat([Buffer.from([number]), Buffer.from(text, 'utf8')])
const bytesOf = (data: RawData): Buffer => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer))

/** What was refused last, by cluster: a kubectl that was refused asks once more in the older way, and shall hear the same. */
const REFUSED = new WeakMap<Cluster, { readonly url: string; readonly error: ApiError }>()

interface Result { readonly stdout: string; readonly stderr: string; readonly exitCode: number }

/** How the command ended, as the last word of the stream. */
function verdictOf(result: Result | ApiError): object {
  if (result instanceof ApiError) return { ...statusOf(result), message: `Internal error occurred: ${result.message}` }
  if (result.exitCode === 0) return { metadata: {}, status: 'Success' }
  return {
    metadata: {}, status: 'Failure', message: `command terminated with non-zero exit code: exit status ${result.exitCode}`, reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(result.exitCode) }] },
  }
}

function tell(client: WebSocket, result: Result | ApiError): void {
  if (!(result instanceof ApiError)) {
    if (result.stdout) client.send(channel(OUT!, result.stdout))
    if (result.stderr) client.send(channel(ERR!, result.stderr))
  }
  client.send(channel(STATUS!, JSON.stringify(verdictOf(result))))
  client.close(NORMAL)
}

/** Takes over the connection. What stands before the upgrade is refused as a plain answer. `done`: the command has run, maybe later. */
export function exec(cluster: Cluster, request: IncomingMessage, socket: Duplex, head: Buffer, done: () => void = () => {}): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const refuse = (error: ApiError) => {
    const body = JSON.stringify(statusOf(error))
    socket.end(`HTTP/1.1 ${error.code} ${error.reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  }
  const remembered = (error: ApiError) => {
    REFUSED.set(cluster, { url: url.href, error })
    refuse(error)
  }
  const route = routeOf(url.pathname)
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(p => p.trim())
  if (route?.kind !== Pod || route.subresource !== 'exec' || route.name === undefined) return refuse(new ApiError(404, 'NotFound', 'the server could not find the requested resource'))
  // Before the command runs: a handshake that fails later would have run it for nobody.
  if (!PROTOCOLS.some(p => offered.includes(p)) || request.headers.upgrade?.toLowerCase() !== 'websocket' || !request.headers['sec-websocket-key']) {
    const before = REFUSED.get(cluster)
    return refuse(before?.url === url.href ? before.error : new ApiError(400, 'BadRequest', 'Upgrade request required'))
  }
  REFUSED.delete(cluster)
  const { namespace = 'default', name } = route
  const container = url.searchParams.get('container') || undefined
  const client = clientFor(cluster, senderOf(request.headers))
  const run = (stdin?: string): Result | ApiError => {
    try {
      return client.exec(namespace, name, container, url.searchParams.getAll('command'), stdin)
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      return e
    }
  }
  if (url.searchParams.get('stdin') === 'true' && offered.includes(WITH_END)) {
    try {
      client.get(Pod, namespace, name)
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      return remembered(e)
    }
    return SOCKETS.handleUpgrade(request, socket, head, stream => {
      const input: Buffer[] = []
      stream.on('error', () => {})
      stream.on('message', data => {
        const bytes = bytesOf(data)
        if (bytes[0] === IN) input.push(bytes.subarray(1))
        if (bytes[0] !== CLOSE || bytes[1] !== IN) return
        tell(stream, run(Buffer.concat(input).toString('utf8')))
        done()
      })
    })
  }
  const result = run()
  done()
  // What is wrong with the command itself is known only once the stream stands.
  if (result instanceof ApiError && !result.message.includes(': error executing command in container: ')) return remembered(result)
  SOCKETS.handleUpgrade(request, socket, head, stream => tell(stream, result))
}
