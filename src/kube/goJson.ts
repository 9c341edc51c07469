// JSON as Go's encoder writes it.
/** Keys sorted, and `<`, `>`, `&` and two line separators escaped. Undefined fields are left out. */
export function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(/[<>&\u2028\u2029]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const map = value as Record<string, unknown>
  return Object.fromEntries(Object.keys(map).sort().map(k => [k, sorted(map[k])]))
}
