/**
 * Gives a ClusterRole that gathers others by their labels the rules of all of them.
 *
 * Rules: SPEC.md. Upstream: pkg/controller/clusterroleaggregation.
 */
import { parseLabelSelector } from '../../../kube/labels.ts'
import { ClusterRole as ClusterRoleKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { ClusterRole, PolicyRule } from '../../../kube/rbac.ts'
import { defineController, type CacheReader } from '../controller.ts'
import { reason } from './reasons.ts'

const NAME = 'clusterrole-aggregation-controller'

export interface AggregationView {
  readonly name: string
  readonly has: readonly PolicyRule[]
  /** What it should have, and whose rules they are. */
  readonly due: readonly PolicyRule[]
  readonly from: readonly string[]
}

export const clusterRoleAggregation = defineController<ClusterRole, AggregationView>({
  name: NAME,
  kind: ClusterRoleKind,
  reads: [ClusterRoleKind],
  wakes: [{ kind: ClusterRoleKind, keys: gatherersOf }],
  workers: 5,

  observe(cache, name, role) {
    return role?.aggregationRule && { name, has: role.rules ?? [], ...gather(role, cache.list(ClusterRoleKind) as readonly ClusterRole[]) }
  },

  decide({ name, has, due, from }) {
    if (JSON.stringify(has.map(canonical)) === JSON.stringify(due.map(canonical))) return { intents: [], because: reason('roles.up-to-date', { role: name, from }) }
    const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, ...(due.length > 0 ? { rules: due } : {}) }
    return {
      intents: [{ verb: 'patch', kind: ClusterRoleKind, key: name, type: 'apply', body, force: true }],
      because: reason('roles.gathered', { role: name, from, rules: due.length }),
    }
  },

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound') }),
})

/** CA1. */
export function gather(role: ClusterRole, all: readonly ClusterRole[]): Pick<AggregationView, 'due' | 'from'> {
  const due: PolicyRule[] = []
  const from = new Set<string>()
  const seen = new Set<string>()
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const { matches } = parseLabelSelector(selector)
    for (const other of all.filter(r => matches(r.metadata.labels)).toSorted((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1))) {
      if (other.metadata.name === role.metadata.name) continue
      from.add(other.metadata.name!)
      for (const rule of other.rules ?? []) {
        const text = JSON.stringify(canonical(rule))
        if (!seen.has(text)) due.push(rule)
        seen.add(text)
      }
    }
  }
  return { due, from: [...from] }
}

/** A rule as it is compared: an empty list says as much as none. */
const canonical = (rule: PolicyRule): readonly (readonly [string, unknown])[] =>
  Object.entries(rule).filter(([, list]) => Array.isArray(list) && list.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** CA3. */
function gatherersOf(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  const role = (after ?? before) as unknown as ClusterRole
  // A controller that starts is shown what a cluster is born with, too.
  if (!before && isBorn(role)) return []
  const chosen = (gatherer: ClusterRole) => gatherer.metadata.name === role.metadata.name
    || gatherer.aggregationRule?.clusterRoleSelectors?.some(s => [before, after].some(r => r && parseLabelSelector(s).matches(r.metadata.labels)))
  return (cache.list(ClusterRoleKind) as readonly ClusterRole[]).filter(r => r.aggregationRule && chosen(r)).map(r => r.metadata.name!)
}

/** What nobody has made or changed since the first second. */
const isBorn = ({ metadata }: ClusterRole): boolean => metadata.resourceVersion === '1'
