// The control loop as the rail draws it: who has what in his queue, and what is on its way between them.
import type { Runner } from '../../engine/controllers/runner.ts'
import type { Scheduler } from '../../engine/scheduler/scheduler.ts'
import type { WatchEvent } from '../../engine/api/watch.ts'
import type { World } from '../../engine/world/world.ts'
import { refOf } from '../../kube/keys.ts'
import type { ComponentRow, MessageRow } from '../rows.ts'

/** The page draws queues as a few dots and a number. */
const MOST_LISTED = 40
const MOST_MESSAGES = 60
/** How long a write is on its way, for drawing. */
const WRITE_MS = 3

export function componentRow(name: string, runners: readonly Runner[], scheduler: Scheduler | undefined): ComponentRow | null {
  if (scheduler) {
    const queued: string[] = []
    const syncing: string[] = []
    const delayed: { key: string; at: number }[] = []
    const { pods } = scheduler.queue
    for (const key of pods.keys()) {
      const { state, until } = pods.get(key)!
      if (state === 'active') {
        if (queued.length < MOST_LISTED) queued.push(key)
      } else if (state === 'binding') {
        if (syncing.length < MOST_LISTED) syncing.push(key)
      } else if (state !== 'gated' && delayed.length < MOST_LISTED) delayed.push({ key, at: until ?? 0 })
      if (queued.length + syncing.length + delayed.length === 3 * MOST_LISTED) break
    }
    return { name, queued, syncing, delayed, stopped: scheduler.stopped }
  }
  if (runners.length === 0) return null
  const queued: string[] = []
  const syncing: string[] = []
  const delayed: { key: string; at: number }[] = []
  for (const runner of runners) {
    for (const [key, entry] of runner.queue.entries()) (entry.state === 'queued' ? queued : syncing).push(key)
    for (const [key, entry] of runner.delayed.entries()) delayed.push({ key, at: entry.at })
  }
  return {
    name, queued: queued.sort().slice(0, MOST_LISTED), syncing: syncing.sort().slice(0, MOST_LISTED),
    delayed: delayed.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)).slice(0, MOST_LISTED), stopped: runners.every(r => r.stopped),
  }
}

export interface Delivery { readonly event: WatchEvent; readonly to: readonly string[]; readonly sentAt: number }
export const eventOf = ({ event }: Delivery): 'ADDED' | 'MODIFIED' | 'DELETED' => (event.after === undefined ? 'DELETED' : event.before === undefined ? 'ADDED' : 'MODIFIED')
const UNTOLD = new Set(['leases', 'events'])

/** Deliveries and writes that are on the agenda now, the soonest first. */
export function messageRows(world: World): MessageRow[] {
  const rows: MessageRow[] = []
  for (const item of world.agenda.items()) {
    const { id } = item
    if (item.handler === 'watch') {
      const delivery = item.payload as Delivery
      const { event, to, sentAt } = delivery
      if (UNTOLD.has(event.kind.plural)) continue
      for (const target of to) {
        rows.push({
          id: `${id}>${target}`, from: 'apiserver', to: target, what: eventOf(delivery),
          about: refOf(event.kind.plural, event.key), sentAt, dueAt: item.at,
        })
      }
    } else if (item.handler.startsWith('carry/')) {
      const { key } = item.payload as { key: string }
      rows.push({ id, from: item.handler.slice(6), to: 'apiserver', what: 'write', about: key, sentAt: item.at - WRITE_MS, dueAt: item.at })
    }
  }
  return rows.sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1)).slice(0, MOST_MESSAGES)
}
