// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, MicroTime, ObjectMeta } from './meta.ts'

export interface Lease {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: LeaseSpec
}

export interface LeaseList {
  apiVersion?: string
  items: Lease[]
  kind?: string
  metadata?: ListMeta
}

export interface LeaseSpec {
  acquireTime?: MicroTime
  holderIdentity?: string
  leaseDurationSeconds?: number
  leaseTransitions?: number
  preferredHolder?: string
  renewTime?: MicroTime
  strategy?: string
}
