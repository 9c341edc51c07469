// WebSockets of this server: the channel of pages, and exec.
import { WebSocketServer, type ServerOptions } from 'ws'

/** A message that is longer ends the connection: a page sends its files with a command line, and those are a few hundred kilobytes at most. */
const MOST_BYTES = 16 * 1024 * 1024
/** So long the other side may take to agree that it is over, in milliseconds. */
const CLOSE_MS = 1000
export const NORMAL = 1000
export const PROTOCOL_ERROR = 1002

/** Answers handshakes that the server hands over; of what a client offers the first of `protocols` is taken. */
export function sockets(protocols: readonly string[] = []): WebSocketServer {
  // The types do not know of `closeTimeout` yet.
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false, closeTimeout: CLOSE_MS, handleProtocols: offered => protocols.find(p => offered.has(p)) ?? false,
  }
  return new WebSocketServer(options)
}
