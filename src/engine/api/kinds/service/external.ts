// Which services can be reached from outside the cluster.
import type { ServiceSpec } from '../../../../kube/core.ts'

export const isExternal = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer'
