// How large workloads were, over time: what was wanted, what was there, what was available, and between which bounds. Objects know
// only what is; the stage draws lines of what was. One entry per change, so that a long life costs no more per change than a short one.
import type { Deployment, ReplicaSet } from '../../kube/apps.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { maxSurge, minAvailable } from '../../kube/rollingUpdate.ts'
import type { ApiServer } from '../api/server.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

/** Numbers of pods, as the object's status has them; `desired` is from its spec. */
export interface Size {
  readonly desired: number
  readonly total: number
  readonly ready: number
  readonly available: number
  /** Of the newest template. */
  readonly updated?: number
  /** The bounds of a rolling update: so many must be available, so many there may be. */
  readonly least?: number
  readonly most?: number
}

export interface SizeEntry extends Size {
  /** Of the workload. */
  readonly uid: string
  readonly at: Instant
  /** It was deleted then. */
  readonly gone?: true
}

const sizeOf: Readonly<Record<string, (object: AnyObject) => Size>> = {
  deployments: o => {
    const d = o as unknown as Deployment
    const { replicas: desired = 1, strategy } = d.spec
    const s = d.status ?? {}
    return {
      desired, total: s.replicas ?? 0, ready: s.readyReplicas ?? 0, available: s.availableReplicas ?? 0, updated: s.updatedReplicas ?? 0,
      ...(strategy?.type === 'Recreate' ? { least: 0, most: desired } : { least: minAvailable(d), most: desired + maxSurge(d) }),
    }
  },
  replicasets: o => replicaSize(o as unknown as ReplicaSet),
  replicationcontrollers: o => replicaSize(o as unknown as ReplicaSet),
  statefulsets: ({ spec, status = {} }) => ({
    desired: spec.replicas ?? 1, total: status.replicas ?? 0, ready: status.readyReplicas ?? 0, available: status.availableReplicas ?? 0, updated: status.updatedReplicas ?? 0,
  }),
  daemonsets: ({ status = {} }) => ({
    desired: status.desiredNumberScheduled ?? 0, total: status.currentNumberScheduled ?? 0, ready: status.numberReady ?? 0, available: status.numberAvailable ?? 0, updated: status.updatedNumberScheduled ?? 0,
  }),
}

const replicaSize = ({ spec, status }: ReplicaSet): Size => ({
  desired: spec.replicas ?? 1, total: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0, available: status?.availableReplicas ?? 0,
})

const FIELDS = ['desired', 'total', 'ready', 'available', 'updated', 'least', 'most'] as const
const same = (a: Size, b: Size): boolean => FIELDS.every(f => a[f] === b[f])

export class Sizes {
  /** By `uid|at`: two sizes of one instant are one, the later is what could be seen. */
  readonly entries: Table<SizeEntry>
  readonly #last: Table<SizeEntry>

  constructor(world: World, server: ApiServer) {
    this.entries = world.table<SizeEntry>('chronicle/sizes', 160)
    this.#last = world.table<SizeEntry>('chronicle/last-sizes', 160)
    server.onStored((kind, before, after) => {
      const read = sizeOf[kind.plural]
      if (read) this.#note(world.now, read, before, after)
    })
  }

  #note(at: Instant, read: (object: AnyObject) => Size, before: AnyObject | undefined, after: AnyObject | undefined): void {
    const uid = (after ?? before)!.metadata.uid!
    const last = this.#last.get(uid)
    if (!after) {
      if (last) this.entries.set(`${uid}|${at}`, { ...last, at, total: 0, ready: 0, available: 0, gone: true })
      this.#last.delete(uid)
      return
    }
    const size = read(after)
    if (last && same(last, size)) return
    const entry = { uid, at, ...size }
    this.entries.set(`${uid}|${at}`, entry)
    this.#last.set(uid, entry)
  }
}
