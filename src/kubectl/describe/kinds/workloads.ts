// Upstream: describe.go, describeDeployment, describeReplicaSet, describeDaemonSet, describeStatefulSet, describeReplicationController.
import type { ApiClient } from '../../../engine/api/client.ts'
import type { DaemonSet, Deployment, ReplicaSet as ReplicaSetObject, StatefulSet } from '../../../kube/apps.ts'
import type { ReplicationController } from '../../../kube/core.ts'
import { Pod } from '../../../kube/kinds.ts'
import { formatLabels, formatLabelSelector } from '../../../kube/labels.ts'
import { isControlledBy } from '../../../kube/owners.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { quantityText } from '../../print/quantities.ts'
import { rfc1123, selectorText, storageClassOf } from '../../print/values.ts'
import type { Describer } from '../describer.ts'
import { newReplicaSetOf, replicaSetsOf } from '../../replicaSets.ts'
import { annotations, conditions, controlledBy, heading, labels, labelsAndAnnotations } from '../sections.ts'
import { podTemplate } from '../template.ts'
import type { Writer } from '../writer.ts'

/** The phases of the pods that the object controls. */
function podStatuses(client: ApiClient, o: AnyObject, labelSelector: string): string {
  const count: Record<string, number> = {}
  for (const pod of client.list(Pod, o.metadata.namespace, { labelSelector }))
    if (isControlledBy(pod, o)) count[pod.status?.phase ?? ''] = (count[pod.status?.phase ?? ''] ?? 0) + 1
  return `${count.Running ?? 0} Running / ${count.Pending ?? 0} Waiting / ${count.Succeeded ?? 0} Succeeded / ${count.Failed ?? 0} Failed`
}

const replicaSetList = (list: readonly ReplicaSetObject[]) =>
  list.map(rs => `${rs.metadata.name} (${rs.status?.replicas ?? 0}/${rs.spec?.replicas ?? 1} replicas created)`).join(', ') || '<none>'

export const describeDeployment: Describer = (o: Deployment, w, { client }) => {
  const { spec, status, metadata } = o
  heading(w, o)
  w.field(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
  labelsAndAnnotations(w, o)
  w.field(0, 'Selector', selectorText(spec?.selector))
  w.field(0, 'Replicas', `${spec?.replicas ?? 1} desired | ${status?.updatedReplicas ?? 0} updated | ${status?.replicas ?? 0} total | ` +
    `${status?.availableReplicas ?? 0} available | ${status?.unavailableReplicas ?? 0} unavailable`)
  const strategy = spec?.strategy?.type ?? 'RollingUpdate'
  w.field(0, 'StrategyType', strategy)
  w.field(0, 'MinReadySeconds', spec?.minReadySeconds ?? 0)
  if (strategy === 'RollingUpdate') {
    const { maxUnavailable = '25%', maxSurge = '25%' } = spec?.strategy?.rollingUpdate ?? {}
    w.field(0, 'RollingUpdateStrategy', `${maxUnavailable} max unavailable, ${maxSurge} max surge`)
  }
  podTemplate(w, spec?.template)
  conditions(w, status?.conditions)
  const all = replicaSetsOf(client, o)
  const current = newReplicaSetOf(o, all)
  if (all.length) {
    w.field(0, 'OldReplicaSets', replicaSetList(all.filter(rs => rs !== current)))
    w.field(0, 'NewReplicaSet', replicaSetList(current ? [current] : []))
  }
}

export const describeReplicaSet: Describer = (o: ReplicaSetObject, w, { client }) => {
  heading(w, o)
  w.field(0, 'Selector', formatLabelSelector(o.spec?.selector))
  labelsAndAnnotations(w, o)
  controlledBy(w, o)
  w.field(0, 'Replicas', `${o.status?.replicas ?? 0} current / ${o.spec?.replicas ?? 1} desired`)
  w.field(0, 'Pods Status', podStatuses(client, o, selectorText(o.spec?.selector)))
  podTemplate(w, o.spec?.template)
  conditions(w, o.status?.conditions)
}

export const describeReplicationController: Describer = (o: ReplicationController, w, { client }) => {
  heading(w, o)
  w.field(0, 'Selector', formatLabels(o.spec?.selector))
  labels(w, 'Labels', o.metadata.labels ?? o.spec?.template?.metadata?.labels)
  annotations(w, 'Annotations', o.metadata.annotations)
  w.field(0, 'Replicas', `${o.status?.replicas ?? 0} current / ${o.spec?.replicas ?? 1} desired`)
  w.field(0, 'Pods Status', podStatuses(client, o, selectorText({ matchLabels: o.spec?.selector ?? {} })))
  podTemplate(w, o.spec?.template)
  conditions(w, o.status?.conditions)
}

export const describeDaemonSet: Describer = (o: DaemonSet, w, { client }) => {
  const { spec, status } = o
  heading(w, o)
  w.field(0, 'Selector', selectorText(spec?.selector))
  w.field(0, 'Node-Selector', formatLabels(spec?.template?.spec?.nodeSelector))
  labelsAndAnnotations(w, o)
  w.line(0,
    `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`,
    `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`,
    `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`,
    `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`,
    `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`)
  w.field(0, 'Pods Status', podStatuses(client, o, selectorText(spec?.selector)))
  podTemplate(w, spec?.template)
}

function claimTemplates(w: Writer, templates: readonly any[] | undefined): void {
  if (!templates?.length) return w.field(0, 'Volume Claims', '<none>')
  w.line(0, 'Volume Claims:')
  for (const claim of templates) {
    w.field(1, 'Name', claim.metadata?.name ?? '')
    w.field(1, 'StorageClass', storageClassOf({ metadata: {}, ...claim }))
    labels(w, 'Labels', claim.metadata?.labels, '  ')
    labels(w, 'Annotations', claim.metadata?.annotations, '  ')
    const capacity = claim.spec?.resources?.requests?.storage
    w.field(1, 'Capacity', capacity === undefined ? '<default>' : quantityText(capacity))
    w.field(1, 'Access Modes', `[${(claim.spec?.accessModes ?? []).join(' ')}]`)
  }
}

export const describeStatefulSet: Describer = (o: StatefulSet, w, { client }) => {
  const { spec, status, metadata } = o
  heading(w, o)
  w.field(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
  w.field(0, 'Selector', selectorText(spec?.selector))
  labelsAndAnnotations(w, o)
  w.field(0, 'Replicas', `${spec?.replicas ?? 1} desired | ${status?.replicas ?? 0} total`)
  const strategy = spec?.updateStrategy?.type ?? 'RollingUpdate'
  w.field(0, 'Update Strategy', strategy)
  if (strategy === 'RollingUpdate') {
    const { partition = 0, maxUnavailable } = spec?.updateStrategy?.rollingUpdate ?? {}
    w.field(1, 'Partition', partition)
    if (maxUnavailable !== undefined) w.field(1, 'MaxUnavailable', maxUnavailable)
  }
  w.field(0, 'Pods Status', podStatuses(client, o, selectorText(spec?.selector)))
  podTemplate(w, spec?.template)
  claimTemplates(w, spec?.volumeClaimTemplates)
}
