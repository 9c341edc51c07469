// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, ObjectMeta, Quantity } from '../meta.ts'

export interface LimitRange {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: LimitRangeSpec
}

export interface LimitRangeItem {
  default?: Record<string, Quantity>
  defaultRequest?: Record<string, Quantity>
  max?: Record<string, Quantity>
  maxLimitRequestRatio?: Record<string, Quantity>
  min?: Record<string, Quantity>
  type: string
}

export interface LimitRangeList {
  apiVersion?: string
  items: LimitRange[]
  kind?: string
  metadata?: ListMeta
}

export interface LimitRangeSpec {
  limits: LimitRangeItem[]
}

export interface ResourceQuota {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: ResourceQuotaSpec
  status?: ResourceQuotaStatus
}

export interface ResourceQuotaList {
  apiVersion?: string
  items: ResourceQuota[]
  kind?: string
  metadata?: ListMeta
}

export interface ResourceQuotaSpec {
  hard?: Record<string, Quantity>
  scopeSelector?: ScopeSelector
  scopes?: ("BestEffort" | "CrossNamespacePodAffinity" | "NotBestEffort" | "NotTerminating" | "PriorityClass" | "Terminating" | "VolumeAttributesClass")[]
}

export interface ResourceQuotaStatus {
  hard?: Record<string, Quantity>
  used?: Record<string, Quantity>
}

export interface ScopeSelector {
  matchExpressions?: ScopedResourceSelectorRequirement[]
}

export interface ScopedResourceSelectorRequirement {
  operator: "DoesNotExist" | "Exists" | "In" | "NotIn"
  scopeName: "BestEffort" | "CrossNamespacePodAffinity" | "NotBestEffort" | "NotTerminating" | "PriorityClass" | "Terminating" | "VolumeAttributesClass"
  values?: string[]
}
