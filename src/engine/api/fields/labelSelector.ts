// Whether a label selector is well made, and whether it means anything. Upstream: apimachinery/pkg/apis/meta/v1/validation.
import { SelectorError, parseLabelSelector } from '../../../kube/labels.ts'
import type { Labels } from '../../../kube/labels.ts'
import type { LabelSelector } from '../../../kube/meta.ts'
import { forbiddenField, invalidValue, required } from './fieldError.ts'
import { labelValue, qualifiedName } from './names.ts'
import type { Findings } from './rules.ts'
import { labels, named } from './rules.ts'

/** Everything against the selector at `path`; nothing for an absent one. */
export function validateLabelSelector(out: Findings, path: string, selector: LabelSelector | undefined): void {
  if (!selector) return
  labels(out, `${path}.matchLabels`, selector.matchLabels)
  for (const [i, { key, operator, values }] of (selector.matchExpressions ?? []).entries()) {
    const at = `${path}.matchExpressions[${i}]`
    if (operator === 'In' || operator === 'NotIn') {
      if (!values?.length) out.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values?.length) out.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    } else out.push(invalidValue(`${at}.operator`, operator ?? '', 'not a valid selector operator'))
    named(out, `${at}.key`, key ?? '', qualifiedName)
    for (const [j, value] of (values ?? []).entries()) named(out, `${at}.values[${j}]`, value, labelValue)
  }
}

/** No requirement at all: it selects everything, which a workload must not. */
export const selectsEverything = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0

/** Whether these labels are selected; undefined where the selector is not usable. An absent one selects nothing, an empty one everything. */
export function selectorMatches(selector: LabelSelector | undefined, map: Labels | undefined): boolean | undefined {
  try {
    return parseLabelSelector(selector).matches(map)
  } catch (e) {
    if (e instanceof SelectorError) return undefined
    throw e
  }
}
