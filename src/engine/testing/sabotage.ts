// Faults planted on purpose. A rig that has never failed proves nothing: each of these must be found (see swarm.test.ts).
import type { Cluster } from '../cluster.ts'
import type { Table } from '../world/table.ts'

/** Takes an entry away behind the journal's back. */
const vanish = (table: Table<any>, key: string) => { table.tamper(key, undefined) }

/** A controller does not wait until its cache has heard of its own writes. */
const noGate = (controller: string) => (cluster: Cluster) => {
  const own = cluster.world.table<number>(`own-writes/${controller}`)
  cluster.world.observe(() => { for (const key of [...own.keys()]) vanish(own, key) })
}

/** A wake-up is lost now and then: the queue forgets what waits in it. */
const lostWakeUps = (controller: string) => (cluster: Cluster) => {
  const table = `turns/${controller}`
  const turns = cluster.world.table<string>(table)
  let frames = 0
  cluster.world.observe(frame => {
    if (frame.writes.some(w => w.table === table && w.after !== undefined) && ++frames % 5 === 0) for (const key of [...turns.keys()]) vanish(turns, key)
  })
}

/** A controller that comes back waits for nothing that it wrote before it went. */
const forgetful = (controller: string) => (cluster: Cluster) => {
  const own = cluster.world.table<number>(`own-writes/${controller}`)
  cluster.world.observe(({ what = '' }) => { if (/^(start-controller|mend controller-stopped|mend-all)$/.test(what)) for (const key of [...own.keys()]) vanish(own, key) })
}

export const sabotages = {
  'no own-write gate': noGate('job-controller'),
  'no own-write gate for ReplicaSets': noGate('replicaset-controller'),
  /** Chance from one stream: what is drawn depends on how often anybody has drawn before. */
  'shared stream of chance': (cluster: Cluster) => {
    const { chance } = cluster.world
    let drawn = 0
    const letters: typeof chance.letters = (n, purpose, ...keys) => chance.letters(n, purpose, ...keys, drawn++)
    ;(cluster.world as { chance: typeof chance }).chance = { ...chance, letters }
  },
  'own writes forgotten at a return': forgetful('job-controller'),
  'lost wake-ups': lostWakeUps('job-controller'),
  'lost wake-ups of Deployments': lostWakeUps('deployment-controller'),
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
