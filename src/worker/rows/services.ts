// Rows of services, what stands behind them, and what is asked of them.
import type { RequestRecord } from '../../engine/network/requests.ts'
import type { Ref } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'

/** One place behind a service, as its EndpointSlices tell it: `ready` may be asked, `terminating` still serves though it was asked to go. */
export interface EndpointRow {
  readonly address: string
  readonly pod?: Ref
  readonly node?: string
  readonly state: 'ready' | 'not-ready' | 'terminating'
}

/** A Service with what stands behind it, and what is asked of it while the learner has switched traffic on (act `traffic`). */
export interface ServiceRow {
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  /** Its own address; absent where it has none (headless, ExternalName). */
  readonly clusterIP?: string
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly target: number | string; readonly nodePort?: number }[]
  readonly selector: Readonly<Record<string, string>>
  readonly endpoints: readonly EndpointRow[]
  /** Requests in a second from the traffic source; absent while it is off. */
  readonly perSecond?: number
  readonly createdAt: Instant
  /** The cluster's own: folded by default. */
  readonly system?: true
}

/**
 * A request on its way, or just past: from who asks, by way of a service (and of a node, where its node port was asked), to the pod
 * that was drawn for it. Drawn at (now − sentAt) / (dueAt − sentAt); after `dueAt` it is over. The last few dozens are kept, then
 * rows go. `outcome` is known from the start, as the course of everything is; show it when it is due.
 * The engine keeps it in this very shape.
 */
export type RequestRow = RequestRecord

/** What became of a service's traffic in one second, by the second in which it was sent. The last two minutes are kept. */
export interface TrafficRow {
  readonly service: Ref
  readonly at: Instant
  readonly answered: number
  readonly failed: number
  readonly refused: number
  readonly timedOut: number
}
