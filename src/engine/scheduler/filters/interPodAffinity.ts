// Near these pods, not near those; and whoever stands already may object. Upstream: plugins/interpodaffinity/filtering.go.
import type { NodeInfo } from '../nodeInfo.ts'
import { refused, type Filter } from '../plugin.ts'
import type { PodInfo, PodTerm } from '../podInfo.ts'
import type { Tally } from '../tally.ts'
import type { ClusterView } from '../view.ts'

/** Counts by topology value, and what a trial has added or taken. */
class Counts {
  readonly topologyKey: string
  readonly #base: Tally
  readonly #shifted = new Map<string, number>()
  constructor(base: Tally, topologyKey: string) {
    this.#base = base
    this.topologyKey = topologyKey
  }
  of(value: string): number { return (this.#base.by(this.topologyKey).get(value) ?? 0) + (this.#shifted.get(value) ?? 0) }
  get none(): boolean {
    for (const value of this.#base.by(this.topologyKey).keys()) if (this.of(value) > 0) return false
    for (const count of this.#shifted.values()) if (count > 0) return false
    return true
  }
  shift(node: NodeInfo, by: number): void {
    const value = node.labels?.[this.topologyKey]
    if (value !== undefined) this.#shifted.set(value, (this.#shifted.get(value) ?? 0) + by)
  }
  fork(): Counts {
    const fork = new Counts(this.#base, this.topologyKey)
    for (const [value, by] of this.#shifted) fork.#shifted.set(value, by)
    return fork
  }
}

interface Wish { readonly term: PodTerm; readonly namespaces: ReadonlySet<string>; readonly counts: Counts }
interface State {
  readonly view: ClusterView
  /** Pods that match all of the wanted terms, by each term's topology. */
  readonly near: readonly Wish[]
  readonly apart: readonly Wish[]
  /** Anti-affinity of standing pods that speaks of this pod. */
  readonly objections: readonly { readonly term: PodTerm; readonly counts: Counts }[]
}

const APART_FROM_NOBODY: readonly Wish[] = []
const matches = (info: PodInfo, { term, namespaces }: Pick<Wish, 'term' | 'namespaces'>): boolean =>
  namespaces.has(info.pod.metadata.namespace ?? '') && term.selector.matches(info.pod.metadata.labels)

const NO_NEIGHBOURS = refused('InterPodAffinity', 'UnschedulableAndUnresolvable', { id: 'pod-affinity' })

export const interPodAffinity: Filter<State> = {
  name: 'InterPodAffinity',
  prepare(info, view) {
    const objections: { term: PodTerm; counts: Counts }[] = []
    for (const { kind, term, tally } of view.standingTerms()) {
      if (kind === 'antiAffinity' && view.speaksOf(term, info)) objections.push({ term, counts: new Counts(tally, term.topologyKey) })
    }
    const { affinity = [], antiAffinity = [] } = info.terms ?? {}
    if (objections.length === 0 && affinity.length === 0 && antiAffinity.length === 0) return undefined
    return { state: { view, objections, near: nearWishes(view, affinity), apart: apartWishes(view, antiAffinity) } }
  },
  refuse(state, info, node) {
    if (!hasNeighbours(state, info, node)) return NO_NEIGHBOURS
    for (const { term: { topologyKey }, counts } of state.apart) {
      const value = node.labels?.[topologyKey]
      if (value !== undefined && counts.of(value) > 0) return refused('InterPodAffinity', 'Unschedulable', { id: 'pod-anti-affinity', topologyKey, value })
    }
    for (const { term: { topologyKey }, counts } of state.objections) {
      const value = node.labels?.[topologyKey]
      if (value !== undefined && counts.of(value) > 0) return refused('InterPodAffinity', 'Unschedulable', { id: 'existing-anti-affinity', topologyKey, value })
    }
    return undefined
  },
  fork: state => ({
    view: state.view, near: state.near.map(forkCounts), apart: state.apart.map(forkCounts), objections: state.objections.map(forkCounts),
  }),
  shift(state, info, other, node, by) {
    if (state.near.length > 0 && state.near.every(wish => matches(other, wish))) for (const { counts } of state.near) counts.shift(node, by)
    for (const wish of state.apart) if (matches(other, wish)) wish.counts.shift(node, by)
    for (const { term, counts } of state.objections) {
      const own = other.terms?.antiAffinity.some(t => t.id === term.id) ?? false
      if (own && state.view.speaksOf(term, info)) counts.shift(node, by)
    }
  },
}

const forkCounts = <T extends { readonly counts: Counts }>(wish: T): T => ({ ...wish, counts: wish.counts.fork() })

function nearWishes(view: ClusterView, terms: readonly PodTerm[]): readonly Wish[] {
  if (terms.length === 0) return APART_FROM_NOBODY
  const wishes = terms.map(term => ({ term, namespaces: view.namespacesOf(term) }))
  const everywhere = new Set(wishes.flatMap(w => [...w.namespaces]))
  const id = `near|${JSON.stringify(wishes.map(w => [w.term.id, [...w.namespaces].sort()]))}`
  const tally = view.count(id, everywhere, other => wishes.every(wish => matches(other, wish)))
  return wishes.map(wish => ({ ...wish, counts: new Counts(tally, wish.term.topologyKey) }))
}

const apartWishes = (view: ClusterView, terms: readonly PodTerm[]): readonly Wish[] => terms.map(term => {
  const namespaces = view.namespacesOf(term)
  const tally = view.count(`term|${term.selector.selectable ? term.selector.toString() : '!'}`, namespaces, other => matches(other, { term, namespaces }))
  return { term, namespaces, counts: new Counts(tally, term.topologyKey) }
})

function hasNeighbours({ near }: State, info: PodInfo, node: NodeInfo): boolean {
  let all = true
  for (const { term: { topologyKey }, counts } of near) {
    const value = node.labels?.[topologyKey]
    if (value === undefined) return false
    if (counts.of(value) <= 0) all = false
  }
  // The first of its kind need not wait for itself.
  return all || (near.every(({ counts }) => counts.none) && near.every(wish => matches(info, wish)))
}
