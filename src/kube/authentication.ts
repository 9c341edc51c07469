// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ObjectMeta, Time } from './meta.ts'

export interface BoundObjectReference {
  apiVersion?: string
  kind?: string
  name?: string
  uid?: string
}

export interface TokenRequest {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: TokenRequestSpec
  status?: TokenRequestStatus
}

export interface TokenRequestSpec {
  audiences?: string[]
  boundObjectRef?: BoundObjectReference
  expirationSeconds?: number
}

export interface TokenRequestStatus {
  expirationTimestamp?: Time
  token?: string
}
