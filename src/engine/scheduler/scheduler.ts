// The scheduler: takes one pod per frame, judges all nodes, and writes down its decision; the binding follows as a write of its own.
// Upstream: pkg/scheduler/{scheduler,schedule_one,eventhandlers}.go.
import type { Node, Pod } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import {
  Namespace, Node as NodeKind, PersistentVolume, PersistentVolumeClaim, Pod as PodKind, PodDisruptionBudget, ReplicaSet, ReplicationController,
  Service, StatefulSet, StorageClass, type Kind,
} from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ApiError } from '../api/errors.ts'
import { Cache } from '../informers/cache.ts'
import { SCHEDULING_MS } from '../latency.ts'
import type { Parts } from '../parts.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Table } from '../world/table.ts'
import { Answers } from './answers.ts'
import { Belief } from './belief.ts'
import { concerns, mayHelp, nodeMatters, type ClusterEvent } from './hints.ts'
import { judge, Memo, type Judgement } from './judge.ts'
import { NO_NODES, NOTHING_PREPARED, unfitMessage } from './message.ts'
import { isTerminal, podInfoOf, priorityOf, type PodInfo } from './podInfo.ts'
import { preempt, type Candidate, type Outcome } from './preemption.ts'
import { SchedulingQueue, type QueuedPod } from './queue.ts'
import type { SchedulerReason } from './reasons.ts'
import { rejectorsOf, verdictOf } from './record.ts'
import type { Verdict } from './verdict.ts'
import { NAME, WHO, Writes, type Outcomes } from './writes.ts'

const KINDS: readonly Kind[] = [
  PodKind, NodeKind, Namespace, Service, ReplicationController, ReplicaSet, StatefulSet, PersistentVolumeClaim, PersistentVolume, StorageClass,
  PodDisruptionBudget,
]
const VOLUME_KINDS: ReadonlySet<string> = new Set([PersistentVolumeClaim, PersistentVolume, StorageClass].map(k => k.plural))

export class Scheduler implements Outcomes {
  readonly cache: Cache
  readonly queue: SchedulingQueue
  /** What every node said to a pod at its last attempt, for as long as the pod exists. */
  readonly verdicts: Table<Verdict>
  readonly belief: Belief
  readonly #parts: Parts
  readonly #writes: Writes
  readonly #memo = new Memo()
  readonly #answers = new Answers()
  /** How many victims of a pod have still to be told. */
  readonly #preempting: Table<number>
  readonly #state: Table<number | boolean | AgendaItem>

