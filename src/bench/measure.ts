// How benches measure: CPU of this process, and the heap once what nobody holds is gone.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: (() => void) | undefined

/** Megabytes that are in use after a full collection. */
export function liveHeapMB(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc') as () => void
  }
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

/** What a piece of work costs this process in CPU, all threads, in ms. */
export function cpuMs(work: () => void): number {
  const began = process.cpuUsage()
  work()
  const used = process.cpuUsage(began)
  return (used.user + used.system) / 1000
}

/** The time on the wall that it takes, in ms. */
export function wallMs(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

/** The value below which this share of the list lies. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
