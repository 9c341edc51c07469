// PriorityClasses. Upstream: pkg/registry/scheduling/priorityclass, ValidatePriorityClass.
import { PriorityClass as PriorityClassKind } from '../../../../kube/kinds.ts'
import type { PriorityClass } from '../../../../kube/scheduling.ts'
import { forbiddenField } from '../../fields/fieldError.ts'
import { immutable, oneOf } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

/** Higher ones belong to the system. */
const HIGHEST = 1_000_000_000
const system = new Map([['system-cluster-critical', 2_000_000_000], ['system-node-critical', 2_000_001_000]])

export const priorityClassStrategy = plainStrategy<PriorityClass>({
  kind: PriorityClassKind,
  counted: true,
  defaults: c => ({ ...c, preemptionPolicy: c.preemptionPolicy ?? 'PreemptLowerPriority' }),
  judge(out, { metadata, value, preemptionPolicy }) {
    if (metadata.name?.startsWith('system-')) {
      if (!system.has(metadata.name)) {
        out.push(forbiddenField('metadata.name', `priority class names with 'system-' prefix are reserved for system use only. error: ${metadata.name} is not a known system priority class`))
      }
    } else if ((value ?? 0) > HIGHEST) out.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${HIGHEST}`))
    if (preemptionPolicy !== undefined) oneOf(out, 'preemptionPolicy', preemptionPolicy, ['PreemptLowerPriority', 'Never'])
  },
  judgeChange(out, next, old) {
    if (next.value !== old.value) out.push(forbiddenField('value', 'may not be changed in an update.'))
    immutable(out, 'preemptionPolicy', next.preemptionPolicy, old.preemptionPolicy)
  },
  changeFirst: true,
})
