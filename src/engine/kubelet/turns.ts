// What one turn of a pod worker comes to, and the small words in which the steps say it.
import type { Container, Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { isSidecar } from './phase.ts'
import { type KubeletReasonId, why } from './reasons.ts'
import type { PodRecord, Step, Work } from './record.ts'
import { actorOf, type Room } from './room.ts'

export type StartStep = Extract<Step, { do: 'start' }>

/** What a turn comes to: the record, and until when the worker waits; without that it goes on at once. */
export interface Turn { readonly r: PodRecord; readonly until?: Instant }

export const withWork = (r: PodRecord, change: Partial<Work>): PodRecord => ({ ...r, work: { ...r.work!, ...change } })
export const done = (r: PodRecord, change?: Partial<Work>): PodRecord => ({ ...r, work: { ...r.work!, ...change, steps: r.work!.steps.slice(1) } })
export const at = (r: PodRecord, step: Step, change?: Partial<Work>): PodRecord => ({ ...r, work: { ...r.work!, ...change, steps: r.work!.steps.with(0, step) } })
export const because = (room: Room, r: PodRecord, what: string, id: KubeletReasonId, details: Record<string, string | number> = {}) => {
  room.world.note({ actor: actorOf(r.node), what, about: `pods/${r.key}`, reason: why(id, details) })
}

/** A container could not be started; the reason shows in its status from the next sync on. */
export function failed(r: PodRecord, container: Container, init: boolean, reason: string, message: string, backoffUntil?: Instant): Turn {
  const work = r.work!
  const rest = init && !isSidecar(container) ? [] : work.steps.slice(1)
  return {
    r: {
      ...r, failures: { ...r.failures, [container.name]: { reason, message } },
      work: {
        ...work, steps: rest,
        ...(backoffUntil === undefined ? { failed: true } : { backoffUntil: Math.min(backoffUntil, work.backoffUntil ?? Infinity) }),
      },
    },
  }
}

export type Stage = (room: Room, r: PodRecord, pod: Pod, step: StartStep, container: Container) => Turn

export const refOf = (step: StartStep) => ({ name: step.container, init: step.init })
