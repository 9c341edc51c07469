// Strategic merge patch: as a merge patch, but lists may be merged by a key, and the patch may carry directives.
// Nothing is edited: what the patch does not touch is shared with the object before.
// Upstream: apimachinery/pkg/util/strategicpatch/patch.go (mergeMap and what it calls).
import type { SchemaType } from '../../../kube/schema.ts'
import { fieldMeta } from './fieldMeta.ts'
import type { Level } from './fieldMeta.ts'
import { arranged, asMap, DELETE, DIRECTIVE, findByKey, holdsMaps, isDeletion, keyOf, partition, unique } from './lists.ts'
import { badDeletionList, badOrder, badRetainKeys, PatchError, unknownDirective, wrongType } from './patchError.ts'
import { equal, goKind, goValue, has, isList, isMap, keysOf, put } from './values.ts'
import type { Json, JsonMap, MutableMap } from './values.ts'

export const RETAIN_KEYS = '$retainKeys'
export const ORDER_PREFIX = '$setElementOrder'
export const DELETE_PREFIX = '$deleteFromPrimitiveList'
const DOLLAR = 36

export interface MergeOptions {
  /** True on the server, where directives are carried out; false where kubectl merges one patch into another and keeps them. */
  readonly carryOut: boolean
}

/** The object with the patch applied. Throws a PatchError. */
export function strategicPatch(type: SchemaType, target: JsonMap, patch: JsonMap): JsonMap {
  return mergeMap(target, patch, { struct: type }, { carryOut: true })
}

/** The field that `$setElementOrder/containers` is about. */
function fieldOf(key: string, prefix: string): string {
  const slash = key.indexOf('/')
  if (slash < 0 || key.slice(0, slash) !== prefix) throw prefix === ORDER_PREFIX ? badOrder() : badDeletionList()
  return key.slice(slash + 1)
}

/** One map merged into another. Also merges two patches, when directives are not carried out. */
export function mergeMap(target: JsonMap, given: JsonMap, level: Level, options: MergeOptions): JsonMap {
  const directive = given[DIRECTIVE]
  if (has(given, DIRECTIVE)) {
    if (directive === 'replace') return Object.fromEntries(Object.entries(given).filter(([k]) => k !== DIRECTIVE))
    if (directive === DELETE) return {}
    throw unknownDirective(directive!, given)
  }
  if (options.carryOut && isPlain(given)) return mergePlain(target, given, level, options)
  const out: MutableMap = { ...target }
  const patch: MutableMap = { ...given }
  retainKeys(out, patch, options)
  setOrders(out, patch, level, options)

  for (const key of keysOf(patch)) {
    const value = patch[key]!
    let field = key
    const deletes = key.startsWith(DELETE_PREFIX)
    if (deletes) {
      if (!options.carryOut) {
        put(out, key, value)
        continue
      }
      field = fieldOf(key, DELETE_PREFIX)
    }
    if (value === null) {
      delete out[field]
      if (options.carryOut) continue
    }
    if (!has(out, field) || goKind(out[field]) !== goKind(value)) {
      if (deletes) continue
      const kept = withoutDirectives(options.carryOut ? withoutNulls(value) : value)
      if (kept === undefined) delete out[field]
      else put(out, field, kept)
      continue
    }
    const before = out[field]!
    if (isMap(before)) {
      const { strategy, inner } = fieldMeta(level, field)
      put(out, field, strategy === 'replace' ? value : mergeMap(before, asMap(value), inner, options))
    } else if (isList(before)) {
      const { strategy, inner, mergeKey } = fieldMeta(level, field)
      put(out, field, strategy === 'merge' ? mergeList(before, value as readonly Json[], inner, mergeKey, options, deletes) : value)
    } else {
      put(out, field, value)
    }
  }
  return out
}

/** Whether a map gives no orders. */
function isPlain(map: JsonMap): boolean {
  for (const key in map) if (key.charCodeAt(0) === DOLLAR || key === '__proto__') return false
  return true
}

/** As mergeMap, of a map without orders: nearly every patch, and much less work. */
function mergePlain(target: JsonMap, patch: JsonMap, level: Level, options: MergeOptions): JsonMap {
  const out: MutableMap = { ...target }
  let gone: string[] | undefined
  for (const key in patch) {
    const value = patch[key]
    if (value === undefined) continue
    const before = out[key]
    if (value === null) {
      if (before !== undefined) (gone ??= []).push(key)
    } else if (before === undefined || typeof value !== 'object' || goKind(before) !== goKind(value)) {
      const kept = withoutDirectives(withoutNulls(value))
      if (kept === undefined) (gone ??= []).push(key)
      else out[key] = kept
    } else {
      const { strategy, inner, mergeKey } = fieldMeta(level, key)
      if (isList(before)) out[key] = strategy === 'merge' ? mergeList(before, value as readonly Json[], inner, mergeKey, options, false) : value
      else out[key] = strategy === 'replace' ? value : mergeMap(asMap(before), asMap(value), inner, options)
    }
  }
  if (!gone) return out
  // Taken out by copying: an object that has lost a property is slow ever after.
  const left: MutableMap = {}
  for (const key in out) if (!gone.includes(key)) left[key] = out[key]!
  return left
}

