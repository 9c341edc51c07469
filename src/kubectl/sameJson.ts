// Whether two values are the same as JSON, where what is empty is as good as not there (as Go's omitempty and its Semantic.DeepEqual see it).

const nothing = (v: unknown): boolean =>
  v === undefined || v === null || (Array.isArray(v) ? v.length === 0 : typeof v === 'object' && Object.values(v).every(nothing))

export function sameJson(a: any, b: any): boolean {
  if (a === b || (nothing(a) && nothing(b))) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((v, i) => sameJson(v, b[i]))
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(key => sameJson(a[key], b[key]))
}
