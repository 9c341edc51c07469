// Which services can be reached from outside the cluster.
import type { ServiceSpec } from '../../../../kube/core.ts'

export const isExternal = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer'

/** Whether a load balancer must find out which nodes have pods of the service. Upstream: pkg/api/service NeedsHealthCheck. */
export const needsHealthPort = (spec: ServiceSpec): boolean => spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local'
