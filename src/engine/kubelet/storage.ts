// How much of the machine's disk a pod takes, and when that is seen to be more than it may: volumes, writable layers, logs. Pure but for asking
// what its programs write, which is known ahead, so that nobody has to look every ten seconds.
// Upstream: pkg/kubelet/eviction/eviction_manager.go localStorageEviction; server/stats/volume_stat_calculator.go; pkg/volume/util/fs DiskUsage.
import type { Container, Pod, PodSpec } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { podResources } from '../../kube/podResources.ts'
import { formatQuantity, parseQuantity, valueOf } from '../../kube/quantity.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { heldBy, type FileChange } from './runtime/programs/program.ts'
import { changesInVolume, mountFor } from './runtime/volumes.ts'
import { HOUSEKEEPING_MS, VOLUME_STATS_MS } from './timing.ts'

/** A bound, in bytes and as the kubelet writes it. */
interface Bound { readonly bytes: number; readonly text: string }

/** What a pod may take: each emptyDir, the pod as a whole, each container's layer and log. */
export interface StorageBounds {
  readonly volumes: ReadonlyMap<string, Bound>
  readonly pod?: Bound
  readonly containers: ReadonlyMap<string, Bound>
}

/** What is taken at one instant, by name. */
export interface StorageUse {
  readonly volumes: ReadonlyMap<string, number>
  readonly containers: ReadonlyMap<string, number>
  /** Volumes on disk and containers together. */
  readonly total: number
}

const bound = (written: string | number | undefined): Bound | undefined => {
  if (written === undefined) return undefined
  const bytes = valueOf(String(written))
  return bytes > 0 ? { bytes, text: formatQuantity(parseQuantity(String(written))) } : undefined
}

const known = new WeakMap<PodSpec, StorageBounds | null>()

/** The bounds of a pod; undefined if it has none, as most. */
export function boundsOf(spec: PodSpec): StorageBounds | undefined {
  let bounds = known.get(spec)
  if (bounds === undefined) known.set(spec, bounds = readBounds(spec))
  return bounds ?? undefined
}

function readBounds(spec: PodSpec): StorageBounds | null {
  const volumes = new Map((spec.volumes ?? []).flatMap(v => {
    const limit = bound(v.emptyDir?.sizeLimit)
    return limit ? [[v.name, limit] as const] : []
  }))
  const limitOf = (c: Container) => c.resources?.limits?.['ephemeral-storage']
  const containers = new Map(spec.containers.flatMap(c => {
    const limit = bound(limitOf(c))
    return limit ? [[c.name, limit] as const] : []
  }))
  // Who has no limit of his own counts for nothing in the pod's: a limit of zero is none.
  const pod = bound(podResources(spec, 'limits')['ephemeral-storage'])
  return volumes.size === 0 && containers.size === 0 && !pod ? null : { volumes, containers, ...(pod ? { pod } : {}) }
}

/** The first bound that is exceeded, in the kubelet's words: volumes, then the pod, then containers. */
function exceeded(bounds: StorageBounds, use: StorageUse): string | undefined {
  for (const [name, { bytes, text }] of bounds.volumes) if ((use.volumes.get(name) ?? 0) > bytes) return `Usage of EmptyDir volume "${name}" exceeds the limit "${text}". `
  if (bounds.pod && use.total > bounds.pod.bytes) return `Pod ephemeral local storage usage exceeds the total limit of containers ${bounds.pod.text}. `
  for (const [name, { bytes, text }] of bounds.containers) if ((use.containers.get(name) ?? 0) > bytes) return `Container ${name} exceeded its local ephemeral storage limit "${text}". `
  return undefined
}

/** Files lie on a disk in whole blocks; a directory is one. */
const BLOCK = 4096
const blocks = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK
/** The layer of a container that has written nothing: the directories in which the runtime has put its mounts. */
const EMPTY_LAYER = 6 * BLOCK
/** What the runtime writes before each line of a log: the time, the stream, whether the line is whole. */
const LINE_PREFIX = 40
/** Logs are turned over at 10 MiB, and five are kept. */
const MOST_LOG = 5 * 10 * 1024 ** 2
/** What lies in memory or belongs to the kernel. */
const NOT_ON_DISK = /^\/(?:dev|proc|sys)\//

/** The sizes of the files of one place. */
class Place {
  readonly #sizes = new Map<string, number>()
  bytes: number
  constructor(bytes: number) { this.bytes = bytes }

