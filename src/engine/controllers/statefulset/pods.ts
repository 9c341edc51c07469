// What is done to one pod and its claims, and the words for it. Each list is a chain: what follows hangs on what went before.
// Upstream: stateful_pod_control.go.
import type { StatefulSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyOf, splitKey } from '../../../kube/keys.ts'
import { PersistentVolumeClaim as ClaimKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { isInRange, ordinalOf } from '../../../kube/statefulSets.ts'
import type { Intent, Outcome } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { claimsFor, withIdentity } from './identity.ts'
import type { StatefulSetView } from './observe.ts'
import { ownerUpdates } from './retention.ts'

const done = (set: StatefulSet, why: string, message: string): Intent => ({ ...tellOf(set, 'Normal', why, message), ifDone: true })
const failed = (set: StatefulSet, verb: 'Create' | 'Delete' | 'Update', what: string, message: string): Intent =>
  tellOf(set, 'Warning', `Failed${verb}`, `${verb} ${what} in StatefulSet ${set.metadata.name} failed error: ${message}`)

export interface Claimed {
  readonly intents: readonly Intent[]
  /** SS15: why the pod cannot have them: a claim of the name is on its way out. */
  readonly trouble?: string
}

/** SS10: the claims that are missing. */
export function missingClaims({ set, claims }: StatefulSetView, pod: Pod): Claimed {
  const wanted = claimsFor(set, ordinalOf(set, pod))
  const going = wanted.filter(claim => claims[claim.metadata.name]?.metadata.deletionTimestamp !== undefined).map(claim => `pvc ${claim.metadata.name} is being deleted`)
  return {
    intents: wanted.filter(claim => !(claim.metadata.name in claims)).flatMap((claim): Intent[] => [
      { verb: 'create', kind: ClaimKind, object: claim },
      done(set, 'SuccessfulCreate', `Create Claim ${claim.metadata.name} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} success`),
    ]),
    ...(going.length > 0 ? { trouble: going.length === 1 ? going[0]! : `[${going.join(', ')}]` } : {}),
  }
}

/** SS10, SS11, SS15: its claims, the pod, and who owns claims that were there before. */
export function creation(view: StatefulSetView, pod: Pod): Claimed {
  const { set } = view
  const { intents, trouble } = missingClaims(view, pod)
  if (trouble !== undefined) return { intents: [...intents, failed(set, 'Create', `Pod ${pod.metadata.name}`, trouble)], trouble }
  return {
    intents: [
      ...intents,
      { verb: 'create', kind: PodKind, object: pod as unknown as AnyObject },
      ...ownerUpdates(view, pod),
      done(set, 'SuccessfulCreate', `Create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`),
    ],
  }
}

/** SS1, SS11: labels, volumes and owners of claims made right. */
export function correction(view: StatefulSetView, pod: Pod): Intent[] {
  const { set } = view
  const object = withIdentity(set, pod, ordinalOf(set, pod)) as unknown as AnyObject
  return [
    ...ownerUpdates(view, pod), { verb: 'update', kind: PodKind, object },
    done(set, 'SuccessfulUpdate', `Update Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`),
  ]
}

export const deletion = (set: StatefulSet, pod: Pod): Intent[] => [
  { verb: 'delete', kind: PodKind, key: keyOf(pod) },
  done(set, 'SuccessfulDelete', `Delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`),
]

/** SS14: what tells of a refusal. Of a pod whose name is taken nothing does. */
export function failureEvents({ set, pods }: StatefulSetView, { intent, refused }: Outcome): Intent[] {
  if (!refused || !('kind' in intent) || (intent.kind !== PodKind && intent.kind !== ClaimKind)) return []
  const { message } = refused
  const taken = refused.reason === 'AlreadyExists'
  if (intent.verb === 'delete') return [failed(set, 'Delete', `Pod ${splitKey(intent.key).name}`, message)]
  if (intent.verb !== 'create' && intent.verb !== 'update') return []
  const { name } = intent.object.metadata
  if (intent.kind === PodKind) return taken ? [] : [failed(set, intent.verb === 'create' ? 'Create' : 'Update', `Pod ${name}`, message)]
  const pod = `${set.metadata.name}-${name.slice(name.lastIndexOf('-') + 1)}`
  const exists = pods.some(p => p.metadata.name === pod)
  if (intent.verb === 'update') return isCondemned(set, pods, pod) ? [] : [failed(set, 'Update', `Pod ${pod}`, `could not update claim ${name} for delete policy ownerRefs: ${message}`)]
  return [
    ...(taken ? [] : [failed(set, 'Create', `Claim ${name} for Pod ${pod}`, message)]),
    ...(exists ? [] : [failed(set, 'Create', `Pod ${pod}`, `failed to create PVC ${name}: ${message}`)]),
  ]
}

const isCondemned = (set: StatefulSet, pods: readonly Pod[], name: string): boolean =>
  pods.some(pod => pod.metadata.name === name && !isInRange(set, ordinalOf(set, pod)))
