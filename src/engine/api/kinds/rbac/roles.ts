// Roles and ClusterRoles: what may be done to what. Upstream: pkg/apis/rbac/validation, pkg/registry/rbac/{role,clusterrole}.
import { ClusterRole as ClusterRoleKind, Role as RoleKind } from '../../../../kube/kinds.ts'
import type { ClusterRole, PolicyRule, Role } from '../../../../kube/rbac.ts'
import { invalidValue, required } from '../../fields/fieldError.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import { pathSegment } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

/** Go writes both lists whether there is anything in them or not. */
const whole = <T extends Role | ClusterRole>(role: T): T =>
  ({ ...role, rules: role.rules?.map(rule => (rule.verbs === undefined ? { ...rule, verbs: null } : rule)) ?? null }) as unknown as T

function judgeRules(out: Findings, rules: readonly PolicyRule[] | null | undefined, namespaced: boolean): void {
  for (const [i, rule] of (rules ?? []).entries()) {
    const at = `rules[${i}]`
    if (!rule.verbs?.length) out.push(required(`${at}.verbs`, 'verbs must contain at least one value'))
    if (rule.nonResourceURLs?.length) {
      const wrong = (why: string) => out.push(invalidValue(`${at}.nonResourceURLs`, rule.nonResourceURLs, why))
      if (namespaced) wrong('namespaced rules cannot apply to non-resource URLs')
      if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) wrong('rules cannot apply to both regular resources and non-resource URLs')
      continue
    }
    if (!rule.apiGroups?.length) out.push(required(`${at}.apiGroups`, 'resource rules must supply at least one api group'))
    if (!rule.resources?.length) out.push(required(`${at}.resources`, 'resource rules must supply at least one resource'))
  }
}

export const roleStrategy = plainStrategy<Role>({
  kind: RoleKind, name: pathSegment, defaults: whole, judge: (out, role) => judgeRules(out, role.rules, true),
})

export const clusterRoleStrategy = plainStrategy<ClusterRole>({
  kind: ClusterRoleKind, name: pathSegment, defaults: whole,
  judge(out, role) {
    judgeRules(out, role.rules, false)
    if (!role.aggregationRule) return
    const at = 'aggregationRule.clusterRoleSelectors'
    const selectors = role.aggregationRule.clusterRoleSelectors ?? []
    if (selectors.length === 0) out.push(required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil'))
    for (const [i, selector] of selectors.entries()) validateLabelSelector(out, `${at}[${i}]`, selector)
  },
})
