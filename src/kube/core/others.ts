// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, ObjectMeta } from '../meta.ts'
import type { ObjectReference } from './references.ts'

export interface Binding {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  target: ObjectReference
}

export interface ComponentCondition {
  error?: string
  message?: string
  status: string
  type: string
}

export interface ComponentStatus {
  apiVersion: string
  conditions?: ComponentCondition[]
  kind: string
  metadata: ObjectMeta
}

export interface ComponentStatusList {
  apiVersion?: string
  items: ComponentStatus[]
  kind?: string
  metadata?: ListMeta
}
