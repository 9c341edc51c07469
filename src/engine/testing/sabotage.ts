// Faults planted on purpose. A rig that has never failed proves nothing: each of these must be found (see swarm.test.ts).
import type { Cluster } from '../cluster.ts'
import type { Table } from '../world/table.ts'

/** Takes an entry away behind the journal's back. */
const vanish = (table: Table<any>, key: string) => { table.tamper(key, undefined) }

export const sabotages = {
  /** The Job controller does not wait until its cache has heard of its own writes. */
  'no own-write gate': (cluster: Cluster) => {
    const own = cluster.world.table<number>('own-writes/job-controller')
    cluster.world.observe(() => { for (const key of [...own.keys()]) vanish(own, key) })
  },
  /** Chance from one stream: what is drawn depends on how often anybody has drawn before. */
  'shared stream of chance': (cluster: Cluster) => {
    const { chance } = cluster.world
    let drawn = 0
    const letters: typeof chance.letters = (n, purpose, ...keys) => chance.letters(n, purpose, ...keys, drawn++)
    ;(cluster.world as { chance: typeof chance }).chance = { ...chance, letters }
  },
  /** A wake-up is lost now and then: the queue forgets what waits in it. */
  'lost wake-ups': (cluster: Cluster) => {
    const turns = cluster.world.table<string>('turns/job-controller')
    let frames = 0
    cluster.world.observe(frame => {
      if (frame.writes.some(w => w.table === 'turns/job-controller' && w.after !== undefined) && ++frames % 5 === 0) for (const key of [...turns.keys()]) vanish(turns, key)
    })
  },
  /** Something is remembered outside of any frame. */
  'a write outside the journal': (cluster: Cluster) => {
    const images = cluster.world.table<any>('kubelet/images')
    let frames = 0
    cluster.world.observe((_frame, direction) => {
      if (direction === 1 && ++frames % 7 === 0) for (const [key, value] of [...images.entries()]) images.tamper(key, { ...value, touched: frames })
    })
  },
} as const
export type Sabotage = keyof typeof sabotages
