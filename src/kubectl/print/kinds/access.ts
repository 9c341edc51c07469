// Roles and who has them. Upstream: printers.go, printRole and its neighbours.
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from '../../../kube/rbac.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { since } from '../values.ts'

export const role: KindPrinter = {
  columns: [column('Name'), column('Created At')],
  row: (o: Role | ClusterRole) => [o.metadata.name, o.metadata.creationTimestamp ?? '<unknown>'],
}

const named = (subjects: readonly Subject[] | undefined, kind: string): string =>
  (subjects ?? []).filter(s => s.kind === kind).map(s => (kind === 'ServiceAccount' ? `${s.namespace ?? ''}/${s.name}` : s.name)).join(', ')

export const binding: KindPrinter = {
  columns: [column('Name'), column('Role'), column('Age'), wide('Users'), wide('Groups'), wide('ServiceAccounts')],
  row: ({ metadata, roleRef, subjects }: RoleBinding | ClusterRoleBinding, { now }) => [
    metadata.name, `${roleRef.kind}/${roleRef.name}`, since(metadata.creationTimestamp, now), named(subjects, 'User'), named(subjects, 'Group'), named(subjects, 'ServiceAccount'),
  ],
}
