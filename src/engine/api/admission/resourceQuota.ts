// A namespace has only so much to give. What is asked for is held against every quota of the namespace and, if it fits, charged to
// it in the same breath, so that two pods made at once do not both get the last place.
// Upstream: apiserver/pkg/admission/plugin/resourcequota/controller.go, CheckRequest.
import type { ResourceQuota } from '../../../kube/core.ts'
import { ResourceQuota as QuotaKind, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { amountsOf, amountsText, exceeded, negatives, only, plus, surplus, withoutZeros, writtenOf, type Amounts } from '../../../kube/quota/amounts.ts'
import { evaluatorOf, type Evaluator } from '../../../kube/quota/evaluators.ts'
import { forbidden } from '../errors.ts'
import type { Admission, AdmissionContext } from './admission.ts'

/** Upstream: checkRequest. Gives the quotas as they are with this charged to them. */
function charge(evaluator: Evaluator, object: AnyObject, old: AnyObject | undefined, kind: Kind, { store, now }: AdmissionContext): readonly AnyObject[] {
  const refuse = (why: string) => forbidden(kind, object.metadata.name, why)
  const concerned: { readonly quota: ResourceQuota; readonly hard: Amounts; readonly used: Amounts }[] = []
  for (const stored of store.list(QuotaKind, object.metadata.namespace)) {
    const quota = stored as unknown as ResourceQuota
    const hard = amountsOf(quota.status?.hard)
    const limited = [...hard.keys()].filter(name => evaluator.isCountedUnder(name))
    if (limited.length === 0 || !evaluator.isInScope(object, quota)) continue
    const unsaid = evaluator.unsaid?.(object, limited)
    if (unsaid !== undefined) throw refuse(`failed quota: ${quota.metadata.name}: ${unsaid}`)
    const used = amountsOf(quota.status?.used)
    if (limited.some(name => !used.has(name))) throw refuse(`status unknown for quota: ${quota.metadata.name}, resources: ${[...limited].sort().join(',')}`)
    concerned.push({ quota, hard, used })
  }
  if (concerned.length === 0) return []
  const usage = evaluator.usage(object, now)
  const negative = negatives(usage)
  if (negative.length > 0) throw refuse(`quota usage is negative for resource(s): ${[...negative].sort().join(',')}`)
  // What an object has been charged for is not charged twice, but where it was not in the quota's scope before. What it gives up is not given back here:
  // the controller counts it.
  const more = withoutZeros(old ? surplus(usage, evaluator.usage(old, now)) : usage)
  const whole = withoutZeros(usage)
  return concerned.flatMap(({ quota, hard, used }) => {
    const asked = only(!old || evaluator.isInScope(old, quota) ? more : whole, name => hard.has(name))
    if (asked.size === 0) return []
    const after = plus(used, asked)
    const over = exceeded(only(after, name => asked.has(name)), hard)
    if (over.size > 0) {
      const of = (amounts: Amounts) => amountsText(only(amounts, name => over.has(name)))
      throw refuse(`exceeded quota: ${quota.metadata.name}, requested: ${of(asked)}, used: ${of(used)}, limited: ${of(hard)}`)
    }
    return { ...quota, status: { ...quota.status, used: writtenOf(after) } } as unknown as AnyObject
  })
}

export const resourceQuota: Admission = {
  name: 'ResourceQuota',
  admit(object, old, kind, context) {
    if (context.store.table(QuotaKind).size === 0 || object.metadata.namespace === undefined) return []
    const evaluator = evaluatorOf(kind)
    return !evaluator || (old && !evaluator.judgesChange(old, object, context.subresource)) ? [] : charge(evaluator, object, old, kind, context)
  },
}
