// JSON merge patch (RFC 7386): what the API server does with --type merge, and what kubectl apply sends for kinds it does not know.
// Upstream: evanphx/json-patch merge.go; apimachinery/pkg/util/jsonmergepatch.
import { equal, goKind, has, isMap, keysOf, put } from './values.ts'
import type { Json, JsonMap, MutableMap } from './values.ts'

/** The value with the patch applied: null takes away, maps are merged, everything else replaces. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isMap(patch)) return patch
  const out: MutableMap = isMap(target) ? { ...target } : {}
  for (const key of keysOf(patch)) {
    const value = patch[key]!
    if (value === null) delete out[key]
    else put(out, key, mergePatch(out[key] ?? null, value))
  }
  return out
}

/** The merge patch that makes `after` of `before`. */
export function createMergePatch(before: JsonMap, after: JsonMap): JsonMap {
  const patch: MutableMap = {}
  for (const key of keysOf(after)) {
    const [old, value] = [before[key], after[key]!]
    if (!has(before, key) || goKind(old) !== goKind(value)) put(patch, key, value)
    else if (isMap(old) && isMap(value)) {
      const inner = createMergePatch(old, value)
      if (keysOf(inner).length > 0) put(patch, key, inner)
    } else if (!equal(old, value)) put(patch, key, value)
  }
  for (const key of keysOf(before)) if (!has(after, key)) put(patch, key, null)
  return patch
}

/** Of a merge patch, only what takes away, or only what adds and changes. */
function only(patch: JsonMap, deletions: boolean): JsonMap {
  const out: MutableMap = {}
  for (const key of keysOf(patch)) {
    const value = patch[key]!
    if (value === null) {
      if (deletions) put(out, key, null)
    } else if (isMap(value)) {
      // An empty map is a value of its own, not an empty patch.
      const inner = only(value, deletions)
      if (keysOf(value).length === 0 ? !deletions : keysOf(inner).length > 0) put(out, key, inner)
    } else if (!deletions) {
      put(out, key, value)
    }
  }
  return out
}

/** Two patches as one; where both speak of a key, the second counts. Nulls stay, for they are what a patch says. */
function join(first: JsonMap, second: JsonMap): JsonMap {
  const out: MutableMap = { ...first }
  for (const key of keysOf(second)) {
    const [a, b] = [out[key], second[key]!]
    put(out, key, isMap(a) && isMap(b) ? join(a, b) : b)
  }
  return out
}

/** What kubectl apply sends for a kind without a schema: changes from the live object, deletions since the last manifest. */
export function threeWayMergePatch(lastApplied: JsonMap, manifest: JsonMap, live: JsonMap): JsonMap {
  return join(only(createMergePatch(lastApplied, manifest), true), only(createMergePatch(live, manifest), false))
}
