// What a sync ends with: the status, then the history's clean-up. Upstream: stateful_set_control.go, performUpdate, truncateHistory.
import type { StatefulSet } from '../../../kube/apps.ts'
import { ControllerRevision as RevisionKind, StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { Conclusion, Intent, Outcome } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { dropRevision } from '../revisions.ts'
import type { StatefulSetView } from './observe.ts'
import { plan } from './plan.ts'
import { reason } from './reasons.ts'
import { revisionsFor, superfluous } from './revision.ts'
import { differs, nextAvailableMs, statusOf } from './status.ts'

const isStatus = ({ intent }: Outcome) => intent.verb === 'update' && intent.kind === StatefulSetKind
const isRevision = ({ intent }: Outcome) => 'kind' in intent && intent.kind === RevisionKind

export function conclude(view: StatefulSetView, outcomes: readonly Outcome[], now: Instant): Conclusion<undefined> {
  const { set } = view
  const written = outcomes.filter(isStatus)
  const last = written.at(-1)
  const refused = outcomes.find(o => o.refused && o.intent.must)
  const collides = refused && isRevision(refused) && refused.intent.verb === 'create' && refused.refused!.reason === 'AlreadyExists'
  if (collides && !last) {
    const collisionCount = (set.status?.collisionCount ?? 0) + 1
    return { intents: [put({ ...set, status: { ...set.status, replicas: set.status?.replicas ?? 0, collisionCount } })], because: reason('sts.collision', { collisions: collisionCount }) }
  }
  const failed = (message: string): Conclusion<undefined> => ({ intents: [], failed: true, because: reason('sts.refused', { message }) })
  // Without its revisions, or its pods, a sync comes to nothing.
  if (refused && (isRevision(refused) || refused.intent.verb === 'patch')) return failed(refused.refused!.message)

  const revisions = revisionsFor(set, view.revisions)
  const isGone = (name: string) => outcomes.some(o => o.intent.verb === 'delete' && !o.skipped && (!o.refused || o.refused.reason === 'NotFound') && o.intent.key.endsWith(`/${name}`))
  const next = statusOf(view, revisions, plan(view, revisions).updating.filter(pod => isGone(pod.metadata.name)).length)
  if (!last && differs(set, next)) {
    const { replicas, readyReplicas: ready = 0, currentReplicas: current = 0, updatedReplicas: updated = 0 } = next
    return { intents: [...failureEvents(set, refused), put({ ...set, status: next })], because: reason('sts.status', { replicas, ready, current, updated }) }
  }
  if (last?.refused?.reason === 'Conflict' && written.length === 1) {
    const { resourceVersion: _, ...metadata } = set.metadata
    return { intents: [put({ ...set, metadata, status: next })] }
  }
  const cleanup = superfluous(set, view.revisions, view.pods, revisions)
  if (cleanup.length > 0 && !outcomes.some(o => isRevision(o) && o.intent.verb === 'delete')) {
    return { intents: cleanup.map(dropRevision), because: reason('sts.history', { deleting: cleanup.length }) }
  }
  if (!last && refused && !outcomes.some(o => o.intent.verb === 'event' && o.intent.event.type === 'Warning')) return { intents: failureEvents(set, refused) }
  const failure = last?.refused ?? refused?.refused
  if (failure) return failed(failure.message)
  const again = nextAvailableMs(view, now)
  return { intents: [], ...(again === undefined ? {} : { againInMs: again }), ...(last ? {} : { because: reason('sts.status-unchanged', {}) }) }
}

const put = (set: StatefulSet): Intent => ({ verb: 'update', kind: StatefulSetKind, subresource: 'status', object: set as unknown as AnyObject })

/** SS14. */
function failureEvents(set: StatefulSet, refused: Outcome | undefined): Intent[] {
  if (!refused) return []
  const { intent } = refused
  const { message } = refused.refused!
  const verb = intent.verb === 'create' ? 'Create' : intent.verb === 'delete' ? 'Delete' : 'Update'
  if (intent.verb === 'patch' || !('kind' in intent)) return []
  const name = intent.verb === 'delete' ? intent.key.slice(intent.key.indexOf('/') + 1) : (intent as { object: AnyObject }).object.metadata.name
  const what = intent.kind.kind === 'PersistentVolumeClaim' ? 'Claim' : 'Pod'
  return [tellOf(set, 'Warning', `Failed${verb}`, `${verb} ${what} ${name} in StatefulSet ${set.metadata.name} failed error: ${message}`)]
}
