// Keys of older clusters that still stand in documents, and mean nothing to a cluster of today. Kubernetes takes them without a word.
import { because } from '../engine/controllers/controller.ts'
import { rangeOf, type YamlDocument } from '../kube/yaml.ts'
import type { Finding } from './protocol.ts'

const OLD = 'node-role.kubernetes.io/master'
const NEW = 'node-role.kubernetes.io/control-plane'
/** Where pods stand in the kinds that make them. */
const POD_SPECS: readonly (readonly string[])[] = [['spec'], ['spec', 'template', 'spec'], ['spec', 'jobTemplate', 'spec', 'template', 'spec']]

const at = (value: unknown, path: readonly string[]): unknown => path.reduce<unknown>((v, key) => (typeof v === 'object' && v !== null ? (v as Record<string, unknown>)[key] : undefined), value)

/** Tolerations of the taint that control planes bore until 1.24: none where the present one is tolerated too. */
export function oldTolerations(path: string, document: YamlDocument): Finding[] {
  return POD_SPECS.flatMap(spec => {
    const tolerations = at(document.value, [...spec, 'tolerations'])
    if (!Array.isArray(tolerations) || tolerations.some(t => at(t, ['key']) === NEW)) return []
    return tolerations.flatMap((toleration, i): Finding[] => {
      if (at(toleration, ['key']) !== OLD) return []
      const { start, end, exact } = rangeOf(document, [...spec, 'tolerations', i, 'key'], 'value')
      const field = `${spec.join('.')}.tolerations[${i}].key`
      const fix = { title: because('hint.fix-replace', { field: 'key', text: NEW }), from: start, to: end, text: NEW }
      return [{ path, severity: 'warning', from: start, to: end, message: `${field}: no node of this cluster has the taint ${OLD}`, field, hint: because('hint.old-toleration', { old: OLD, now: NEW }), ...(exact ? { fix } : {}) }]
    })
  })
}
