// May this user do that? By the roles that are bound to him. Upstream: plugin/pkg/auth/authorizer/rbac, pkg/registry/rbac/validation.
import { ClusterRole, ClusterRoleBinding, resourceOf, Role, RoleBinding, type Kind } from '../../../kube/kinds.ts'
import type { ClusterRoleBinding as ClusterRoleBindingObject, PolicyRule, RoleBinding as RoleBindingObject, RoleRef, Subject } from '../../../kube/rbac.ts'
import { ApiError, forbidden } from '../errors.ts'
import type { Store } from '../store.ts'
import { ruleAllows, type Attributes } from '../../../kube/policyRules.ts'
import { accountOf, accountUser, impersonated, MASTERS, type User } from '../../../kube/users.ts'

export interface Verdict {
  readonly allowed: boolean
  /** By which binding, or what went wrong while looking for one; '' where there is nothing to say. */
  readonly reason: string
}

type Binding = RoleBindingObject | ClusterRoleBindingObject
/** Everything, for those whom no role has to allow it. */
export const EVERYTHING: readonly PolicyRule[] = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }]

/** The subject of a binding as which the user comes; undefined where the binding is not for him. */
function subjectFor(user: User, subjects: readonly Subject[] | undefined, namespace: string): Subject | undefined {
  return subjects?.find(({ kind, name, namespace: own }) => {
    if (kind === 'User') return name === user.name
    if (kind === 'Group') return user.groups.includes(name)
    const at = own || namespace
    return kind === 'ServiceAccount' && at !== '' && accountUser(at, name) === user.name
  })
}

/** The rules of a role, or why there are none. */
export function rulesOfRole(store: Store, ref: RoleRef, namespace: string): readonly PolicyRule[] | string {
  const kind: Kind = ref.kind === 'Role' ? Role : ClusterRole
  const role = store.get(kind, ref.kind === 'Role' ? `${namespace}/${ref.name}` : ref.name)
  return role ? (role['rules'] as readonly PolicyRule[] | null) ?? [] : `${resourceOf(kind).replace(kind.plural, kind.singular)} ${JSON.stringify(ref.name)} not found`
}

interface Grant { readonly rule: PolicyRule; readonly binding: Binding; readonly subject: Subject }

/** Every rule that is bound to the user, until `visit` has enough; what could not be found is pushed to `errors`. */
function visitRules(store: Store, user: User, namespace: string, errors: string[], visit: (grant: Grant) => boolean): void {
  const bindings = (kind: Kind, of: string | undefined) => store.list(kind, of) as unknown as readonly Binding[]
  const all = [...bindings(ClusterRoleBinding, undefined), ...(namespace ? bindings(RoleBinding, namespace) : [])]
  for (const binding of all) {
    const place = binding.metadata.namespace ?? ''
    const subject = subjectFor(user, binding.subjects, place)
    if (!subject) continue
    const rules = rulesOfRole(store, binding.roleRef, place)
    if (typeof rules === 'string') errors.push(rules)
    else for (const rule of rules) if (!visit({ rule, binding, subject })) return
  }
}

const named = (kind: string, name: string, namespace: string | undefined) => `${kind} ${JSON.stringify(namespace ? `${name}/${namespace}` : name)}`

function because({ binding, subject }: Grant): string {
  const place = binding.metadata.namespace
  const who = subject.kind === 'ServiceAccount' ? named('ServiceAccount', subject.name, subject.namespace || place) : named(subject.kind, subject.name, undefined)
  return `RBAC: allowed by ${named(place ? 'RoleBinding' : 'ClusterRoleBinding', binding.metadata.name, place)} of ${binding.roleRef.kind} ${JSON.stringify(binding.roleRef.name)} to ${who}`
}

const together = (errors: readonly string[]): string => {
  const each = [...new Set(errors)]
  return each.length > 1 ? `[${each.join(', ')}]` : each[0] ?? ''
}

export function judge(store: Store, user: User, asked: Attributes): Verdict {
  if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' }
  const errors: string[] = []
  let found: Grant | undefined
  visitRules(store, user, asked.namespace ?? '', errors, grant => {
    if (!ruleAllows(grant.rule, asked)) return true
    found = grant
    return false
  })
  if (found) return { allowed: true, reason: because(found) }
  return { allowed: false, reason: errors.length ? `RBAC: ${together(errors)}` : '' }
}

/** All that the user may do in a namespace (everywhere, for ''), and what could not be found out. */
export function rulesFor(store: Store, user: User, namespace: string): { readonly rules: readonly PolicyRule[]; readonly error: string } {
  const rules: PolicyRule[] = user.groups.includes(MASTERS) ? [...EVERYTHING] : []
  const errors: string[] = []
  visitRules(store, user, namespace, errors, ({ rule }) => {
    rules.push(rule)
    return true
  })
  return { rules, error: together(errors) }
}

/** Refuses what the user may not do, in the words of the API server. */
export function authorize(store: Store, user: User, kind: Kind, verb: string, at: { readonly namespace?: string | undefined; readonly name?: string; readonly subresource?: string | undefined }): void {
  const { name = '', subresource } = at
  // A namespace stands in itself.
  const namespace = kind.namespaced ? at.namespace : kind.kind === 'Namespace' && name ? name : undefined
  const verdict = judge(store, user, { verb, group: kind.group, resource: kind.plural, ...(subresource ? { subresource } : {}), name, namespace })
  if (verdict.allowed) return
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural
  const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope'
  throw forbidden(kind, name, `User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(kind.group)} ${where}${verdict.reason ? `: ${verdict.reason}` : ''}`)
}

/** Whether a user may speak as another. Upstream: apiserver/pkg/endpoints/filters/impersonation.go. */
export function mayBecome(store: Store, user: User, other: User): void {
  const account = accountOf(other.name)
  const asked = (resource: string, name: string, namespace?: string) => {
    if (judge(store, user, { verb: 'impersonate', resource, name, namespace }).allowed) return
    const where = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope'
    throw forbidden({ group: '', plural: resource }, name, `User ${JSON.stringify(user.name)} cannot impersonate resource ${JSON.stringify(resource)} in API group "" ${where}`)
  }
  if (account) asked('serviceaccounts', account.name, account.namespace)
  else asked('users', other.name)
  const own = impersonated(other.name, []).groups
  for (const group of other.groups) if (!own.includes(group)) asked('groups', group)
}

/** The same for a path that is no resource. */
export function authorizePath(store: Store, user: User, verb: string, path: string): void {
  if (judge(store, user, { verb, path }).allowed) return
  throw new ApiError(403, 'Forbidden', `forbidden: User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}`)
}
