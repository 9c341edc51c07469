// The last step of every write: a revision, a place in the store, and word to those who listen.
import type { Key } from '../../kube/keys.ts'
import { Endpoints, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { WriteOptions } from './client.ts'
import { keepManagers } from './managedfields/ledger.ts'
import { withoutEmpty } from './metadata.ts'
import type { Store } from './store.ts'
import type { Watch } from './watch.ts'

/** Hears every object that is stored or removed, in the frame that does it. */
export type StoredListener = (kind: Kind, before: AnyObject | undefined, after: AnyObject | undefined) => void

/** Stores what the server has judged. A dry run goes this way too, and leaves nothing behind. */
export class Storing {
  readonly store: Store
  readonly watch: Watch
  readonly #stored: StoredListener[] = []

  constructor(store: Store, watch: Watch) {
    this.store = store
    this.watch = watch
  }

  onStored(listener: StoredListener): void { this.#stored.push(listener) }

  /** The object as it is about to be stored: with the next revision. Of a dry run, a copy. */
  stamped(object: AnyObject, options: WriteOptions): AnyObject {
    if (options.dryRun) return { ...object }
    return { ...object, metadata: { ...withoutEmpty(object.metadata), resourceVersion: String(this.store.advance()) } }
  }

  /** The same of an object that was put together here and is known to nobody else yet. */
  stampedFresh(fresh: AnyObject, options: WriteOptions): AnyObject {
    if (options.dryRun) return fresh
    const made = fresh as { metadata: AnyObject['metadata'] }
    const metadata = withoutEmpty(fresh.metadata) as { resourceVersion?: string }
    metadata.resourceVersion = String(this.store.advance())
    made.metadata = metadata as AnyObject['metadata']
    return fresh
  }

  /** Stores what was stamped. */
  put(kind: Kind, key: Key, before: AnyObject | undefined, stored: AnyObject, options: WriteOptions): AnyObject {
    if (options.dryRun) return stored
    this.store.table(kind).set(key, stored)
    for (const listener of this.#stored) listener(kind, before, stored)
    this.watch.publish({ kind, key, before, after: stored, revision: this.store.revision })
    return stored
  }

  /** Stores a change that is nobody's doing (a deletion's mark, a binding): who owned which fields still does. */
  keep(kind: Kind, key: Key, before: AnyObject | undefined, object: AnyObject, options: WriteOptions): AnyObject {
    const stored = this.stamped(object, options)
    keepManagers(stored, before)
    return this.put(kind, key, before, stored, options)
  }

  remove(kind: Kind, key: Key, last: AnyObject, options: WriteOptions): AnyObject {
    if (options.dryRun) return last
    const revision = this.store.advance()
    const gone: AnyObject = { ...last, metadata: { ...last.metadata, resourceVersion: String(revision) } }
    this.store.table(kind).delete(key)
    for (const listener of this.#stored) listener(kind, gone, undefined)
    this.watch.publish({ kind, key, before: gone, after: undefined, revision })
    // A service takes the Endpoints of its name along. Upstream: registry/core/service/storage, afterDelete.
    const endpoints = kind.kind === 'Service' ? this.store.get(Endpoints, key) : undefined
    if (endpoints) this.remove(Endpoints, key, endpoints, options)
    return gone
  }
}
