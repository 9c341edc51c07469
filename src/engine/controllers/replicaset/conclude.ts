// What a sync ends with: the status, once more if somebody else was faster, and when to look again.
import type { Instant } from '../../../kube/object.ts'
import type { Conclusion, Intent, Outcome } from '../controller.ts'
import { failureEvents, firstFailure } from '../podControl.ts'
import type { ReplicaSetView } from './observe.ts'
import { reason } from './reasons.ts'
import { statusDiffers, statusOf } from './status.ts'

export function conclude(view: ReplicaSetView, outcomes: readonly Outcome[], _now: Instant): Conclusion<undefined> {
  const refusedClaim = outcomes.find(o => o.intent.verb === 'patch' && o.refused)?.refused
  if (refusedClaim) return { intents: [], failed: true, because: reason('rs.refused', { message: refusedClaim.message }) }
  const failure = firstFailure(outcomes.filter(o => o.intent.verb !== 'update'))
  const written = outcomes.filter(o => o.intent.verb === 'update')
  const last = written.at(-1)
  if (!last) {
    const status = statusOf(view, failure?.message)
    const told = outcomes.some(o => o.intent.verb === 'event' && o.intent.event.type === 'Warning')
    const events = told ? [] : failureEvents(view.rs, outcomes)
    if (statusDiffers(view, status)) {
      const { replicas, readyReplicas: ready = 0, availableReplicas: available = 0, terminatingReplicas: terminating = 0 } = status
      return { intents: [...events, write(view, view.rs.metadata.resourceVersion)], because: reason('rs.status', { replicas, ready, available, terminating }) }
    }
    if (events.length > 0) return { intents: events }
    return { intents: [], because: reason('rs.status-unchanged', {}), ...rest(view, failure) }
  }
  // RS15: one more try on the newest state, as upstream's retry of the status update has it.
  if (last.refused && written.length === 1 && last.refused.reason === 'Conflict') return { intents: [write(view, undefined)] }
  if (last.refused) return { intents: [], failed: true, because: reason('rs.refused', { message: last.refused.message }) }
  return { intents: [], ...rest(view, failure) }

  function write({ rs, flavour }: ReplicaSetView, resourceVersion: string | undefined): Intent {
    const { resourceVersion: _, ...metadata } = rs.metadata
    const object = { ...rs, metadata: resourceVersion ? rs.metadata : metadata, status: statusOf(view, failure?.message) }
    return { verb: 'update', kind: flavour.kind, subresource: 'status', object }
  }
}

function rest(view: ReplicaSetView, failure: Outcome['refused']): Partial<Conclusion<undefined>> {
  const ms = view.counts.nextAvailableMs
  return { ...(ms === undefined ? {} : { againInMs: ms }), ...(failure ? { failed: true, because: reason('rs.refused', { message: failure.message }) } : {}) }
}
