// What a sync ends with: the status, and when to look again. Upstream: daemon_controller.go, syncDaemonSet; update.go, snapshot.
import type { DaemonSet } from '../../../kube/apps.ts'
import { ControllerRevision as RevisionKind, DaemonSet as DaemonSetKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { Conclusion, Intent, Outcome } from '../controller.ts'
import { failureEvents, firstFailure } from '../podControl.ts'
import { counted, type Failures } from './backoff.ts'
import { historyOf } from './history.ts'
import { manage } from './manage.ts'
import type { DaemonSetView } from './observe.ts'
import { reason } from './reasons.ts'
import { differs, statusWith } from './status.ts'
import { surveyOf } from './survey.ts'

const isStatus = ({ intent }: Outcome) => intent.verb === 'update' && intent.kind === DaemonSetKind

export function conclude(view: DaemonSetView, outcomes: readonly Outcome[], now: Instant): Conclusion<Failures> {
  const { hash } = historyOf(view.ds, view.revisions, view.pods)
  const memo = failuresAfter(view, hash, outcomes)
  const written = outcomes.filter(isStatus)
  const broken = outcomes.find(o => o.refused && o.intent.verb !== 'event' && o.intent.must)
  if (broken) return hindered(view, broken, written, memo)

  const pods = outcomes.filter(o => 'kind' in o.intent && o.intent.kind !== RevisionKind && !isStatus(o))
  const failure = firstFailure(pods)
  const { desired, current, ready, updated, available, misscheduled } = surveyOf({ ...view, at: now }, hash).counts
  const counts = { desired, current, ready, updated, available, misscheduled }
  const next = statusWith(view.ds, counts, view.caughtUp)
  const last = written.at(-1)
  if (!last) {
    const said = outcomes.some(o => o.intent.verb === 'event' && o.intent.event.reason.startsWith('FailedCreate'))
    const events = said ? [] : failureEvents(view.ds, pods)
    if (differs(view.ds, next)) {
      return { intents: [...events, put({ ...view.ds, status: next })], because: reason('ds.status', { desired, current, ready, updated, available }) }
    }
    if (events.length > 0) return { intents: events }
  } else if (last.refused) {
    // Once more on whatever is there by now.
    if (last.refused.reason === 'Conflict' && written.length === 1) {
      const { resourceVersion: _, ...metadata } = view.ds.metadata
      return { intents: [put({ ...view.ds, metadata, status: next })] }
    }
    return { intents: [], memo, failed: true, because: reason('ds.refused', { message: last.refused.message }) }
  }
  const again = soonest(view, hash, counts)
  return {
    intents: [], memo, ...(again === undefined ? {} : { againInMs: again }),
    ...(last ? {} : { because: reason('ds.status-unchanged', {}) }),
    ...(failure ? { failed: true, because: reason('ds.refused', { message: failure.message }) } : {}),
  }
}

/** A claim or a revision was refused: nothing else was done. DS10: a name that is taken is counted, so that the next sync finds another. */
function hindered(view: DaemonSetView, broken: Outcome, written: readonly Outcome[], memo: Failures | undefined): Conclusion<Failures> {
  const { message, reason: why } = broken.refused!
  const taken = why === 'AlreadyExists' && broken.intent.verb === 'create' && broken.intent.kind === RevisionKind
  if (taken && written.length === 0) {
    const collisionCount = (view.ds.status?.collisionCount ?? 0) + 1
    const status = { ...statusWith(view.ds, surveyOf(view, '').counts, false), ...view.ds.status, collisionCount }
    return { intents: [put({ ...view.ds, status })], because: reason('ds.collision', { collisions: collisionCount }) }
  }
  return { intents: [], memo, failed: true, because: reason('ds.refused', { message }) }
}

const put = (ds: DaemonSet): Intent => ({ verb: 'update', kind: DaemonSetKind, subresource: 'status', object: ds as unknown as AnyObject })

/** DS7: the deletions that were tried are counted, by node. */
function failuresAfter(view: DaemonSetView, hash: string, outcomes: readonly Outcome[]): Failures | undefined {
  const tried = outcomes.some(({ intent, skipped }) => !skipped && intent.verb === 'event' && intent.event.reason === 'FailedDaemonPod')
  const nodes = tried ? manage(view.before ?? view, hash).failed.map(f => f.node) : []
  return counted(view.failures, view.ds.status?.observedGeneration ?? 0, nodes, view.at)
}

/** DS7, DS17. */
function soonest(view: DaemonSetView, hash: string, { ready, available }: { ready: number; available: number }): number | undefined {
  const { minReadySeconds = 0 } = view.ds.spec
  const waits = view.failures ? manage(view, hash).waiting.map(w => w.ms) : []
  if (minReadySeconds > 0 && ready !== available) waits.push(minReadySeconds * 1000)
  return waits.length > 0 ? Math.min(...waits) : undefined
}
