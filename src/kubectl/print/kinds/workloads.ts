// Deployments and what stands between them and pods. Upstream: printers.go, printDeployment and its neighbours.
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../../../kube/apps.ts'
import type { PodTemplate, ReplicationController } from '../../../kube/core.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { formatLabelSelector, formatLabels } from '../../../kube/labels.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { selectorText, since } from '../values.ts'
import { containerCells } from './containers.ts'

const templateColumns = [wide('Containers'), wide('Images'), wide('Selector')]

export const deployment: KindPrinter = {
  columns: [column('Name'), column('Ready'), column('Up-to-date'), column('Available'), column('Age'), ...templateColumns],
  row(o: Deployment, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0,
      since(metadata.creationTimestamp, now), ...containerCells(spec?.template?.spec?.containers), selectorText(spec?.selector),
    ]
  },
}

export const replicaSet: KindPrinter = {
  columns: [column('Name'), column('Desired'), column('Current'), column('Ready'), column('Age'), ...templateColumns],
  row(o: ReplicaSet, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, spec?.replicas ?? 1, status?.replicas ?? 0, status?.readyReplicas ?? 0, since(metadata.creationTimestamp, now),
      ...containerCells(spec?.template?.spec?.containers), formatLabelSelector(spec?.selector),
    ]
  },
}

export const replicationController: KindPrinter = {
  columns: [column('Name'), column('Desired'), column('Current'), column('Ready'), column('Age'), ...templateColumns],
  row(o: ReplicationController, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, spec?.replicas ?? 1, status?.replicas ?? 0, status?.readyReplicas ?? 0, since(metadata.creationTimestamp, now),
      ...containerCells(spec?.template?.spec?.containers), formatLabels(spec?.selector),
    ]
  },
}

export const daemonSet: KindPrinter = {
  columns: [
    column('Name'), column('Desired'), column('Current'), column('Ready'), column('Up-to-date'), column('Available'), column('Node Selector'),
    column('Age'), ...templateColumns,
  ],
  row(o: DaemonSet, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, status?.desiredNumberScheduled ?? 0, status?.currentNumberScheduled ?? 0, status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0, status?.numberAvailable ?? 0, formatLabels(spec?.template?.spec?.nodeSelector),
      since(metadata.creationTimestamp, now), ...containerCells(spec?.template?.spec?.containers), formatLabelSelector(spec?.selector),
    ]
  },
}

export const statefulSet: KindPrinter = {
  columns: [column('Name'), column('Ready'), column('Age'), wide('Containers'), wide('Images')],
  row(o: StatefulSet, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`, since(metadata.creationTimestamp, now),
      ...containerCells(spec?.template?.spec?.containers),
    ]
  },
}

export const controllerRevision: KindPrinter = {
  columns: [column('Name'), column('Controller'), column('Revision'), column('Age')],
  row(o: ControllerRevision, { now }) {
    const owner = controllerOf(o)
    const group = owner?.apiVersion?.includes('/') ? `.${owner.apiVersion.slice(0, owner.apiVersion.indexOf('/'))}` : ''
    return [
      o.metadata.name!, owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : '<none>', o.revision ?? 0,
      since(o.metadata.creationTimestamp, now),
    ]
  },
}

export const podTemplate: KindPrinter = {
  columns: [column('Name'), column('Containers'), column('Images'), column('Pod Labels')],
  row: (o: PodTemplate) => [o.metadata.name!, ...containerCells(o.template?.spec?.containers), formatLabels(o.template?.metadata?.labels)],
}