  put(path: string, size: number | undefined): void {
    const old = this.#sizes.get(path)
    if (old !== undefined) this.bytes -= old
    if (size !== undefined) {
      this.#sizes.set(path, size)
      this.bytes += size
      return
    }
    this.#sizes.delete(path)
    if (path.endsWith('/')) for (const other of [...this.#sizes.keys()]) if (other.startsWith(path)) this.put(other, undefined)
  }
}

/** What a file or a directory takes; directories that lie in memory take nothing. */
const sizeOf = ({ path, text }: Pick<FileChange, 'path' | 'text'>, directory = BLOCK): number | undefined => (text === undefined ? undefined : path.endsWith('/') ? directory : blocks(heldBy(text)))

interface Happening { readonly at: Instant; readonly what: () => void }

const containersOf = (spec: PodSpec): readonly Container[] => [...spec.containers, ...(spec.initContainers ?? []), ...((spec.ephemeralContainers ?? []) as readonly Container[])]

/** What the pod takes as it changes from now to `until`: each step with the instant from which it is seen to hold. */
function* useOver(room: Room, r: PodRecord, pod: Pod, until: Instant): Generator<{ readonly at: Instant; readonly use: StorageUse }> {
  const spec = pod.spec!
  const happenings: Happening[] = []
  const volumes = new Map<string, Place>()
  const layers = new Map<string, Place>()
  const running = containersOf(spec).flatMap(container => {
    const c = r.containers[container.name]
    const run = c && !c.ended ? room.runs.get(r.uid, container.name) : undefined
    return run ? [{ container, run, endsAt: c!.endsAt, changes: changesOf(room, run, until) }] : []
  })
  for (const volume of spec.volumes ?? []) {
    const kept = volume.emptyDir && room.runs.placeOf(pod, volume)
    if (!kept) continue
    const directory = volume.emptyDir!.medium === 'Memory' ? 0 : BLOCK
    const place = new Place(directory)
    volumes.set(volume.name, place)
    for (const [path, text] of Object.entries(room.runs.kept(kept))) place.put(path, sizeOf({ path, text }, directory))
    for (const { container, run, changes } of running) {
      for (const change of changesInVolume(container, volume.name, changes)) happenings.push({ at: measuredAt(room, r, run.startedAt + change.atMs), what: () => place.put(change.path, sizeOf(change, directory)) })
    }
  }
  for (const { container, run, endsAt, changes } of running) {
    const place = new Place(EMPTY_LAYER)
    layers.set(container.name, place)
    for (const change of changes) {
      if (NOT_ON_DISK.test(change.path) || mountFor(container, change.path.replace(/\/$/, '')) || container.volumeMounts?.some(m => change.path === `${m.mountPath}/`)) continue
      happenings.push({ at: run.startedAt + change.atMs, what: () => place.put(change.path, sizeOf(change)) })
    }
    const log = { bytes: 0 }
    for (const line of room.runs.timeline(run, until - run.startedAt).output) {
      happenings.push({ at: run.startedAt + line.atMs, what: () => { log.bytes += line.text.length + LINE_PREFIX; place.put('log', Math.min(MOST_LOG, blocks(log.bytes))) } })
    }
    // Of a container that has ended nothing is counted any more.
    if (endsAt !== undefined) happenings.push({ at: endsAt, what: () => layers.delete(container.name) })
  }
  happenings.sort((a, b) => a.at - b.at)
  let at = room.now
  for (const happening of happenings) {
    if (happening.at > until) break
    if (happening.at > at) {
      yield { at, use: useOf(spec, volumes, layers) }
      at = happening.at
    }
    happening.what()
  }
  yield { at, use: useOf(spec, volumes, layers) }
}

/** What the pod takes now, as its kubelet knows it; containers that run and volumes on disk. */
export function useNow(room: Room, r: PodRecord, pod: Pod): StorageUse {
  for (const { use } of useOver(room, r, pod, room.now)) return use
  return { volumes: new Map(), containers: new Map(), total: 0 }
}

/** What a run changes by itself, and what was changed in it from outside, in order of time. */
function changesOf(room: Room, run: NonNullable<ReturnType<Room['runs']['get']>>, until: Instant): readonly FileChange[] {
  const own = room.runs.timeline(run, until - run.startedAt).files
  const { fileChanges } = run.start
  return fileChanges?.length ? [...own, ...fileChanges].sort((a, b) => a.atMs - b.atMs) : own
}

function useOf(spec: PodSpec, volumes: ReadonlyMap<string, Place>, layers: ReadonlyMap<string, Place>): StorageUse {
  const bytes = (places: ReadonlyMap<string, Place>) => new Map([...places].map(([name, place]) => [name, place.bytes] as const))
  const onDisk = [...volumes].filter(([name]) => spec.volumes!.find(v => v.name === name)!.emptyDir!.medium !== 'Memory')
  return { volumes: bytes(volumes), containers: bytes(layers), total: [...onDisk, ...layers].reduce((sum, [, place]) => sum + place.bytes, 0) }
}

/** When what is written into a volume at `at` is measured: volumes are walked through every one or two minutes. */
function measuredAt(room: Room, r: PodRecord, at: Instant): Instant {
  const { chance } = room.world
  const first = gridAtOrAfter(room.housekeepingAt(r.node), VOLUME_STATS_MS, r.addedAt)
  return gridAtOrAfter(first, VOLUME_STATS_MS + chance.below(VOLUME_STATS_MS, 'sync-jitter', r.uid, 'volumes'), Math.max(first, at))
}

const gridAtOrAfter = (origin: Instant, period: number, at: Instant): Instant => origin + Math.ceil((at - origin) / period) * period

/** How far it is looked at least; a pod that has run for longer is looked at as far ahead again. */
const LOOK_MS = 120_000

/** The first housekeeping from now on at which the pod exceeds a bound, or, with no message, when to look again. */
export function firstExcess(room: Room, r: PodRecord, pod: Pod, bounds: StorageBounds): { readonly at: Instant; readonly message?: string } {
  const until = room.now + Math.max(LOOK_MS, room.now - r.addedAt)
  const tickFrom = (at: Instant) => gridAtOrAfter(room.housekeepingAt(r.node), HOUSEKEEPING_MS, at)
  let open: { readonly at: Instant; readonly message: string } | undefined
  for (const { at, use } of useOver(room, r, pod, until)) {
    // What has been taken until now was seen if a housekeeping came before it was changed.
    if (open && tickFrom(open.at) < at) break
    const message = exceeded(bounds, use)
    open = message === undefined ? undefined : { at, message }
  }
  return open ? { at: tickFrom(open.at), message: open.message } : { at: until }
}

/** The record with the time at which its storage is to be looked at. */
export function measured(room: Room, r: PodRecord, pod: Pod): PodRecord {
  const bounds = boundsOf(pod.spec!)
  return bounds ? { ...r, measureAt: firstExcess(room, r, pod, bounds).at } : r
}
