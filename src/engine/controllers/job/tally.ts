// What became of the pods: the numbers that the status will show. Upstream: job_controller.go, manageJob, deleteJobPods, deleteActivePods.
import type { Pod } from '../../../kube/core.ts'
import type { JobCondition } from '../../../kube/batch.ts'
import { hasJobTracking } from '../../../kube/jobs.ts'
import { isPodReady } from '../../../kube/pods.ts'
import type { Intent, Outcome } from '../controller.ts'
import { tell } from './decide.ts'
import type { Judgement } from './judge.ts'

export interface Tally {
  readonly active: number
  readonly ready: number
  readonly terminating: number
  /** The end that the Job still heads for: not while one of its pods could not be deleted, or the cache lags behind. */
  readonly ending: JobCondition | undefined
  /** Whether pods were managed, so that suspending and resuming may be told. */
  readonly managed: boolean
  /** The first refusal that makes the sync fail. */
  readonly refusal: string | undefined
  /** Events about refusals. */
  readonly events: readonly Intent[]
}

/** `outcomes` are those of podIntents, in order. */
export function tally(j: Judgement, caughtUp: boolean, outcomes: readonly Outcome[]): Tally {
  const { plan, ready, terminating } = j
  const active = j.active.length
  const still = { active, ready, terminating, ending: undefined, managed: plan.do !== 'leave', refusal: undefined, events: [] }
  switch (plan.do) {
    case 'finish': {
      const gone = deletions(j, plan.remove, false, outcomes)
      const ending = gone.count === active && caughtUp ? plan.verdict : undefined
      return { ...still, ...without(gone, still), ending, managed: false }
    }
    case 'suspend': case 'remove': return { ...still, ...without(deletions(j, plan.remove, true, outcomes), still) }
    case 'create': return { ...still, ...creations(j, plan.count, outcomes) }
    // J36: 1.36 reports no active pods while it waits, though others run.
    case 'wait': return { ...still, active: 0 }
    default: return still
  }
}

interface Deleted {
  readonly count: number
  readonly ready: number
  readonly refusal: string | undefined
  readonly events: readonly Intent[]
}

const without = (gone: Deleted, from: { active: number; ready: number; terminating: number }) => ({
  active: from.active - gone.count, ready: from.ready - gone.ready, terminating: from.terminating + gone.count, refusal: gone.refusal, events: gone.events,
})

/** A pod that is gone already counts as deleted. */
function deletions(j: Judgement, pods: readonly Pod[], freed: boolean, outcomes: readonly Outcome[]): Deleted {
  let at = 0
  let count = 0
  let ready = 0
  let refusal: string | undefined
  const events: Intent[] = []
  for (const pod of pods) {
    const patch = freed && hasJobTracking(pod) ? outcomes[at++] : undefined
    const done = outcomes[at++]
    at++ // the event
    const refused = patch?.refused ?? done?.refused
    if (refused && refused.reason !== 'NotFound') {
      refusal ??= patch?.refused ? `removing completion finalizer: ${refused.message}` : refused.message
      if (!patch?.refused) events.push(tell(j.job, 'Warning', 'FailedDelete', `Error deleting: ${refused.message}`))
    } else count++
    if (!patch?.refused && isPodReady(pod)) ready++
  }
  return { count, ready, refusal, events }
}

/** J9: pods not tried after a refusal are not active; those refused because the namespace is going are, and nobody minds. */
function creations(j: Judgement, wanted: number, outcomes: readonly Outcome[]) {
  let active = j.active.length + wanted
  let refusal: string | undefined
  const events: Intent[] = []
  for (const { intent, refused, skipped } of outcomes) {
    if (intent.verb !== 'create') continue
    if (skipped) active--
    else if (refused && !isNamespaceGoing(refused)) {
      active--
      refusal ??= refused.message
      events.push(tell(j.job, 'Warning', 'FailedCreate', `Error creating: ${refused.message}`))
    }
  }
  return { active, refusal, events }
}

const isNamespaceGoing = ({ code, message }: { readonly code: number; readonly message: string }): boolean =>
  code === 403 && message.endsWith('because it is being terminated')
