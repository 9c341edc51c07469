// A request as the API reads it and an answer as it writes it: bodies, query, refusals as metav1.Status.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, badRequest } from '../../engine/api/errors.ts'
import type { WriteOptions } from '../../engine/api/client.ts'
import { jsonSyntaxError } from '../../kube/goJsonSyntax.ts'
import { ParseError, parseYaml } from '../../kube/yaml.ts'
import { senderOf, type Sender } from './access.ts'
import { decodeBody, PROTOBUF } from './protobuf/decode.ts'

/** A body that is longer is refused, as upstream's limit of a request has it. */
const MOST_BYTES = 3 * 1024 * 1024

export interface Ask {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly accept: string
  readonly contentType: string
  readonly userAgent: string
  readonly sender: Sender
  /** Text in JSON or YAML; what came in protobuf has become JSON. */
  readonly body: string
}

export async function readAsk(request: IncomingMessage): Promise<Ask> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > MOST_BYTES) throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MOST_BYTES}`)
    chunks.push(chunk as Buffer)
  }
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]!.trim()
  const bytes = Buffer.concat(chunks)
  return {
    method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, accept: request.headers.accept ?? '', contentType,
    userAgent: request.headers['user-agent'] ?? '', sender: senderOf(request.headers), body: contentType === PROTOBUF && bytes.length ? JSON.stringify(decodeBody(bytes)) : bytes.toString('utf8'),
  }
}

const isTrue = (text: string | null): boolean => text === 'true' || text === '1'

/** The options of a write that stand in the query, or in a body of options. */
export function writeOptionsOf(ask: Ask, warn: (text: string) => void): WriteOptions & { readonly force: boolean } {
  const dryRun = ask.query.getAll('dryRun')
  if (dryRun.some(d => d !== 'All')) throw badRequest(`Invalid value: ${JSON.stringify(dryRun)}: dryRun: Unsupported value: ${JSON.stringify(dryRun.find(d => d !== 'All'))}: supported values: "All"`)
  const validation = ask.query.get('fieldValidation') ?? ''
  if (!['', 'Strict', 'Warn', 'Ignore'].includes(validation)) throw badRequest(`fieldValidation: Unsupported value: ${JSON.stringify(validation)}: supported values: "", "Ignore", "Strict", "Warn"`)
  // Who names no manager is called by his program.
  const manager = ask.query.get('fieldManager') || (ask.query.get('force') === null && ask.contentType !== APPLY ? ask.userAgent.split('/')[0] : '')
  return {
    ...(dryRun.length ? { dryRun: true } : {}), ...(manager ? { fieldManager: manager } : {}), force: isTrue(ask.query.get('force')), onWarning: warn,
    fieldValidation: (validation || 'Warn') as 'Strict' | 'Warn' | 'Ignore',
  }
}

export const APPLY = 'application/apply-patch+yaml'

/** The body's value, JSON or YAML. What stands twice in it is refused or told as validation asks. */
export function bodyOf(ask: Ask, options: Pick<WriteOptions, 'fieldValidation' | 'onWarning'> = {}): any {
  if (ask.body.trim() === '') return undefined
  let document
  try {
    document = parseYaml(ask.body)[0]
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    throw badRequest(`couldn't get version/kind; json parse error: ${e.message.replace('error converting YAML to JSON: ', '')}`)
  }
  const twice = (document?.duplicates ?? []).map(d => `duplicate field ${JSON.stringify(d.path || d.key)}`)
  if (twice.length && options.fieldValidation === 'Strict') {
    const { kind = '', apiVersion = '' } = (document?.value ?? {}) as { kind?: string; apiVersion?: string }
    throw badRequest(`${kind} in version ${JSON.stringify(apiVersion.split('/').at(-1))} cannot be handled as a ${kind}: strict decoding error: ${twice.join(', ')}`)
  }
  if (options.fieldValidation !== 'Ignore') for (const text of twice) options.onWarning?.(text)
  return document?.value
}

/** The body of a patch: JSON, as Go's decoder reads it. */
export function jsonOf(ask: Ask): unknown {
  const fault = jsonSyntaxError(ask.body)
  if (fault) throw badRequest(fault.message ?? 'unexpected end of JSON input')
  return JSON.parse(ask.body)
}

export function send(response: ServerResponse, code: number, body: unknown, warnings: readonly string[] = [], type = 'application/json'): void {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : `${JSON.stringify(body)}\n`
  response.statusCode = code
  response.setHeader('Content-Type', type)
  response.setHeader('Cache-Control', 'no-cache, private')
  for (const warning of new Set(warnings)) warn(response, warning)
  response.end(text)
}

/** A warning beside the answer. */
export const warn = (response: ServerResponse, text: string): void => void response.appendHeader('Warning', `299 - ${JSON.stringify(text).replace(/[^\x20-\x7e]/g, c => encodeURIComponent(c))}`)
