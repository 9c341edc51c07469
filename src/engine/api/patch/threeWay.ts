// What `kubectl apply` sends: from the manifest applied last, the manifest now, and the live object, a strategic patch with
// its directives. Deletions come from comparing the two manifests, changes from comparing the manifest with the live object.
// Upstream: apimachinery/pkg/util/strategicpatch/patch.go (CreateThreeWayMergePatch, diffMaps), kubectl/pkg/util/apply.go.
import type { SchemaType } from '../../../kube/schema.ts'
import { fieldMeta } from './fieldMeta.ts'
import type { FieldMeta, Level } from './fieldMeta.ts'
import { DELETE, DIRECTIVE, holdsMaps, inOrder, keyOf, sortedByKey, sortedScalars, unique } from './lists.ts'
import { threeWayMergePatch } from './merge.ts'
import { DELETE_PREFIX, ORDER_PREFIX, RETAIN_KEYS } from './orders.ts'
import { mergeMap } from './strategic.ts'
import { equal, goKind, goValue, has, isList, isMap, keysOf, put } from './values.ts'
import type { Json, JsonMap, MutableMap } from './values.ts'

interface Side {
  /** Whether additions and changes are told, or only deletions. */
  readonly changes: boolean
  readonly deletions: boolean
  readonly retainKeys?: boolean
}

/** The strategic patch that makes `after` of `before`. Upstream: CreateTwoWayMergePatch, which kubectl's imperative commands use. */
export const createStrategicPatch = (type: SchemaType, before: JsonMap, after: JsonMap): JsonMap =>
  diffMaps(before, after, { struct: type }, { changes: true, deletions: true })

/**
 * The patch of `kubectl apply`. Without a type (a kind that kubectl does not know) it is a JSON merge patch.
 * All three are whole objects; `lastApplied` is {} where the live object has no annotation. Throws a PatchError.
 */
export function createThreeWayPatch(type: SchemaType | undefined, lastApplied: JsonMap, manifest: JsonMap, live: JsonMap): JsonMap {
  if (!type) return threeWayMergePatch(lastApplied, manifest, live)
  const level: Level = { struct: type }
  const delta = diffMaps(live, manifest, level, { changes: true, deletions: false })
  const deletions = diffMaps(lastApplied, manifest, level, { changes: false, deletions: true })
  return mergeMap(deletions, delta, level, { carryOut: false })
}

function diffMaps(before: JsonMap, after: JsonMap, level: Level, side: Side): JsonMap {
  const patch: MutableMap = {}
  for (const key of keysOf(after)) {
    const value = after[key]!
    const old = before[key]
    if (!has(before, key) || goKind(old) !== goKind(value)) {
      if (side.changes) put(patch, key, value)
    } else if (isMap(old) && isMap(value)) {
      diffMapField(key, old, value, level, side, patch)
    } else if (isList(old) && isList(value)) {
      diffListField(key, old, value, level, side, patch)
    } else if (side.changes && !equal(old, value)) {
      put(patch, key, value)
    }
  }
  if (side.deletions) for (const key of keysOf(before)) if (!has(after, key)) put(patch, key, null)
  const retained = side.retainKeys ? keysOf(after).filter(k => after[k] !== null) : []
  if (retained.length > 0 && (keysOf(patch).length > 0 || keysOf(before).some(k => before[k] !== null && !has(after, k)))) {
    put(patch, RETAIN_KEYS, sortedScalars(retained))
  }
  return patch
}

/** What is known of the field, or undefined where nothing is but nothing has to be done either. */
function metaFor(level: Level, key: string, old: Json, value: Json): FieldMeta | undefined {
  try {
    return fieldMeta(level, key)
  } catch (e) {
    if (equal(old, value)) return undefined
    throw e
  }
}

