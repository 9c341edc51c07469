// RuntimeClasses. Upstream: pkg/apis/node/validation, ValidateRuntimeClass; pkg/registry/node/runtimeclass.
import { RuntimeClass as Kind } from '../../../../kube/kinds.ts'
import type { RuntimeClass } from '../../../../kube/node.ts'
import { duplicate } from '../../fields/fieldError.ts'
import { immutable, label, labels } from '../../fields/rules.ts'
import { validateTolerations } from '../pod/placement.ts'
import { validateResources } from '../pod/resources.ts'
import { plainStrategy } from '../plain.ts'

const NO_CLAIMS: ReadonlySet<string> = new Set()

export const runtimeClassStrategy = plainStrategy<RuntimeClass>({
  kind: Kind,
  judge(out, { handler, overhead, scheduling }) {
    label(out, 'handler', handler ?? '')
    // What a pod costs on top is judged as a container's limits are.
    if (overhead) validateResources(out, 'overhead', { limits: overhead.podFixed ?? {} }, NO_CLAIMS)
    if (!scheduling) return
    labels(out, 'scheduling.nodeSelector', scheduling.nodeSelector)
    validateTolerations(out, 'scheduling.tolerations', scheduling.tolerations)
    const seen = new Set<string>()
    for (const [i, toleration] of (scheduling.tolerations ?? []).entries()) {
      const text = JSON.stringify([toleration.key, toleration.operator, toleration.value, toleration.effect, toleration.tolerationSeconds])
      if (seen.has(text)) out.push(duplicate(`scheduling.tolerations[${i}]`, toleration))
      seen.add(text)
    }
  },
  judgeChange(out, next, old) { immutable(out, 'handler', next.handler, old.handler) },
  changeFirst: true,
})
