// Rules of roles as `auth can-i --list` and `describe role` show them: one line for each resource or path.
// Upstream: kubectl/pkg/util/rbac, kubectl/pkg/describe/describe.go (CombineResourceGroup).
import { brokenDown, compacted, sortedRules } from '../../kube/policyRules.ts'
import type { PolicyRule } from '../../kube/rbac.ts'

/** `pods`, `deployments.apps/scale`: resource, group and subresource in one word. */
function combined({ resources = [], apiGroups = [] }: PolicyRule): string {
  if (resources.length === 0) return ''
  const [whole = ''] = resources
  const slash = whole.indexOf('/')
  const [resource, subresource] = slash < 0 ? [whole, ''] : [whole.slice(0, slash), whole.slice(slash)]
  return `${resource}${apiGroups[0] ? `.${apiGroups[0]}` : ''}${subresource}`
}

/** One line for each resource: what rules allow, with a tab between columns. */
export const ruleLines = (rules: readonly PolicyRule[]): string[] => sortedRules(compacted(rules.flatMap(brokenDown))).map(r =>
  `${combined(r)}\t[${(r.nonResourceURLs ?? []).join(' ')}]\t[${(r.resourceNames ?? []).join(' ')}]\t[${r.verbs.join(' ')}]`)

export const RULE_COLUMNS = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']
