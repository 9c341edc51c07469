// What containers do while nothing else is said: run until they are told to end, or as the pod's annotations ask.
import type { Programs } from './containers.ts'
import { wishes } from './programs/annotations.ts'

const TERMINATES = new Set(['TERM', 'KILL', 'INT', 'QUIT', 'HUP'])

export const defaultPrograms: Programs = {
  run(start, signals, horizonMs) {
    const asked = wishes(start)
    const signal = signals.find(s => TERMINATES.has(s.name))
    const own = asked?.runMs ?? (asked?.code !== undefined ? 5000 : undefined)
    const endAt = Math.min(own ?? Infinity, signal?.atMs ?? Infinity)
    const ended = endAt <= horizonMs
    const bySignal = signal !== undefined && signal.atMs === endAt
    return {
      output: [], files: [], ports: [], requests: [], responses: [],
      ...(ended ? { end: { atMs: endAt, exitCode: bySignal ? (signal.name === 'KILL' ? 137 : 143) : asked?.code ?? 0 } } : {}),
      ...(!ended && own !== undefined ? { nextAtMs: own } : {}),
    }
  },
  exec: () => ({ stdout: '', stderr: '', exitCode: 0, durationMs: 1, timedOut: false, fileChanges: [], signals: [], requests: [] }),
}
