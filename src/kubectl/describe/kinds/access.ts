// Upstream: describe.go, describeRole, describeClusterRole, describeRoleBinding, describeClusterRoleBinding.
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../../../kube/rbac.ts'
import { RULE_COLUMNS, ruleLines } from '../../print/rules.ts'
import type { Describer } from '../describer.ts'
import { labelsAndAnnotations } from '../sections.ts'

const underlined = (columns: readonly string[]): string[] => [columns.join('\t'), columns.map(c => '-'.repeat(c.length)).join('\t')]

export const describeRole: Describer = (o: Role | ClusterRole, w) => {
  w.field(0, 'Name', o.metadata.name)
  labelsAndAnnotations(w, o)
  w.line(0, 'PolicyRule:')
  w.line(1, ...underlined(RULE_COLUMNS), ...ruleLines(o.rules ?? []))
}

export const describeBinding: Describer = (o: RoleBinding | ClusterRoleBinding, w) => {
  w.field(0, 'Name', o.metadata.name)
  labelsAndAnnotations(w, o)
  w.line(0, 'Role:')
  w.field(1, 'Kind', o.roleRef.kind)
  w.field(1, 'Name', o.roleRef.name)
  w.line(0, 'Subjects:')
  w.line(1, ...underlined(['Kind', 'Name', 'Namespace']), ...(o.subjects ?? []).map(s => `${s.kind}\t${s.name}\t${s.namespace ?? ''}`))
}
