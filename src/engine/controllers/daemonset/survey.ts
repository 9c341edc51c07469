// What a sync knows of each node, added up. A sync looks anew only at the nodes that are others than at the last look, or whose pods are;
// what is known of the rest is kept beside the template that it was judged by. It is a memory of pure functions, like any other here: every
// object and list is compared by identity, so that whoever asks, forwards or back in time, is told what a look at everything would tell.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Node, Pod, PodTemplateSpec } from '../../../kube/core.ts'
import { isUpdated, targetOf, TEMPLATE_GENERATION } from '../../../kube/daemons.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodAvailable, isPodReady, isPodTerminal, isPodTerminating, podReadyAt } from '../../../kube/pods.ts'
import { placeOf } from './nodes.ts'
import type { DaemonSetView } from './observe.ts'

/** The live pods of a node as a rolling update sees them: at most one of each sort, or `tangled`, which is manage's business. */
export type Pair = 'tangled' | 'none' | 'young' | 'young, available' | 'old' | 'old, available' | 'both' | 'both, young available'

export interface Counts {
  readonly desired: number
  readonly current: number
  readonly misscheduled: number
  readonly ready: number
  readonly updated: number
  readonly available: number
  /** Live pods of an older template, wherever they are. */
  readonly old: number
}

interface Cell extends Counts {
  /** Manage should look at it: conservative, as it looks for itself. */
  readonly acts: boolean
  /** Undefined where a rolling update has no business. */
  readonly pair: Pair | undefined
  /** A pod is ready and not yet for long enough: it changes with the time alone. */
  readonly ripening: boolean
}

const COUNTED = ['desired', 'current', 'misscheduled', 'ready', 'updated', 'available', 'old'] as const
/** Where pods are kept that belong on no node. */
const NOWHERE = ''

const surveys = new WeakMap<PodTemplateSpec, Survey>()

/** DS19: the survey for this view; good until the next one is asked for. */
export function surveyOf(view: DaemonSetView, hash: string): Survey {
  const { template } = view.ds.spec
  let survey = surveys.get(template)
  if (!survey?.goesOnWith(view, hash)) {
    survey = new Survey(view, hash)
    surveys.set(template, survey)
  }
  survey.moveTo(view)
  return survey
}

export class Survey {
  readonly #ds: DaemonSet
  readonly #hash: string
  readonly #minReadySeconds: number
  #nodes: readonly Node[] = []
  #pods: readonly Pod[] = []
  readonly #nodeOf = new Map<string, Node>()
  readonly #podsOn = new Map<string, readonly Pod[]>()
  readonly #cells = new Map<string, Cell>()
  readonly #totals: Record<(typeof COUNTED)[number], number> = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0, old: 0 }
  readonly #acting = new Set<string>()
  readonly #ripening = new Set<string>()
  readonly #pairs = new Map<Pair, Set<string>>()
  /** The latest time at which something that counts as available became so: the survey says nothing of times before it. */
  #knownFrom: Instant = -Infinity

  constructor({ ds }: Pick<DaemonSetView, 'ds'>, hash: string) {
    this.#ds = ds
    this.#hash = hash
    this.#minReadySeconds = ds.spec.minReadySeconds ?? 0
  }

  /** Whether what it knows was judged by the same rules, and not later than the view. */
  goesOnWith({ ds, at }: DaemonSetView, hash: string): boolean {
    return this.#ds.spec === ds.spec && this.#hash === hash && at >= this.#knownFrom
      && this.#ds.metadata.annotations?.[TEMPLATE_GENERATION] === ds.metadata.annotations?.[TEMPLATE_GENERATION]
  }

