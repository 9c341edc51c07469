// The latest events, kept in order as they come and go, so that a slice of a long run need not sort all events there are.
import type { Cluster } from '../../engine/index.ts'
import { SortedKeys } from '../../engine/world/sortedKeys.ts'
import type { AnyObject } from '../../kube/object.ts'
import { eventAt } from './rest.ts'

/** Follows the table of events in both directions of time. */
export class LatestEvents {
  /** `time|key`, so that order is by time and then by key. */
  readonly #order = new SortedKeys()
  /** Ends the following. */
  readonly close: () => void

  constructor(cluster: Cluster) {
    const table = cluster.server.store.table({ plural: 'events' })
    for (const [key, event] of table.entries()) this.#order.add(placeOf(key, event))
    this.close = table.onChange((key, before, after) => {
      const [from, to] = [before && placeOf(key, before), after && placeOf(key, after)]
      if (from === to) return
      if (from !== undefined) this.#order.remove(from)
      if (to !== undefined) this.#order.add(to)
    })
  }

  /** Keys of the latest `most`, the latest first. */
  keys(most: number): string[] { return this.#order.last(most).map(place => place.slice(PLACES + 1)) }
}

const PLACES = 15
const placeOf = (key: string, event: AnyObject): string => `${String(eventAt(event)).padStart(PLACES, '0')}|${key}`
