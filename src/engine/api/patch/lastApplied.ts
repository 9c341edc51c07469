// The annotation by which `kubectl apply` remembers the manifest it applied. Upstream: kubectl/pkg/util/apply.go.
import { goJson } from '../../../kube/goJson.ts'
import { isMap } from './values.ts'
import type { JsonMap } from './values.ts'

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

const annotationsOf = (object: JsonMap): JsonMap => {
  const metadata = object.metadata
  const annotations = isMap(metadata) ? metadata.annotations : undefined
  return isMap(annotations) ? annotations : {}
}

/** The manifest applied last, from the live object's annotation; undefined where there is none. */
export function lastAppliedOf(live: JsonMap): JsonMap | undefined {
  const text = annotationsOf(live)[LAST_APPLIED]
  if (typeof text !== 'string') return undefined
  const value: unknown = JSON.parse(text)
  return isMap(value) ? value : undefined
}

/** The manifest with its own text in the annotation, as apply sends it. */
export function withLastApplied(manifest: JsonMap): JsonMap {
  const { [LAST_APPLIED]: _, ...annotations } = annotationsOf(manifest)
  const metadata = isMap(manifest.metadata) ? manifest.metadata : {}
  const text = `${goJson({ ...manifest, metadata: { ...metadata, annotations } })}\n`
  return { ...manifest, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } }
}
