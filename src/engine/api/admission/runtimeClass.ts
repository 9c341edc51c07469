// What a pod gets from the class it runs in: its overhead, and where it may run. Upstream: plugin/pkg/admission/runtimeclass, util/tolerations.
import type { Toleration } from '../../../kube/core.ts'
import { Pod, RuntimeClass as Kind } from '../../../kube/kinds.ts'
import type { RuntimeClass } from '../../../kube/node.ts'
import { forbidden } from '../errors.ts'
import { sameValue } from '../fields/equality.ts'
import type { Admission } from './admission.ts'

/** Whether all that `t` tolerates is tolerated by `other` too. */
function covers(other: Toleration, t: Toleration): boolean {
  if (sameValue(other, t)) return true
  if (t.key !== other.key && (other.key || other.operator !== 'Exists')) return false
  if (other.effect && t.effect !== other.effect) return false
  if (other.effect === 'NoExecute' && other.tolerationSeconds !== undefined && (t.tolerationSeconds === undefined || t.tolerationSeconds > other.tolerationSeconds)) return false
  return other.operator === 'Exists' || ((t.operator || 'Equal') === (other.operator || 'Equal') && (t.value ?? '') === (other.value ?? ''))
}

/** Both lists in one, without what another one of them covers; of equals the first stays. */
export function mergeTolerations(own: readonly Toleration[], more: readonly Toleration[]): Toleration[] {
  const all = [...own, ...more]
  const merged: Toleration[] = []
  for (const [i, t] of all.entries()) {
    const spare = merged.some(m => covers(m, t)) || all.slice(i + 1).some(later => !sameValue(later, t) && covers(later, t))
    if (!spare) merged.push(t)
  }
  return merged
}

export const runtimeClass: Admission = {
  name: 'RuntimeClass',
  create(object, kind, { store }) {
    if (kind !== Pod) return object
    const { spec } = object
    const refuse = (why: string) => forbidden(Pod, object.metadata.name, why)
    const name: string | undefined = spec.runtimeClassName
    const found = name === undefined ? undefined : store.get(Kind, name) as RuntimeClass | undefined
    if (name !== undefined && !found) throw refuse(`pod rejected: RuntimeClass "${name}" not found`)
    const given = spec.overhead && Object.keys(spec.overhead).length > 0 ? spec.overhead : undefined
    const { overhead, scheduling } = found ?? {}
    if (!overhead) {
      if (given) throw refuse('pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
    } else if (given && !sameValue(given, overhead.podFixed, 'overhead')) throw refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
    if (!overhead && !scheduling) return object
    const nodeSelector: Record<string, string> = { ...spec.nodeSelector }
    for (const [key, value] of Object.entries(scheduling?.nodeSelector ?? {})) {
      if (nodeSelector[key] !== undefined && nodeSelector[key] !== value) {
        throw refuse(`conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${nodeSelector[key]}`)
      }
      nodeSelector[key] = value
    }
    return {
      ...object,
      spec: {
        ...spec,
        ...(overhead?.podFixed ? { overhead: overhead.podFixed } : {}),
        ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector } : {}),
        ...(scheduling?.tolerations ? { tolerations: mergeTolerations(spec.tolerations ?? [], scheduling.tolerations) } : {}),
      },
    }
  },
}
