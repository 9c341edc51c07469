// What etcd keeps: every object, and one counter that rises with each write.
import type { Key } from '../../kube/keys.ts'
import { kinds, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { must } from '../world/must.ts'
import type { Register, Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { groundOf } from './access/ground/index.ts'

/** What keeping one more version of an object costs, in bytes: versions share what did not change between them. */
const COST: Record<string, number> = { pods: 1300, jobs: 900, nodes: 1800, events: 900, leases: 500 }

/** The truth of this instant, which no controller has: controllers read their informers' caches. */
export class Store {
  readonly #tables = new Map<string, Table<AnyObject>>()
  readonly #revision: Register<number>

  constructor(world: World) {
    for (const kind of kinds) this.#tables.set(kind.plural, world.table<AnyObject>(`objects/${kind.plural}`, COST[kind.plural] ?? 900, groundOf(world, kind)))
    this.#revision = world.table<number>('etcd').register('revision', 0)
  }

  table(kind: Pick<Kind, 'plural'>): Table<AnyObject> {
    const table = this.#tables.get(kind.plural)
    must(table, 'no such kind is stored', { plural: kind.plural })
    return table
  }

  get revision(): number { return this.#revision.value }

  /** The next resourceVersion. */
  advance(): number {
    return ++this.#revision.value
  }

  get(kind: Pick<Kind, 'plural'>, key: Key): AnyObject | undefined { return this.table(kind).get(key) }

  list(kind: Pick<Kind, 'plural' | 'namespaced'>, namespace: string | undefined): AnyObject[] {
    return namespace !== undefined && kind.namespaced ? this.table(kind).range(`${namespace}/`) : this.table(kind).list()
  }
}
