// RoleBindings and ClusterRoleBindings: who has a role. Upstream: pkg/apis/rbac/validation, pkg/apis/rbac/v1/defaults.go.
import { ClusterRoleBinding as ClusterRoleBindingKind, RoleBinding as RoleBindingKind } from '../../../../kube/kinds.ts'
import type { ClusterRoleBinding, RoleBinding, RoleRef, Subject } from '../../../../kube/rbac.ts'
import { sameValue } from '../../fields/equality.ts'
import { invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { dns1123Subdomain, pathSegment } from '../../fields/names.ts'
import { named, type Findings } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

const GROUP = 'rbac.authorization.k8s.io'
const SUBJECTS = ['ServiceAccount', 'User', 'Group']
type Binding = RoleBinding | ClusterRoleBinding

function withGroup(subject: Subject): Subject {
  const { apiGroup, ...rest } = subject
  const group = apiGroup || (subject.kind === 'User' || subject.kind === 'Group' ? GROUP : '')
  return group === (apiGroup ?? '') && apiGroup !== '' ? subject : { ...(group ? { apiGroup: group } : {}), ...rest }
}

/** Who does not say the group of a role, a user or a group of users means the one there is. */
function completed<T extends Binding>(binding: T): T {
  const ref: Partial<RoleRef> = binding.roleRef ?? {}
  const { subjects } = binding
  return { ...binding, roleRef: { apiGroup: ref.apiGroup || GROUP, kind: ref.kind ?? '', name: ref.name ?? '' }, ...(subjects ? { subjects: subjects.map(withGroup) } : {}) }
}

function judgeSubject(out: Findings, path: string, { kind, name, apiGroup = '', namespace }: Subject, inNamespace: boolean): void {
  if (!name) out.push(required(`${path}.name`, ''))
  if (!SUBJECTS.includes(kind)) out.push(notSupported(`${path}.kind`, kind ?? '', SUBJECTS))
  else if (kind !== 'ServiceAccount') {
    if (apiGroup !== GROUP) out.push(notSupported(`${path}.apiGroup`, apiGroup, [GROUP]))
  } else {
    if (name) named(out, `${path}.name`, name, dns1123Subdomain)
    if (apiGroup) out.push(notSupported(`${path}.apiGroup`, apiGroup, ['']))
    if (!inNamespace && !namespace) out.push(required(`${path}.namespace`, ''))
  }
}

function judge(out: Findings, { roleRef, subjects }: Binding, kinds: readonly string[]): void {
  if (roleRef.apiGroup !== GROUP) out.push(notSupported('roleRef.apiGroup', roleRef.apiGroup, [GROUP]))
  if (!kinds.includes(roleRef.kind)) out.push(notSupported('roleRef.kind', roleRef.kind, kinds))
  if (!roleRef.name) out.push(required('roleRef.name', ''))
  else named(out, 'roleRef.name', roleRef.name, pathSegment)
  for (const [i, subject] of (subjects ?? []).entries()) judgeSubject(out, `subjects[${i}]`, subject, kinds.length > 1)
}

/** Which role is bound is what a binding is; another role is another binding. */
function judgeChange(out: Findings, next: Binding, old: Binding): void {
  if (!sameValue(next.roleRef, old.roleRef)) {
    const { apiGroup, kind, name } = next.roleRef
    out.push(invalidValue('roleRef', { apiGroup, kind, name }, 'cannot change roleRef'))
  }
}

export const roleBindingStrategy = plainStrategy<RoleBinding>({
  kind: RoleBindingKind, name: pathSegment, defaults: completed, judgeChange, judge: (out, binding) => judge(out, binding, ['Role', 'ClusterRole']),
})

export const clusterRoleBindingStrategy = plainStrategy<ClusterRoleBinding>({
  kind: ClusterRoleBindingKind, name: pathSegment, defaults: completed, judgeChange, judge: (out, binding) => judge(out, binding, ['ClusterRole']),
})
