// For the page: what each container of a pod is busy with, and how far. Reads the kubelets' tables and changes nothing.
import type { Instant } from '../../kube/object.ts'

import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'

/** Bars and rings move by arithmetic on these instants; no message is needed while they do. */
export interface ContainerProgress {
  readonly name: string
  readonly doing: 'waiting' | 'mounting' | 'sandbox' | 'pulling' | 'creating' | 'running' | 'stopping' | 'backoff' | 'ended'
  readonly since?: Instant
  /** When it will be over, if that is known and nothing comes between. */
  readonly until?: Instant
  readonly restarts: number
}

const DOING = ['creating', 'pulling', 'creating', 'creating', 'creating', 'creating', 'creating'] as const

/** Every container of the pod with that uid, in the order of the pod; nothing when no kubelet knows it. */
export function containerProgress(room: Room, uid: string): readonly ContainerProgress[] {
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r || !pod) return []
  return [...(pod.spec!.initContainers ?? []), ...pod.spec!.containers, ...(pod.spec!.ephemeralContainers ?? [])].map(c => progressOf(r, c.name))
}

function progressOf(r: PodRecord, name: string): ContainerProgress {
  const c = r.containers[name]
  const restarts = c?.attempt ?? 0
  const base = { name, restarts }
  const step = r.work?.steps[0]
  const until = r.work?.until !== undefined ? { until: r.work.until } : {}
  if (step?.do === 'start' && step.container === name) return { ...base, doing: DOING[step.stage]!, since: step.at ?? r.work!.since, ...until }
  const stopping = step?.do === 'killPod' || (step?.do === 'kill' && step.container === name)
  // Its process may be over already: then `until` is past, and the kubelet will hear of it at its next relist.
  if (c && !c.ended) {
    return { ...base, doing: stopping ? 'stopping' : 'running', since: c.startedAt, ...(c.endsAt !== undefined ? { until: c.endsAt } : {}) }
  }
  if (c?.ended && r.failures[name] && r.retryAt !== undefined && r.life === 'syncing') return { ...base, doing: 'backoff', since: c.ended.finishedAt, until: r.retryAt }
  if (c?.ended) return { ...base, doing: 'ended', since: c.ended.finishedAt }
  if (r.failures[name] && r.retryAt !== undefined && r.life === 'syncing') return { ...base, doing: 'backoff', ...(r.syncedAt !== undefined ? { since: r.syncedAt } : {}), until: r.retryAt }
  if (step?.do === 'mount') return { ...base, doing: 'mounting', since: r.work!.since, ...until }
  if (step?.do === 'sandbox') return { ...base, doing: 'sandbox', since: r.mountedAt ?? r.work!.since, ...until }
  return { ...base, doing: 'waiting', since: r.addedAt }
}

