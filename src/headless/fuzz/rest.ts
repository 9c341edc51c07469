// The REST API without its sockets: a request as the server has read it, and where its answer goes.
import type { ServerResponse } from 'node:http'
import { ApiError, statusOf } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import { Api } from '../serve/api.ts'
import { send } from '../serve/message.ts'
import { decodeBody } from '../serve/protobuf/decode.ts'
import type { Input } from './inputs.ts'
import type { Answer } from './promises.ts'

/** As much of a ServerResponse as answers use. */
class Response {
  statusCode = 0
  headersSent = false
  body = ''
  ended = false
  readonly #closers: (() => void)[] = []

  setHeader(): void {}
  appendHeader(): void {}
  flushHeaders(): void { this.headersSent = true }
  write(text: string): boolean {
    if (this.ended) throw new Error('writes after its end')
    this.headersSent = true
    this.body += text
    return true
  }
  end(text = ''): void {
    this.write(text)
    this.ended = true
  }
  on(event: string, listener: () => void): void { if (event === 'close') this.#closers.push(listener) }
  /** The client goes. */
  close(): void { for (const close of this.#closers) close() }
}

export class Rest {
  readonly #api: Api
  constructor(cluster: Cluster) { this.#api = new Api(cluster, () => '127.0.0.1:1') }

  ask({ method, path, query, accept, contentType, body, bytes }: Extract<Input, { of: 'request' }>): Answer {
    const response = new Response()
    const to = response as unknown as ServerResponse
    try {
      const sent = bytes ? JSON.stringify(decodeBody(Uint8Array.from(bytes))) : body
      this.#api.answer({ method, path, query: new URLSearchParams(query.map(([k, v]) => [k, v])), accept, contentType, sender: {}, userAgent: 'fuzz/1', body: sent }, to)
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      send(to, e.code, statusOf(e))
    } finally {
      response.close()
    }
    // A watch goes on for as long as its client stays.
    const waits = !response.ended
    return { code: response.statusCode, out: response.body, err: '', interrupted: waits }
  }
}
