// Claims and the volumes they get. Upstream: pv_controller.go, syncClaim, bind, provisionClaim.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind, StorageClass as ClassKind } from '../../../kube/kinds.ts'
import type { StorageClass } from '../../../kube/storage.ts'
import { BETA_PROVISIONER, defaultClass, NO_PROVISIONER, PROVISIONER, SELECTED_NODE, waitsForConsumer } from '../../../kube/storageClasses.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { CacheReader, Intent } from '../controller.ts'
import { defineController } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { isFor, namedBy, volumeFor } from './match.ts'
import { reason } from './reasons.ts'

export const NAME = 'persistent-volume-binder'
export const RECORDER = 'persistentvolume-controller'
/** pvclaimbinder-sync-period. */
const PASS_MS = 15_000
/** Within how long after its beginning a pass comes to a claim. */
const PASS_LASTS_MS = 1000
/** How long a claim waits for a volume that was made with it: kubectl's requests come one after the other, and the volume was looked at between them. */
const SOON_MS = 20
const COMPLETED = 'pv.kubernetes.io/bind-completed'
const BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'

export interface ClaimView {
  readonly at: Instant
  readonly claim: PersistentVolumeClaim
  /** The volume that it has, or is to get. */
  readonly volume: PersistentVolume | undefined
  readonly bound: boolean
  readonly why: Waiting | undefined
  /** Who is to be asked for a volume, and was not yet. */
  readonly provisioner: string | undefined
  /** V12: a volume that would do has not been looked at yet. V14: the next pass binds again. */
  readonly later: 'soon' | 'next pass' | undefined
  /** The default class, for a claim that was made before there was one. */
  readonly given: string | undefined
}

/** Why a claim stays without a volume: an event. */
interface Waiting { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }

export const claimBinder = defineController<PersistentVolumeClaim, ClaimView>({
  name: NAME,
  id: `${NAME}/claims`,
  recorder: RECORDER,
  kind: ClaimKind,
  reads: [ClaimKind, VolumeKind, ClassKind],
  wakes: [
    { kind: ClaimKind, keys: (_before, after) => (after && !isDone(after as unknown as PersistentVolumeClaim) ? [keyOf(after)] : []) },
    { kind: VolumeKind, keys: claimOfVolume },
  ],
  workers: 1,

  observe(cache, _key, claim, _memo, now) {
    if (!claim) return undefined
    const bound = isBound(claim)
    const volumes = cache.list(VolumeKind) as readonly PersistentVolume[]
    const going = claim.metadata.deletionTimestamp !== undefined
    const named = !bound && !going && claim.spec?.volumeName ? namedBy(claim, volumes) : undefined
    const delayed = isDelayed(cache, claim)
    const volume = bound ? cache.get<PersistentVolume>(VolumeKind, claim.spec!.volumeName!) : going ? undefined : named ? named.volume : volumeFor(claim, volumes, delayed)
    const soon = !bound && !going && !named && !volume && !delayed && volumeFor(claim, volumes, false, 'Pending') !== undefined
    const why = bound || volume || soon ? undefined : named?.why ? { type: 'Warning' as const, ...named.why } : whyNone(cache, claim)
    const later = soon ? 'soon' : bound && volume && !volume.spec?.claimRef && now % PASS_MS > PASS_LASTS_MS ? 'next pass' : undefined
    const own = cache.get<StorageClass>(ClassKind, claim.spec?.storageClassName ?? '')
    const provisioner = why?.reason === 'ExternalProvisioning' && claim.metadata.annotations?.[PROVISIONER] === undefined ? own?.provisioner : undefined
    const given = claim.spec?.storageClassName === undefined && !bound && !volume ? defaultClass(cache.list(ClassKind) as readonly StorageClass[])?.metadata.name : undefined
    return { at: now, claim, volume, bound, why, provisioner, later, given }
  },

  decide({ claim, volume, bound, why, provisioner, later, given }) {
    const name = keyOf(claim)
    if (later !== undefined) return { intents: [], quiet: true, because: reason('volume.later', { claim: name }) }
    if (bound) {
      // V14
      if (volume && !volume.spec?.claimRef) return { intents: binding(claim, volume), because: reason('volume.bind', { claim: name, volume: volume.metadata.name }) }
      if (volume && !isFor(volume, claim) && claim.status?.phase !== 'Lost') {
        return {
          intents: [statusOf(claim, { phase: 'Lost' }), tellOf(claim, 'Warning', 'ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly')],
          because: reason('volume.claim-lost', { claim: name, volume: volume.metadata.name }),
        }
      }
      if (volume || claim.status?.phase === 'Lost') return { intents: finish(claim, volume), quiet: true, because: reason('volume.bind', { claim: name, volume: claim.spec!.volumeName! }) }
      return {
        intents: [statusOf(claim, { phase: 'Lost' }), tellOf(claim, 'Warning', 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!')],
        because: reason('volume.claim-lost', { claim: name, volume: claim.spec!.volumeName! }),
      }
    }
    if (volume) return { intents: binding(claim, volume), because: reason('volume.bind', { claim: name, volume: volume.metadata.name }) }
    // V9
    if (given !== undefined) return { intents: [{ verb: 'update', kind: ClaimKind, object: withClass(claim, given) }], because: reason('volume.default-class', { claim: name, storageClass: given }) }
    if (provisioner !== undefined) {
      return { intents: [{ verb: 'update', kind: ClaimKind, object: asking(claim, provisioner), must: true }, tellOf(claim, why!.type, why!.reason, why!.message)], because: reason('volume.ask', { claim: name, provisioner }) }
    }
    return {
      intents: why && why.reason !== 'Waiting' ? [tellOf(claim, why.type, why.reason, why.message)] : [],
      because: reason('volume.none-fits', { claim: name, why: why?.reason ?? 'Deleting' }),
    }
  },

  conclude({ at, volume, bound, later }, outcomes) {
    const failed = outcomes.some(o => o.refused)
    if (failed) return { intents: [], failed: true }
    if (later === 'soon') return { intents: [], againInMs: SOON_MS }
    return { intents: [], ...(!bound && !volume || later ? { againInMs: (Math.floor(at / PASS_MS) + 1) * PASS_MS - at } : {}) }
  },
})

const isBound = (claim: PersistentVolumeClaim): boolean => !!claim.spec?.volumeName && claim.metadata.annotations?.[COMPLETED] !== undefined
/** Bound, and says so: there is nothing to look at. */
const isDone = (claim: PersistentVolumeClaim): boolean => isBound(claim) && claim.status?.phase === 'Bound'

/** V4: nobody chooses for it before its first pod has a node. */
function isDelayed(cache: CacheReader, claim: PersistentVolumeClaim): boolean {
  return waitsForConsumer(cache.get<StorageClass>(ClassKind, claim.spec?.storageClassName ?? '')) && claim.metadata.annotations?.[SELECTED_NODE] === undefined
}

/** A volume that goes takes its claim along; one that is kept for a claim that has none wakes it. */
function claimOfVolume(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  const ref = after?.['spec']?.claimRef ?? before?.['spec']?.claimRef
  if (!ref) return []
  const key = `${ref.namespace}/${ref.name}`
  // V14
  if (after && !after['spec']?.claimRef) return [key]
  return !after || !cache.get<PersistentVolumeClaim>(ClaimKind, key)?.spec?.volumeName ? [key] : []
}

const withClass = (claim: PersistentVolumeClaim, storageClassName: string): AnyObject => ({ ...claim, spec: { ...claim.spec, storageClassName } }) as unknown as AnyObject
const asking = (claim: PersistentVolumeClaim, provisioner: string): AnyObject =>
  ({ ...claim, metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [BETA_PROVISIONER]: provisioner, [PROVISIONER]: provisioner } } }) as unknown as AnyObject

