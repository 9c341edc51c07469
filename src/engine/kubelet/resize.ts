// Resources that change while a pod runs: what is granted, what waits for room, what the containers have by now.
// Upstream: pkg/kubelet/allocation/allocation_manager.go, kuberuntime/kuberuntime_manager.go (computePodResizeAction, doPodResizeAction).
import type { Container, Node, Pod, PodSpec, ResourceRequirements } from '../../kube/core.ts'
import { podResources } from '../../kube/podResources.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import { sameValue } from '../api/fields/equality.ts'
import { isSidecar } from './phase.ts'
import { why } from './reasons.ts'
import type { PodRecord, Resizing } from './record.ts'
import type { Room } from './room.ts'

type Sizes = Resizing['allocated']

/** The containers that may be resized: those that run on. */
const resizable = ({ initContainers, containers }: PodSpec): readonly Container[] => [...(initContainers ?? []).filter(isSidecar), ...containers]

const sizesOf = (spec: PodSpec): Sizes => Object.fromEntries(resizable(spec).map(c => [c.name, c.resources ?? {}]))

/** The pod with what its node has granted in place of what is asked for. */
export function withSizes(pod: Pod, sizes: Sizes): Pod {
  const put = (c: Container): Container => (sizes[c.name] ? { ...c, resources: sizes[c.name]! } : c)
  return { ...pod, spec: { ...pod.spec!, containers: pod.spec!.containers.map(put), ...(pod.spec!.initContainers ? { initContainers: pod.spec!.initContainers.map(c => (isSidecar(c) ? put(c) : c)) } : {}) } }
}

/** The pod was changed. Where its resources were, what it had stays granted until the next sync has judged. */
export function noteResize(r: PodRecord, before: Pod, after: Pod): PodRecord {
  if (before.spec === after.spec || r.resize) return r
  const had = sizesOf(before.spec!)
  return sameValue(had, sizesOf(after.spec!)) ? r : { ...r, resize: { allocated: had } }
}

/** A pod that is to be resized, at the beginning of its sync: grants what there is room for. `pod`: as it is asked for. */
export function allocate(room: Room, r: PodRecord, pod: Pod): PodRecord {
  if (!r.resize) return r
  let next = finished(room, r, pod)
  const wanted = sizesOf(pod.spec!)
  const { pending, ...granted } = next.resize ?? { allocated: wanted }
  if (sameValue(granted.allocated, wanted)) return withResize(next, granted.progress ? granted : undefined)
  const generation = pod.metadata.generation ?? 1
  const node = room.nodeObject(r.node)
  const others = room.byNode.list(r.node).filter(o => o.uid !== r.uid && o.life !== 'terminated').flatMap(o => room.podOf(o)?.spec ?? [])
  const refused = node && judgeResize(pod.spec!, node, others)
  if (!refused) {
    room.event(r, pod, 'Normal', 'ResizeStarted', `Pod resize started: ${summary(pod, generation)}`)
    room.world.note({ reason: why('kubelet.resize-started') })
    next = withResize(next, { allocated: wanted, actuated: { ...granted.allocated, ...granted.actuated }, progress: { generation, since: room.now } })
    retryDeferred(room, r)
    return next
  }
  if (pending?.reason !== refused.reason || pending.message !== refused.message || pending.generation !== generation) {
    room.event(r, pod, 'Warning', `Resize${refused.reason}`, `Pod resize ${refused.reason}: ${summary(pod, generation, refused.message)}`)
  }
  room.world.note({ reason: why(refused.reason === 'Deferred' ? 'kubelet.resize-deferred' : 'kubelet.resize-infeasible', { why: refused.message }) })
  return withResize(next, { ...granted, pending: { ...refused, generation } })
}

/** Ends a resize that all containers have followed. */
function finished(room: Room, r: PodRecord, pod: Pod): PodRecord {
  const { progress } = r.resize!
  if (!progress || lagging(r).length > 0) return r
  const { progress: _done, actuated: _all, ...rest } = r.resize!
  room.event(r, pod, 'Normal', 'ResizeCompleted', `Pod resize completed: ${summary(withSizes(pod, rest.allocated), progress.generation)}`)
  room.world.note({ reason: why('kubelet.resize-done') })
  return withResize(r, rest)
}

const withResize = (r: PodRecord, resize: Resizing | undefined): PodRecord => {
  const { resize: _was, ...rest } = r
  return resize ? { ...rest, resize } : rest
}

