// The passes of upstream's loop, numbered from the beginning of time, and the names that all of this folder needs.
import type { Node } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'

/** The client and the recorder of events. */
export const NAME = 'node-controller'
/** nodeMonitorPeriod. */
export const PASS_MS = 5000
/** node-monitor-grace-period: since 1.32 no longer 40 s. */
export const GRACE_MS = 50_000
/** node-startup-grace-period. */
export const STARTUP_GRACE_MS = 60_000
/** NodeEvictionPeriod: how soon after a pass a node is tainted. */
export const TAINTING_MS = 100

/** The first pass at or after this instant. */
export const passFrom = (at: Instant): Instant => Math.ceil(at / PASS_MS) * PASS_MS
/** The first pass after this instant. */
export const passAfter = (at: Instant): Instant => (Math.floor(at / PASS_MS) + 1) * PASS_MS

export type Readiness = 'True' | 'False' | 'Unknown' | undefined
export const readinessOf = (node: Node): Readiness => node.status?.conditions?.find(c => c.type === 'Ready')?.status as Readiness
