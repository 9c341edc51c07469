// Claims must exist and be bound, or be such that they bind when a node is chosen. The seam for volumes: what the binding itself
// needs (choosing a volume for a waiting claim, telling the provisioner the node) belongs here when volumes come.
// Upstream: plugins/volumerestrictions, plugins/volumebinding, plugins/volumezone.
import type { Node, PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind, StorageClass as ClassKind } from '../../../kube/kinds.ts'
import { compileNodeSelector } from '../../../kube/nodeAffinity.ts'
import { amountOf } from '../amounts.ts'
import { refused, type Filter, type Refusal } from '../plugin.ts'
import type { PodInfo } from '../podInfo.ts'
import type { ClusterView } from '../view.ts'

const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
const NO_PROVISIONER = 'kubernetes.io/no-provisioner'
const ZONE_LABELS = [
  'failure-domain.beta.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.kubernetes.io/region',
]

const claimOf = (info: PodInfo, view: ClusterView, name: string): PersistentVolumeClaim | undefined =>
  view.lookups.get(ClaimKind, `${info.pod.metadata.namespace}/${name}`)

/** By claim: the pods on nodes that use it. */
type Restrictions = ReadonlyMap<string, Set<string>>

/** ReadWriteOncePod: the claim is one pod's alone, on whatever node. */
export const volumeRestrictions: Filter<Restrictions> = {
  name: 'VolumeRestrictions',
  prepare(info, view) {
    if (info.claims.length === 0) return undefined
    const claims = new Map<string, Set<string>>()
    for (const { name, ephemeral } of info.claims) {
      if (ephemeral) continue
      const claim = claimOf(info, view, name)
      if (!claim) return { refusal: refused('VolumeRestrictions', 'UnschedulableAndUnresolvable', { id: 'claim-not-found', claim: name }) }
      if (!claim.spec?.accessModes?.includes('ReadWriteOncePod')) continue
      claims.set(name, new Set(view.usersOfClaim(info.pod.metadata.namespace ?? '', name).keys()))
    }
    return claims.size ? { state: claims } : undefined
  },
  refuse(state) {
    for (const [claim, users] of state) if (users.size > 0) return refused('VolumeRestrictions', 'Unschedulable', { id: 'claim-in-use', claim })
    return undefined
  },
  fork: state => new Map([...state].map(([name, users]) => [name, new Set(users)])),
  shift(state, info, other, _node, by) {
    if (other.pod.metadata.namespace !== info.pod.metadata.namespace) return
    for (const { name } of other.claims) {
      if (by > 0) state.get(name)?.add(other.key)
      else state.get(name)?.delete(other.key)
    }
  },
}

type NodeTest = (node: Node) => boolean
interface Bound { readonly claim: string; readonly volume: string; readonly exists: boolean; readonly reachable: NodeTest }
interface Binding { readonly bound: readonly Bound[]; readonly waiting: readonly { readonly claim: string; readonly provisionable: boolean; readonly candidates: readonly NodeTest[] }[] }

const everywhere: NodeTest = () => true
function reachOf(volume: PersistentVolume): NodeTest {
  const required = volume.spec?.nodeAffinity?.required
  return required ? compileNodeSelector(required).matches : everywhere
}

