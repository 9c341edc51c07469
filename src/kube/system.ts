// What a cluster brings with it, told from what a learner puts beside it: kube-system is open to everybody (fluentd of the documents
// lives there), so the namespace alone does not say whose an object is.
import type { AnyObject } from './object.ts'

/** `k8s-app` of the addons that kubeadm installs, and of the metrics server. Their pods, ReplicaSets and revisions carry it too. */
const ADDONS: ReadonlySet<string> = new Set(['kube-proxy', 'kube-dns', 'metrics-server'])
const IMAGES = /^registry\.k8s\.io\/(?:kube-(?:proxy|apiserver|controller-manager|scheduler)|coredns\/coredns|etcd|pause|metrics-server\/metrics-server)[:@]/
/** On pods that a kubelet shows for a file on its machine. Upstream: pkg/kubelet/types, ConfigMirrorAnnotationKey. */
const MIRROR = 'kubernetes.io/config.mirror'

export const isMirror = (pod: { readonly metadata: { readonly annotations?: Readonly<Record<string, string>> } }): boolean => pod.metadata.annotations?.[MIRROR] !== undefined

/** From this priority on a pod is what the cluster cannot do without. */
const SYSTEM_CRITICAL = 2_000_000_000

/** Whether a kubelet never evicts the pod and admits it whatever its machine is short of. Upstream: pkg/kubelet/types IsCriticalPod. */
export const isCritical = (pod: Parameters<typeof isMirror>[0] & { readonly spec?: { readonly priority?: number } | undefined }): boolean =>
  isMirror(pod) || (pod.spec?.priority ?? 0) >= SYSTEM_CRITICAL

/** Whether the cluster itself brought this object: an addon, a pod of the control plane, the API server's own service. */
export function isClustersOwn({ kind, metadata }: AnyObject): boolean {
  if (metadata.namespace === 'default') return kind === 'Service' && metadata.name === 'kubernetes'
  if (metadata.namespace !== 'kube-system') return metadata.namespace?.startsWith('kube-') ?? false
  return ADDONS.has(metadata.labels?.['k8s-app'] ?? '') || metadata.labels?.['tier'] === 'control-plane'
}

/** Whether an image, by its full name, is one of those that the cluster itself runs. */
export const isClustersImage = (image: string): boolean => IMAGES.test(image)
