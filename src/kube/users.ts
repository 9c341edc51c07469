// Who asks. Upstream: apiserver/pkg/authentication/user, apiserver/pkg/endpoints/filters/impersonation.go.

export interface User {
  readonly name: string
  readonly groups: readonly string[]
  readonly uid?: string
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

const ACCOUNT = 'system:serviceaccount:'
const AUTHENTICATED = 'system:authenticated'
const UNAUTHENTICATED = 'system:unauthenticated'
const ANONYMOUS = 'system:anonymous'
/** Those may do everything, whatever roles say. */
export const MASTERS = 'system:masters'

/** The person at the keyboard: in the group that kubeadm bound to cluster-admin. */
export const ADMIN: User = { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', AUTHENTICATED] }

export const accountUser = (namespace: string, name: string): string => `${ACCOUNT}${namespace}:${name}`

/** Namespace and name of the service account that a user is, or undefined. */
export function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [namespace, name, ...more] = user.startsWith(ACCOUNT) ? user.slice(ACCOUNT.length).split(':') : []
  return namespace && name && more.length === 0 ? { namespace, name } : undefined
}

/** Whom `--as` and `--as-group` mean: service accounts are in their groups, and everybody but nobody is known. */
export function impersonated(name: string, groups: readonly string[], uid?: string): User {
  const account = groups.length === 0 ? accountOf(name) : undefined
  const all = account ? ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`] : [...groups]
  const known = name === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED
  if (!all.includes(AUTHENTICATED) && !all.includes(UNAUTHENTICATED)) all.push(known)
  return { name, groups: all, ...(uid ? { uid } : {}) }
}
