// Adding a finalizer to an object that does not have it.
import type { ApiObject } from '../../../kube/object.ts'

export function withFinalizer<T extends ApiObject>(object: T, finalizer: string): T {
  const finalizers = object.metadata.finalizers ?? []
  return finalizers.includes(finalizer) ? object : { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } }
}
