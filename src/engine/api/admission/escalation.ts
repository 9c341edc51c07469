// Nobody gives away what he does not have: who writes a role or a binding must hold every right in it, or be allowed to `escalate` or `bind`.
// Upstream: pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased, pkg/registry/rbac/validation/rule.go.
import { ClusterRole, Role, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { ClusterRole as ClusterRoleObject, PolicyRule, RoleRef } from '../../../kube/rbac.ts'
import { EVERYTHING, judge, rulesFor, rulesOfRole } from '../access/authorizer.ts'
import { compacted, compactText, quotedList, sortedRules, uncovered } from '../../../kube/policyRules.ts'
import type { User } from '../../../kube/users.ts'
import { forbidden, notFound } from '../errors.ts'
import { sameValue } from '../fields/equality.ts'
import type { Admission, AdmissionContext } from './admission.ts'

/** The rights that an object gives, and the verb that lets one give them without having them; undefined for all other kinds. */
function given(object: AnyObject, kind: Kind, { store }: AdmissionContext): { readonly rules: readonly PolicyRule[]; readonly verb: string; readonly of: Kind; readonly name: string } | undefined {
  if (kind.group !== Role.group) return undefined
  if (kind.kind === 'Role' || kind.kind === 'ClusterRole') {
    const { rules, aggregationRule } = object as unknown as ClusterRoleObject
    return { rules: aggregationRule ? EVERYTHING : rules ?? [], verb: 'escalate', of: kind, name: object.metadata.name }
  }
  const ref = object['roleRef'] as RoleRef
  const of = ref.kind === 'Role' ? Role : ClusterRole
  const rules = rulesOfRole(store, ref, object.metadata.namespace ?? '')
  if (typeof rules === 'string') throw notFound(of, ref.name)
  return { rules, verb: 'bind', of, name: ref.name }
}

function refuseEscalation(user: User, object: AnyObject, kind: Kind, context: AdmissionContext): void {
  const { store } = context
  const namespace = object.metadata.namespace
  const gift = given(object, kind, context)
  if (!gift || judge(store, user, { verb: gift.verb, group: gift.of.group, resource: gift.of.plural, name: gift.name, namespace }).allowed) return
  const { rules: owned, error } = rulesFor(store, user, namespace ?? '')
  const missing = sortedRules(compacted(uncovered(owned, gift.rules)))
  if (missing.length === 0) return
  throw forbidden(kind, object.metadata.name, `user ${JSON.stringify(user.name)} (groups=${quotedList(user.groups)}) is attempting to grant RBAC permissions not currently held:\n` +
    `${missing.map(compactText).join('\n')}${error ? `; resolution errors: ${error}` : ''}`)
}

export const escalation: Admission = {
  name: 'RBACEscalation',
  create(object, kind, context) {
    if (context.user) refuseEscalation(context.user, object, kind, context)
    return object
  },
  update(next, old, kind, context) {
    const same = (field: string) => sameValue(next[field], old[field])
    if (context.user && !(same('rules') && same('aggregationRule') && same('roleRef') && same('subjects'))) refuseEscalation(context.user, next, kind, context)
    return next
  },
}
