// When an Indexed Job has succeeded early. Upstream: validateSuccessPolicy.
import type { JobSpec } from '../../../../kube/batch.ts'
import { invalidValue, required, tooLong, tooMany } from '../../fields/fieldError.ts'
import type { Findings } from '../../fields/rules.ts'
import { nonnegative } from '../../fields/rules.ts'
import { countIndexes, judgedIndexes } from './indexes.ts'

const MOST_RULES = 20
const MOST_TEXT = 64 * 1024

export function validateSuccessPolicy(out: Findings, path: string, spec: JobSpec): void {
  const rules = spec.successPolicy!.rules ?? []
  const completions = spec.completions ?? 0
  if (rules.length === 0) out.push(required(`${path}.rules`, 'at least one rules must be specified when the successPolicy is specified'))
  if (rules.length > MOST_RULES) out.push(tooMany(`${path}.rules`, rules.length, MOST_RULES))
  for (const [i, { succeededCount: count, succeededIndexes: indexes }] of rules.entries()) {
    const at = `${path}.rules[${i}]`
    if (count === undefined && indexes === undefined) out.push(required(at, 'at least one of succeededCount or succeededIndexes must be specified'))
    let listed = 0
    if (indexes !== undefined) {
      if (indexes.length > MOST_TEXT) out.push(tooLong(`${at}.succeededIndexes`, MOST_TEXT))
      const { intervals, error } = judgedIndexes(indexes, completions)
      if (error) out.push(invalidValue(`${at}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${error}`))
      listed = countIndexes(intervals)
    }
    if (count === undefined) continue
    nonnegative(out, `${at}.succeededCount`, count)
    if (count > completions) out.push(invalidValue(`${at}.succeededCount`, count, `must be less than or equal to ${completions} (the number of specified completions)`))
    if (indexes !== undefined && count > listed) {
      out.push(invalidValue(`${at}.succeededCount`, count, `must be less than or equal to ${listed} (the number of indexes in the specified succeededIndexes field)`))
    }
  }
}
