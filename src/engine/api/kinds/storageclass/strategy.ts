// StorageClasses. Upstream: pkg/registry/storage/storageclass, ValidateStorageClass.
import { StorageClass as Kind } from '../../../../kube/kinds.ts'
import type { StorageClass } from '../../../../kube/storage.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField, notSupported, required } from '../../fields/fieldError.ts'
import { oneOf, qualified } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

const reclaims = ['Delete', 'Retain']

export const storageClassStrategy = plainStrategy<StorageClass>({
  kind: Kind,
  defaults: c => ({ ...c, reclaimPolicy: c.reclaimPolicy ?? 'Delete', volumeBindingMode: c.volumeBindingMode ?? 'Immediate' }),
  judge(out, { provisioner, reclaimPolicy, volumeBindingMode }) {
    if (!provisioner) out.push(required('provisioner', ''))
    else qualified(out, 'provisioner', provisioner.toLowerCase())
    if (reclaimPolicy && !reclaims.includes(reclaimPolicy)) out.push(notSupported('reclaimPolicy', reclaimPolicy, reclaims))
    oneOf(out, 'volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'])
  },
  judgeChange(out, next, old) {
    if (!sameValue(next.parameters, old.parameters, 'parameters')) out.push(forbiddenField('parameters', 'updates to parameters are forbidden.'))
    if (next.provisioner !== old.provisioner) out.push(forbiddenField('provisioner', 'updates to provisioner are forbidden.'))
    if (next.reclaimPolicy !== old.reclaimPolicy) out.push(forbiddenField('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'))
    if (next.volumeBindingMode !== old.volumeBindingMode) out.push(forbiddenField('volumeBindingMode', 'field is immutable'))
  },
})
