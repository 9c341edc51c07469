// Cpu and memory should be used in like proportion: what the pod does to that balance. Upstream: plugins/noderesources/balanced_allocation.go.
import { MAX_SCORE, type Score } from '../plugin.ts'
import type { NodeInfo } from '../nodeInfo.ts'

/** 100 where both are used alike, less the further they are apart. */
function balance(cpu: number, memory: number, { allocatable }: NodeInfo): number {
  if (allocatable.cpu === 0 || allocatable.memory === 0) return MAX_SCORE
  const apart = Math.abs((Math.min(cpu / allocatable.cpu, 1) - Math.min(memory / allocatable.memory, 1)) / 2)
  return Math.trunc((1 - apart) * MAX_SCORE)
}

export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  // A pod that asks for nothing leaves the balance as it is; scored, all such pods would heap up on one node.
  prepare: ({ shape: { requests } }) => (requests.cpu > 0 || requests.memory > 0 ? { state: undefined } : undefined),
  raw(_state, { shape: { requests } }, node) {
    const change = balance(node.cpu + requests.cpu, node.memory + requests.memory, node) - balance(node.cpu, node.memory, node)
    return MAX_SCORE / 2 + Math.trunc((MAX_SCORE / 2 + change) / 2)
  },
}