/** Running containers that have not got yet what was granted. */
export function lagging(r: PodRecord): readonly string[] {
  const { actuated, allocated, progress } = r.resize ?? {}
  if (!actuated || !progress) return []
  return Object.keys(actuated).filter(name => {
    const c = r.containers[name]
    return c !== undefined && !c.ended && c.startedAt < progress.since && !sameValue(actuated[name], allocated![name])
  })
}

/** What the container has now, which may not be what was granted. */
export const sizeNow = (r: PodRecord, container: Container): ResourceRequirements =>
  (lagging(r).includes(container.name) ? r.resize!.actuated![container.name]! : container.resources ?? {})

/** Whether the container must be made anew to get its size: its policy says so of a resource that changes. */
export function needsRestart(r: PodRecord, container: Container): boolean {
  const [had, gets] = [r.resize!.actuated![container.name]!, r.resize!.allocated[container.name]!]
  return (container.resizePolicy ?? []).some(({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer'
    && (had.requests?.[resourceName] !== gets.requests?.[resourceName] || had.limits?.[resourceName] !== gets.limits?.[resourceName]))
}

/** Gives the running containers what was granted. What uses more memory than it may have from now on keeps what it had, and the record says why. */
export function actuate(room: Room, r: PodRecord, pod: Pod): { readonly record: PodRecord; readonly touched: readonly string[] } {
  let actuated = r.resize!.actuated!
  const touched: string[] = []
  for (const name of lagging(r)) {
    const container = resizable(pod.spec!).find(c => c.name === name)!
    const limit = container.resources?.limits?.['memory'] ?? pod.spec!.resources?.limits?.['memory']
    const refused = room.runs.limitMemory(r.uid, name, limit === undefined ? undefined : valueOf(String(limit)), room.now)
    if (refused) {
      const error = `attempting to set container ${JSON.stringify(name)} memory limit (${refused.limit}) below current usage (${refused.usage})`
      const { progress } = r.resize!
      if (progress!.error !== error) room.event(r, pod, 'Warning', 'ResizeError', `Pod resize error: ${summary(pod, progress!.generation, error)}`)
      return { record: withResize(r, { ...r.resize!, actuated, progress: { ...progress!, error } }), touched }
    }
    actuated = { ...actuated, [name]: r.resize!.allocated[name]! }
    touched.push(name)
  }
  const { error: _over, ...progress } = r.resize!.progress!
  return { record: withResize(r, { ...r.resize!, actuated, progress }), touched }
}

/** Room came on the machine: those that wait for it look again at their next sync. */
export function retryDeferred(room: Room, but: PodRecord): void {
  for (const r of room.byNode.list(but.node)) {
    if (r.uid !== but.uid && r.resize?.pending?.reason === 'Deferred' && r.life === 'syncing') room.wantSync(r)
  }
}

export interface Refusal { readonly reason: 'Deferred' | 'Infeasible'; readonly message: string }

const RESOURCES = ['cpu', 'memory'] as const
const amount = (name: 'cpu' | 'memory', text: unknown): number => (text === undefined ? 0 : name === 'cpu' ? milliValueOf(String(text)) : valueOf(String(text)))

/** Why the machine does not grant it: never, because it is smaller, or not now. Pure. `others`: what else is on it, as granted. */
export function judgeResize(spec: PodSpec, node: Node, others: readonly PodSpec[]): Refusal | undefined {
  const capacity = node.status?.allocatable ?? {}
  const wanted = podResources(spec, 'requests')
  for (const name of [...RESOURCES].reverse()) {
    const [requested, has] = [amount(name, wanted[name]), amount(name, capacity[name])]
    if (requested > has) return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${name}, requested: ${requested}, capacity: ${has}` }
  }
  for (const name of RESOURCES) {
    const [requested, has] = [amount(name, wanted[name]), amount(name, capacity[name])]
    const used = others.reduce((sum, other) => sum + amount(name, podResources(other, 'requests')[name]), 0)
    if (requested > 0 && used + requested > has) return { reason: 'Deferred', message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${has}` }
  }
  return undefined
}

/** What events of a resize say: every container's size, as JSON. Upstream: pkg/kubelet/events. */
function summary({ spec }: Pod, generation: number, error?: string): string {
  const list = (containers: readonly Container[]) => containers.map(({ name, resources }) => ({
    name, resources: { ...(resources?.limits ? { limits: ordered(resources.limits) } : {}), ...(resources?.requests ? { requests: ordered(resources.requests) } : {}) },
  }))
  const init = (spec!.initContainers ?? []).filter(isSidecar)
  return JSON.stringify({ ...(init.length ? { initContainers: list(init) } : {}), containers: list(spec!.containers), generation, ...(error === undefined ? {} : { error }) })
}

const ordered = (amounts: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)))
