// Which kind is printed how. A kind that is not here prints its name and age, as the API server does for kinds without a printer.
import { column } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { since } from '../values.ts'
import { configMap, event, limitRange, resourceQuota, secret, serviceAccount } from './config.ts'
import { cronJob, job } from './job.ts'
import { endpoints, endpointSlice, ingress, ingressClass, networkPolicy, service } from './network.ts'
import { lease, namespace, node } from './node.ts'
import { binding, role } from './access.ts'
import { pod } from './pod.ts'
import { horizontalPodAutoscaler, podDisruptionBudget, priorityClass, runtimeClass } from './scaling.ts'
import { scale } from './scale.ts'
import { persistentVolume, persistentVolumeClaim, storageClass } from './storage.ts'
import { controllerRevision, daemonSet, deployment, podTemplate, replicaSet, replicationController, statefulSet } from './workloads.ts'

const printers: Readonly<Record<string, KindPrinter>> = {
  ClusterRole: role, ClusterRoleBinding: binding, ConfigMap: configMap, ControllerRevision: controllerRevision, CronJob: cronJob, DaemonSet: daemonSet, Deployment: deployment,
  EndpointSlice: endpointSlice, Endpoints: endpoints, Event: event, HorizontalPodAutoscaler: horizontalPodAutoscaler, Ingress: ingress, IngressClass: ingressClass,
  Job: job, Lease: lease, LimitRange: limitRange, Namespace: namespace, NetworkPolicy: networkPolicy, Node: node,
  PersistentVolume: persistentVolume, PersistentVolumeClaim: persistentVolumeClaim, Pod: pod, PodDisruptionBudget: podDisruptionBudget,
  PodTemplate: podTemplate, PriorityClass: priorityClass, RuntimeClass: runtimeClass, ReplicaSet: replicaSet, ReplicationController: replicationController,
  ResourceQuota: resourceQuota, Role: role, RoleBinding: binding, Scale: scale, Secret: secret, Service: service, ServiceAccount: serviceAccount, StatefulSet: statefulSet, StorageClass: storageClass,
}

const nameAndAge: KindPrinter = {
  columns: [column('Name'), column('Age')],
  row: (o, { now }) => [o.metadata.name, since(o.metadata.creationTimestamp, now)],
}

export const printerFor = (kind: string): KindPrinter => printers[kind] ?? nameAndAge
