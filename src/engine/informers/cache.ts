// What one process knows of the cluster: copies of objects as it last heard of them, fed by watch deliveries. Every controller of
// the controller manager shares one such cache, as upstream's shared informers do; the scheduler has its own.
import type { Key } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import type { CacheReader } from '../controllers/controller.ts'
import type { WatchEvent } from '../api/watch.ts'
import { GroundedTable, type Ground } from '../world/ground.ts'
import type { Index } from '../world/indexes.ts'
import { must } from '../world/must.ts'
import type { Census, Counted, Tally } from '../world/tally.ts'
import type { Register, Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

/** Hears what the cache hears, in the same frame, after the cache has changed. May write to its own tables and schedule. */
export type CacheListener = (kind: Kind, key: Key, before: AnyObject | undefined, after: AnyObject | undefined) => void

/** Finished, and nobody has business with it any more. */
const isAtRest = (o: AnyObject): boolean =>
  (o.status?.phase === 'Succeeded' || o.status?.phase === 'Failed') && (o.metadata.finalizers?.length ?? 0) === 0 && o.metadata.deletionTimestamp === undefined

const NONE: readonly never[] = Object.freeze([])

/** How the objects of one kind can be asked for besides by name. */
const TERMS = {
  owner: (o: AnyObject) => controllerOf(o)?.uid,
  /** An owner that is not the controller: the first of them. */
  guest: (o: AnyObject) => o.metadata.ownerReferences?.find(r => r.controller !== true)?.uid,
  /** Whether there are more of those: only people make such objects, so they are few and all under one term. */
  'more guests': (o: AnyObject) => ((o.metadata.ownerReferences?.filter(r => r.controller !== true).length ?? 0) > 1 ? 'yes' : undefined),
  orphan: (o: AnyObject) => (controllerOf(o) ? undefined : (o.metadata.namespace ?? '')),
  node: (o: AnyObject) => o.spec.nodeName as string | undefined,
  'owner, open': (o: AnyObject) => (isAtRest(o) ? undefined : controllerOf(o)?.uid),
}
type Terms = keyof typeof TERMS

export class Cache implements CacheReader {
  readonly name: string
  readonly kinds: ReadonlySet<string>
  readonly #world: World
  readonly #tables = new Map<string, Table<AnyObject>>()
  readonly #tallies = new Map<Census<any, any>, Tally<AnyObject, any>>()
  readonly #indexes = new Map<Terms, Map<string, Index<AnyObject>>>()
  /** Only where somebody waits for the cache to have caught up: it is one more write for each delivery. */
  readonly #seen: Register<number> | undefined
  readonly #listeners = new Map<string, CacheListener[]>()

  /** `notesRevision`: whether anybody will ask for `seenRevision`. `bornWith`: what there was of a kind before the first frame, which it knows as well. */
  constructor(world: World, name: string, kinds: readonly Kind[], notesRevision: boolean, bornWith: (kind: Kind) => Ground<AnyObject> | undefined = () => undefined) {
    this.name = name
    this.kinds = new Set(kinds.map(k => k.plural))
    this.#world = world
    for (const plural of this.kinds) this.#listeners.set(plural, [])
    if (notesRevision) this.#seen = world.table<number>(`cache/${name}/seen`).register('revision', 0)
    for (const kind of kinds) this.#tables.set(kind.plural, world.table<AnyObject>(`cache/${name}/${kind.plural}`, undefined, bornWith(kind)))
  }

  /** Whether nobody has looked at objects of that kind yet, and there are none but those that a cluster is born with. */
  isUntouched(kind: Kind): boolean {
    const table = this.table(kind)
    return table instanceof GroundedTable && !table.isLaid
  }

  /** Made when it is first asked for: most kinds are never asked for most terms, and each index follows every change. */
  #index(terms: Terms, plural: string): Index<AnyObject> {
    let ofKinds = this.#indexes.get(terms)
    if (!ofKinds) this.#indexes.set(terms, ofKinds = new Map())
    let index = ofKinds.get(plural)
    if (!index) ofKinds.set(plural, index = this.#world.index(this.table({ plural }), terms, TERMS[terms]))
    return index
  }

  /** The revision up to which this cache has heard of everything. */
  get seenRevision(): number {
    must(this.#seen, 'this cache does not note revisions', { cache: this.name })
    return this.#seen.value
  }

  /** `plurals`: of which kinds it wants to hear; of all without it. */
  onChange(listener: CacheListener, plurals?: ReadonlySet<string>): void {
    for (const plural of this.kinds) if (!plurals || plurals.has(plural)) this.#listeners.get(plural)!.push(listener)
  }

  table(kind: Pick<Kind, 'plural'>): Table<AnyObject> {
    const table = this.#tables.get(kind.plural)
    must(table, 'this cache does not hear of that kind', { cache: this.name, kind: kind.plural })
    return table
  }

  deliver({ kind, key, after, revision }: WatchEvent): void {
    const table = this.table(kind)
    const before = table.swap(key, after)
    if (this.#seen && revision > this.#seen.value) this.#seen.value = revision
    // It went before this cache knew of it: most of what a cluster is born with is in nobody's cache.
    if (!before && !after) return
    const listeners = this.#listeners.get(kind.plural)!
    // A namesake made before we heard of the deletion of the first is two changes at once.
    if (before && after && before.metadata.uid !== after.metadata.uid) {
      for (const listener of listeners) listener(kind, key, before, undefined)
      for (const listener of listeners) listener(kind, key, undefined, after)
      return
    }
    for (const listener of listeners) listener(kind, key, before, after)
  }

  get<T extends ApiObject>(kind: Kind<T>, key: Key): T | undefined { return this.table(kind).get(key) as T | undefined }

  list<T extends ApiObject>(kind: Kind<T>, namespace?: string): readonly T[] {
    const table = this.table(kind)
    if (table.size === 0) return NONE
    return (namespace === undefined ? table.list() : table.range(`${namespace}/`)) as unknown as T[]
  }

  countOf(kind: Kind): number { return this.table(kind).size }

  ownedBy<T extends ApiObject>(owner: ApiObject, kind: Kind<T>): readonly T[] {
    return this.#index('owner', kind.plural).list(owner.metadata.uid!) as unknown as T[]
  }

  ownedOpen<T extends ApiObject>(owner: ApiObject, kind: Kind<T>): readonly T[] {
    return kind.plural === 'pods' ? (this.#index('owner, open', 'pods').list(owner.metadata.uid!) as unknown as T[]) : this.ownedBy(owner, kind)
  }

  /** Counted from the first time that somebody asks. */
  census<T extends ApiObject, Facts>(owner: ApiObject, kind: Kind<T>, census: Census<T, Facts>): Iterable<Counted<Facts>> {
    let tally = this.#tallies.get(census)
    if (!tally) {
      tally = this.#world.tally<AnyObject, Facts>(this.table(kind), 'owner', o => controllerOf(o)?.uid, census as unknown as Census<AnyObject, Facts>)
      this.#tallies.set(census, tally)
    }
    return tally.of(owner.metadata.uid!)
  }

  dependentsOf<T extends ApiObject>(owner: ApiObject, kind: Kind<T>): readonly T[] {
    const uid = owner.metadata.uid!
    const owned = this.ownedBy(owner, kind)
    const guests = this.#index('guest', kind.plural).list(uid)
    const more = this.#index('more guests', kind.plural).list('yes')
      .filter(o => TERMS.guest(o) !== uid && o.metadata.ownerReferences!.some(r => r.controller !== true && r.uid === uid))
    return guests.length === 0 && more.length === 0 ? owned : [...owned, ...guests as unknown as T[], ...more as unknown as T[]]
  }

  orphans<T extends ApiObject>(kind: Kind<T>, namespace: string): readonly T[] {
    return this.#index('orphan', kind.plural).list(namespace) as unknown as T[]
  }

  onNode(node: string): readonly ApiObject[] { return this.kinds.has('pods') ? this.#index('node', 'pods').list(node) : [] }
}
