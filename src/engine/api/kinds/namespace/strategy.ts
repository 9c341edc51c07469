// Namespaces. Upstream: pkg/registry/core/namespace/strategy.go.
import type { Namespace } from '../../../../kube/core.ts'
import { Namespace as NamespaceKind } from '../../../../kube/kinds.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import { dns1123Label, qualifiedName } from '../../fields/names.ts'
import { named } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

const NAME_LABEL = 'kubernetes.io/metadata.name'

export const namespaceStrategy = plainStrategy<Namespace>({
  kind: NamespaceKind,
  name: dns1123Label,
  newStatus: () => ({ phase: 'Active' }),

  defaults(ns) {
    const { name } = ns.metadata
    return name ? { ...ns, metadata: { ...ns.metadata, labels: { ...ns.metadata.labels, [NAME_LABEL]: name } } } : ns
  },

  /** Its own finalizer holds it until its content is gone. */
  complete(ns) {
    const finalizers = ns.spec?.finalizers ?? []
    const { name } = ns.metadata
    return {
      ...ns,
      metadata: { ...ns.metadata, labels: { ...ns.metadata.labels, [NAME_LABEL]: name! } },
      spec: { ...ns.spec, finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] },
    }
  },

  completeUpdate: (next, old, subresource) => (subresource === 'finalize' ? next : { ...next, spec: old.spec }),

  judge(out, ns) {
    for (const finalizer of ns.spec?.finalizers ?? []) {
      named(out, 'spec.finalizers', finalizer, qualifiedName)
      if (!finalizer.includes('/') && finalizer !== 'kubernetes' && finalizer !== 'orphan' && finalizer !== 'foregroundDeletion') {
        out.push(invalidValue('spec.finalizers', finalizer, 'name is neither a standard finalizer name nor is it fully qualified'))
      }
    }
  },

  judgeStatus(out, next) {
    const phase = next.status?.phase ?? ''
    if (next.metadata.deletionTimestamp === undefined) {
      if (phase !== 'Active') out.push(invalidValue('status.Phase', phase, "may only be 'Active' if `deletionTimestamp` is empty"))
    } else if (phase !== 'Terminating') out.push(invalidValue('status.Phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty"))
  },
})
