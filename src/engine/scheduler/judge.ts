// One pod, all nodes: who can take it, who is best, and why not the others. Pure: the same view gives the same judgement.
// Upstream: pkg/scheduler/schedule_one.go (findNodesThatFitPod, prioritizeNodes, selectHost).
import type { NodeInfo } from './nodeInfo.ts'
import type { Filter, Refusal, Score } from './plugin.ts'
import { filters, localFilters, localScores, scores } from './plugins.ts'
import { namedNodesOf } from './filters/nodeAffinity.ts'
import type { PodInfo } from './podInfo.ts'
import type { Scorer } from './verdict.ts'
import type { ClusterView } from './view.ts'

export interface JudgeOptions {
  /** Where in the list of nodes to begin; large clusters are not searched to the end. */
  readonly startAt?: number
  /** Score even a single node that is left. The real scheduler does not. */
  readonly scoreAlways?: boolean
  /** Chooses among `n` equals: a whole number below `n`. */
  readonly draw: (n: number) => number
  readonly memo?: Memo
}

/** A filter that has something to say about this pod, with what it has prepared. */
export interface Prepared { readonly filter: Filter; readonly state: unknown }

export interface Judgement {
  readonly info: PodInfo
  readonly nodes: number
  readonly podRefusal?: Refusal
  readonly elsewhere?: Refusal
  readonly refusals: ReadonlyMap<NodeInfo, Refusal>
  readonly feasible: readonly NodeInfo[]
  /** Missing when nobody scored. */
  readonly scored?: Scored
  readonly best: readonly NodeInfo[]
  readonly winner?: NodeInfo
  /** For preemption, which asks the same filters again. */
  readonly prepared: readonly Prepared[]
}

/** By scorer, then by feasible node, in the order of `feasible`. */
export interface Scored {
  readonly scorers: readonly Scorer[]
  readonly raw: readonly (readonly number[])[]
  readonly normalised: readonly (readonly number[])[]
  readonly totals: readonly number[]
}

const MIN_NODES = 100
const MIN_PERCENT = 5

/** How many feasible nodes are enough. Upstream: numFeasibleNodesToFind. */
function enoughNodes(all: number): number {
  if (all < MIN_NODES) return all
  const percent = Math.max(50 - Math.trunc(all / 125), MIN_PERCENT)
  return Math.max(Math.trunc((all * percent) / 100), MIN_NODES)
}

interface Remembered {
  generation: number
  refusal: Refusal | undefined
  /** By place among the local scores; NaN where nobody has asked yet. */
  readonly raw: number[]
}
/** By the node's slot. */
type Answers = (Remembered | undefined)[]

const MOST_SHAPES = 64

/**
 * What nodes said to pods of a shape before. An answer holds until the node changes (its generation); only filters and scores
 * that look at nothing but the node are remembered. A memo: nothing hangs on what is in it.
 */
export class Memo {
  readonly #byShape = new Map<string, Answers>()

