// Tokens of service accounts: who holds one is that account until it expires or what it is bound to goes. They are made and believed without
// being stored, as signatures are: by a secret that is the cluster's own (its seed).
// Upstream: pkg/registry/core/serviceaccount/storage/token.go, pkg/serviceaccount/{claims,jwt}.go.
import { fromBase64 } from '../../../kube/base64.ts'
import { Node, Pod, Secret, ServiceAccount } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Chance } from '../../world/chance.ts'
import { ApiError, badRequest, invalid, notFound } from '../errors.ts'
import { causeOf, invalidValue } from '../fields/fieldError.ts'
import type { Store } from '../store.ts'
import { accountUser, type User } from '../../../kube/users.ts'

const AUDIENCE = 'https://kubernetes.default.svc.cluster.local'
const HOUR = 3600
const SHORTEST = 600
const LONGEST = 2 ** 32
const KEY = { alg: 'RS256', kid: 'kubestep' }
const BOUND = { Pod, Secret, Node } as const

/** What tokens are made of and judged by. */
export interface Issuer { readonly store: Store; readonly chance: Chance; readonly now: Instant }

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** base64url without padding, of ASCII. */
function encoded(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i += 3) {
    const left = text.length - i
    const bits = (text.charCodeAt(i) << 16) | ((left > 1 ? text.charCodeAt(i + 1) : 0) << 8) | (left > 2 ? text.charCodeAt(i + 2) : 0)
    out += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]! + (left > 1 ? ALPHABET[(bits >> 6) & 63]! : '') + (left > 2 ? ALPHABET[bits & 63]! : '')
  }
  return out
}

function decoded(text: string): string {
  let out = ''
  let bits = 0
  let have = 0
  for (const letter of text) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffffff
    have += 6
    if (have >= 8) {
      have -= 8
      out += String.fromCharCode((bits >> have) & 255)
    }
  }
  return out
}

/** As long as a signature of 2048 bits. */
const signature = (chance: Chance, signed: string): string => encoded(chance.hex(256, 'token', signed))

interface Claims {
  readonly aud: readonly string[]
  readonly exp: number
  readonly nbf: number
  readonly sub: string
  readonly 'kubernetes.io': { readonly namespace: string; readonly serviceaccount: Named } & Readonly<Record<string, Named | string | undefined>>
}
interface Named { readonly name: string; readonly uid: string }

