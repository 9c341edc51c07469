// Every kind's strategy, written out.
import { configMapStrategy } from './configmap/strategy.ts'
import { eventStrategy } from './event/strategy.ts'
import { jobStrategy } from './job/strategy.ts'
import { leaseStrategy } from './lease/strategy.ts'
import { namespaceStrategy } from './namespace/strategy.ts'
import { nodeStrategy } from './node/strategy.ts'
import { podStrategy } from './pod/strategy.ts'
import { priorityClassStrategy } from './priorityclass/strategy.ts'
import { secretStrategy } from './secret/strategy.ts'
import { serviceAccountStrategy } from './serviceaccount/strategy.ts'
import type { Strategy } from './strategy.ts'

const list = [
  configMapStrategy, eventStrategy, jobStrategy, leaseStrategy, namespaceStrategy, nodeStrategy, podStrategy, priorityClassStrategy, secretStrategy,
  serviceAccountStrategy,
] as unknown as readonly Strategy[]

/** By the name of the kind: `Job`. */
export const strategies: ReadonlyMap<string, Strategy> = new Map(list.map(s => [s.kind.kind, s]))
