// The kinds that a cluster of ours serves: how each is called, in which group it stands, and whether it lives in a namespace.
// The order is kubectl's order in `api-resources`: core first, then groups by name.
import type { ApiObject } from './object.ts'
import type * as apps from './apps.ts'
import type * as autoscaling from './autoscaling.ts'
import type * as batch from './batch.ts'
import type * as coordination from './coordination.ts'
import type * as core from './core.ts'
import type * as discovery from './discovery.ts'
import type * as networking from './networking.ts'
import type * as node from './node.ts'
import type * as policy from './policy.ts'
import type * as rbac from './rbac.ts'
import type * as scheduling from './scheduling.ts'
import type * as storage from './storage.ts'

/** A kind of object. The type parameter is the object's shape; it exists for the compiler only. */
export interface Kind<T extends ApiObject = ApiObject> {
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  readonly subresources: readonly string[]
  readonly categories: readonly string[]
  readonly _shape?: T
}

interface Extra { short?: string[]; cluster?: boolean; sub?: string[]; categories?: string[]; plural?: string }

function define<T extends ApiObject>(group: string, version: string, kind: string, extra: Extra = {}): Kind<T> {
  const singular = kind.toLowerCase()
  return {
    kind, group, version, singular,
    plural: extra.plural ?? (singular.endsWith('s') ? `${singular}es` : singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`),
    shortNames: extra.short ?? [], namespaced: !extra.cluster, subresources: extra.sub ?? [], categories: extra.categories ?? [],
  }
}

const all = ['all']

/** Made, and never stored: by one of these a pod gets its node. */
export const Binding = define('', 'v1', 'Binding')
export const ConfigMap = define<core.ConfigMap>('', 'v1', 'ConfigMap', { short: ['cm'] })
export const Endpoints = define<core.Endpoints>('', 'v1', 'Endpoints', { short: ['ep'], plural: 'endpoints' })
export const Event = define<core.Event>('', 'v1', 'Event', { short: ['ev'] })
export const LimitRange = define<core.LimitRange>('', 'v1', 'LimitRange', { short: ['limits'] })
export const Namespace = define<core.Namespace>('', 'v1', 'Namespace', { short: ['ns'], cluster: true, sub: ['status', 'finalize'] })
export const Node = define<core.Node>('', 'v1', 'Node', { short: ['no'], cluster: true, sub: ['status'] })
export const PersistentVolumeClaim = define<core.PersistentVolumeClaim>('', 'v1', 'PersistentVolumeClaim', { short: ['pvc'], sub: ['status'] })
export const PersistentVolume = define<core.PersistentVolume>('', 'v1', 'PersistentVolume', { short: ['pv'], cluster: true, sub: ['status'] })
export const Pod = define<core.Pod>('', 'v1', 'Pod', { short: ['po'], sub: ['status', 'binding', 'eviction', 'log', 'exec', 'attach', 'resize', 'ephemeralcontainers'], categories: all })
export const PodTemplate = define<core.PodTemplate>('', 'v1', 'PodTemplate')
export const ReplicationController = define<core.ReplicationController>('', 'v1', 'ReplicationController', { short: ['rc'], sub: ['status', 'scale'], categories: all })
export const ResourceQuota = define<core.ResourceQuota>('', 'v1', 'ResourceQuota', { short: ['quota'], sub: ['status'] })
export const Secret = define<core.Secret>('', 'v1', 'Secret')
export const ServiceAccount = define<core.ServiceAccount>('', 'v1', 'ServiceAccount', { short: ['sa'], sub: ['token'] })
export const Service = define<core.Service>('', 'v1', 'Service', { short: ['svc'], sub: ['status'], categories: all })
export const ControllerRevision = define<apps.ControllerRevision>('apps', 'v1', 'ControllerRevision')
export const DaemonSet = define<apps.DaemonSet>('apps', 'v1', 'DaemonSet', { short: ['ds'], sub: ['status'], categories: all })
export const Deployment = define<apps.Deployment>('apps', 'v1', 'Deployment', { short: ['deploy'], sub: ['status', 'scale'], categories: all })
export const ReplicaSet = define<apps.ReplicaSet>('apps', 'v1', 'ReplicaSet', { short: ['rs'], sub: ['status', 'scale'], categories: all })
export const StatefulSet = define<apps.StatefulSet>('apps', 'v1', 'StatefulSet', { short: ['sts'], sub: ['status', 'scale'], categories: all })
export const HorizontalPodAutoscaler = define<autoscaling.HorizontalPodAutoscaler>('autoscaling', 'v2', 'HorizontalPodAutoscaler', { short: ['hpa'], sub: ['status'], categories: all })
export const CronJob = define<batch.CronJob>('batch', 'v1', 'CronJob', { short: ['cj'], sub: ['status'], categories: all })
export const Job = define<batch.Job>('batch', 'v1', 'Job', { sub: ['status'], categories: all })
export const Lease = define<coordination.Lease>('coordination.k8s.io', 'v1', 'Lease')
export const EndpointSlice = define<discovery.EndpointSlice>('discovery.k8s.io', 'v1', 'EndpointSlice')
export const IngressClass = define<networking.IngressClass>('networking.k8s.io', 'v1', 'IngressClass', { cluster: true })
export const Ingress = define<networking.Ingress>('networking.k8s.io', 'v1', 'Ingress', { short: ['ing'], sub: ['status'] })
export const NetworkPolicy = define<networking.NetworkPolicy>('networking.k8s.io', 'v1', 'NetworkPolicy', { short: ['netpol'] })
export const RuntimeClass = define<node.RuntimeClass>('node.k8s.io', 'v1', 'RuntimeClass', { cluster: true })
export const PodDisruptionBudget = define<policy.PodDisruptionBudget>('policy', 'v1', 'PodDisruptionBudget', { short: ['pdb'], sub: ['status'] })
export const ClusterRoleBinding = define<rbac.ClusterRoleBinding>('rbac.authorization.k8s.io', 'v1', 'ClusterRoleBinding', { cluster: true })
export const ClusterRole = define<rbac.ClusterRole>('rbac.authorization.k8s.io', 'v1', 'ClusterRole', { cluster: true })
export const RoleBinding = define<rbac.RoleBinding>('rbac.authorization.k8s.io', 'v1', 'RoleBinding')
export const Role = define<rbac.Role>('rbac.authorization.k8s.io', 'v1', 'Role')
export const PriorityClass = define<scheduling.PriorityClass>('scheduling.k8s.io', 'v1', 'PriorityClass', { short: ['pc'], cluster: true })
export const StorageClass = define<storage.StorageClass>('storage.k8s.io', 'v1', 'StorageClass', { short: ['sc'], cluster: true })

export const kinds: readonly Kind[] = [
  ConfigMap, Endpoints, Event, LimitRange, Namespace, Node, PersistentVolumeClaim, PersistentVolume, Pod, PodTemplate,
  ReplicationController, ResourceQuota, Secret, ServiceAccount, Service, ControllerRevision, DaemonSet, Deployment, ReplicaSet,
  StatefulSet, HorizontalPodAutoscaler, CronJob, Job, Lease, EndpointSlice, IngressClass, Ingress, NetworkPolicy, RuntimeClass, PodDisruptionBudget,
  ClusterRoleBinding, ClusterRole, RoleBinding, Role, PriorityClass, StorageClass,
]

const byKind = new Map(kinds.map(k => [k.kind, k]))
const byPlural = new Map(kinds.map(k => [k.plural, k]))

/** The kind that objects with this `kind` field have, or nothing where no such kind is served. */
export const kindNamed = (kind: string): Kind | undefined => byKind.get(kind)
/** The kind whose plural (`pods`) is given, or nothing. */
export const kindOfPlural = (plural: string): Kind | undefined => byPlural.get(plural)
/** `batch/v1`, or `v1` for the core group: what stands in an object's apiVersion. */
export const apiVersionOf = (kind: Kind): string => (kind.group ? `${kind.group}/${kind.version}` : kind.version)
/** `jobs.batch`, `pods`: how Kubernetes names the resource in errors. */
export const resourceOf = (kind: Kind): string => (kind.group ? `${kind.plural}.${kind.group}` : kind.plural)
