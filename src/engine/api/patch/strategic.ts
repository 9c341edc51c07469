// Strategic merge patch: as a merge patch, but lists may be merged by a key, and the patch may carry directives.
// Nothing is edited: what the patch does not touch is shared with the object before.
// Upstream: apimachinery/pkg/util/strategicpatch/patch.go (mergeMap and what it calls).
import type { SchemaType } from '../../../kube/schema.ts'
import { withoutDirectives, withoutNulls } from './additions.ts'
import { fieldMeta } from './fieldMeta.ts'
import type { Level } from './fieldMeta.ts'
import { arranged, asMap, DELETE, DIRECTIVE, findByKey, holdsMaps, keyOf, partition, unique } from './lists.ts'
import { afterDeletions, checkOrder, DELETE_PREFIX, fieldOf, ORDER_PREFIX, retainKeys } from './orders.ts'
import { badOrder, PatchError, unknownDirective, wrongType } from './patchError.ts'
import { equal, goKind, has, isList, isMap, keysOf, put } from './values.ts'
import type { Json, JsonMap, MutableMap } from './values.ts'

const DOLLAR = 36

export interface MergeOptions {
  /** True on the server, where directives are carried out; false where kubectl merges one patch into another and keeps them. */
  readonly carryOut: boolean
}

/** The object with the patch applied. Throws a PatchError. */
export function strategicPatch(type: SchemaType, target: JsonMap, patch: JsonMap): JsonMap {
  return mergeMap(target, patch, { struct: type }, { carryOut: true })
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
