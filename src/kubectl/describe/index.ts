// `kubectl describe` of one object. Upstream: k8s.io/kubectl/pkg/describe.
import type { ApiClient } from '../../engine/api/client.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Describer } from './describer.ts'
import { describeEvents, eventsAbout } from './events.ts'
import { describeBinding, describeRole } from './kinds/access.ts'
import { describeAutoscaler } from './kinds/autoscaler.ts'
import { describeConfigMap, describeDisruptionBudget, describePriorityClass, describeSecret, describeServiceAccount } from './kinds/config.ts'
import { describeAnything } from './kinds/generic.ts'
import { describeCronJob, describeJob } from './kinds/job.ts'
import { describeEndpoints, describeEndpointSlice, describeIngress, describeIngressClass, describeNetworkPolicy, describeService } from './kinds/network.ts'
import { describeLimitRange, describeNamespace, describeNode, describeQuota } from './kinds/node.ts'
import { describePod } from './kinds/pod.ts'
import { describeClaim, describeStorageClass, describeVolume } from './kinds/storage.ts'
import { describeDaemonSet, describeDeployment, describeReplicaSet, describeReplicationController, describeStatefulSet } from './kinds/workloads.ts'
import { Writer } from './writer.ts'

const describers: Readonly<Record<string, Describer>> = {
  ClusterRole: describeRole, ClusterRoleBinding: describeBinding, ConfigMap: describeConfigMap, CronJob: describeCronJob, DaemonSet: describeDaemonSet, Deployment: describeDeployment, Endpoints: describeEndpoints,
  EndpointSlice: describeEndpointSlice, HorizontalPodAutoscaler: describeAutoscaler, Ingress: describeIngress, IngressClass: describeIngressClass, Job: describeJob,
  LimitRange: describeLimitRange, Namespace: describeNamespace, NetworkPolicy: describeNetworkPolicy, Node: describeNode,
  PersistentVolume: describeVolume, PersistentVolumeClaim: describeClaim, Pod: describePod, PodDisruptionBudget: describeDisruptionBudget,
  PriorityClass: describePriorityClass, ReplicaSet: describeReplicaSet, ReplicationController: describeReplicationController,
  ResourceQuota: describeQuota, Role: describeRole, RoleBinding: describeBinding, Secret: describeSecret, Service: describeService, ServiceAccount: describeServiceAccount,
  StatefulSet: describeStatefulSet, StorageClass: describeStorageClass,
}

/** Kinds whose descriptions end without events. */
const WITHOUT_EVENTS = new Set(['Secret', 'LimitRange', 'ResourceQuota', 'Namespace', 'NetworkPolicy', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])

/** The whole description, with its final line break. */
export function describe(client: ApiClient, object: AnyObject, options: { readonly showEvents?: boolean } = {}): string {
  const w = new Writer()
  const events = options.showEvents === false || WITHOUT_EVENTS.has(object.kind) ? undefined : eventsAbout(client, object)
  ;(describers[object.kind] ?? describeAnything)(object, w, { client, now: client.now, events })
  if (events) describeEvents(events, w, client.now)
  return w.toString()
}
