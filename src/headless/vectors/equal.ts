// When the two sides of a vector are the same: deeply, undefined fields aside.
import type { Topic } from './topic.ts'

function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  if (Array.isArray(a)) return a.length === (b as unknown[]).length && a.every((x, i) => deepEqual(x, (b as unknown[])[i]))
  const keys = (o: object) => Object.keys(o).filter(k => (o as any)[k] !== undefined)
  const left = keys(a)
  return left.length === keys(b).length && left.every(k => deepEqual((a as any)[k], (b as any)[k]))
}

/** Whether a case agrees. A function that throws does not agree. */
export function judgeCase(topic: Topic, vector: any, shared: any, cases: readonly any[]): boolean {
  try {
    const { expected, actual } = topic.judge(vector, shared, cases)
    return deepEqual(expected, actual)
  } catch {
    return false
  }
}
