// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, ObjectMeta, Time } from '../meta.ts'

export interface Namespace {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: NamespaceSpec
  status?: NamespaceStatus
}

export interface NamespaceCondition {
  lastTransitionTime?: Time
  message?: string
  reason?: string
  status: string
  type: string
}

export interface NamespaceList {
  apiVersion?: string
  items: Namespace[]
  kind?: string
  metadata?: ListMeta
}

export interface NamespaceSpec {
  finalizers?: string[]
}

export interface NamespaceStatus {
  conditions?: NamespaceCondition[]
  phase?: "Active" | "Terminating"
}
