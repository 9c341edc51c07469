// Runs cases of a topic in a test and tells which of them differ, and how.
import type { Topic } from './topic.ts'

interface VectorFile { readonly cases: readonly any[]; readonly shared?: unknown }

/** JSON form: undefined fields do not count, and key order does not either. */
const plain = (value: unknown): string => JSON.stringify(value, (_k, v) =>
  v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v) ?? 'undefined'

/** The cases of `op` (all, if it is left out) whose two sides differ: for `expect(failing(…)).toEqual([])`. */
export function failing(topic: Topic, file: VectorFile, op?: string): { name: string; expected: unknown; actual: unknown }[] {
  const of = file.cases.filter(c => op === undefined || c.op === op)
  if (of.length === 0) throw new Error(`no case of ${topic.name}/${op}`)
  return of.flatMap(vector => {
    let sides
    try {
      sides = topic.judge(vector, file.shared, file.cases)
    } catch (e) {
      return [{ name: vector.name as string, expected: 'no exception', actual: e instanceof Error ? `${e.message}\n${e.stack}` : e }]
    }
    return plain(sides.expected) === plain(sides.actual) ? [] : [{ name: vector.name as string, ...sides }]
  })
}
