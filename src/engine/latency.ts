// How long things take, in one table. Milliseconds of the virtual clock, each set from a recording of a real cluster at low load.
import type { Limit } from './informers/limiter.ts'

export interface Latency {
  /** From a write to the watchers' hearing of it. job-pi: the Job is stored at 0.091 and its pod at 0.096. */
  readonly watchMs: number
  /** From hearing of a change to the sync that it causes. */
  readonly syncMs: number
  /** A write, from being sent to being stored. job-serial-5: status, finalizer, status at 7.965, 7.968, 7.973. */
  readonly writeMs: number
  /** From saying an event to sending it. job-serial-5: pod created at 7.962, its event at 7.966. */
  readonly eventMs: number
  /** Whether clients limit themselves as real ones do. */
  readonly limited: boolean
}

export const realistic: Latency = { watchMs: 2, syncMs: 1, writeMs: 3, eventMs: 4, limited: true }

/** For those who want size instead of truth: nobody limits himself. */
export const unlimited: Latency = { ...realistic, limited: false }

/** kube-controller-manager makes one client for each controller: --kube-api-qps 20, --kube-api-burst 30. Seen in perf.json. */
export const CONTROLLER_LIMIT: Limit = { qps: 20, burst: 30 }
export const SCHEDULER_LIMIT: Limit = { qps: 50, burst: 100 }

/** From hearing of a pod to having decided on its node, and from one pod to the next. Over all recordings: pod created to binding
 *  stored in 7 ms at the first quartile, watch and write included. */
export const SCHEDULING_MS = { first: 3, next: 1 } as const