  constructor(parts: Parts) {
    this.#parts = parts
    const { world, server } = parts
    this.cache = new Cache(world, 'scheduler', KINDS, false)
    this.belief = new Belief(world, this.cache)
    this.#writes = new Writes(parts, this.cache, this)
    this.queue = new SchedulingQueue(world, () => this.#arrange(SCHEDULING_MS.first))
    this.verdicts = world.table('scheduler/verdict', 500)
    this.#preempting = world.table('scheduler/preempting')
    this.#state = world.table('scheduler/state')
    world.on('scheduler/cycle', () => this.#cycle())
    this.cache.onChange((kind, key, before, after) => this.#heard(kind, key, before, after))
    server.watch.subscribe(this.cache)
  }

  get stopped(): boolean { return this.#state.get('stopped') === true }

  /** The process dies: its queue and its beliefs go with it. What was decided and not written is lost. */
  stop(): void {
    if (this.stopped) return
    this.#state.set('stopped', true)
    this.queue.forgetAll()
    for (const table of [this.belief.assumed, this.belief.nominated, this.#preempting] as Table<unknown>[]) {
      for (const key of Array.from(table.keys())) table.delete(key)
    }
  }

  /** It comes back and finds what waits. */
  start(): void {
    this.#state.delete('stopped')
    for (const pod of this.cache.list(PodKind)) this.#podHeard(`${pod.metadata.namespace}/${pod.metadata.name}`, undefined, pod)
  }

  #heard(kind: Kind, key: Key, before: AnyObject | undefined, after: AnyObject | undefined): void {
    if (kind.plural === PodKind.plural) {
      if (!after) this.verdicts.delete(key)
      if (!this.stopped) this.#podHeard(key, before as unknown as Pod | undefined, after as unknown as Pod | undefined)
    } else if (this.stopped) return
    else if (kind.plural === NodeKind.plural) {
      const [old, now] = [before, after] as unknown as [Node | undefined, Node | undefined]
      if (nodeMatters(old, now)) this.#happened({ what: 'node', before: old, after: now })
    } else if (VOLUME_KINDS.has(kind.plural)) this.#happened({ what: 'volume' })
    else if (kind.plural === Namespace.plural) this.#happened({ what: 'namespace' })
  }

  #podHeard(key: Key, before: Pod | undefined, after: Pod | undefined): void {
    const wasPlaced = before !== undefined && Boolean(before.spec?.nodeName) && !isTerminal(before)
    const isPlaced = after !== undefined && Boolean(after.spec?.nodeName) && !isTerminal(after)
    if (isPlaced || !after || isTerminal(after)) {
      this.belief.assumed.delete(key)
      this.belief.nominated.delete(key)
      this.#preempting.delete(key)
      this.queue.remove(key)
    }
    if (wasPlaced || isPlaced) {
      this.#happened({ what: 'placed-pod', before: wasPlaced ? before : undefined, after: isPlaced ? after : undefined })
      return
    }
    if (!after || isTerminal(after) || (after.spec?.schedulerName ?? NAME) !== NAME) return
    this.#waitingHeard(key, before, after)
  }

  /** A pod without a node came or changed. */
  #waitingHeard(key: Key, before: Pod | undefined, after: Pod): void {
    const nominated = after.status?.nominatedNodeName
    if (nominated !== before?.status?.nominatedNodeName && !this.belief.assumed.has(key)) {
      if (nominated) this.belief.nominated.set(key, nominated)
      else this.belief.nominated.delete(key)
    }
    const entry = this.queue.pods.get(key)
    if (!before || !entry || entry.uid !== after.metadata.uid) {
      if (!entry || entry.uid !== after.metadata.uid) this.queue.add(key, after.metadata.uid ?? '', priorityOf(after), isGated(after))
      return
    }
    if (entry.state === 'gated') {
      if (!isGated(after) && !this.#preempting.has(key)) this.queue.activate(key)
      return
    }
    if (entry.state !== 'unschedulable') return
    const event: ClusterEvent = { what: 'own', before, after }
    const info = podInfoOf(after)
    // A nomination that was taken back says: look elsewhere, now.
    const denied = before.status?.nominatedNodeName && !nominated
    if (denied || entry.rejectors.some(plugin => mayHelp(plugin, info, event, this.belief.view))) this.queue.retry(key)
  }

  /** Lets those try again whom a change may help. */
  #happened(event: ClusterEvent): void {
    if (!this.queue.anyUnschedulable) return
    const { view } = this.belief
    const asked = new Set<Key>()
    for (const plugin of REJECTORS) {
      if (!concerns(plugin, event)) continue
      for (const key of this.queue.refusedBy(plugin)) {
        const pod = asked.has(key) ? undefined : this.cache.get(PodKind, key)
        if (pod && mayHelp(plugin, podInfoOf(pod), event, view)) asked.add(key)
      }
    }
    for (const key of [...asked].sort()) this.queue.retry(key)
  }

  /** Asks for a turn, if none is asked for. */
  #arrange(afterMs: number): void {
    const { world } = this.#parts
    if (this.stopped || (this.#state.get('cycle') as AgendaItem | undefined)?.pending) return
    this.#state.set('cycle', world.schedule({ at: world.now + afterMs, handler: 'scheduler/cycle' }))
  }

  #cycle(): void {
    const { world } = this.#parts
    world.note({ actor: WHO, what: 'schedule', quiet: true })
    const next = this.stopped ? undefined : this.queue.pop()
    if (!next) return
    const { key, entry } = next
    world.note({ about: `pods/${key}`, quiet: false })
    world.alsoBecauseOf(entry.causes.filter(c => c !== world.frame.cause))
    const pod = this.cache.get(PodKind, key)
    if (!pod) this.queue.remove(key)
    else if (pod.metadata.deletionTimestamp) {
      this.#writes.say(pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${key}`)
      this.queue.remove(key)
      this.#because({ id: 'scheduler.gone' })
    } else this.#attempt(key, entry, pod)
    if (!this.queue.isEmpty) this.#arrange(SCHEDULING_MS.next)
  }

  #attempt(key: Key, entry: QueuedPod, pod: Pod): void {
    const { world } = this.#parts
    const { view } = this.belief
    const info = podInfoOf(pod)
    const startAt = (this.#state.get('start') as number | undefined) ?? 0
    const judgement = judge(info, view, { startAt, memo: this.#memo, draw: n => world.chance.below(n, 'scheduler-tie', entry.uid, entry.attempts) })
    if (judgement.nodes > 0) {
      const start = (startAt + judgement.feasible.length + judgement.refusals.size) % judgement.nodes
      if (start !== startAt) this.#state.set('start', start)
    }
    const { winner } = judgement
    if (winner) this.#assign(key, entry, judgement, winner.name)
    else this.#noNode(key, entry, info, judgement)
  }

  #assign(key: Key, { uid, attempts }: QueuedPod, judgement: Judgement, node: string): void {
    const { world } = this.#parts
    const { nodes, feasible, best, scored } = judgement
    this.#because(feasible.length === 1 ? { id: 'scheduler.only-node', node, nodes }
      : { id: 'scheduler.assigned', node, nodes, feasible: feasible.length, equals: best.length, score: scored!.totals[feasible.indexOf(judgement.winner!)]! })
    this.verdicts.set(key, verdictOf(judgement, world.now, attempts, this.#answers))
    this.belief.nominated.delete(key)
    this.belief.assumed.set(key, { uid, node })
    this.#writes.bind(key, uid, node)
  }

  #noNode(key: Key, entry: QueuedPod, info: PodInfo, judgement: Judgement): void {
    const { world } = this.#parts
    if (judgement.nodes === 0) {
      this.#because({ id: 'scheduler.no-nodes-at-all' })
      this.verdicts.set(key, verdictOf(judgement, world.now, entry.attempts, this.#answers, NO_NODES))
      this.queue.failed(key, [])
      this.#writes.sayWhyNot(key, info.pod, NO_NODES, 'Unschedulable', '')
      return
    }
    const outcome: Outcome | undefined = judgement.podRefusal ? undefined
      : preempt(judgement, this.belief.view, n => world.chance.below(n, 'victim-tie', entry.uid, entry.attempts))
    const chosen = outcome?.chosen
    const message = unfitMessage(judgement, !outcome ? NOTHING_PREPARED : outcome.chosen ? '' : outcome.message)
    this.#because(chosen ? { id: 'scheduler.preempts', node: chosen.node.name, victims: chosen.victims.length, nodes: judgement.nodes }
      : { id: 'scheduler.no-node', nodes: judgement.nodes, plugins: rejectorsOf(judgement) })
    this.verdicts.set(key, verdictOf(judgement, world.now, entry.attempts, this.#answers, message, outcome?.record))
    const toTell = chosen ? chosen.victims.filter(v => !v.pod.metadata.deletionTimestamp) : []
    this.queue.failed(key, rejectorsOf(judgement), toTell.length > 0)
    if (chosen) this.#makeRoom(key, entry, info, chosen, toTell)
    const forget = outcome && !outcome.chosen && outcome.forgetNomination
    if (forget) this.belief.nominated.delete(key)
    this.#writes.sayWhyNot(key, info.pod, message, 'Unschedulable', chosen ? chosen.node.name : forget ? '' : undefined)
  }

  /** Names the node for the pod, and tells the victims to go. Upstream: prepareCandidateAsync. */
  #makeRoom(key: Key, entry: QueuedPod, info: PodInfo, { node }: Candidate, victims: readonly PodInfo[]): void {
    // Whoever hoped for this node and matters less has to look elsewhere.
    for (const other of [...this.belief.view.nominatedTo(node.name).values()].filter(o => o.priority < info.priority).sort((a, b) => (a.key < b.key ? -1 : 1))) {
      this.belief.nominated.delete(other.key)
      this.#writes.takeBackNomination(other.key, other.pod)
    }
    this.belief.nominated.set(key, node.name)
    if (victims.length === 0) return
    this.#preempting.set(key, victims.length)
    for (const victim of victims) this.#writes.evict(victim.pod, victim.key, node.name, key, entry.uid)
  }

  stillBinds(key: Key, uid: string): boolean { return this.belief.assumed.get(key)?.uid === uid }

  /** What it would have taken is free again; the pod waits out its back-off. */
  bindRefused(key: Key, uid: string, error: ApiError): void {
    if (!this.stillBinds(key, uid)) return
    this.belief.assumed.delete(key)
    const pod = this.cache.get(PodKind, key)
    if (!pod || pod.spec?.nodeName || pod.metadata.uid !== uid) {
      this.queue.remove(key)
      return
    }
    this.queue.failed(key, [])
    this.#writes.sayWhyNot(key, pod, `running Bind plugin "DefaultBinder": ${error.message}`, 'SchedulerError', '')
    this.#happened({ what: 'placed-pod', before: pod, after: undefined })
  }

  /** One more victim knows. When all do, the pod waits for them to go. */
  victimTold(by: Key, failed: boolean): void {
    const left = (this.#preempting.get(by) ?? 0) - 1
    if (left > 0) this.#preempting.set(by, left)
    else {
      this.#preempting.delete(by)
      this.queue.ungate(by)
    }
    if (failed) this.queue.activate(by)
  }

  #because(reason: SchedulerReason): void { this.#parts.world.note({ reason }) }
}

const REJECTORS = [
  'InterPodAffinity', 'NodeAffinity', 'NodeName', 'NodePorts', 'NodeResourcesFit', 'NodeUnschedulable', 'PodTopologySpread', 'TaintToleration',
  'VolumeBinding', 'VolumeRestrictions', 'VolumeZone',
] as const

const isGated = (pod: Pod): boolean => (pod.spec?.schedulingGates?.length ?? 0) > 0
