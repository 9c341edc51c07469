// Counts of pods by node, added up by any topology when somebody asks.
import { bump, type NodeInfo } from './nodeInfo.ts'
import type { PodInfo, PodTerm } from './podInfo.ts'

/** How many pods of some sort stand on each node. Follows the pods; a topology is added up once and followed from then on. */
export class Tally {
  readonly perNode = new Map<NodeInfo, number>()
  readonly #byTopology = new Map<string, Map<string, number>>()

  add(node: NodeInfo, by: number): void {
    bump(this.perNode, node, by)
    if (!node.known) return
    for (const [topologyKey, counts] of this.#byTopology) {
      const value = node.labels?.[topologyKey]
      if (value !== undefined) bump(counts, value, by)
    }
  }

  /** Pods by the value that their nodes have for the label; values without a pod are missing. */
  by(topologyKey: string): ReadonlyMap<string, number> {
    let counts = this.#byTopology.get(topologyKey)
    if (!counts) {
      counts = new Map()
      for (const [node, count] of this.perNode) {
        const value = node.known ? node.labels?.[topologyKey] : undefined
        if (value !== undefined) bump(counts, value, count)
      }
      this.#byTopology.set(topologyKey, counts)
    }
    return counts
  }

  /** A node came, went, or has other labels. */
  forgetTopologies(): void { this.#byTopology.clear() }
}

/** Pods that pass a test, in certain namespaces. */
export interface Counter {
  readonly namespaces: ReadonlySet<string>
  readonly counts: (info: PodInfo) => boolean
  readonly tally: Tally
}

export type TermKind = 'affinity' | 'antiAffinity' | 'preferredAffinity' | 'preferredAntiAffinity'
export const TERM_KINDS: readonly TermKind[] = ['affinity', 'antiAffinity', 'preferredAffinity', 'preferredAntiAffinity']

/** A term that pods on nodes have, and where those pods stand. */
export interface StandingTerm {
  readonly kind: TermKind
  readonly term: PodTerm
  readonly tally: Tally
}