/** V3, V4. */
function whyNone(cache: CacheReader, claim: PersistentVolumeClaim): Waiting | undefined {
  if (claim.metadata.deletionTimestamp) return undefined
  if (claim.spec?.volumeName) return { type: 'Normal', reason: 'Waiting', message: '' }
  const name = claim.spec?.storageClassName ?? ''
  if (name === '') return { type: 'Normal', reason: 'FailedBinding', message: 'no persistent volumes available for this claim and no storage class is set' }
  const storageClass = cache.get<StorageClass>(ClassKind, name)
  if (!storageClass) return { type: 'Warning', reason: 'ProvisioningFailed', message: `storageclass.storage.k8s.io "${name}" not found` }
  if (isDelayed(cache, claim)) return { type: 'Normal', reason: 'WaitForFirstConsumer', message: 'waiting for first consumer to be created before binding' }
  if (storageClass.provisioner === NO_PROVISIONER) return { type: 'Normal', reason: 'Waiting', message: '' }
  return {
    type: 'Normal', reason: 'ExternalProvisioning',
    message: `Waiting for a volume to be created either by the external provisioner '${storageClass.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  }
}

/** V2. */
function binding(claim: PersistentVolumeClaim, volume: PersistentVolume): Intent[] {
  const { name, namespace, uid, resourceVersion } = claim.metadata
  const mark = (o: AnyObject, ...keys: string[]) => ({ ...o.metadata, annotations: { ...o.metadata.annotations, ...Object.fromEntries(keys.map(k => [k, 'yes'])) } })
  const [from, to] = [volume as unknown as AnyObject, claim as unknown as AnyObject]
  const claimRef = { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion }
  const taken: AnyObject = { ...from, metadata: volume.spec?.claimRef ? from.metadata : mark(from, BY_CONTROLLER), spec: { ...from['spec'], claimRef } }
  const given: AnyObject = { ...to, metadata: mark(to, COMPLETED, ...(claim.spec?.volumeName ? [] : [BY_CONTROLLER])), spec: { ...to['spec'], volumeName: volume.metadata.name } }
  return [
    { verb: 'update', kind: VolumeKind, object: taken, must: true },
    { verb: 'update', kind: VolumeKind, object: { ...versionless(taken), status: { ...from['status'], phase: 'Bound' } }, subresource: 'status', must: true },
    { verb: 'update', kind: ClaimKind, object: given, must: true },
    { ...statusOf(given as unknown as PersistentVolumeClaim, boundStatus(volume)), must: true },
  ]
}

const boundStatus = (volume: PersistentVolume) => ({ phase: 'Bound', accessModes: volume.spec?.accessModes, capacity: { storage: volume.spec?.capacity?.['storage'] } })

/** A binding that was interrupted before the claim said so. */
const finish = (claim: PersistentVolumeClaim, volume: PersistentVolume | undefined): Intent[] => (volume && isFor(volume, claim) && claim.status?.phase !== 'Bound' ? [statusOf(claim, boundStatus(volume))] : [])

const statusOf = (claim: PersistentVolumeClaim, status: object): Intent =>
  ({ verb: 'update', kind: ClaimKind, object: { ...versionless(claim as unknown as AnyObject), status: { ...claim.status, ...status } }, subresource: 'status' })

/** Whatever version is there by now. */
export function versionless(object: AnyObject): AnyObject {
  const { resourceVersion: _, ...metadata } = object.metadata
  return { ...object, metadata }
}
