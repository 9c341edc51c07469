// Kinds that manifests of real clusters hold and that are not simulated: whose they are, and what they would do there.

/** What a foreign kind is for: it decides what its absence changes for workloads. */
export type ForeignRole =
  | 'monitoring' | 'certificates' | 'mesh' | 'gateway' | 'rollouts' | 'delivery' | 'scaling' | 'policy' | 'secrets' | 'snapshots' | 'machinery' | 'workloads' | 'kubernetes' | 'other'

export interface Foreign { readonly project: string; readonly role: ForeignRole }

/** By API group; what ends with the group belongs to it (`eventing.knative.dev`). */
const GROUPS: readonly (readonly [group: string, project: string, role: ForeignRole])[] = [
  ['monitoring.coreos.com', 'Prometheus Operator', 'monitoring'], ['monitoring.googleapis.com', 'Google Cloud', 'monitoring'], ['opentelemetry.io', 'OpenTelemetry', 'monitoring'],
  ['grafana.integreatly.org', 'Grafana', 'monitoring'],
  ['cert-manager.io', 'cert-manager', 'certificates'],
  ['istio.io', 'Istio', 'mesh'], ['linkerd.io', 'Linkerd', 'mesh'], ['cilium.io', 'Cilium', 'policy'], ['projectcalico.org', 'Calico', 'policy'],
  ['gateway.networking.k8s.io', 'Gateway API', 'gateway'], ['traefik.io', 'Traefik', 'gateway'], ['traefik.containo.us', 'Traefik', 'gateway'], ['projectcontour.io', 'Contour', 'gateway'],
  ['configuration.konghq.com', 'Kong', 'gateway'], ['getambassador.io', 'Emissary', 'gateway'],
  ['keda.sh', 'KEDA', 'scaling'], ['autoscaling.k8s.io', 'Vertical Pod Autoscaler', 'scaling'], ['karpenter.sh', 'Karpenter', 'scaling'],
  ['fluxcd.io', 'Flux', 'delivery'], ['tekton.dev', 'Tekton', 'delivery'], ['helm.cattle.io', 'Helm controller', 'delivery'], ['kustomize.config.k8s.io', 'Kustomize', 'delivery'],
  ['kyverno.io', 'Kyverno', 'policy'], ['gatekeeper.sh', 'Gatekeeper', 'policy'],
  ['external-secrets.io', 'External Secrets', 'secrets'], ['bitnami.com', 'Sealed Secrets', 'secrets'], ['secrets-store.csi.x-k8s.io', 'Secrets Store CSI', 'secrets'],
  ['snapshot.storage.k8s.io', 'CSI Snapshotter', 'snapshots'],
  ['knative.dev', 'Knative', 'workloads'], ['kubeflow.org', 'Kubeflow', 'workloads'], ['ray.io', 'KubeRay', 'workloads'], ['kueue.x-k8s.io', 'Kueue', 'workloads'], ['jobset.x-k8s.io', 'JobSet', 'workloads'],
  ['apiextensions.k8s.io', 'Kubernetes', 'machinery'], ['apiregistration.k8s.io', 'Kubernetes', 'machinery'], ['admissionregistration.k8s.io', 'Kubernetes', 'machinery'],
]
/** One group, two trades. */
const ARGO: Readonly<Record<string, ForeignRole>> = { Rollout: 'rollouts', AnalysisTemplate: 'rollouts', Workflow: 'workloads', CronWorkflow: 'workloads' }

/**
 * Whose kind it is, of a manifest that no simulated kind fits. Groups without a dot or below `k8s.io` are Kubernetes' own; of a stranger
 * the project is its group.
 */
export function foreignOf(apiVersion: string, kind: string): Foreign {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  if (group === 'argoproj.io') return { project: 'Argo', role: ARGO[kind] ?? 'delivery' }
  const known = GROUPS.find(([g]) => group === g || group.endsWith(`.${g}`))
  if (known) return { project: known[1], role: known[2] }
  return !group.includes('.') || /(^|\.)k8s\.io$/.test(group) ? { project: 'Kubernetes', role: 'kubernetes' } : { project: group, role: 'other' }
}
