// What a strategic patch orders beside its values: which keys may remain, in which order a list stands.
import { asMap, DIRECTIVE, findByKey, isDeletion, keyOf } from './lists.ts'
import { badDeletionList, badOrder, badRetainKeys, PatchError } from './patchError.ts'
import type { MergeOptions } from './strategic.ts'
import { equal, goValue, has, isList, isMap, type Json, keysOf, type MutableMap, put } from './values.ts'

export const RETAIN_KEYS = '$retainKeys'
export const ORDER_PREFIX = '$setElementOrder'
export const DELETE_PREFIX = '$deleteFromPrimitiveList'

/** The field that `$setElementOrder/containers` is about. */
export function fieldOf(key: string, prefix: string): string {
  const slash = key.indexOf('/')
  if (slash < 0 || key.slice(0, slash) !== prefix) throw prefix === ORDER_PREFIX ? badOrder() : badDeletionList()
  return key.slice(slash + 1)
}

/** `$retainKeys` names every key that may remain; the patch may speak of no other. */
export function retainKeys(out: MutableMap, patch: MutableMap, options: MergeOptions): void {
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

/**
 * The server's list as upstream sees it when it arranges the result. It deletes in place, so the elements behind have moved up by then,
 * and the first of those that the patch adds stand where the list ended: they have a place although the server never had them.
 */
export function afterDeletions(old: readonly Json[], patch: readonly Json[], mergeKey: string): readonly Json[] {
  let left = [...old]
  for (const element of patch) {
    if (isDeletion(element)) left = left.filter(v => keyOf(v, mergeKey) !== keyOf(element, mergeKey))
  }
  const added = patch.filter(v => !has(asMap(v), DIRECTIVE) && findByKey(left, mergeKey, keyOf(v, mergeKey)) < 0)
  return [...left, ...added].slice(0, old.length)
}

/** What the patch's list holds must stand in the order list, in the same order; deletions need not. */
export function checkOrder(list: readonly Json[], order: readonly Json[], mergeKey: string): void {
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
