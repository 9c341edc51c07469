// What kubeadm puts into kube-system: kube-proxy on every node, the cluster's DNS with its service, and the control plane's own pods,
// which are no API server's idea but the kubelet's: it reads them from files and shows them as mirrors.
// Upstream: cmd/kubeadm/app/phases/{addons/dns,addons/proxy,controlplane,etcd}.
import type { AnyObject } from '../../kube/object.ts'

export const SYSTEM = 'kube-system'
const VERSION = 'v1.36.2'
const DNS_IP = '10.96.0.10'
const image = (name: string, tag = VERSION): string => `registry.k8s.io/${name}:${tag}`
const meta = (name: string, labels?: Record<string, string>, more: object = {}): AnyObject['metadata'] => ({ name, namespace: SYSTEM, ...(labels ? { labels } : {}), ...more }) as AnyObject['metadata']

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`

/** The class of claims that name none, as the clusters have it that people learn on: a directory on the node of a claim's first pod. */
export const standardClass: AnyObject = {
  apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'rancher.io/local-path', reclaimPolicy: 'Delete', volumeBindingMode: 'WaitForFirstConsumer',
}

/** In the order in which they must be made. */
export const addons: readonly AnyObject[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('coredns') },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('kube-proxy') },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('coredns'), data: { Corefile: COREFILE } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('kube-proxy', { app: 'kube-proxy' }), data: { 'config.conf': 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.244.0.0/16\nmode: ""\n' } },
  {
    apiVersion: 'v1', kind: 'Service',
    metadata: meta('kube-dns', { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' }, { annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' } }),
    spec: {
      clusterIP: DNS_IP, selector: { 'k8s-app': 'kube-dns' },
      ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }, { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }, { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 }],
    },
  },
  {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: meta('coredns', { 'k8s-app': 'kube-dns' }),
    spec: {
      replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }, selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      template: {
        metadata: { labels: { 'k8s-app': 'kube-dns' } },
        spec: {
          priorityClassName: 'system-cluster-critical', serviceAccountName: 'coredns', dnsPolicy: 'Default', nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }, { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
          containers: [{
            name: 'coredns', image: image('coredns/coredns', 'v1.13.1'), imagePullPolicy: 'IfNotPresent', args: ['-conf', '/etc/coredns/Corefile'],
            resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
            ports: [{ containerPort: 53, name: 'dns', protocol: 'UDP' }, { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' }, { containerPort: 9153, name: 'metrics', protocol: 'TCP' }, { containerPort: 8080, name: 'liveness-probe', protocol: 'TCP' }, { containerPort: 8181, name: 'readiness-probe', protocol: 'TCP' }],
            livenessProbe: { httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' }, initialDelaySeconds: 60, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 5 },
            readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] }, readOnlyRootFilesystem: true },
            volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
          }],
          volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } }],
        },
      },
    },
  },
  {
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: meta('kube-proxy', { 'k8s-app': 'kube-proxy' }),
    spec: {
      selector: { matchLabels: { 'k8s-app': 'kube-proxy' } }, updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels: { 'k8s-app': 'kube-proxy' } },
        spec: {
          priorityClassName: 'system-node-critical', serviceAccountName: 'kube-proxy', hostNetwork: true, nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists' }],
          containers: [{
            name: 'kube-proxy', image: image('kube-proxy'), imagePullPolicy: 'IfNotPresent',
            command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)'],
            env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }], securityContext: { privileged: true },
            volumeMounts: [{ mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' }],
          }],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      },
    },
  },
]

interface StaticPod { readonly name: string; readonly tag?: string; readonly cpu: string; readonly memory?: string; readonly flags: readonly string[] }

const controlPlane: readonly StaticPod[] = [
  { name: 'etcd', tag: '3.6.6-0', cpu: '100m', memory: '100Mi', flags: ['--data-dir=/var/lib/etcd', '--listen-client-urls=https://127.0.0.1:2379'] },
  { name: 'kube-apiserver', cpu: '250m', flags: ['--secure-port=6443', '--service-cluster-ip-range=10.96.0.0/16', '--etcd-servers=https://127.0.0.1:2379'] },
  { name: 'kube-controller-manager', cpu: '200m', flags: ['--cluster-cidr=10.244.0.0/16', '--leader-elect=true', '--controllers=*,bootstrapsigner,tokencleaner'] },
  { name: 'kube-scheduler', cpu: '100m', flags: ['--leader-elect=true'] },
]

/** The control plane's pods on this node, as its kubelet shows them. `hash`: of the file; `at`: when it was read. */
export const mirrorPods = (node: AnyObject, hash: (name: string) => string, at: string): readonly AnyObject[] => controlPlane.map(({ name, tag, cpu, memory, flags }) => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: meta(`${name}-${node.metadata.name}`, { component: name, tier: 'control-plane' }, {
    annotations: { 'kubernetes.io/config.hash': hash(name), 'kubernetes.io/config.mirror': hash(name), 'kubernetes.io/config.seen': at, 'kubernetes.io/config.source': 'file' },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid!, controller: true }],
  }),
  spec: {
    nodeName: node.metadata.name, hostNetwork: true, priorityClassName: 'system-node-critical', enableServiceLinks: false, securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
    containers: [{ name, image: image(name, tag), imagePullPolicy: 'IfNotPresent', command: [name, ...flags], resources: { requests: { cpu, ...(memory ? { memory } : {}) } } }],
  },
}))
