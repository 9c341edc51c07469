// Makes volumes for claims of classes whose provisioner it is: directories on nodes, as small clusters have them. It does nothing
// where no class names it. Upstream: sigs.k8s.io/sig-storage-lib-external-provisioner; minikube's and Rancher's provisioners.
import type { PersistentVolumeClaim } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind, StorageClass as ClassKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { StorageClass } from '../../../kube/storage.ts'
import { PROVISIONER, SELECTED_NODE, waitsForConsumer } from '../../../kube/storageClasses.ts'
import { defineController } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { reason } from './reasons.ts'

const SERVED = new Set(['kubestep.dev/hostpath', 'rancher.io/local-path', 'k8s.io/minikube-hostpath', 'docker.io/hostpath'])
const askedOf = (claim: { metadata: { annotations?: Readonly<Record<string, string>> } }): string | undefined => claim.metadata.annotations?.[PROVISIONER]

export interface ProvisionView {
  readonly claim: PersistentVolumeClaim
  readonly storageClass: StorageClass
  readonly node: string | undefined
}

export const hostPathProvisioner = defineController<PersistentVolumeClaim, ProvisionView>({
  name: 'storage-provisioner',
  kind: ClaimKind,
  reads: [ClaimKind, ClassKind, VolumeKind],
  wakes: [{ kind: ClaimKind, keys: (_before, after) => (after && SERVED.has(askedOf(after) ?? '') ? [keyOf(after)] : []) }],
  workers: 4,

  observe(cache, _key, claim) {
    if (!claim || claim.metadata.deletionTimestamp !== undefined || claim.spec?.volumeName || !SERVED.has(askedOf(claim) ?? '')) return undefined
    const storageClass = cache.get<StorageClass>(ClassKind, claim.spec?.storageClassName ?? '')
    if (!storageClass || cache.get(VolumeKind, nameFor(claim))) return undefined
    const node = claim.metadata.annotations?.[SELECTED_NODE]
    return waitsForConsumer(storageClass) && node === undefined ? undefined : { claim, storageClass, node }
  },

  decide({ claim, storageClass, node }) {
    const name = nameFor(claim)
    const { namespace, name: claimName, uid, resourceVersion } = claim.metadata
    const volume: AnyObject = {
      apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': storageClass.provisioner } },
      spec: {
        accessModes: claim.spec?.accessModes, capacity: { storage: claim.spec?.resources?.requests?.['storage'] },
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claimName, uid, resourceVersion },
        hostPath: { path: `/var/lib/kubestep/${namespace}/${claimName}`, type: 'DirectoryOrCreate' },
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete', storageClassName: storageClass.metadata.name, volumeMode: claim.spec?.volumeMode ?? 'Filesystem',
        ...(node !== undefined ? { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] } } } : {}),
      },
    }
    return {
      intents: [
        tellOf(claim, 'Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${keyOf(claim)}"`),
        { verb: 'create', kind: VolumeKind, object: volume, must: true },
        { ...tellOf(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`), ifDone: true },
      ],
      because: reason('volume.provision', { claim: keyOf(claim), volume: name, provisioner: storageClass.provisioner }),
    }
  },

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'AlreadyExists') }),
})

const nameFor = (claim: PersistentVolumeClaim): string => `pvc-${claim.metadata.uid}`
