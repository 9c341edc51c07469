// Every kind's strategy, written out.
import type { Strategy } from './strategy.ts'

const list: readonly Strategy[] = []

/** By the name of the kind: `Job`. */
export const strategies: ReadonlyMap<string, Strategy> = new Map(list.map(s => [s.kind.kind, s]))
