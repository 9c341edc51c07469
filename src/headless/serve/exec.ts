// `pods/exec` over a WebSocket: what the command printed and how it ended, on the channels that kubectl listens to.
// Upstream: apimachinery/pkg/util/remotecommand (channels).
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { ApiError } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import { Pod } from '../../kube/kinds.ts'
import { clientFor, senderOf } from './access.ts'
import { statusOf } from './message.ts'
import { routeOf } from './route.ts'
import { NORMAL, sockets } from './socket.ts'

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const [OUT, ERR, STATUS] = [1, 2, 3]
const SOCKETS = sockets(PROTOCOLS)

const channel = (number: number, text: string): Buffer => Buffer.concat([Buffer.from([number]), Buffer.from(text, 'utf8')])

/** Takes over the connection. What stands before the upgrade is refused as a plain answer. */
export function exec(cluster: Cluster, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const refuse = (error: ApiError) => {
    const body = JSON.stringify(statusOf(error))
    socket.end(`HTTP/1.1 ${error.code} ${error.reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  }
  const route = routeOf(url.pathname)
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(p => p.trim())
  if (route?.kind !== Pod || route.subresource !== 'exec' || route.name === undefined) return refuse(new ApiError(404, 'NotFound', 'the server could not find the requested resource'))
  // Before the command runs: a handshake that fails later would have run it for nobody.
  if (!PROTOCOLS.some(p => offered.includes(p)) || request.headers.upgrade?.toLowerCase() !== 'websocket' || !request.headers['sec-websocket-key']) return refuse(new ApiError(400, 'BadRequest', 'Upgrade request required'))
  let result
  try {
    const container = url.searchParams.get('container') || undefined
    result = clientFor(cluster, senderOf(request.headers)).exec(route.namespace!, route.name, container, url.searchParams.getAll('command'))
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    return refuse(e)
  }
  const ended = result.exitCode === 0 ? { metadata: {}, status: 'Success' } : {
    metadata: {}, status: 'Failure', message: `command terminated with non-zero exit code: exit status ${result.exitCode}`, reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(result.exitCode) }] },
  }
  SOCKETS.handleUpgrade(request, socket, head, client => {
    if (result.stdout) client.send(channel(OUT!, result.stdout))
    if (result.stderr) client.send(channel(ERR!, result.stderr))
    client.send(channel(STATUS!, JSON.stringify(ended)))
    client.close(NORMAL)
  })
}
