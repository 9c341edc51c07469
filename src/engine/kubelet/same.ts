/** Deep equality of plain data. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  let extra = 0
  for (const key in left) {
    if (!same(left[key], right[key])) return false
    extra++
  }
  for (const _key in right) extra--
  return extra === 0
}