  of(shape: string): Answers {
    let answers = this.#byShape.get(shape)
    if (answers) this.#byShape.delete(shape)
    else answers = []
    this.#byShape.set(shape, answers)
    if (this.#byShape.size > MOST_SHAPES) this.#byShape.delete(this.#byShape.keys().next().value!)
    return answers
  }
}

export function judge(info: PodInfo, view: ClusterView, options: JudgeOptions): Judgement {
  const nodes = view.size
  const none = { info, nodes, refusals: new Map(), feasible: [], best: [], prepared: [] }
  if (nodes === 0) return none
  const before = prepare(info, view)
  if ('refusal' in before) return { ...none, podRefusal: before.refusal, elsewhere: before.refusal }

  // What a node says to a pod that names its node is not for other pods of the shape.
  const answers = info.pod.spec?.nodeName ? undefined : options.memo?.of(info.shape.id)
  const { prepared, onlyNodes } = before
  const refusals = new Map<NodeInfo, Refusal>()
  const feasible: NodeInfo[] = []
  const ask = (node: NodeInfo): boolean => {
    const refusal = refusalWithNominated(info, view, node, prepared, answers)
    if (refusal) refusals.set(node, refusal)
    else feasible.push(node)
    return refusal === undefined
  }

  const nominated = view.node(info.pod.status?.nominatedNodeName ?? '')
  if (!nominated || !ask(nominated)) {
    const candidates = onlyNodes ? [...onlyNodes].sort().map(name => view.node(name)).filter(node => node !== undefined) : view.nodes
    const enough = enoughNodes(candidates.length)
    const start = options.startAt ?? 0
    for (let i = 0; i < candidates.length && feasible.length < enough; i++) {
      const node = candidates[(start + i) % candidates.length]!
      if (node !== nominated) ask(node)
    }
  }
  const elsewhere: Refusal | undefined = onlyNodes && { code: 'UnschedulableAndUnresolvable', reasons: [{ id: 'ruled-out', by: 'NodeAffinity' }] }
  const judged = { info, nodes, refusals, feasible, prepared, ...(elsewhere ? { elsewhere } : {}) }
  if (feasible.length === 0) return { ...judged, best: [] }
  if (feasible.length === 1 && !options.scoreAlways) return { ...judged, best: feasible, winner: feasible[0]! }

  const scored = scoreAll(info, view, feasible, answers)
  const most = scored.totals.reduce((a, b) => Math.max(a, b), -Infinity)
  const best = feasible.filter((_, i) => scored.totals[i] === most)
  return { ...judged, scored, best, winner: best[best.length > 1 ? options.draw(best.length) : 0]! }
}

function prepare(info: PodInfo, view: ClusterView): { prepared: readonly Prepared[]; onlyNodes: ReadonlySet<string> | undefined } | { refusal: Refusal } {
  const named = namedNodesOf(info)
  if (named && 'refusal' in named) return named
  const prepared: Prepared[] = []
  for (const filter of filters) {
    const own = filter.prepare(info, view)
    if (!own) continue
    if ('refusal' in own) return own
    prepared.push({ filter, state: own.state })
  }
  return { prepared, onlyNodes: named?.onlyNodes }
}

/** The first refusal of a node as it stands, if any. */
function refusalOf(info: PodInfo, node: NodeInfo, prepared: readonly Prepared[], answers?: Answers): Refusal | undefined {
  const local = localRefusal(info, node, answers)
  if (local) return local
  for (const { filter, state } of prepared) {
    const refusal = filter.refuse(state, info, node)
    if (refusal) return refusal
  }
  return undefined
}

function localRefusal(info: PodInfo, node: NodeInfo, answers: Answers | undefined): Refusal | undefined {
  const known = answers?.[node.slot]
  if (known && known.generation === node.generation) return known.refusal
  let refusal: Refusal | undefined
  for (const filter of localFilters) {
    refusal = filter.refuse(info, node)
    if (refusal) break
  }
  if (known) {
    known.generation = node.generation
    known.refusal = refusal
    known.raw.fill(NaN)
  } else if (answers) answers[node.slot] = { generation: node.generation, refusal, raw: localScores.map(() => NaN) }
  return refusal
}

/**
 * Room that is being made for a pod of equal or higher priority is not free; but neither may this pod count on that pod being
 * there. So the node is asked twice: with those pods, and without. Upstream: RunFilterPluginsWithNominatedPods.
 */
export function refusalWithNominated(info: PodInfo, view: ClusterView, node: NodeInfo, prepared: readonly Prepared[], answers?: Answers): Refusal | undefined {
  const expected = expectedOn(info, view, node)
  if (expected.length > 0) {
    const crowded = node.copy()
    const shifted = fork(prepared)
    for (const other of expected) {
      crowded.add(other, -1)
      shift(shifted, info, other, crowded, 1)
    }
    const refusal = refusalOf(info, crowded, shifted)
    if (refusal) return refusal
  }
  return refusalOf(info, node, prepared, answers)
}

const NOBODY: readonly PodInfo[] = []

function expectedOn(info: PodInfo, view: ClusterView, node: NodeInfo): readonly PodInfo[] {
  const nominated = view.nominatedTo(node.name)
  if (nominated.size === 0) return NOBODY
  return [...nominated.keys()].sort().map(key => nominated.get(key)!).filter(other => other.priority >= info.priority && other.key !== info.key)
}

export const fork = (prepared: readonly Prepared[]): readonly Prepared[] =>
  prepared.map(({ filter, state }) => ({ filter, state: filter.fork ? filter.fork(state) : state }))

export function shift(prepared: readonly Prepared[], info: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
  for (const { filter, state } of prepared) filter.shift?.(state, info, other, node, by)
}

// Who scores is one of few combinations; each is one list, shared by all verdicts.
const combinations = new Map<string, readonly Scorer[]>()

function scorersOf(asked: readonly Score[]): readonly Scorer[] {
  const key = asked.map(s => s.name).join()
  let list = combinations.get(key)
  if (!list) combinations.set(key, list = asked.map(({ name, weight }) => ({ name, weight })))
  return list
}

function scoreAll(info: PodInfo, view: ClusterView, feasible: readonly NodeInfo[], answers: Answers | undefined): Scored {
  const raw: number[][] = []
  const normalised: number[][] = []
  const totals = feasible.map(() => 0)
  const asked: Score[] = []
  for (const score of scores) {
    const own = score.prepare(info, view, feasible)
    if (!own) continue
    asked.push(score)
    const values = rawOf(score, own.state, info, feasible, answers)
    raw.push(values)
    let scaled = values
    if (score.normalise) {
      scaled = [...values]
      score.normalise(scaled, own.state, feasible)
    }
    normalised.push(scaled)
    for (let i = 0; i < scaled.length; i++) totals[i]! += scaled[i]! * score.weight
  }
  return { scorers: scorersOf(asked), raw, normalised, totals }
}

function rawOf(score: Score, state: unknown, info: PodInfo, nodes: readonly NodeInfo[], answers: Answers | undefined): number[] {
  const place = answers ? localScores.indexOf(score) : -1
  if (place < 0) return nodes.map(node => score.raw(state, info, node))
  return nodes.map(node => {
    const known = answers![node.slot]
    if (!known || known.generation !== node.generation) return score.raw(state, info, node)
    let value = known.raw[place]!
    if (Number.isNaN(value)) known.raw[place] = value = score.raw(state, info, node)
    return value
  })
}
