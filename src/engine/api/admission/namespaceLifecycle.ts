// Nothing is made in a namespace that does not exist or is going; the first namespaces cannot be deleted.
// Upstream: plugin/pkg/admission/namespace/lifecycle.
import { Namespace } from '../../../kube/kinds.ts'
import { forbidden, notFound } from '../errors.ts'
import type { Admission } from './admission.ts'

const immortal = new Set(['default', 'kube-system', 'kube-public'])

export const namespaceLifecycle: Admission = {
  name: 'NamespaceLifecycle',
  create(object, kind, { store }) {
    const namespace = object.metadata.namespace
    if (!kind.namespaced || namespace === undefined) return object
    const found = store.get(Namespace, namespace)
    if (!found) throw notFound(Namespace, namespace)
    if (found.status?.phase === 'Terminating') {
      throw forbidden(kind, object.metadata.name, `unable to create new content in namespace ${namespace} because it is being terminated`)
    }
    return object
  },
  delete(object, kind) {
    if (kind === Namespace && immortal.has(object.metadata.name)) throw forbidden(kind, object.metadata.name, 'this namespace may not be deleted')
  },
}