export const volumeBinding: Filter<Binding> = {
  name: 'VolumeBinding',
  prepare(info, view) {
    if (info.claims.length === 0) return undefined
    const no = (reason: Refusal['reasons'][number]) => ({ refusal: refused('VolumeBinding', 'UnschedulableAndUnresolvable', reason) })
    const bound: Bound[] = []
    const waiting: { claim: string; provisionable: boolean; candidates: readonly NodeTest[] }[] = []
    let unbound = false
    for (const { name, ephemeral } of info.claims) {
      const claim = claimOf(info, view, name)
      if (!claim) return no(ephemeral ? { id: 'claim-awaited', claim: name } : { id: 'claim-not-found', claim: name })
      const volumeName = claim.spec?.volumeName ?? ''
      if (claim.status?.phase === 'Lost') return no({ id: 'claim-lost', claim: name, volume: volumeName })
      if (claim.metadata.deletionTimestamp) return no({ id: 'claim-being-deleted', claim: name })
      if (volumeName && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) {
        const volume = view.lookups.get(VolumeKind, volumeName)
        bound.push({ claim: name, volume: volumeName, exists: volume !== undefined, reachable: volume ? reachOf(volume) : everywhere })
        continue
      }
      const className = claim.spec?.storageClassName ?? ''
      const storageClass = className ? view.lookups.get(ClassKind, className) : undefined
      if (volumeName || storageClass?.volumeBindingMode !== 'WaitForFirstConsumer') unbound = true
      else waiting.push({ claim: name, provisionable: storageClass.provisioner !== NO_PROVISIONER, candidates: freeVolumes(view, claim, className).map(reachOf) })
    }
    if (unbound) return no({ id: 'claim-unbound' })
    return { state: { bound, waiting } }
  },
  refuse({ bound, waiting }, _info, { node }) {
    const no = (reason: Refusal['reasons'][number]) => refused('VolumeBinding', 'UnschedulableAndUnresolvable', reason)
    for (const { claim, volume, exists, reachable } of bound) {
      if (!exists) return no({ id: 'volume-missing', claim, volume })
      if (!reachable(node)) return no({ id: 'volume-elsewhere', claim, volume })
    }
    for (const { claim, provisionable, candidates } of waiting) {
      if (!provisionable && !candidates.some(reach => reach(node))) return no({ id: 'no-volume-to-bind', claim })
    }
    return undefined
  },
}

/** Volumes of the class that nobody has, or that are kept for this claim, large enough and of its access modes. */
function freeVolumes(view: ClusterView, claim: PersistentVolumeClaim, className: string): readonly PersistentVolume[] {
  const asked = claim.spec?.resources?.requests?.['storage']
  return view.lookups.list(VolumeKind).filter(volume => {
    const { spec } = volume
    if ((spec?.storageClassName ?? '') !== className || volume.metadata.deletionTimestamp) return false
    const ref = spec?.claimRef
    if (ref && !(ref.name === claim.metadata.name && ref.namespace === claim.metadata.namespace && (!ref.uid || ref.uid === claim.metadata.uid))) return false
    if (!ref && volume.status?.phase !== 'Available') return false
    if (!(claim.spec?.accessModes ?? []).every(mode => spec?.accessModes?.includes(mode))) return false
    const has = spec?.capacity?.['storage']
    return asked === undefined || (has !== undefined && amountOf('storage', has) >= amountOf('storage', asked))
  })
}

interface Zoned { readonly volume: string; readonly label: string; readonly values: ReadonlySet<string> }

/** A bound volume that lives in a zone wants a node of that zone. */
export const volumeZone: Filter<readonly Zoned[]> = {
  name: 'VolumeZone',
  prepare(info, view) {
    const zoned: Zoned[] = []
    for (const { name } of info.claims) {
      const volume = claimOf(info, view, name)?.spec?.volumeName
      const labels = volume ? view.lookups.get(VolumeKind, volume)?.metadata.labels : undefined
      if (!volume || !labels) continue
      for (const label of ZONE_LABELS) if (labels[label] !== undefined) zoned.push({ volume, label, values: new Set(labels[label].split('__')) })
    }
    return zoned.length ? { state: zoned } : undefined
  },
  refuse(zoned, _info, { labels }) {
    // A node that belongs to no zone at all may hold any volume.
    if (!ZONE_LABELS.some(label => labels?.[label] !== undefined)) return undefined
    for (const { volume, label, values } of zoned) {
      const value = labels?.[label]
      if (value === undefined || !values.has(value)) return refused('VolumeZone', 'UnschedulableAndUnresolvable', { id: 'volume-zone', volume, label })
    }
    return undefined
  },
}
