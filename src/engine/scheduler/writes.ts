// The scheduler's writes: bindings, conditions, and victims told to go. Each waits for the client's limit and is a frame of its own.
// Upstream: plugins/defaultbinder, framework/preemption (PreemptPod), framework/api_calls.
import type { Pod } from '../../kube/core.ts'
import { splitKey, type Key } from '../../kube/keys.ts'
import { Pod as PodKind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { RecordedEvent } from '../controllers/controller.ts'
import { ApiError } from '../api/errors.ts'
import type { Cache } from '../informers/cache.ts'
import { SCHEDULER_LIMIT } from '../latency.ts'
import type { Parts } from '../parts.ts'
import { askForVolume, openClaims } from './claims.ts'
import { EventSeries } from './eventSeries.ts'
import type { SchedulerReason } from './reasons.ts'
import { statusPatch } from './statusPatch.ts'

export const NAME = 'default-scheduler'
export const WHO = 'scheduler'
const ACTIONS = { Scheduled: 'Binding', FailedScheduling: 'Scheduling', Preempted: 'Preempting' } as const
/** How soon to look again whether the claims of a pod have their volumes. */
const CLAIMS_MS = 1000
/** An event's note may be so long. */
const MAX_NOTE = 1024

interface About { readonly key: Key; readonly uid: string }
type Binding = About & { readonly op: 'bind'; readonly node: string }
type Telling = About & { readonly op: 'mark' | 'evict'; readonly node: string; readonly by: Key; readonly byUid: string }
type Pending = Binding | Telling | (About & { readonly op: 'status'; readonly body: unknown })

const WHAT: Readonly<Record<Pending['op'], string>> = { bind: 'bind', status: 'patch pods/status', mark: 'mark for preemption', evict: 'preempt' }

/** What the scheduler wants to know of its writes. */
export interface Outcomes {
  /** Whether the binding is still what it wants. */
  stillBinds(key: Key, uid: string): boolean
  bindRefused(key: Key, uid: string, error: ApiError): void
  /** A victim of `by` has been told, or could not be (`failed`). */
  victimTold(by: Key, failed: boolean): void
  readonly stopped: boolean
}

export class Writes {
  readonly #parts: Parts
  readonly #cache: Cache
  readonly #events: EventSeries
  readonly #outcomes: Outcomes

  constructor(parts: Parts, cache: Cache, outcomes: Outcomes) {
    this.#parts = parts
    this.#cache = cache
    this.#events = new EventSeries(parts, NAME)
    this.#outcomes = outcomes
    parts.world.on('scheduler/write', (pending: Pending) => this.#carry(pending))
  }

  bind(key: Key, uid: string, node: string): void { this.#later({ op: 'bind', key, uid, node }) }

  /** `by` takes the victim's room on the node. Marked first, then deleted. */
  evict(victim: Pod, key: Key, node: string, by: Key, byUid: string): void {
    this.#later({ op: 'mark', key, uid: victim.metadata.uid ?? '', node, by, byUid })
  }

  /** Says why there is no node: an event, and the pod's condition if it reads differently. `nominated`: see statusPatch. */
  sayWhyNot(key: Key, pod: Pod, message: string, reason: 'Unschedulable' | 'SchedulerError', nominated: string | undefined): void {
    this.say(pod, 'Warning', 'FailedScheduling', message.length > MAX_NOTE ? `${message.slice(0, MAX_NOTE - 4)} ...` : message)
    this.#status(key, pod, statusPatch(pod, this.#parts.world.now, { type: 'PodScheduled', status: 'False', reason, message }, nominated))
  }

  takeBackNomination(key: Key, pod: Pod): void { this.#status(key, pod, statusPatch(pod, this.#parts.world.now, undefined, '')) }

  say(pod: Pod, type: RecordedEvent['type'], reason: keyof typeof ACTIONS, message: string, related?: Pod): void {
    this.#events.record({ about: referenceTo(pod), type, reason, message, action: ACTIONS[reason], ...(related ? { related: referenceTo(related) } : {}) }, reason === 'Scheduled')
  }

  #status(key: Key, pod: Pod, body: unknown): void {
    if (body !== undefined) this.#later({ op: 'status', key, uid: pod.metadata.uid ?? '', body })
  }

  #later(pending: Pending): void {
    const { world, limiter, latency } = this.#parts
    world.schedule({ at: limiter.take(WHO, SCHEDULER_LIMIT, world.now + latency.writeMs), handler: 'scheduler/write', payload: pending })
  }

  #carry(pending: Pending): void {
    const { world } = this.#parts
    world.note({ actor: WHO, what: WHAT[pending.op], about: `pods/${pending.key}` })
    if (this.#outcomes.stopped) return
    try {
      this.#send(pending)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      world.note({ what: `${WHAT[pending.op]} refused`, reason: { id: 'write.refused', verb: pending.op, code: error.code, message: error.message } })
      if (pending.op === 'bind') this.#outcomes.bindRefused(pending.key, pending.uid, error)
      else if (pending.op !== 'status') this.#outcomes.victimTold(pending.by, error.code !== 404)
    }
  }

  #send(pending: Pending): void {
    const { server } = this.#parts
    const { namespace, name } = splitKey(pending.key)
    switch (pending.op) {
      case 'bind': return this.#sendBinding(pending, namespace, name)
      case 'status':
        this.#because({ id: 'scheduler.says-unschedulable' })
        server.patch(WHO, PodKind, namespace, name, 'strategic', pending.body, { subresource: 'status' })
        return
      default: return this.#sendTelling(pending, namespace, name)
    }
  }

  #sendBinding({ key, uid, node }: Binding, namespace: string | undefined, name: string): void {
    if (!this.#outcomes.stillBinds(key, uid)) return
    const pod = this.#cache.get(PodKind, key)
    const open = pod ? openClaims(this.#parts.server, pod) : []
    if (open.length > 0) {
      // Upstream looks again every second, for ten minutes; here for as long as the pod wants the node.
      this.#because({ id: 'scheduler.waits-for-volumes', node, claims: open.map(c => c.metadata.name!) })
      for (const claim of open) askForVolume(this.#parts.server, WHO, claim, node)
      this.#parts.world.schedule({ at: this.#parts.world.now + CLAIMS_MS, handler: 'scheduler/write', payload: { op: 'bind', key, uid, node } satisfies Pending })
      return
    }
    const binding: AnyObject = { apiVersion: 'v1', kind: 'Binding', metadata: { name, ...(namespace ? { namespace } : {}), uid }, target: { kind: 'Node', name: node } }
    this.#parts.server.createSubresource(WHO, PodKind, namespace, name, 'binding', binding)
    this.#because({ id: 'scheduler.bound', node })
    if (pod) this.say(pod, 'Normal', 'Scheduled', `Successfully assigned ${key} to ${node}`)
  }

  #sendTelling(pending: Telling, namespace: string | undefined, name: string): void {
    const { world, server } = this.#parts
    this.#because({ id: 'scheduler.evicts', node: pending.node, for: pending.by })
    const pod = this.#cache.get(PodKind, pending.key)
    if (pending.op === 'mark') {
      const message = `${NAME}: preempting to accommodate a higher priority pod`
      const patch = pod && statusPatch(pod, world.now, { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message })
      if (patch) server.patch(WHO, PodKind, namespace, name, 'strategic', patch, { subresource: 'status' })
      this.#later({ ...pending, op: 'evict' })
      return
    }
    server.delete(WHO, PodKind, namespace, name, { preconditions: { uid: pending.uid } })
    if (pod) this.say(pod, 'Normal', 'Preempted', `Preempted by pod ${pending.byUid} on node ${pending.node}`, this.#cache.get(PodKind, pending.by))
    this.#outcomes.victimTold(pending.by, false)
  }

  #because(reason: SchedulerReason): void { this.#parts.world.note({ reason }) }
}

function referenceTo({ metadata: { namespace, name, uid, resourceVersion } }: Pod): RecordedEvent['about'] {
  return { kind: 'Pod', apiVersion: 'v1', name, ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) }
}
