// Whether the Job of 10,000 finishes in a heap of less than 600 MB, and what it costs then: V8 takes as much as it is let, so what a
// heap has grown to says little. Each run is a process of its own.
import { spawnSync } from 'node:child_process'
import { getHeapStatistics } from 'node:v8'
import { runJob } from './jobs.ts'

const PODS = 10_000
/** In MiB; with V8's young generation the whole heap is some 575 MB then. */
const OLD_SPACE = 500

/** The Job once, from cold, in the heap that this process has. */
export function job(): Record<string, string | number> {
  const { cpuMs } = runJob(PODS, 100, true)
  const { heap_size_limit: limit, total_heap_size: grown } = getHeapStatistics()
  return { 'CPU s': (cpuMs / 1000).toFixed(2), 'heap MB, at its most': (limit / 1e6).toFixed(0), 'heap MB, grown to in the end': (grown / 1e6).toFixed(0) }
}

/** The same in a process whose heap is limited, and then in one whose heap is not. */
export function heap(): Record<string, string | number> {
  const figures: Record<string, string | number> = {}
  for (const [how, flags] of [['limited', [`--max-old-space-size=${OLD_SPACE}`]], ['not limited', []]] as const) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, process.argv[1]!, 'bench', 'job'], { encoding: 'utf8' })
    const lines = status === 0 ? stdout.trim().split('\n').map(line => line.replace(/^job\s+/, '').split(/\s{2,}/)) : [['ended with', stderr.trim().split('\n').at(-1) ?? `${status}`]]
    for (const [what, value] of lines) figures[`${how}: ${what}`] = value ?? ''
  }
  return figures
}
