// The service by which pods find the API server: made by the API server itself, not by controllers, and without a selector.
// Upstream: pkg/controlplane/controller/kubernetesservice, pkg/controlplane/reconcilers.
import type { AnyObject } from '../../kube/object.ts'
import { API_SERVER_IP } from '../network/addresses.ts'

const NAME = 'kubernetes'
const PORT = { name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }

/** The service, its Endpoints and its slice; `address`: of the machine on which the API server runs. */
export const apiServerService = (address: string): readonly AnyObject[] => [
  {
    apiVersion: 'v1', kind: 'Service', metadata: { name: NAME, namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { type: 'ClusterIP', clusterIP: API_SERVER_IP, clusterIPs: [API_SERVER_IP], ports: [PORT], sessionAffinity: 'None' },
  },
  {
    apiVersion: 'v1', kind: 'Endpoints', metadata: { name: NAME, namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: address }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
  },
  {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: NAME, namespace: 'default', labels: { 'kubernetes.io/service-name': NAME } },
    addressType: 'IPv4', endpoints: [{ addresses: [address], conditions: { ready: true } }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  },
]
