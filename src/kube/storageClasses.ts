// Classes of storage: the one that claims get which name none, and what a class means for binding.
import type { StorageClass } from './storage.ts'

const DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner'
/** On a claim: the node that the scheduler chose for its first pod. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
/** On a claim: who is asked to make a volume for it. */
export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
export const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner'
/** On a claim that has its volume. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'

/** The default class: of several the newest, then the first by name. Upstream: storage/util/storageclass.go, GetDefaultClass. */
export function defaultClass(classes: readonly StorageClass[]): StorageClass | undefined {
  const made = (c: StorageClass) => c.metadata.creationTimestamp ?? ''
  return classes.filter(c => DEFAULT.some(key => c.metadata.annotations?.[key] === 'true'))
    .sort((a, b) => (made(a) === made(b) ? (a.metadata.name! < b.metadata.name! ? -1 : 1) : made(a) > made(b) ? -1 : 1))[0]
}

/** Its claims wait until a node is chosen for the first pod that uses them. */
export const waitsForConsumer = (c: StorageClass | undefined): boolean => c?.volumeBindingMode === 'WaitForFirstConsumer'
