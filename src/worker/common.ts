// One cluster that several hosts show: what one of them does to it, the others hear of.
import { createCluster, type Cluster, type CutFuture } from '../engine/index.ts'
import type { ClusterOptions } from './protocol.ts'

/** Command lines that wait for the cluster: of one page, or of all pages that show it. */
export interface Waiting {
  /** Somebody waits, so the world goes frame by frame and nothing that is waited for passes unseen. */
  readonly waits: boolean
  /** The earliest instant at which a line wants to be looked at even if nothing changes. */
  readonly nextAt: number | undefined
  /** After frames: whoever waits looks again. */
  advance(): void
}

export interface Common {
  readonly cluster: Cluster
  /** What it was made of. */
  readonly options: ClusterOptions
  readonly waiting: Waiting
  /** A new input cut a future off: for every host. */
  forked(cut: CutFuture): void
  /** A future that was cut off is back: for every host. */
  restored(fork: CutFuture): void
}

/** The cluster of a page, as its options have it. */
export const clusterOf = ({ seed, startAt, nodes, unlimited }: ClusterOptions): Cluster =>
  createCluster({ seed, startAt, nodes, system: 'full', ...(unlimited ? { unlimited } : {}) })
