/**
 * Counts what a namespace uses of its quotas. Admission charges a quota for what is made; this controller gives back what is gone,
 * and counts everything anew now and then. Rules: SPEC.md.
 *
 * Upstream: pkg/controller/resourcequota/resource_quota_controller.go, resource_quota_monitor.go.
 */
import type { ResourceQuota } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { ResourceQuota as QuotaKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { amountsOf, only, plus, sameAmounts, writtenOf, zero, type Amounts } from '../../../kube/quota/amounts.ts'
import { evaluators, usageOf, type Evaluator } from '../../../kube/quota/evaluators.ts'
import { defineController, type CacheReader, type Wake } from '../controller.ts'
import { reason } from './reasons.ts'

/** quota-sync-period. */
const RESYNC_MS = 300_000

export interface QuotaView {
  readonly quota: ResourceQuota
  /** What is used of each name that somebody counts, and what was said before of the others. */
  readonly used: Readonly<Record<string, string>>
}

export const resourceQuotaController = defineController<ResourceQuota, QuotaView>({
  name: 'resourcequota-controller',
  kind: QuotaKind,
  reads: evaluators.map(e => e.kind),
  wakes: [
    { kind: QuotaKind, keys: (before, after) => (after && !(before && sameAmounts(hardOf(before), hardOf(after))) ? [keyOf(after)] : []) },
    ...evaluators.map(wakeFor),
  ],
  workers: 5,

  observe(cache, _key, quota, _memo, now) {
    if (!quota) return undefined
    const hard = amountsOf(quota.spec?.hard)
    // RQ2: what nobody counts keeps the amount that it had.
    const used = new Map(only(amountsOf(quota.status?.used), name => hard.has(name)))
    for (const [name, q] of usedIn(cache, quota, hard, now)) used.set(name, q)
    return { quota, used: writtenOf(used) }
  },

  decide({ quota, used: counted }) {
    const { status } = quota
    const [hard, used] = [amountsOf(quota.spec?.hard), amountsOf(counted)]
    const steady = status?.hard !== undefined && status.used !== undefined && sameAmounts(amountsOf(status.hard), hard) && sameAmounts(amountsOf(status.used), used)
    if (steady) return { intents: [], quiet: true, because: reason('quota.steady', { quota: quota.metadata.name! }) }
    const object = { ...quota, status: { hard: writtenOf(hard), used: counted } } as unknown as AnyObject
    return { intents: [{ verb: 'update', kind: QuotaKind, object, subresource: 'status' }], because: reason('quota.counted', { quota: quota.metadata.name!, used: changesOf(amountsOf(status?.used), used) }) }
  },

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound'), againInMs: RESYNC_MS }),
})

const hardOf = (quota: AnyObject): Amounts => amountsOf(quota['spec']?.hard)

/** RQ1. Upstream: quota.CalculateUsage. */
function usedIn(cache: CacheReader, quota: ResourceQuota, hard: Amounts, now: Instant): Amounts {
  let sum: Amounts = new Map()
  for (const evaluator of evaluators) {
    const limited = [...hard.keys()].filter(name => evaluator.isCountedUnder(name))
    if (limited.length === 0) continue
    const nothing: Amounts = new Map(limited.map(name => [name, zero]))
    const used = usageOf(evaluator, quota, cache.list(evaluator.kind, quota.metadata.namespace) as readonly AnyObject[], now)
    sum = plus(sum, plus(nothing, only(used, name => nothing.has(name))))
  }
  return sum
}

/** RQ3: whatever is gone, or has come to its end, sets free what the quotas of its namespace count. */
function wakeFor(evaluator: Evaluator): Wake {
  return {
    kind: evaluator.kind,
    keys(before, after, cache) {
      if (!before || (after && !evaluator.changes?.(before, after))) return []
      const quotas = cache.list(QuotaKind, before.metadata.namespace) as readonly ResourceQuota[]
      return quotas.filter(q => Object.keys(q.status?.hard ?? {}).some(name => evaluator.isCountedUnder(name))).map(keyOf)
    },
  }
}

/** Names whose amount is another than before, for the page. */
const changesOf = (before: Amounts, after: Amounts): readonly string[] =>
  Object.entries(writtenOf(after)).filter(([name]) => !before.has(name) || !sameAmounts(only(before, n => n === name), only(after, n => n === name))).map(([name, text]) => `${name}=${text}`)
