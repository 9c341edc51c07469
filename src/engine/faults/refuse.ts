// Which writes a fault refuses, and in which words. Judged by chance of the write itself, so that going back and on changes nothing.
import type { Key } from '../../kube/keys.ts'
import { splitKey } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import { ApiError, forbidden, internalError, modified, tooManyRequests } from '../api/errors.ts'
import type { World } from '../world/world.ts'
import type { Fault, Refusal } from './fault.ts'

/** A write that asks to be let through. */
export interface Attempt { readonly who: string; readonly verb: string; readonly kind: Kind; readonly key: Key }
type Refuses = Extract<Fault, { kind: 'api-refuses' }>

/** Who is the cluster itself: its writes are the ground that everything stands on. */
const GROUND = new Set(['kubernetes', 'kubestep', 'you'])

function isMeant({ client, verb, resource }: Refuses, attempt: Attempt): boolean {
  if (GROUND.has(attempt.who)) return false
  if (client === undefined ? attempt.who === 'kubectl' : attempt.who !== client && !(client === 'kubelet' && attempt.who.startsWith('kubelet/'))) return false
  return (verb === undefined || verb === attempt.verb) && (resource === undefined || resource === attempt.kind.plural)
}

/** The refusal of this write by this fault, or nothing. A conflict is no answer to a create. */
export function refusalBy(world: World, id: string, fault: Refuses, revision: number, attempt: Attempt): ApiError | undefined {
  if (!isMeant(fault, attempt) || (fault.error === 'conflict' && attempt.verb === 'create')) return undefined
  const { who, verb, kind, key } = attempt
  // The revision is in the question, so that a write refused once may pass when something else was written; the instant is, so that
  // it may pass even where nothing else happens.
  const draw = world.chance.unit('fault', id, who, verb, kind.plural, key, revision, world.now)
  if (draw >= fault.rate) return undefined
  return words[fault.error ?? (draw < fault.rate / 2 ? 'overloaded' : 'internal')](attempt)
}

const words: Readonly<Record<Refusal, (attempt: Attempt) => ApiError>> = {
  overloaded: () => tooManyRequests('the server has received too many requests and has asked us to try again later', 1),
  internal: () => internalError('etcdserver: request timed out'),
  unavailable: () => new ApiError(503, 'ServiceUnavailable', 'the server is currently unable to handle the request', { retryAfterSeconds: 1 }),
  timeout: () => new ApiError(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout'),
  forbidden({ who, verb, kind, key }) {
    const { namespace, name } = splitKey(key)
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
    return forbidden(kind, verb === 'create' ? '' : name, `User "${userOf(who)}" cannot ${verb} resource "${kind.plural}" in API group "${kind.group}" ${where}`)
  },
  conflict: ({ kind, key }) => modified(kind, splitKey(key).name),
}

/** The user that a component is for the API server. */
function userOf(who: string): string {
  if (who === 'kubectl') return 'kubernetes-admin'
  if (who.startsWith('kubelet/')) return `system:node:${who.slice(8)}`
  return who === 'scheduler' ? 'system:kube-scheduler' : `system:serviceaccount:kube-system:${who}`
}

/** No answer at all: the request never came there. Code 0, which no server says, keeps it out of the audit log. */
export const offline = (): ApiError => new ApiError(0, 'Unknown', 'dial tcp 172.18.0.2:6443: i/o timeout')
