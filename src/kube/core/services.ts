// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { Condition, IntOrString, ListMeta, ObjectMeta } from '../meta.ts'
import type { ObjectReference } from './references.ts'

export interface ClientIPConfig {
  timeoutSeconds?: number
}

export interface EndpointAddress {
  hostname?: string
  ip: string
  nodeName?: string
  targetRef?: ObjectReference
}

export interface EndpointPort {
  appProtocol?: string
  name?: string
  port: number
  protocol?: "SCTP" | "TCP" | "UDP"
}

export interface EndpointSubset {
  addresses?: EndpointAddress[]
  notReadyAddresses?: EndpointAddress[]
  ports?: EndpointPort[]
}

export interface Endpoints {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  subsets?: EndpointSubset[]
}

export interface EndpointsList {
  apiVersion?: string
  items: Endpoints[]
  kind?: string
  metadata?: ListMeta
}

export interface LoadBalancerIngress {
  hostname?: string
  ip?: string
  ipMode?: string
  ports?: PortStatus[]
}

export interface LoadBalancerStatus {
  ingress?: LoadBalancerIngress[]
}

export interface PortStatus {
  error?: string
  port: number
  protocol: "SCTP" | "TCP" | "UDP"
}

export interface Service {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec: ServiceSpec
  status?: ServiceStatus
}

export interface ServiceList {
  apiVersion?: string
  items: Service[]
  kind?: string
  metadata?: ListMeta
}

export interface ServicePort {
  appProtocol?: string
  name?: string
  nodePort?: number
  port: number
  protocol?: "SCTP" | "TCP" | "UDP"
  targetPort?: IntOrString
}

export interface ServiceSpec {
  allocateLoadBalancerNodePorts?: boolean
  clusterIP?: string
  clusterIPs?: string[]
  externalIPs?: string[]
  externalName?: string
  externalTrafficPolicy?: "Cluster" | "Local"
  healthCheckNodePort?: number
  internalTrafficPolicy?: "Cluster" | "Local"
  ipFamilies?: ("" | "IPv4" | "IPv6")[]
  ipFamilyPolicy?: "PreferDualStack" | "RequireDualStack" | "SingleStack"
  loadBalancerClass?: string
  loadBalancerIP?: string
  loadBalancerSourceRanges?: string[]
  ports?: ServicePort[]
  publishNotReadyAddresses?: boolean
  selector?: Record<string, string>
  sessionAffinity?: "ClientIP" | "None"
  sessionAffinityConfig?: SessionAffinityConfig
  trafficDistribution?: string
  type?: "ClusterIP" | "ExternalName" | "LoadBalancer" | "NodePort"
}

export interface ServiceStatus {
  conditions?: Condition[]
  loadBalancer?: LoadBalancerStatus
}

export interface SessionAffinityConfig {
  clientIP?: ClientIPConfig
}
