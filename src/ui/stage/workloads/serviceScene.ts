// A Service: who stands behind it, what is on its way to whom, and what became of every second's requests. Pure.
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import type { EndpointRow, RequestRow, ServiceRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import { podMark, type PodMark } from '../scene/nodes.ts'

export interface EndpointMark {
  readonly key: string
  readonly state: EndpointRow['state']
  readonly pod: PodMark | undefined
  readonly address: string
}
export interface RequestMark {
  readonly id: string
  /** The endpoint that it was led to: its place in `endpoints`; undefined where it goes no farther than the Service. */
  readonly to: number | undefined
  /** How far it is, 0…1. */
  readonly at: number
  /** Known once it is over. */
  readonly outcome: RequestRow['outcome'] | undefined
}
export interface Second { readonly at: Instant; readonly answered: number; readonly lost: number }
export interface ServiceScene {
  readonly endpoints: readonly EndpointMark[]
  readonly hidden: number
  readonly requests: readonly RequestMark[]
  /** The last minute, in order. Seconds without a request have no entry. */
  readonly seconds: readonly Second[]
  readonly answered: number
  readonly lost: number
  /** The most that was asked in a second. */
  readonly top: number
  readonly ready: number
}

export const WINDOW_MS = 60_000
/** So long the end of a request stays to be seen. */
const LINGERS_MS = 700
const MOST_REQUESTS = 40

export const isLost = (outcome: RequestRow['outcome']): boolean => outcome !== 'answered'

export function serviceScene(row: ServiceRow, rows: Rows, now: Instant, most: number): ServiceScene {
  const order: readonly EndpointRow['state'][] = ['ready', 'terminating', 'not-ready']
  const all = [...row.endpoints].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.address < b.address ? -1 : 1))
  const endpoints = all.slice(0, most).map((e): EndpointMark => {
    const pod = e.pod === undefined ? undefined : rows.pods.get(keyOf(e.pod))
    return { key: e.pod ?? e.address, state: e.state, pod: pod && podMark(pod, now), address: e.address }
  })
  const places = new Map(endpoints.map((e, i) => [e.key, i]))
  const requests: RequestMark[] = []
  for (const r of rows.requests.values()) {
    if (r.service !== row.ref || r.sentAt > now || now - r.dueAt > LINGERS_MS) continue
    const over = now >= r.dueAt
    requests.push({ id: r.id, to: r.to === undefined ? undefined : places.get(r.to), at: over || r.dueAt <= r.sentAt ? 1 : (now - r.sentAt) / (r.dueAt - r.sentAt), outcome: over ? r.outcome : undefined })
  }
  const seconds: Second[] = []
  for (const s of rows.traffic.values()) {
    if (s.service !== row.ref || s.at > now || s.at <= now - WINDOW_MS) continue
    seconds.push({ at: s.at, answered: s.answered, lost: s.failed + s.refused + s.timedOut })
  }
  seconds.sort((a, b) => a.at - b.at)
  const sum = (f: (s: Second) => number) => seconds.reduce((n, s) => n + f(s), 0)
  return {
    endpoints, hidden: all.length - endpoints.length, requests: requests.slice(-MOST_REQUESTS), seconds, answered: sum(s => s.answered), lost: sum(s => s.lost),
    top: seconds.reduce((n, s) => Math.max(n, s.answered + s.lost), 1), ready: all.filter(e => e.state === 'ready').length,
  }
}

const keyOf = (ref: Ref): string => ref.slice(ref.indexOf('/') + 1)
