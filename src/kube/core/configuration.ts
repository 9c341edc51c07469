// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, ObjectMeta } from '../meta.ts'
import type { LocalObjectReference, ObjectReference } from './references.ts'

export interface ConfigMap {
  apiVersion: string
  binaryData?: Record<string, string>
  data?: Record<string, string>
  immutable?: boolean
  kind: string
  metadata: ObjectMeta
}

export interface ConfigMapList {
  apiVersion?: string
  items: ConfigMap[]
  kind?: string
  metadata?: ListMeta
}

export interface Secret {
  apiVersion: string
  data?: Record<string, string>
  immutable?: boolean
  kind: string
  metadata: ObjectMeta
  stringData?: Record<string, string>
  type?: string
}

export interface SecretList {
  apiVersion?: string
  items: Secret[]
  kind?: string
  metadata?: ListMeta
}

export interface ServiceAccount {
  apiVersion: string
  automountServiceAccountToken?: boolean
  imagePullSecrets?: LocalObjectReference[]
  kind: string
  metadata: ObjectMeta
  secrets?: ObjectReference[]
}

export interface ServiceAccountList {
  apiVersion?: string
  items: ServiceAccount[]
  kind?: string
  metadata?: ListMeta
}
