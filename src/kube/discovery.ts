// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ObjectReference } from './core.ts'
import type { ListMeta, ObjectMeta } from './meta.ts'

export interface Endpoint {
  addresses: string[]
  conditions?: EndpointConditions
  deprecatedTopology?: Record<string, string>
  hints?: EndpointHints
  hostname?: string
  nodeName?: string
  targetRef?: ObjectReference
  zone?: string
}

export interface EndpointConditions {
  ready?: boolean
  serving?: boolean
  terminating?: boolean
}

export interface EndpointHints {
  forNodes?: ForNode[]
  forZones?: ForZone[]
}

export interface EndpointPort {
  appProtocol?: string
  name?: string
  port?: number
  protocol?: "SCTP" | "TCP" | "UDP"
}

export interface EndpointSlice {
  addressType: "FQDN" | "IPv4" | "IPv6"
  apiVersion: string
  endpoints?: Endpoint[]
  kind: string
  metadata: ObjectMeta
  ports?: EndpointPort[]
}

export interface EndpointSliceList {
  apiVersion?: string
  items: EndpointSlice[]
  kind?: string
  metadata?: ListMeta
}

export interface ForNode {
  name: string
}

export interface ForZone {
  name: string
}
