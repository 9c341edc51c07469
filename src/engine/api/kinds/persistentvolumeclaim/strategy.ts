// PersistentVolumeClaims. Upstream: pkg/registry/core/persistentvolumeclaim, ValidatePersistentVolumeClaimUpdate.
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../../../kube/core.ts'
import { PersistentVolumeClaim as ClaimKind } from '../../../../kube/kinds.ts'
import { parseQuantity } from '../../../../kube/quantity.ts'
import { compare } from '../../../../kube/quantityMath.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { textDiff } from '../../fields/textDiff.ts'
import { withFinalizer } from '../finalizers.ts'
import { plainStrategy } from '../plain.ts'
import { validateClaimSpec } from './claimSpec.ts'
import { claimDefaults } from './defaults.ts'

const FIXED = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'

export const persistentVolumeClaimStrategy = plainStrategy<PersistentVolumeClaim>({
  kind: ClaimKind,
  newStatus: () => ({ phase: 'Pending' }),
  defaults: claimDefaults,
  /** Upstream's admission plugin StorageObjectInUseProtection. */
  complete: claim => withFinalizer({ ...claim, spec: withSources(claim.spec!) }, 'kubernetes.io/pvc-protection'),
  judge: (out, claim) => validateClaimSpec(out, 'spec', claim.spec),

  judgeChange(out, next, old) {
    const bound = old.status?.phase === 'Bound'
    const [spec, was] = [next.spec!, old.spec!]
    const movable = movableParts(spec, was, bound)
    if (!sameValue(movable, was, 'spec')) {
      out.push(forbiddenField('spec', `${FIXED}\n${textDiff(goForm('PersistentVolumeClaimSpec', was), goForm('PersistentVolumeClaimSpec', movable))}`))
    }
    const [now, before, capacity] = [spec.resources?.requests?.storage, was.resources?.requests?.storage, old.status?.capacity?.storage]
    if (bound && now && before && compare(parseQuantity(now), parseQuantity(before)) < 0 && (!capacity || compare(parseQuantity(now), parseQuantity(capacity)) <= 0)) {
      out.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'))
    }
  },
  changeFirst: true,
})

/** What a claim is filled from: only claims and snapshots in the old field, which then says the same as the new one. */
function withSources(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const { dataSource: given, dataSourceRef: ref, ...rest } = spec
  const known = given && ((given.kind === 'PersistentVolumeClaim' && !given.apiGroup) || (given.kind === 'VolumeSnapshot' && given.apiGroup === 'snapshot.storage.k8s.io'))
  const dataSource = known ? given : undefined
  if (dataSource && !ref) return { ...rest, dataSource, dataSourceRef: dataSource }
  if (ref && !dataSource && !ref.namespace) return { ...rest, dataSourceRef: ref, dataSource: ref }
  return { ...rest, ...(dataSource ? { dataSource } : {}), ...(ref ? { dataSourceRef: ref } : {}) }
}

/** The new specification with what may change put back: a volume's name once, and the size of a claim that has its volume. */
function movableParts(spec: PersistentVolumeClaimSpec, was: PersistentVolumeClaimSpec, bound: boolean): PersistentVolumeClaimSpec {
  const named = !was.volumeName && spec.volumeName ? { volumeName: was.volumeName! } : {}
  const upgraded = was.storageClassName === undefined && spec.storageClassName !== undefined ? { storageClassName: was.storageClassName! } : {}
  const grown = bound ? { resources: was.resources!, volumeAttributesClassName: was.volumeAttributesClassName! } : {}
  return { ...spec, ...named, ...upgraded, ...grown }
}