function diffMapField(key: string, old: JsonMap, value: JsonMap, level: Level, side: Side, patch: MutableMap): void {
  const meta = metaFor(level, key, old, value)
  if (!meta) return
  if (meta.strategy === 'replace') {
    if (side.changes) put(patch, key, value)
    return
  }
  const inner = diffMaps(old, value, meta.inner, { ...side, retainKeys: meta.retainKeys })
  if (keysOf(inner).length > 0) put(patch, key, inner)
}

function diffListField(key: string, old: readonly Json[], value: readonly Json[], level: Level, side: Side, patch: MutableMap): void {
  const meta = metaFor(level, key, old, value)
  if (!meta) return
  if (meta.strategy !== 'merge') {
    if (side.changes && !equal(old, value)) put(patch, key, value)
    return
  }
  const { list, deletions, order } = diffLists(old, value, meta, { ...side, retainKeys: meta.retainKeys })
  if (list.length > 0) put(patch, key, list)
  if (deletions.length > 0) put(patch, `${DELETE_PREFIX}/${key}`, deletions)
  if (order.length > 0) put(patch, `${ORDER_PREFIX}/${key}`, order)
}

interface ListDiff { readonly list: readonly Json[]; readonly deletions: readonly Json[]; readonly order: readonly Json[] }

function diffLists(old: readonly Json[], value: readonly Json[], { inner, mergeKey }: FieldMeta, side: Side): ListDiff {
  if (old.length === 0) return { list: side.changes ? value : [], deletions: [], order: [] }
  if (!holdsMaps(old, value)) {
    const { added, removed } = diffScalars(old, value, side)
    // Upstream sorts the old list in place before it looks whether anything changed.
    const order = (side.deletions && removed.length > 0) || (side.changes && !equal(sortedScalars(old), value)) ? value : []
    return { list: inOrder(added, value, mergeKey, false), deletions: removed, order }
  }
  const { changed, removed } = diffElements(old, value, inner, mergeKey, side)
  const list = [...inOrder(changed, value, mergeKey, true), ...removed]
  const sameOrder = old.length === value.length && value.every((v, i) => keyOf(old[i]!, mergeKey) === keyOf(v, mergeKey))
  const tells = (side.changes && (list.length > 0 || !sameOrder)) || (side.deletions && list.length > 0)
  return { list, deletions: [], order: tells ? value.map(v => ({ [mergeKey]: keyOf(v, mergeKey) })) : [] }
}

function diffElements(old: readonly Json[], value: readonly Json[], level: Level, mergeKey: string, side: Side): { changed: Json[]; removed: Json[] } {
  const [a, b] = [sortedByKey(old, mergeKey), sortedByKey(value, mergeKey)]
  const changed: Json[] = []
  const removed: Json[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [was, is] = [a[i], b[j]]
    const [wasKey, isKey] = [was && goValue(keyOf(was, mergeKey)), is && goValue(keyOf(is, mergeKey))]
    if (was && is && wasKey === isKey) {
      const inner = diffMaps(was, is, level, side)
      if (keysOf(inner).length > 0) changed.push({ ...inner, [mergeKey]: is[mergeKey]! })
      i++
      j++
    } else if (!was || (is && wasKey! > isKey!)) {
      if (side.changes) changed.push(is!)
      j++
    } else {
      if (side.deletions) removed.push({ [mergeKey]: was[mergeKey]!, [DIRECTIVE]: DELETE })
      i++
    }
  }
  return { changed, removed }
}

function diffScalars(old: readonly Json[], value: readonly Json[], side: Side): { added: Json[]; removed: Json[] } {
  const [a, b] = [sortedScalars(old), sortedScalars(value)]
  const added: Json[] = []
  const removed: Json[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [was, is] = [goValue(a[i]), goValue(b[j])]
    if (i < a.length && j < b.length && was === is) {
      i++
      j++
    } else if (i >= a.length || (j < b.length && was > is)) {
      if (side.changes) added.push(b[j]!)
      j++
    } else {
      if (side.deletions) removed.push(a[i]!)
      i++
    }
  }
  return { added, removed: unique(removed) }
}
