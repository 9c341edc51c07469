// Whether the indexes that have succeeded are enough under spec.successPolicy. Upstream: success_policy.go.
import type { SuccessPolicy } from '../../../kube/batch.ts'
import { countIndexes, parseIndexes } from './intervals.ts'
import type { Indexes } from './intervals.ts'

/** J24: the message of the first rule that is met. A rule without any index below `completions` is passed over. */
export function matchSuccess(policy: SuccessPolicy | undefined, completions: number, succeeded: Indexes): string | undefined {
  if (!policy || succeeded.length === 0) return undefined
  const met = (policy.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount
    const wanted = parseIndexes(succeededIndexes, completions)
    if (wanted.length === 0) return false
    const have = overlap(wanted, succeeded)
    return have === countIndexes(wanted) || (succeededCount !== undefined && have >= succeededCount)
  })
  return met < 0 ? undefined : `Matched rules at index ${met}`
}

/** How many indexes are in both. */
function overlap(a: Indexes, b: Indexes): number {
  let sum = 0
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const [aFirst, aLast] = a[i]!
    const [bFirst, bLast] = b[j]!
    sum += Math.max(0, Math.min(aLast, bLast) - Math.max(aFirst, bFirst) + 1)
    if (aLast <= bLast) i++
    if (bLast <= aLast) j++
  }
  return sum
}
