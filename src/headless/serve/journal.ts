// What happened to the objects lately, in the order of their resourceVersions: what watches are served from.
// Upstream: apiserver/pkg/storage/cacher.
import { ApiError } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import type { AnyObject } from '../../kube/object.ts'

export interface Change {
  readonly revision: number
  readonly plural: string
  readonly before: AnyObject | undefined
  /** Undefined: it was removed. */
  readonly after: AnyObject | undefined
}

/** So many changes are kept; who asks for older ones lists again. */
const MOST_CHANGES = 20_000

export class Journal {
  #changes: Change[] = []
  /** No change after this revision is missing. */
  #completeFrom: number
  #listeners = new Set<(change: Change) => void>()
  #broken = new Set<() => void>()
  readonly #cluster: Cluster

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    this.#completeFrom = cluster.client().revision
    cluster.world.observe((frame, direction) => {
      if (direction === -1) return this.#break()
      let revision = this.revision
      for (const { table, after, before } of frame.writes) {
        if (table === 'etcd') revision = after as number
        else if (table.startsWith('objects/')) this.#add({ revision, plural: table.slice('objects/'.length), before: before as AnyObject | undefined, after: after as AnyObject | undefined })
      }
    })
    cluster.world.onRebuilt(() => this.#break())
  }

  /** Somebody went back in time: nobody outside can be told that, so everybody lists again. */
  #break(): void {
    this.#changes = []
    this.#completeFrom = this.revision
    const ends = [...this.#broken]
    this.#broken.clear()
    this.#listeners.clear()
    for (const end of ends) end()
  }

  get revision(): number { return this.#cluster.client().revision }

  #add(change: Change): void {
    this.#changes.push(change)
    if (this.#changes.length > 2 * MOST_CHANGES) {
      this.#changes = this.#changes.slice(-MOST_CHANGES)
      this.#completeFrom = this.#changes[0]!.revision - 1
    }
    for (const listener of this.#listeners) listener(change)
  }

  /** Changes of a kind after a revision. Throws `Expired` where some of them are no longer known. */
  since(plural: string, revision: number): Change[] {
    if (revision < this.#completeFrom) throw tooOld(revision, this.#completeFrom)
    return this.#changes.filter(c => c.plural === plural && c.revision > revision)
  }

  /** Hears of every change from now on; `broken` is called once when there is nothing more to hear. Returns how to stop. */
  listen(hear: (change: Change) => void, broken: () => void): () => void {
    this.#listeners.add(hear)
    this.#broken.add(broken)
    return () => {
      this.#listeners.delete(hear)
      this.#broken.delete(broken)
    }
  }
}

export const tooOld = (asked: number, oldest: number): ApiError => new ApiError(410, 'Expired', `too old resource version: ${asked} (${oldest})`)
