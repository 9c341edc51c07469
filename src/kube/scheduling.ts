// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, ObjectMeta } from './meta.ts'

export interface PriorityClass {
  apiVersion: string
  description?: string
  globalDefault?: boolean
  kind: string
  metadata: ObjectMeta
  preemptionPolicy?: "Never" | "PreemptLowerPriority"
  value?: number
}

export interface PriorityClassList {
  apiVersion?: string
  items: PriorityClass[]
  kind?: string
  metadata?: ListMeta
}
