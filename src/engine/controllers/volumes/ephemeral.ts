// Claims that pods bring along: a volume of a pod that says what it wants gets a claim of its own, which goes with the pod.
// Upstream: pkg/controller/volume/ephemeral/controller.go.
import type { PersistentVolumeClaim, Pod, Volume } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { PersistentVolumeClaim as ClaimKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { defineController } from '../controller.ts'
import { controllerRefTo, tellOf } from '../podControl.ts'
import { reason } from './reasons.ts'

export interface EphemeralView {
  readonly pod: Pod
  /** Volumes whose claims are missing. */
  readonly missing: readonly Volume[]
  /** A claim of that name is there, and is not the pod's. */
  readonly foreign: { readonly volume: string; readonly claim: PersistentVolumeClaim } | undefined
}

/** The name of the claim of a pod's volume. */
export const ephemeralClaim = (pod: Pod, volume: Volume): string => `${pod.metadata.name}-${volume.name}`
const isOf = (claim: PersistentVolumeClaim, pod: Pod): boolean => claim.metadata.ownerReferences?.some(o => o.controller === true && o.uid === pod.metadata.uid) ?? false

/** V15. */
export const ephemeralVolumes = defineController<Pod, EphemeralView>({
  name: 'ephemeral-volume-controller',
  recorder: 'ephemeral_volume',
  kind: PodKind,
  reads: [ClaimKind],
  wakes: [
    { kind: PodKind, keys: (before, after) => (after && !before && brings(after) ? [keyOf(after)] : []) },
    // Somebody deleted the claim of a pod that is there: it is made again.
    { kind: ClaimKind, keys: (before, after) => (before && !after ? (before.metadata.ownerReferences ?? []).filter(o => o.kind === 'Pod' && o.controller).map(o => `${before.metadata.namespace}/${o.name}`) : []) },
  ],
  workers: 10,

  observe(cache, _key, pod) {
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return undefined
    const missing: Volume[] = []
    for (const volume of pod.spec?.volumes ?? []) {
      if (!volume.ephemeral) continue
      const claim = cache.get<PersistentVolumeClaim>(ClaimKind, `${pod.metadata.namespace}/${ephemeralClaim(pod, volume)}`)
      if (claim && !isOf(claim, pod)) return { pod, missing, foreign: { volume: volume.name, claim } }
      if (!claim) missing.push(volume)
    }
    return missing.length ? { pod, missing, foreign: undefined } : undefined
  },

  decide({ pod, missing, foreign }) {
    const claim = foreign ? foreign.claim.metadata.name : missing.map(v => ephemeralClaim(pod, v)).join(', ')
    return {
      intents: [
        ...missing.map(volume => ({ verb: 'create' as const, kind: ClaimKind, object: claimOf(pod, volume) })),
        ...(foreign ? [tellOf(pod, 'Warning', 'FailedBinding', `ephemeral volume ${foreign.volume}: ${foreignWords(pod, foreign.claim)}`)] : []),
      ],
      because: reason('volume.ephemeral', { pod: keyOf(pod), claim }),
    }
  },

  conclude: ({ foreign }, outcomes) => ({ intents: [], failed: foreign !== undefined || outcomes.some(o => o.refused) }),
})

const brings = (pod: AnyObject): boolean => pod['spec']?.volumes?.some((v: Volume) => v.ephemeral !== undefined) ?? false

const foreignWords = (pod: Pod, claim: PersistentVolumeClaim): string =>
  `PVC ${claim.metadata.namespace}/${claim.metadata.name} (${claim.metadata.uid}) was not created for pod ${pod.metadata.namespace}/${pod.metadata.name} (${pod.metadata.uid}) (pod is not owner)`

function claimOf(pod: Pod, volume: Volume): AnyObject {
  const { metadata, spec } = volume.ephemeral!.volumeClaimTemplate!
  return {
    apiVersion: 'v1', kind: 'PersistentVolumeClaim',
    metadata: {
      name: ephemeralClaim(pod, volume), namespace: pod.metadata.namespace!, ownerReferences: [controllerRefTo(pod, PodKind)],
      ...(metadata?.annotations ? { annotations: metadata.annotations } : {}), ...(metadata?.labels ? { labels: metadata.labels } : {}),
    },
    spec,
  } as unknown as AnyObject
}
