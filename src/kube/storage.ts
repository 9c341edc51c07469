// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { PersistentVolumeSpec, TopologySelectorTerm } from './core.ts'
import type { LabelSelector, ListMeta, ObjectMeta, Quantity, Time } from './meta.ts'

export interface CSIDriver {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: CSIDriverSpec
}

export interface CSIDriverList {
  apiVersion?: string
  items: CSIDriver[]
  kind?: string
  metadata?: ListMeta
}

export interface CSIDriverSpec {
  attachRequired?: boolean
  fsGroupPolicy?: string
  nodeAllocatableUpdatePeriodSeconds?: number
  podInfoOnMount?: boolean
  preventPodSchedulingIfMissing?: boolean
  requiresRepublish?: boolean
  seLinuxMount?: boolean
  serviceAccountTokenInSecrets?: boolean
  storageCapacity?: boolean
  tokenRequests?: TokenRequest[]
  volumeLifecycleModes?: string[]
}

export interface CSINode {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: CSINodeSpec
}

export interface CSINodeDriver {
  allocatable?: VolumeNodeResources
  name: string
  nodeID: string
  topologyKeys?: string[]
}

export interface CSINodeList {
  apiVersion?: string
  items: CSINode[]
  kind?: string
  metadata?: ListMeta
}

export interface CSINodeSpec {
  drivers: CSINodeDriver[]
}

export interface CSIStorageCapacity {
  apiVersion: string
  capacity?: Quantity
  kind: string
  maximumVolumeSize?: Quantity
  metadata: ObjectMeta
  nodeTopology?: LabelSelector
  storageClassName: string
}

export interface CSIStorageCapacityList {
  apiVersion?: string
  items: CSIStorageCapacity[]
  kind?: string
  metadata?: ListMeta
}

export interface StorageClass {
  allowVolumeExpansion?: boolean
  allowedTopologies?: TopologySelectorTerm[]
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  mountOptions?: string[]
  parameters?: Record<string, string>
  provisioner: string
  reclaimPolicy?: "Delete" | "Recycle" | "Retain"
  volumeBindingMode?: "Immediate" | "WaitForFirstConsumer"
}

export interface StorageClassList {
  apiVersion?: string
  items: StorageClass[]
  kind?: string
  metadata?: ListMeta
}

export interface TokenRequest {
  audience: string
  expirationSeconds?: number
}

export interface VolumeAttachment {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: VolumeAttachmentSpec
  status?: VolumeAttachmentStatus
}

export interface VolumeAttachmentList {
  apiVersion?: string
  items: VolumeAttachment[]
  kind?: string
  metadata?: ListMeta
}

export interface VolumeAttachmentSource {
  inlineVolumeSpec?: PersistentVolumeSpec
  persistentVolumeName?: string
}

export interface VolumeAttachmentSpec {
  attacher: string
  nodeName: string
  source: VolumeAttachmentSource
}

export interface VolumeAttachmentStatus {
  attachError?: VolumeError
  attached: boolean
  attachmentMetadata?: Record<string, string>
  detachError?: VolumeError
}

export interface VolumeAttributesClass {
  apiVersion: string
  driverName: string
  kind: string
  metadata: ObjectMeta
  parameters?: Record<string, string>
}

export interface VolumeAttributesClassList {
  apiVersion?: string
  items: VolumeAttributesClass[]
  kind?: string
  metadata?: ListMeta
}

export interface VolumeError {
  errorCode?: number
  message?: string
  time?: Time
}

export interface VolumeNodeResources {
  count?: number
}
