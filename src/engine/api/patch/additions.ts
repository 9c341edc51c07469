// What a patch newly adds: without its nulls and without its orders.
import { DIRECTIVE } from './lists.ts'
import { has, isList, isMap, type Json, keysOf, type MutableMap, put } from './values.ts'

/** What is newly added keeps no nulls. */
export function withoutNulls(value: Json): Json {
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
export function withoutDirectives(value: Json): Json | undefined {
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
