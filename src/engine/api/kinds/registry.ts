// Every kind's strategy, written out.
import { jobStrategy } from './job/strategy.ts'
import { podStrategy } from './pod/strategy.ts'
import type { Strategy } from './strategy.ts'

const list = [jobStrategy, podStrategy] as unknown as readonly Strategy[]

/** By the name of the kind: `Job`. */
export const strategies: ReadonlyMap<string, Strategy> = new Map(list.map(s => [s.kind.kind, s]))
