// LeastAllocated: the more cpu and memory are left, the better. Upstream: plugins/noderesources/least_allocated.go.
import { MAX_SCORE, type Score } from '../plugin.ts'

const left = (used: number, all: number): number => (used > all ? 0 : Math.trunc(((all - used) * MAX_SCORE) / all))

export const nodeResourcesFitScore: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  prepare: () => ({ state: undefined }),
  raw(_state, { shape }, { allocatable, assumedCpu, assumedMemory }) {
    let sum = 0
    let parts = 0
    if (allocatable.cpu > 0) {
      sum += left(assumedCpu + shape.assumed.cpu, allocatable.cpu)
      parts++
    }
    if (allocatable.memory > 0) {
      sum += left(assumedMemory + shape.assumed.memory, allocatable.memory)
      parts++
    }
    return parts ? Math.trunc(sum / parts) : 0
  },
}
