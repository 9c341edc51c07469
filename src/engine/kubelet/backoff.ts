// How long a kubelet waits before it tries again: the doubling back-off of restarts and pulls, kept as plain data.
// Upstream: client-go util/flowcontrol.Backoff; kubelet.go newCrashLoopBackOff and images/image_manager.go.
import type { Instant } from '../../kube/object.ts'

export interface BackoffPolicy {
  readonly initialMs: number
  readonly maxMs: number
  /** An entry counts no more when the last event lies longer back than this. */
  readonly expiryMs: number
}

/** One key's back-off: how long the wait is, and when it was last set. */
export interface BackoffEntry {
  readonly waitMs: number
  readonly updatedAt: Instant
}

/** Restarts of a container: 10 s doubling to 5 min; one that ran for more than 10 min starts afresh. */
export const RESTART_BACKOFF: BackoffPolicy = { initialMs: 10_000, maxMs: 300_000, expiryMs: 600_000 }
/** Pulls of an image: 10 s doubling to 5 min, forgotten after twice the maximum. */
export const PULL_BACKOFF: BackoffPolicy = { initialMs: 10_000, maxMs: 300_000, expiryMs: 600_000 }

const expired = (policy: BackoffPolicy, entry: BackoffEntry, eventAt: Instant) => eventAt - entry.updatedAt > policy.expiryMs

/** The entry after one more failure at `eventAt`. The first failure makes the entry: it is the wait that the second one gets. */
export function nextBackoff(policy: BackoffPolicy, entry: BackoffEntry | undefined, eventAt: Instant, now: Instant): BackoffEntry {
  if (!entry || expired(policy, entry, eventAt)) return { waitMs: policy.initialMs, updatedAt: now }
  return { waitMs: Math.min(entry.waitMs * 2, policy.maxMs), updatedAt: now }
}

/** How long after the event at `eventAt` the wait still lasts; 0 when there is nothing to wait for. */
export function backoffLeft(policy: BackoffPolicy, entry: BackoffEntry | undefined, eventAt: Instant, now: Instant): number {
  if (!entry || expired(policy, entry, eventAt)) return 0
  return Math.max(0, eventAt + entry.waitMs - now)
}

/** As backoffLeft, counted from when the entry was set: how pulls and other retries without an event of their own do it. */
export function backoffLeftSinceUpdate(policy: BackoffPolicy, entry: BackoffEntry | undefined, now: Instant): number {
  if (!entry || expired(policy, entry, now)) return 0
  return Math.max(0, entry.updatedAt + entry.waitMs - now)
}

/** What a restart of a container that ended at `finishedAt` gets: a wait, or leave to start and the entry from then on. */
export type RestartVerdict =
  | { readonly waitMs: number; readonly leftMs: number }
  | { readonly entry: BackoffEntry }

/** Whether a container that ended at `finishedAt` may start again now. Upstream: kuberuntime_manager.go, doBackOff. */
export function judgeRestart(entry: BackoffEntry | undefined, finishedAt: Instant, now: Instant): RestartVerdict {
  const leftMs = backoffLeft(RESTART_BACKOFF, entry, finishedAt, now)
  return leftMs > 0 ? { waitMs: entry!.waitMs, leftMs } : { entry: nextBackoff(RESTART_BACKOFF, entry, finishedAt, now) }
}

/** Go's time.Duration.String for whole milliseconds: `10s`, `1m20s`, `5m0s`, `136ms`, `1.5s`. */
export function goDuration(ms: number): string {
  if (ms === 0) return '0s'
  if (ms < 1000) return `${ms}ms`
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = `${(ms % 60_000) / 1000}s`
  return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds
}
