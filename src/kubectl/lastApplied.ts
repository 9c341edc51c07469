// The annotation in which `kubectl apply` keeps what was applied last. Upstream: kubectl/pkg/util/apply.go.
import type { AnyObject } from '../kube/object.ts'
import { compactJson } from './print/json.ts'

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** The object as JSON, as the annotation holds it: without the annotation, but with a place for annotations. */
function appliedConfiguration(object: AnyObject): string {
  const { [LAST_APPLIED]: _, ...annotations } = (object.metadata.annotations ?? {}) as Record<string, string>
  return `${compactJson({ ...object, metadata: { ...object.metadata, annotations } })}\n`
}

export const withLastApplied = (object: AnyObject): AnyObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [LAST_APPLIED]: appliedConfiguration(object) } },
})

export const lastAppliedOf = (object: AnyObject): string | undefined => object.metadata.annotations?.[LAST_APPLIED]
