// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { Toleration } from './core.ts'
import type { ListMeta, ObjectMeta, Quantity } from './meta.ts'

export interface Overhead {
  podFixed?: Record<string, Quantity>
}

export interface RuntimeClass {
  apiVersion: string
  handler: string
  kind: string
  metadata: ObjectMeta
  overhead?: Overhead
  scheduling?: Scheduling
}

export interface RuntimeClassList {
  apiVersion?: string
  items: RuntimeClass[]
  kind?: string
  metadata?: ListMeta
}

export interface Scheduling {
  nodeSelector?: Record<string, string>
  tolerations?: Toleration[]
}
