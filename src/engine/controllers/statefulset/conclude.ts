// What a sync ends with: the status, then the history's clean-up. Upstream: stateful_set_control.go, performUpdate, truncateHistory.
import type { StatefulSet } from '../../../kube/apps.ts'
import { ControllerRevision as RevisionKind, StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { Conclusion, Intent, Outcome } from '../controller.ts'
import { dropRevision } from '../revisions.ts'
import type { StatefulSetView } from './observe.ts'
import { plan } from './plan.ts'
import { failureEvents } from './pods.ts'
import { reason } from './reasons.ts'
import { ownersOfMade } from './retention.ts'
import { revisionsFor, superfluous } from './revision.ts'
import { differs, nextAvailableMs, statusOf } from './status.ts'

const isStatus = ({ intent }: Outcome) => intent.verb === 'update' && intent.kind === StatefulSetKind
const isRevision = ({ intent }: Outcome) => 'kind' in intent && intent.kind === RevisionKind

export function conclude(view: StatefulSetView, outcomes: readonly Outcome[], now: Instant): Conclusion<undefined> {
  const { set } = view
  const written = outcomes.filter(isStatus)
  const last = written.at(-1)
  const refused = outcomes.find(o => o.refused && !isStatus(o) && !(isRevision(o) && o.intent.verb === 'delete'))
  const collides = refused && isRevision(refused) && refused.intent.verb === 'create' && refused.refused!.reason === 'AlreadyExists'
  if (collides && !last) {
    const collisionCount = (set.status?.collisionCount ?? 0) + 1
    return { intents: [put({ ...set, status: { ...set.status, replicas: set.status?.replicas ?? 0, collisionCount } })], because: reason('sts.collision', { collisions: collisionCount }) }
  }
  const failed = (message: string): Conclusion<undefined> => ({ intents: [], failed: true, because: reason('sts.refused', { message }) })
  // Without its revisions, or its pods, a sync comes to nothing.
  if (refused && (isRevision(refused) || refused.intent.verb === 'patch')) return failed(refused.refused!.message)

  const owners = view.hearsOfClaims ? ownersOfMade(view, outcomes) : []
  if (owners.length > 0 && !last && !outcomes.some(o => owners.some(owner => isSame(owner, o.intent)))) return { intents: owners }
  const revisions = revisionsFor(set, view.revisions)
  const isGone = (name: string) => outcomes.some(o => o.intent.verb === 'delete' && !o.skipped && (!o.refused || o.refused.reason === 'NotFound') && o.intent.key.endsWith(`/${name}`))
  const { updating, trouble } = plan(view, revisions)
  const next = statusOf(view, revisions, updating.filter(pod => isGone(pod.metadata.name)).length)
  const said = new Set(outcomes.flatMap(({ intent }) => (intent.verb === 'event' ? [intent.event.message] : [])))
  const news = outcomes.flatMap(o => failureEvents(view, o)).filter(e => e.verb === 'event' && !said.has(e.event.message))
  if (!last && differs(set, next)) {
    const { replicas, readyReplicas: ready = 0, currentReplicas: current = 0, updatedReplicas: updated = 0 } = next
    return { intents: [...news, put({ ...set, status: next })], because: reason('sts.status', { replicas, ready, current, updated }) }
  }
  if (last?.refused?.reason === 'Conflict' && written.length === 1) {
    const { resourceVersion: _, ...metadata } = set.metadata
    return { intents: [put({ ...set, metadata, status: next })] }
  }
  const cleanup = superfluous(set, view.revisions, view.pods, revisions)
  if (cleanup.length > 0 && !outcomes.some(o => isRevision(o) && o.intent.verb === 'delete')) {
    return { intents: cleanup.map(dropRevision), because: reason('sts.history', { deleting: cleanup.length }) }
  }
  if (news.length > 0) return { intents: news }
  const failure = last?.refused?.message ?? refused?.refused!.message ?? trouble
  if (failure !== undefined) return failed(failure)
  const again = nextAvailableMs(view, now)
  return { intents: [], ...(again === undefined ? {} : { againInMs: again }), ...(last ? {} : { because: reason('sts.status-unchanged', {}) }) }
}

/** Two writes to one object. */
const isSame = (a: Intent, b: Intent): boolean => a.verb === 'update' && b.verb === 'update' && a.kind === b.kind && a.object.metadata.name === b.object.metadata.name

const put = (set: StatefulSet): Intent => ({ verb: 'update', kind: StatefulSetKind, subresource: 'status', object: set as unknown as AnyObject })
