// What the controllers of replicas do to pods: make them from a template, take them over, let them go, delete them; and the events
// that tell of it. Upstream: controller_utils.go, RealPodControl; controller_ref_manager.go.
import type { Pod, PodTemplateSpec } from '../../kube/core.ts'
import { keyOf } from '../../kube/keys.ts'
import { Pod as PodKind, type Kind } from '../../kube/kinds.ts'
import { sameLabels } from '../../kube/labels.ts'
import type { ObjectMeta, OwnerReference } from '../../kube/meta.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import type { Intent, Outcome, RecordedEvent } from './controller.ts'

/** The longest that a name may be. */
const MAX_NAME = 253

const apiVersionOf = (kind: Kind): string => (kind.group ? `${kind.group}/${kind.version}` : kind.version)

export const controllerRefTo = (owner: ApiObject, kind: Kind): OwnerReference => ({
  apiVersion: apiVersionOf(kind), kind: kind.kind, name: owner.metadata.name, uid: owner.metadata.uid!, controller: true, blockOwnerDeletion: true,
})

/** A pod as the template has it, managed by the owner; the API server gives it the rest of its name. */
export function podFromTemplate(owner: ApiObject, kind: Kind, template: PodTemplateSpec): AnyObject {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  const { name, namespace } = owner.metadata
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: name.length < MAX_NAME ? `${name}-` : name,
      ...(namespace ? { namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers?.length ? { finalizers } : {}),
      ownerReferences: [controllerRefTo(owner, kind)],
    } as unknown as ObjectMeta,
    spec: template.spec,
  }
}

export function tellOf(object: ApiObject, type: RecordedEvent['type'], why: string, message: string): Extract<Intent, { verb: 'event' }> {
  const { namespace, name, uid, resourceVersion } = object.metadata
  const about = {
    kind: object.kind, apiVersion: object.apiVersion, name,
    ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}),
  }
  return { verb: 'event', event: { about, type, reason: why, message } }
}

export const createPod = (owner: ApiObject, pod: AnyObject, batch: number): Intent[] => [
  { verb: 'create', kind: PodKind, object: pod, batch },
  { ...tellOf(owner, 'Normal', 'SuccessfulCreate', 'Created pod: {{name}}'), batch, ifDone: true },
]

export const deletePod = (owner: ApiObject, pod: Pod): Intent[] => [
  { verb: 'delete', kind: PodKind, key: keyOf(pod) },
  { ...tellOf(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`), ifDone: true },
]

/** Takes an object over that nobody manages. */
export const adopt = (owner: ApiObject, ownerKind: Kind, object: ApiObject, kind: Kind): Intent => ({
  verb: 'patch', kind, key: keyOf(object), type: 'strategic', must: true,
  body: { metadata: { ownerReferences: [controllerRefTo(owner, ownerKind)], uid: object.metadata.uid } },
})

/** Lets an object go that the selector no longer matches. */
export const release = (owner: ApiObject, object: ApiObject, kind: Kind): Intent => ({
  verb: 'patch', kind, key: keyOf(object), type: 'strategic', must: true,
  body: { metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: object.metadata.uid } },
})

/** Slow start: batches of 1, 2, 4, 8, …; the batch of each of `count` pods. */
export function slowStart(count: number): number[] {
  const batches: number[] = []
  for (let batch = 0, size = 1; batches.length < count; batch++, size *= 2) {
    for (let i = 0; i < size && batches.length < count; i++) batches.push(batch)
  }
  return batches
}

/** The namespace is going away: nothing can be made there any more, and that is no failure. */
export const isNamespaceEnding = (refused: NonNullable<Outcome['refused']>): boolean =>
  refused.code === 403 && refused.message.endsWith('because it is being terminated')

/** The events that tell of pods that could not be made or deleted. */
export const failureEvents = (owner: ApiObject, outcomes: readonly Outcome[]): Intent[] =>
  outcomes.flatMap(({ intent, refused }) => {
    if (!refused) return []
    if (intent.verb === 'create') return isNamespaceEnding(refused) ? [] : [tellOf(owner, 'Warning', 'FailedCreate', `Error creating: ${refused.message}`)]
    if (intent.verb === 'delete') return refused.reason === 'NotFound' ? [] : [tellOf(owner, 'Warning', 'FailedDelete', `Error deleting: ${refused.message}`)]
    return []
  })

/** The first failure among them that makes a sync fail: a pod that is gone already, or a namespace on its way out, does not. */
export const firstFailure = (outcomes: readonly Outcome[]): NonNullable<Outcome['refused']> | undefined =>
  outcomes.find(({ intent, refused }) => refused && !(intent.verb === 'create' && isNamespaceEnding(refused)) && !(intent.verb === 'delete' && refused.reason === 'NotFound'))?.refused

/** Whether an object without a controller may have become somebody's to take over: it is new, or its labels or its owner changed. */
export const mayBeClaimed = (before: ApiObject | undefined, after: ApiObject): boolean =>
  !before || !sameLabels(before.metadata.labels, after.metadata.labels) || controllerOf(before)?.uid !== controllerOf(after)?.uid
