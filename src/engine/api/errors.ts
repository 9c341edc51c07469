// The API server says no. Messages word for word as upstream (apimachinery/pkg/api/errors).
import type { Kind } from '../../kube/kinds.ts'
import { resourceOf } from '../../kube/kinds.ts'

export type ErrorReason =
  | 'BadRequest' | 'Unauthorized' | 'Forbidden' | 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Gone' | 'Invalid' | 'MethodNotAllowed'
  | 'UnsupportedMediaType' | 'TooManyRequests' | 'Expired' | 'InternalError' | 'ServerTimeout' | 'ServiceUnavailable' | 'Timeout' | 'RequestEntityTooLarge'
  | 'Unknown'

/** One finding of validation; `kubectl` prints several as a list. Built by api/fields/fieldError.ts. */
export interface StatusCause {
  readonly type: string
  readonly message: string
  readonly field: string
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** A refusal as metav1.Status carries it. It is the world's answer, not a mistake of ours. */
export class ApiError extends Error {
  readonly code: number
  readonly reason: ErrorReason
  readonly details: StatusDetails
  constructor(code: number, reason: ErrorReason, message: string, details: StatusDetails = {}) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.reason = reason
    this.details = details
  }
}

/** As the server writes it for its clients. */
export const statusOf = (error: ApiError): object => ({
  kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: error.message, ...(error.reason !== 'Unknown' ? { reason: error.reason } : {}),
  ...(Object.keys(error.details).length ? { details: error.details } : {}), code: error.code,
})

type Named = Pick<Kind, 'group' | 'plural'>
const about = (kind: Named, name: string): StatusDetails => ({ name, kind: kind.plural, ...(kind.group ? { group: kind.group } : {}) })
const what = (kind: Named, name: string) => `${resourceOf(kind as Kind)} "${name}"`

export const notFound = (kind: Named, name: string) => new ApiError(404, 'NotFound', `${what(kind, name)} not found`, about(kind, name))
/** Nobody serves metrics.k8s.io: no metrics server was installed. */
export const notServed = () => new ApiError(404, 'NotFound', 'the server could not find the requested resource (get pods.metrics.k8s.io)')
export const alreadyExists = (kind: Named, name: string) => new ApiError(409, 'AlreadyExists', `${what(kind, name)} already exists`, about(kind, name))
export const conflict = (kind: Named, name: string, why: string) =>
  new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${what(kind, name)}: ${why}`, about(kind, name))
/** The usual optimistic conflict: somebody wrote in between. */
export const modified = (kind: Named, name: string) =>
  conflict(kind, name, 'the object has been modified; please apply your changes to the latest version and try again')
export const forbidden = (kind: Named, name: string, why: string) =>
  new ApiError(403, 'Forbidden', name ? `${what(kind, name)} is forbidden: ${why}` : `${resourceOf(kind as Kind)} is forbidden: ${why}`, about(kind, name))
export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message)
export const methodNotSupported = (kind: Named, verb: string) =>
  new ApiError(405, 'MethodNotAllowed', `${verb} is not supported on resources of kind "${resourceOf(kind as Kind)}"`, about(kind, ''))
export const tooManyRequests = (message: string, retryAfterSeconds = 0) => new ApiError(429, 'TooManyRequests', message, { retryAfterSeconds })
export const internalError = (message: string) => new ApiError(500, 'InternalError', `Internal error occurred: ${message}`)

/** `Job.batch "pi" is invalid: spec.x: Invalid value: …`, with several findings in brackets, as kubectl shows it. */
export function invalid(kind: Pick<Kind, 'group' | 'kind'>, name: string, causes: readonly (StatusCause & { readonly full: string })[]): ApiError {
  const of = kind.group ? `${kind.kind}.${kind.group}` : kind.kind
  const messages = [...new Set(causes.map(c => c.full))]
  const list = messages.length === 1 ? messages[0]! : `[${messages.join(', ')}]`
  return new ApiError(422, 'Invalid', `${of} "${name}" is invalid: ${list}`, {
    name, kind: kind.kind, ...(kind.group ? { group: kind.group } : {}), causes: causes.map(({ type, message, field }) => ({ type, message, field })),
  })
}
