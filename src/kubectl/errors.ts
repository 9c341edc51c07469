// How kubectl says that something went wrong, and with which exit code it ends. Upstream: kubectl/pkg/cmd/util/helpers.go, checkErr.
import { ApiError } from '../engine/api/errors.ts'
import { SelectorError } from '../kube/labels.ts'

/** kubectl's own complaint: `error: …` on stderr. */
export class KubectlError extends Error {
  readonly code: number
  /** Printed as it stands, without `error: ` before it. */
  readonly bare: boolean
  /** What had been printed before it went wrong. */
  readonly printed: string
  constructor(message: string, options: { readonly code?: number; readonly bare?: boolean; readonly printed?: string } = {}) {
    super(message)
    this.code = options.code ?? 1
    this.bare = options.bare ?? false
    this.printed = options.printed ?? ''
  }
}

/** What the command line misses, with the hint where to read on. */
export const usage = (path: string, message: string): KubectlError => new KubectlError(`${message}\nSee 'kubectl ${path} -h' for help and examples`)

/** An API server's refusal, met while something was done to something: `error when creating "x.yaml": …`. */
export class Refused extends Error {
  override readonly cause: ApiError
  readonly doing: string
  constructor(cause: ApiError, doing: string) {
    super(`${doing}: ${cause.message}`)
    this.cause = cause
    this.doing = doing
  }
}

/** Several errors of one command: one line each, without `error: ` before kubectl's own. */
class Several extends Error {
  readonly errors: readonly unknown[]
  constructor(errors: readonly unknown[]) {
    super('several errors')
    this.errors = errors
  }
}

/** Nothing for no errors, the error itself for one. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length) throw errors.length === 1 ? errors[0] : new Several(errors)
}

/** What could not be read, as one error among others: it stands in brackets, unless it is alone. */
export const asOne = (errors: readonly unknown[]): unknown[] =>
  (errors.length > 1 ? [new KubectlError(`[${[...new Set(errors.map(e => (e as Error).message))].join(', ')}]`)] : [...errors])

/** `Error from server (NotFound): …`, or the message of what did not come from a server. */
function standardMessage(e: unknown): { readonly text: string; readonly server: boolean } {
  const cause = e instanceof Refused ? e.cause : e
  if (cause instanceof ApiError) {
    return { text: `Error from server${cause.reason && cause.reason !== 'Unknown' ? ` (${cause.reason})` : ''}: ${(e as Error).message}`, server: true }
  }
  if (e instanceof KubectlError || e instanceof SelectorError) return { text: e.message, server: false }
  throw e
}

function invalid(e: ApiError): string {
  const causes = e.details.causes ?? []
  const title = e.details.kind || e.details.name ? `The ${e.details.kind ?? ''} "${e.details.name ?? ''}" is invalid` : 'The request is invalid'
  const lines = [...new Set(causes.map(c => (c.field ? `${c.field}: ${c.message}` : c.message)))]
  if (lines.length === 0) return `${title}: ${e.message}`
  return lines.length === 1 ? `${title}: ${lines[0]}` : `${title}: ${lines.map(l => `\n* ${l}`).join('')}`
}

/** The text for stderr, with its final line break, and the exit code. */
export function explainError(e: unknown): { readonly text: string; readonly code: number } {
  if (e instanceof Several) return { text: e.errors.map(x => `${standardMessage(x).text}\n`).join(''), code: 1 }
  const cause = e instanceof Refused ? e.cause : e
  if (cause instanceof ApiError && cause.reason === 'Invalid') return { text: `${invalid(cause)}\n`, code: 1 }
  const { text, server } = standardMessage(e)
  const own = e instanceof KubectlError ? e : undefined
  const message = server || own?.bare || text.startsWith('error: ') ? text : `error: ${text}`
  return { text: message.endsWith('\n') ? message : `${message}\n`, code: own?.code ?? 1 }
}