  get counts(): Counts { return this.#totals }
  podsOn(node: string): readonly Pod[] | undefined { return this.#podsOn.get(node) }
  nodeOf(name: string): Node | undefined { return this.#nodeOf.get(name) }
  /** Names of nodes at which manage should look, in order; such as do not exist among them. */
  acting(): string[] { return [...this.#acting].sort() }
  count(pair: Pair): number { return this.#pairs.get(pair)?.size ?? 0 }
  /** Names of nodes in that state, in order. */
  named(pair: Pair): string[] { return [...(this.#pairs.get(pair) ?? [])].sort() }

  moveTo({ nodes, pods, at }: DaemonSetView): void {
    const changed = new Set(this.#ripening)
    const ofNodes = differences(this.#nodes, nodes)
    for (const { metadata: { name } } of ofNodes.gone) {
      this.#nodeOf.delete(name)
      changed.add(name)
    }
    for (const node of ofNodes.come) {
      this.#nodeOf.set(node.metadata.name, node)
      changed.add(node.metadata.name)
    }
    const ofPods = differences(this.#pods, pods)
    for (const pod of ofPods.gone) this.#setPods(pod, changed, there => there.filter(p => p !== pod))
    for (const pod of ofPods.come) this.#setPods(pod, changed, there => [...there, pod].sort(byAge))
    this.#nodes = nodes
    this.#pods = pods
    for (const name of changed) this.#replace(name, this.#judge(name, at))
  }

  #setPods(pod: Pod, changed: Set<string>, change: (there: readonly Pod[]) => readonly Pod[]): void {
    const node = placeFor(pod)
    if (node === undefined) return
    const next = change(this.#podsOn.get(node) ?? [])
    if (next.length > 0) this.#podsOn.set(node, next)
    else this.#podsOn.delete(node)
    changed.add(node)
  }

  #replace(name: string, cell: Cell | undefined): void {
    const before = this.#cells.get(name)
    for (const field of COUNTED) this.#totals[field] += (cell?.[field] ?? 0) - (before?.[field] ?? 0)
    if (cell) this.#cells.set(name, cell)
    else this.#cells.delete(name)
    mark(this.#acting, name, cell?.acts)
    mark(this.#ripening, name, cell?.ripening)
    if (before?.pair === cell?.pair) return
    if (before?.pair !== undefined) this.#pairs.get(before.pair)!.delete(name)
    if (cell?.pair === undefined) return
    let names = this.#pairs.get(cell.pair)
    if (!names) this.#pairs.set(cell.pair, names = new Set())
    names.add(name)
  }

  /** DS1, DS2, DS5–DS8, DS12, DS13, DS16 of one node. */
  #judge(name: string, at: Instant): Cell | undefined {
    const there = this.#podsOn.get(name) ?? []
    const node = this.#nodeOf.get(name)
    const place = node && placeOf(this.#ds, node)
    const run = place?.run ?? false
    if (there.length === 0 && !run) return undefined
    const [first] = there
    const live = there.filter(pod => !pod.metadata.deletionTimestamp)
    const old = live.filter(pod => !this.#isNew(pod)).length
    const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0, old }
    if (name === NOWHERE) return { ...counts, acts: false, pair: undefined, ripening: false }
    if (run) {
      counts.desired = 1
      if (first) {
        counts.current = 1
        if (isPodReady(first)) counts.ready = 1
        if (this.#isAvailable(first, at)) counts.available = 1
        if (this.#isNew(first)) counts.updated = 1
      }
    } else if (node && first) counts.misscheduled = 1
    const rests = place?.keep === true && there.length === 1 && live.length === 1 && !isPodTerminal(first!)
    return { ...counts, acts: !rests, pair: this.#pairOf(live, at), ripening: there.some(pod => isPodReady(pod) && !this.#isAvailable(pod, at)) }
  }

  #pairOf(live: readonly Pod[], at: Instant): Pair {
    const young = live.filter(pod => this.#isNew(pod))
    const old = live.filter(pod => !this.#isNew(pod))
    if (young.length > 1 || old.length > 1) return 'tangled'
    if (young[0]) {
      const available = this.#isAvailable(young[0], at)
      if (old[0]) return available ? 'both, young available' : 'both'
      return available ? 'young, available' : 'young'
    }
    if (!old[0]) return 'none'
    return this.#isAvailable(old[0], at) ? 'old, available' : 'old'
  }

  #isNew(pod: Pod): boolean { return isUpdated(this.#ds, pod, this.#hash) }

  #isAvailable(pod: Pod, at: Instant): boolean {
    const is = isPodAvailable(pod, this.#minReadySeconds, at)
    if (is && this.#minReadySeconds > 0) this.#knownFrom = Math.max(this.#knownFrom, podReadyAt(pod)! + this.#minReadySeconds * 1000)
    return is
  }
}

function mark(set: Set<string>, name: string, is: boolean | undefined): void {
  if (is) set.add(name)
  else set.delete(name)
}

/** The node that a pod counts for; undefined for one that has ended and is about to go, of which nothing is to be done. */
const placeFor = (pod: Pod): string | undefined => (isPodTerminal(pod) && isPodTerminating(pod) ? undefined : targetOf(pod) ?? NOWHERE)

/**
 * What is in one list and not in the other, as these very objects. Both in the order of names, as they are nearly always: what stands out of
 * order may be named as gone and as come.
 */
export function differences<T extends { readonly metadata: { readonly name: string } }>(from: readonly T[], to: readonly T[]): { readonly gone: readonly T[]; readonly come: readonly T[] } {
  const gone: T[] = []
  const come: T[] = []
  if (from === to) return { gone, come }
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    const [a, b] = [from[i], to[j]]
    if (a === b) {
      i++
      j++
    } else if (b === undefined || (a !== undefined && a.metadata.name <= b.metadata.name)) {
      gone.push(a!)
      i++
    } else {
      come.push(b)
      j++
    }
  }
  return { gone, come }
}

/** Bound ones first, then the older, then by name. */
function byAge(a: Pod, b: Pod): number {
  const bound = Number(!!b.spec.nodeName) - Number(!!a.spec.nodeName)
  if (bound !== 0) return bound
  const [born, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  return born !== other ? (born < other ? -1 : 1) : a.metadata.name < b.metadata.name ? -1 : 1
}
