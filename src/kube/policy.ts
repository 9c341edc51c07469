// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { Condition, DeleteOptions, IntOrString, LabelSelector, ListMeta, ObjectMeta, Time } from './meta.ts'

export interface Eviction {
  apiVersion: string
  deleteOptions?: DeleteOptions
  kind: string
  metadata: ObjectMeta
}

export interface PodDisruptionBudget {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: PodDisruptionBudgetSpec
  status?: PodDisruptionBudgetStatus
}

export interface PodDisruptionBudgetList {
  apiVersion?: string
  items: PodDisruptionBudget[]
  kind?: string
  metadata?: ListMeta
}

export interface PodDisruptionBudgetSpec {
  maxUnavailable?: IntOrString
  minAvailable?: IntOrString
  selector?: LabelSelector
  unhealthyPodEvictionPolicy?: "AlwaysAllow" | "IfHealthyBudget"
}

export interface PodDisruptionBudgetStatus {
  conditions?: Condition[]
  currentHealthy?: number
  desiredHealthy?: number
  disruptedPods?: Record<string, Time>
  disruptionsAllowed?: number
  expectedPods?: number
  observedGeneration?: number
}