/** What the token is bound to besides its account, as it stands. */
function boundTo({ store }: Issuer, account: AnyObject, ref: Readonly<Record<string, string>> | undefined): Readonly<Record<string, Named>> {
  if (!ref) return {}
  const kind = BOUND[ref['kind'] as keyof typeof BOUND]
  if (!kind || (ref['apiVersion'] ?? 'v1') !== 'v1') throw badRequest(`cannot bind token for serviceaccount ${JSON.stringify(account.metadata.name)} to type ${ref['apiVersion'] ?? ''}, Kind=${ref['kind'] ?? ''}`)
  const name = ref['name'] ?? ''
  const object = store.get(kind, kind.namespaced ? `${account.metadata.namespace}/${name}` : name)
  if (!object) throw notFound(kind, name)
  if (ref['uid'] && ref['uid'] !== object.metadata.uid) {
    throw new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${kind.plural} ${JSON.stringify(name)}: the UID in the bound object reference (${ref['uid']}) does not match the UID in record. The object might have been deleted and then recreated`)
  }
  const bound = { [kind.singular]: { name, uid: object.metadata.uid! } }
  if (kind !== Pod) return bound
  if (object.spec.serviceAccountName !== account.metadata.name) {
    throw badRequest(`cannot bind token for serviceaccount ${JSON.stringify(account.metadata.name)} to pod running with different serviceaccount name.`)
  }
  const node = object.spec.nodeName ? store.get(Node, object.spec.nodeName) : undefined
  return node ? { node: { name: node.metadata.name, uid: node.metadata.uid! }, ...bound } : bound
}

/** Answers a TokenRequest. Nothing is stored. */
export function issue(issuer: Issuer, account: AnyObject, body: AnyObject): AnyObject {
  const { spec = {} } = body
  const seconds: number = spec.expirationSeconds ?? HOUR
  const refuse = (why: string) => invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, account.metadata.name, [causeOf(invalidValue('spec.expirationSeconds', seconds, why))])
  if (seconds < SHORTEST) throw refuse('may not specify a duration less than 10 minutes')
  if (seconds > LONGEST) throw refuse('may not specify a duration larger than 2^32 seconds')
  const { chance, now } = issuer
  const { namespace, name, uid } = account.metadata
  const begin = Math.floor(now / 1000)
  const audiences: string[] = spec.audiences?.length ? spec.audiences : [AUDIENCE]
  const claims = {
    aud: audiences, exp: begin + seconds, iat: begin, iss: AUDIENCE, jti: chance.uuid('token', namespace!, name, now, JSON.stringify(spec)),
    'kubernetes.io': { namespace: namespace!, ...boundTo(issuer, account, spec.boundObjectRef), serviceaccount: { name, uid: uid! } }, nbf: begin, sub: accountUser(namespace!, name),
  }
  const signed = `${encoded(JSON.stringify(KEY))}.${encoded(JSON.stringify(claims))}`
  return {
    apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: { creationTimestamp: timeOf(now), name, namespace: namespace! } as AnyObject['metadata'],
    spec: { audiences, boundObjectRef: spec.boundObjectRef ?? null, expirationSeconds: seconds },
    status: { expirationTimestamp: timeOf((begin + seconds) * 1000), token: `${signed}.${signature(chance, signed)}` },
  } as AnyObject
}

const LASTING = 'kubernetes/serviceaccount'
const OF = `kubernetes.io/serviceaccount`

/**
 * The token that a Secret of type kubernetes.io/service-account-token holds: good as long as its account and that Secret are there.
 * Upstream: pkg/serviceaccount/legacy.go LegacyClaims.
 */
export function lastingToken({ store, chance }: Issuer, account: string, secret: string): string {
  const { namespace = '', name, uid = '' } = store.get(ServiceAccount, account)?.metadata ?? notThere(ServiceAccount, account)
  const claims = {
    iss: LASTING, [`${OF}/namespace`]: namespace, [`${OF}/secret.name`]: (store.get(Secret, secret) ?? notThere(Secret, secret)).metadata.name,
    [`${OF}/service-account.name`]: name, [`${OF}/service-account.uid`]: uid, sub: accountUser(namespace, name),
  }
  const signed = `${encoded(JSON.stringify(KEY))}.${encoded(JSON.stringify(claims))}`
  return `${signed}.${signature(chance, signed)}`
}

function notThere(kind: typeof Secret | typeof ServiceAccount, key: string): never { throw notFound(kind, key.slice(key.indexOf('/') + 1)) }

/** Whose lasting token that is: its Secret must hold it still. */
function lastingHolder({ store }: Issuer, token: string, claims: Readonly<Record<string, string>>): User | undefined {
  const namespace = claims[`${OF}/namespace`]!
  const uid = claims[`${OF}/service-account.uid`]!
  const held = store.get(Secret, `${namespace}/${claims[`${OF}/secret.name`]}`)?.['data']?.['token']
  if (typeof held !== 'string' || fromBase64(held) !== token) return undefined
  if (store.get(ServiceAccount, `${namespace}/${claims[`${OF}/service-account.name`]}`)?.metadata.uid !== uid) return undefined
  return accountHolder(claims['sub']!, uid, namespace)
}

const accountHolder = (name: string, uid: string, namespace: string): User =>
  ({ name, uid, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'] })

/** Whose token that is, if it is one of ours, still good, and meant for this server. */
export function holder(issuer: Issuer, token: string): User | undefined {
  const { store, chance, now } = issuer
  const [head = '', body = '', sign = '', ...more] = token.split('.')
  if (more.length || sign !== signature(chance, `${head}.${body}`)) return undefined
  const told = JSON.parse(decoded(body)) as Claims | Readonly<Record<string, string>>
  if ('iss' in told && told['iss'] === LASTING) return lastingHolder(issuer, token, told as Readonly<Record<string, string>>)
  const claims = told as Claims
  const { namespace, serviceaccount, ...bound } = claims['kubernetes.io']
  if (claims.exp * 1000 < now || claims.nbf * 1000 > now || !claims.aud.includes(AUDIENCE)) return undefined
  const isThere = (kind: { readonly plural: string }, key: string, { uid }: Named) => store.get(kind, key)?.metadata.uid === uid
  if (!isThere(ServiceAccount, `${namespace}/${serviceaccount.name}`, serviceaccount)) return undefined
  for (const kind of Object.values(BOUND)) {
    const named = bound[kind.singular] as Named | undefined
    if (named && !isThere(kind, kind.namespaced ? `${namespace}/${named.name}` : named.name, named)) return undefined
  }
  return accountHolder(claims.sub, serviceaccount.uid, namespace)
}