/** `$retainKeys` names every key that may remain; the patch may speak of no other. */
function retainKeys(out: MutableMap, patch: MutableMap, options: MergeOptions): void {
  if (!has(patch, RETAIN_KEYS)) return
  const keys = patch[RETAIN_KEYS]!
  delete patch[RETAIN_KEYS]
  if (!options.carryOut) {
    const other = out[RETAIN_KEYS]
    if (has(out, RETAIN_KEYS) && !equal(other, keys)) {
      throw new PatchError(`${goValue(other)} and ${goValue(keys)} are not deep equal: this may happen when calculating the 3-way diff patch`)
    }
    put(out, RETAIN_KEYS, keys)
    return
  }
  if (!isList(keys)) throw badRetainKeys()
  for (const key of keysOf(patch)) {
    if (patch[key] !== null && !key.startsWith(DELETE_PREFIX) && !key.startsWith(ORDER_PREFIX) && !keys.includes(key)) throw badRetainKeys()
  }
  for (const key of keysOf(out)) if (!keys.includes(key)) delete out[key]
}

/** `$setElementOrder/x` gives the order of the list x; the list itself is merged here too. */
function setOrders(out: MutableMap, patch: MutableMap, level: Level, options: MergeOptions): void {
  for (const key of keysOf(patch)) {
    if (!key.startsWith(ORDER_PREFIX)) continue
    const order = patch[key]!
    if (!options.carryOut) {
      if (has(out, key) && !equal(out[key], order)) throw badOrder()
      put(out, key, order)
    }
    delete patch[key]
    if (!isList(order)) throw wrongType('[]interface {}', order)
    const field = fieldOf(key, ORDER_PREFIX)
    const [before, change] = [out[field], patch[field]]
    if (has(out, field) && !isList(before)) throw wrongType('[]interface {}', before)
    if (has(patch, field) && !isList(change)) throw wrongType('[]interface {}', change)
    const { strategy, mergeKey, inner } = fieldMeta(level, field)
    const old = isList(before) ? before : undefined
    const given = isList(change) ? change : undefined
    checkOrder(given ?? [], order, mergeKey)
    if (!old && !given) continue
    let merged: readonly Json[]
    if (old && given) merged = strategy === 'merge' ? mergeList(old, given, inner, mergeKey, options, false) : given
    else merged = (old ?? given)!
    const { named, others } = partition(merged, order, mergeKey)
    const maps = holdsMaps(old ?? [], given ?? [])
    const serverOrder = old && given && maps && strategy === 'merge' ? afterDeletions(old, given, mergeKey) : (old ?? [])
    put(out, field, arranged(named, others, order, serverOrder, mergeKey, maps))
    delete patch[field]
  }
}

/**
 * The server's list as upstream sees it when it arranges the result. It deletes in place, so the elements behind have moved up by then,
 * and the first of those that the patch adds stand where the list ended: they have a place although the server never had them.
 */
function afterDeletions(old: readonly Json[], patch: readonly Json[], mergeKey: string): readonly Json[] {
  let left = [...old]
  for (const element of patch) {
    if (isDeletion(element)) left = left.filter(v => keyOf(v, mergeKey) !== keyOf(element, mergeKey))
  }
  const added = patch.filter(v => !has(asMap(v), DIRECTIVE) && findByKey(left, mergeKey, keyOf(v, mergeKey)) < 0)
  return [...left, ...added].slice(0, old.length)
}

/** What the patch's list holds must stand in the order list, in the same order; deletions need not. */
function checkOrder(list: readonly Json[], order: readonly Json[], mergeKey: string): void {
  if (list.length === 0 || order.length === 0) return
  const kept = mergeKey === '' ? list : list.filter(v => (asMap(v), !isDeletion(v)))
  const identity = (v: Json) => (mergeKey === '' ? v : keyOf(v, mergeKey))
  let [i, j] = [0, 0]
  while (i < kept.length && j < order.length) {
    const element = kept[i]!
    if (isMap(element) && has(element, DIRECTIVE)) {
      i++
      continue
    }
    if (identity(element) === identity(order[j]!)) i++
    j++
  }
  if (i < kept.length && j >= order.length) {
    throw new PatchError(`The order in patch list:\n${goValue(list)}\n doesn't match ${ORDER_PREFIX} list:\n${goValue(order)}\n`)
  }
}

function mergeList(before: readonly Json[], patch: readonly Json[], level: Level, mergeKey: string, options: MergeOptions, deletes: boolean): readonly Json[] {
  if (before.length === 0 && patch.length === 0) return before
  const plain = options.carryOut && !deletes ? mergePlainLists(before, patch, level, mergeKey, options) : undefined
  if (plain) return plain
  const maps = holdsMaps(before, patch)
  let [original, changes]: [readonly Json[], readonly Json[]] = [before, patch]
  let merged: Json[]
  if (!maps) {
    if (options.carryOut && deletes) return before.filter(v => !patch.includes(v))
    merged = unique([...before, ...patch])
  } else {
    if (mergeKey === '') throw new PatchError('cannot merge lists without merge key for type struct')
    // Where the elements stood before counts for the order; what the patch adds has no place yet.
    ;[original, changes] = carryOutElements(before, patch, mergeKey)
    merged = [...original]
    for (const change of changes) {
      const at = findByKey(merged, mergeKey, keyOf(change, mergeKey))
      if (at < 0) merged.push(change)
      else merged[at] = mergeMap(asMap(merged[at]!), asMap(change), level, options)
    }
  }
  const { named, others } = partition(merged, changes, mergeKey)
  return arranged(named, others, changes, original, mergeKey, maps)
}

