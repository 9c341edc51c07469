// Writes down a run in the shapes of the recordings: the writes of the audit log, the lives of pods, the history of objects.
import type { Cluster } from '../engine/index.ts'
import type { ApiCall, Frame } from '../engine/index.ts'
import type { AnyObject, Instant } from '../kube/object.ts'
import { instantOf } from '../kube/rfc3339.ts'
import { controllerOf } from '../kube/owners.ts'

export interface RecordedWrite { t: number; who: string; verb: string; res: string; name: string; code: number }
export interface RecordedPod {
  created: number
  owner: string | null
  node?: string
  phases: [number, string | null][]
  ready: [number, string][]
  containers: Record<string, [number, string, string | null, number | null, number][]>
}
export interface RecordedEventRow { t: number; count: number; type: string; reason: string; from: string; host: string; object: string; fieldPath: string; message: string }

const seconds = (from: Instant, at: Instant) => Math.round(at - from) / 1000

export class RunRecorder {
  readonly writes: RecordedWrite[] = []
  /** Writes that the API server did not take; they changed nothing. */
  readonly refused: RecordedWrite[] = []
  readonly pods: Record<string, RecordedPod> = {}
  readonly objects: Record<string, { history: [number, unknown][]; conditions: [number, unknown][] }> = {}
  readonly #from: Instant
  readonly #namespaces: ReadonlySet<string> | undefined
  readonly #stop: () => void

  /** `namespaces`: only what happens in them and to them is told; other cluster-wide objects always are. */
  constructor(cluster: Cluster, from: Instant, namespaces?: ReadonlySet<string>) {
    this.#from = from
    this.#namespaces = namespaces
    this.#stop = cluster.world.observe((frame, direction) => { if (direction === 1) this.#frame(frame) })
  }

  stop(): void { this.#stop() }

  #frame(frame: Frame): void {
    const t = seconds(this.#from, frame.at)
    for (const call of frame.calls ?? []) {
      if (this.#concerns(call)) (call.code < 400 ? this.writes : this.refused).push({ t, who: call.who, verb: call.verb, res: call.res, name: call.name, code: call.code })
    }
    for (const write of frame.writes) {
      if (write.table === 'objects/pods') {
        // The garbage collector asks for an object's metadata alone, so the answer to its patch in the audit log has no phase.
        const bare = frame.calls?.some(c => c.who === 'generic-garbage-collector' && c.verb === 'patch' && c.code < 400) ?? false
        this.#pod(t, write.after as AnyObject | undefined, bare)
      } else if (/^objects\/(jobs|deployments|replicasets|daemonsets|statefulsets|cronjobs)$/.test(write.table)) this.#object(t, write.table.slice(8), write.after as AnyObject | undefined)
    }
  }

  #concerns(call: ApiCall): boolean {
    if (/^leases/.test(call.res) || (call.res === 'nodes/status' && call.who.startsWith('kubelet'))) return false
    if (!this.#namespaces) return true
    const namespace = call.namespace ?? (/^namespaces(\/|$)/.test(call.res) ? call.name : undefined)
    return namespace === undefined || this.#namespaces.has(namespace)
  }

  #pod(t: number, pod: AnyObject | undefined, bare: boolean): void {
    if (!pod || (this.#namespaces && !this.#namespaces.has(pod.metadata.namespace!))) return
    const owner = controllerOf(pod)
    const known = (this.pods[pod.metadata.name] ??= { created: t, owner: owner ? `${owner.kind}/${owner.name}` : null, phases: [], ready: [], containers: {} })
    if (pod.spec.nodeName) known.node = pod.spec.nodeName
    const phase: string | null = bare ? null : pod.status?.phase
    if ((phase || bare) && known.phases.at(-1)?.[1] !== phase) known.phases.push([t, phase])
    const ready = pod.status?.conditions?.find((c: { type: string }) => c.type === 'Ready')?.status
    if (ready && known.ready.at(-1)?.[1] !== ready) known.ready.push([t, ready])
    for (const status of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]) {
      const history = (known.containers[status.name] ??= [])
      const [name, state] = Object.entries(status.state ?? {})[0] as [string, any] ?? ['waiting', {}]
      const row: [number, string, string | null, number | null, number] = [t, name, state?.reason ?? null, state?.exitCode ?? null, status.restartCount ?? 0]
      const last = history.at(-1)
      if (!last || row.some((v, i) => i > 0 && v !== last[i])) history.push(row)
    }
  }

  #object(t: number, plural: string, object: AnyObject | undefined): void {
    if (!object || (this.#namespaces && !this.#namespaces.has(object.metadata.namespace!))) return
    const known = (this.objects[`${plural}/${object.metadata.name}`] ??= { history: [], conditions: [] })
    const { conditions, uncountedTerminatedPods, ...counts } = object.status ?? {}
    const uncounted = Object.fromEntries(Object.entries(uncountedTerminatedPods ?? {}).map(([k, v]) => [k, (v as unknown[]).length]))
    const row = { ...counts, ...(Object.keys(uncounted).length ? { uncounted } : {}) }
    const add = (list: [number, unknown][], value: unknown) => { if (JSON.stringify(list.at(-1)?.[1]) !== JSON.stringify(value)) list.push([t, value]) }
    add(known.history, row)
    if (conditions) add(known.conditions, conditions.map((c: any) => [c.type, c.status, c.reason, c.message]))
  }

  /** Events as they are stored now, oldest first. */
  events(cluster: Cluster): RecordedEventRow[] {
    return cluster.objects('events')
      .filter(e => !this.#namespaces || this.#namespaces.has(e.metadata.namespace!) )
      .map(e => ({
        t: seconds(this.#from, instantOf(e.lastTimestamp ?? e.eventTime ?? e.metadata.creationTimestamp)), count: e.series?.count ?? e.count ?? 1, type: e.type, reason: e.reason,
        from: e.source?.component || e.reportingComponent || '', host: e.source?.host ?? '', object: `${String(e.involvedObject.kind).toLowerCase()}/${e.involvedObject.name}`,
        fieldPath: e.involvedObject.fieldPath ?? '', message: e.message,
      }))
      .sort((a, b) => a.t - b.t)
  }
}
