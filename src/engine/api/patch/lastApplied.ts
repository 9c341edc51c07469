// The annotation by which `kubectl apply` remembers the manifest it applied. Upstream: kubectl/pkg/util/apply.go.
import { isMap, keysOf } from './values.ts'
import type { Json, JsonMap } from './values.ts'

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** JSON as Go's encoder writes it: keys sorted, `<`, `>`, `&` and two line separators escaped, a line break at the end where it streams. */
export function goJson(value: Json): string {
  return JSON.stringify(sorted(value)).replace(/[<>&\u2028\u2029]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  return isMap(value) ? Object.fromEntries(keysOf(value).sort().map(k => [k, sorted(value[k]!)])) : value
}

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