const MOST_PLAIN = 24

/** Where the element with this key stands, or -1. */
function placeOf(list: readonly Json[], mergeKey: string, value: unknown): number {
  for (let i = 0; i < list.length; i++) if ((list[i] as JsonMap)[mergeKey] === value) return i
  return -1
}

function isPlainList(list: readonly Json[], mergeKey: string): boolean {
  for (let i = 0; i < list.length; i++) {
    const element = list[i]!
    if (!isMap(element) || element[DIRECTIVE] !== undefined || typeof element[mergeKey] !== 'string' || placeOf(list, mergeKey, element[mergeKey]) !== i) return false
  }
  return true
}

/**
 * Short lists of maps without orders and doubles, merged without asking about each pair again and again: the patch's elements in its
 * order, the server's others in theirs, interleaved as they stood on the server. Undefined where the lists are not of that sort.
 */
function mergePlainLists(before: readonly Json[], patch: readonly Json[], level: Level, mergeKey: string, options: MergeOptions): readonly Json[] | undefined {
  if (mergeKey === '' || before.length > MOST_PLAIN || patch.length > MOST_PLAIN || !isPlainList(before, mergeKey) || !isPlainList(patch, mergeKey)) return undefined
  const named: boolean[] = []
  for (let i = 0; i < before.length; i++) named.push(placeOf(patch, mergeKey, (before[i] as JsonMap)[mergeKey]) >= 0)
  const out: Json[] = []
  let left = 0
  for (const change of patch as readonly JsonMap[]) {
    const place = placeOf(before, mergeKey, change[mergeKey])
    for (; left < place; left++) if (!named[left]) out.push(before[left]!)
    out.push(place < 0 ? change : mergeMap(before[place] as JsonMap, change, level, options))
  }
  for (; left < before.length; left++) if (!named[left]) out.push(before[left]!)
  return out
}

/** Elements that say `$patch: delete` or `$patch: replace` are orders, not content. */
function carryOutElements(before: readonly Json[], patch: readonly Json[], mergeKey: string): [readonly Json[], readonly Json[]] {
  let original = before
  let replace = false
  const content: Json[] = []
  for (const element of patch) {
    const map = asMap(element)
    if (!has(map, DIRECTIVE)) {
      content.push(element)
      continue
    }
    switch (map[DIRECTIVE]) {
      case DELETE: {
        const value = keyOf(map, mergeKey)
        for (let at = findByKey(original, mergeKey, value); at >= 0; at = findByKey(original, mergeKey, value)) original = original.toSpliced(at, 1)
        break
      }
      case 'replace': replace = true; break
      case 'merge': throw new PatchError('merging lists cannot yet be specified in the patch')
      default: throw unknownDirective(map[DIRECTIVE]!, map)
    }
  }
  return replace ? [content, []] : [original, content]
}

/** What is newly added keeps no nulls. */
function withoutNulls(value: Json): Json {
  if (isList(value)) return value.some(v => typeof v === 'object') ? value.map(withoutNulls) : value
  if (!isMap(value) || !hasNulls(value)) return value
  const out: MutableMap = {}
  for (const key of keysOf(value)) if (value[key] !== null) put(out, key, withoutNulls(value[key]!))
  return out
}

/** Whether something in it is null, or not there although it is named. */
function hasNulls(value: Json | undefined): boolean {
  if (value === null || value === undefined) return true
  if (typeof value !== 'object') return false
  if (isList(value)) return value.some(v => typeof v === 'object' && v !== null && hasNulls(v))
  for (const key in value) if (hasNulls(value[key])) return true
  return false
}

/** Whether an order stands in it somewhere, or a name without a value. */
function hasDirectives(value: Json | undefined): boolean {
  if (value === undefined) return true
  if (value === null || typeof value !== 'object') return false
  if (isList(value)) return value.some(v => typeof v === 'object' && hasDirectives(v))
  for (const key in value) if (key === DIRECTIVE || hasDirectives(value[key])) return true
  return false
}

/** What is newly added keeps no maps that are orders; undefined where the value is one itself. */
function withoutDirectives(value: Json): Json | undefined {
  if (isList(value)) return value.some(hasDirectives) ? value.map(withoutDirectives).filter(v => v !== undefined) : value
  if (!isMap(value)) return value
  if (has(value, DIRECTIVE)) return undefined
  if (!hasDirectives(value)) return value
  const out: MutableMap = {}
  for (const key of keysOf(value)) {
    const kept = withoutDirectives(value[key]!)
    if (kept !== undefined) put(out, key, kept)
  }
  return out
}
