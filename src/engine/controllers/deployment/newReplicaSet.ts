// The ReplicaSet of the template that is wanted now: found, brought up to date, or made.
// Upstream: sync.go, getAllReplicaSetsAndSyncRevision, getNewReplicaSet.
import type { ReplicaSet } from '../../../kube/apps.ts'
import { Deployment as DeploymentKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { POD_TEMPLATE_HASH } from '../../../kube/pods.ts'
import { newReplicaSetReplicas } from '../../../kube/rollingUpdate.ts'
import { controllerRefTo, isNamespaceEnding } from '../podControl.ts'
import { REVISION, annotated, newAnnotations, revisionOf, sameAnnotations, sizeAnnotations } from './annotations.ts'
import { reason } from './reasons.ts'
import { newAndOld, nextHash, sameTemplate, wantedBy } from './replicaSets.ts'
import { Refused, type Part, type Session } from './session.ts'
import { hasDeadline, progressingOf } from './status.ts'

export interface Family {
  /** The one with the Deployment's template; undefined if there is none yet. */
  readonly fresh: ReplicaSet | undefined
  readonly old: readonly ReplicaSet[]
  readonly all: readonly ReplicaSet[]
}

/** D4, D5: finds the new one and brings its revision up to date; makes it if `create`. */
export function* syncRevision(s: Session, create: boolean): Part<Family> {
  const { found, old } = newAndOld(s.d, s.view.replicaSets)
  const revision = Math.max(0, ...old.map(revisionOf)) + 1
  const fresh = found ? yield* bringUpToDate(s, found, revision) : create ? yield* make(s, old, revision) : undefined
  return { fresh, old, all: fresh ? [...old, fresh] : old }
}

function* bringUpToDate(s: Session, found: ReplicaSet, revision: number): Part<ReplicaSet> {
  const { name: replicaSet } = found.metadata
  const annotations = newAnnotations(s.d, found, revision)
  const minReadySeconds = s.d.spec.minReadySeconds ?? 0
  if (!sameAnnotations(annotations, found.metadata.annotations) || (found.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _, ...spec } = found.spec
    const next = annotated({ ...found, spec: { ...spec, ...(minReadySeconds > 0 ? { minReadySeconds } : {}) } }, annotations)
    return yield* s.writeReplicaSet(next, reason('deploy.revision', { replicaSet, revision: annotations[REVISION] ?? '' }))
  }
  let news = takeRevision(s, found.metadata.annotations?.[REVISION] ?? '')
  if (hasDeadline(s.d) && !progressingOf(s.d.status)) {
    s.setCondition(s.progressing('True', 'FoundNewReplicaSet', `Found new replica set "${replicaSet}"`))
    news = true
  }
  if (news) yield* s.writeStatus(reason('deploy.own-revision', { replicaSet, revision: s.d.metadata.annotations?.[REVISION] ?? '' }))
  return found
}

/** Whether the Deployment did not bear that revision yet. */
function takeRevision(s: Session, revision: string): boolean {
  const annotations = s.d.metadata.annotations ?? {}
  if (annotations[REVISION] === revision) return false
  s.d = annotated(s.d, { ...annotations, [REVISION]: revision })
  return true
}

/** D9: named by the hash of its template, as large as the strategy lets it be at once. */
function* make(s: Session, old: readonly ReplicaSet[], revision: number): Part<ReplicaSet> {
  const { d } = s
  const hash = nextHash(d)
  const replicas = newReplicaSetReplicas(d, 0, wantedBy(old))
  const planned = replicaSetFor(s, hash, replicas, revision)
  const { name: replicaSet } = planned.metadata
  const scaled = s.tell('Normal', 'ScalingReplicaSet', `Scaled up replica set ${replicaSet} from 0 to ${replicas}`)
  const outcomes = yield {
    because: reason('deploy.create', { replicaSet, replicas, revision: `${revision}` }),
    intents: [{ verb: 'create', kind: ReplicaSetKind, object: planned as unknown as AnyObject }, ...(replicas > 0 ? [{ ...scaled, ifDone: true }] : [])],
  }
  const { refused, object } = outcomes[0]!
  let made = (object ?? planned) as unknown as ReplicaSet
  if (refused) made = yield* afterRefusal(s, planned, refused)
  let news = takeRevision(s, `${revision}`)
  if (!refused && hasDeadline(d)) {
    s.setCondition(s.progressing('True', 'NewReplicaSetCreated', `Created new replica set "${replicaSet}"`))
    news = true
  }
  if (news) yield* s.writeStatus(reason('deploy.own-revision', { replicaSet, revision: `${revision}` }))
  return made
}

/** D10: a namesake of our own with the same template is the one; of another, the hash is changed; else the Deployment says what failed. */
function* afterRefusal(s: Session, planned: ReplicaSet, refused: NonNullable<Refused['refusal']>): Part<ReplicaSet> {
  const { name: replicaSet } = planned.metadata
  if (refused.reason === 'AlreadyExists') {
    const { namesake } = s.view
    if (!namesake) throw new Refused(refused)
    if (controllerOf(namesake)?.uid === s.d.metadata.uid && sameTemplate(s.d, namesake)) return namesake
    const collisions = (s.d.status?.collisionCount ?? 0) + 1
    s.setStatus({ ...s.d.status, collisionCount: collisions })
    yield* s.writeStatus(reason('deploy.collision', { replicaSet, collisions }))
    throw new Refused(refused)
  }
  if (isNamespaceEnding(refused)) throw new Refused(refused)
  const message = `Failed to create new replica set "${replicaSet}": ${refused.message}`
  if (hasDeadline(s.d)) s.setCondition(s.progressing('False', 'ReplicaSetCreateError', message))
  yield {
    because: reason('deploy.create-failed', { replicaSet, message: refused.message }),
    intents: [
      ...(hasDeadline(s.d) ? [{ verb: 'update', kind: DeploymentKind, subresource: 'status', object: s.d as unknown as AnyObject } as const] : []),
      s.tell('Warning', 'ReplicaSetCreateError', message),
    ],
  }
  throw new Refused(refused)
}

function replicaSetFor({ d }: Session, hash: string, replicas: number, revision: number): ReplicaSet {
  const { template, selector, minReadySeconds = 0 } = d.spec
  const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash }
  const planned = {
    apiVersion: 'apps/v1', kind: 'ReplicaSet',
    metadata: {
      name: `${d.metadata.name}-${hash}`,
      ...(d.metadata.namespace ? { namespace: d.metadata.namespace } : {}),
      labels,
      ownerReferences: [controllerRefTo(d, DeploymentKind)],
    },
    spec: {
      replicas,
      ...(minReadySeconds > 0 ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [POD_TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  } as unknown as ReplicaSet
  return annotated(planned, sizeAnnotations(d, newAnnotations(d, planned, revision)))
}
