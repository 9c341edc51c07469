// A pod as the page draws it: made from the object, and from what only its kubelet knows (how long a pull or a run will take).
import type { ContainerStatus, Pod } from '../../kube/core.ts'
import { targetOf } from '../../kube/daemons.ts'
import { keyFrom, keyOf, refOf } from '../../kube/keys.ts'
import { kindNamed } from '../../kube/kinds.ts'
import { lookOf } from '../../kube/look.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { podReadyAt } from '../../kube/pods.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { isClustersOwn } from '../../kube/system.ts'
import type { ContainerRow, PodRow } from '../rows.ts'

/** What a kubelet knows of one container and no object tells. */
export interface Progress {
  readonly what: 'pull' | 'run' | 'backoff' | 'stop'
  readonly from: Instant
  readonly to?: Instant
}

export interface PodFacts {
  /** By container name. */
  readonly progress: Readonly<Record<string, Progress>>
  /** kubectl's READY and STATUS and RESTARTS. */
  readonly ready: string
  readonly status: string
  readonly restarts: number
  readonly usage: PodRow['usage'] | undefined
}

const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'

export function podRow(pod: AnyObject, facts: PodFacts): PodRow {
  const owner = controllerOf(pod)
  const kind = owner && kindNamed(owner.kind)
  const index = pod.metadata.annotations?.[COMPLETION_INDEX]
  const containers = containerRows(pod, facts.progress)
  const look = lookOf(pod)
  const target = owner?.kind === 'DaemonSet' && !pod.spec.nodeName ? targetOf(pod as unknown as Pod) : undefined
  const readyAt = podReadyAt(pod as unknown as Pod)
  const unscheduled = pod.status?.conditions?.find((c: { type: string; status: string }) => c.type === 'PodScheduled' && c.status === 'False')
  return {
    ref: refOf('pods', keyOf(pod)), namespace: pod.metadata.namespace!, name: pod.metadata.name, uid: pod.metadata.uid!,
    look: look === 'creating' && containers.some(c => c.doing?.what === 'pull') ? 'pulling' : look,
    status: facts.status, ready: facts.ready, restarts: facts.restarts,
    createdAt: instantOf(pod.metadata.creationTimestamp!), labels: pod.metadata.labels ?? {}, requests: requestsOf(pod), containers,
    ...(facts.usage ? { usage: facts.usage } : {}),
    ...(pod.spec.nodeName ? { node: pod.spec.nodeName } : {}),
    ...(owner && kind ? { owner: refOf(kind.plural, keyFrom(kind.namespaced ? pod.metadata.namespace : undefined, owner.name)), ownerUid: owner.uid } : {}),
    ...(index !== undefined ? { index: Number(index) } : {}),
    ...(target !== undefined ? { target } : {}), ...(readyAt !== undefined ? { readyAt } : {}),
    ...(isClustersOwn(pod) ? { system: true as const } : {}),
    ...(look === 'pending' && unscheduled?.message ? { waits: unscheduled.message } : {}),
  }
}

export function requestsOf(pod: AnyObject): PodRow['requests'] {
  let cpuMilli = 0
  let memoryBytes = 0
  for (const container of pod.spec.containers ?? []) {
    const requests = container.resources?.requests
    if (!requests) continue
    if (requests.cpu) cpuMilli += milliValueOf(requests.cpu)
    if (requests.memory) memoryBytes += valueOf(requests.memory)
  }
  return { cpuMilli, memoryBytes }
}

function containerRows(pod: AnyObject, progress: PodFacts['progress']): readonly ContainerRow[] {
  const statuses = new Map<string, ContainerStatus>()
  for (const s of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? []), ...(pod.status?.ephemeralContainerStatuses ?? [])]) statuses.set(s.name, s)
  const row = (kind: ContainerRow['kind']) => (spec: { name: string }): ContainerRow => {
    const status = statuses.get(spec.name)
    const [state, detail] = (Object.entries(status?.state ?? {})[0] ?? ['waiting', {}]) as [ContainerRow['state'], { reason?: string; exitCode?: number }]
    const doing = progress[spec.name]
    return {
      name: spec.name, kind, state, ready: status?.ready ?? false, restarts: status?.restartCount ?? 0,
      ...(detail?.reason ? { reason: detail.reason } : {}), ...(detail?.exitCode !== undefined ? { exitCode: detail.exitCode } : {}), ...(doing ? { doing } : {}),
    }
  }
  const init = pod.spec.initContainers ?? []
  return [
    ...init.map((spec: { name: string; restartPolicy?: string }) => row(spec.restartPolicy === 'Always' ? 'sidecar' : 'init')(spec)),
    ...(pod.spec.containers ?? []).map(row('main')), ...(pod.spec.ephemeralContainers ?? []).map(row('ephemeral')),
  ]
}
