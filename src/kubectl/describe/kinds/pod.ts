// Upstream: describe.go, describePod.
import type { Pod } from '../../../kube/core.ts'
import { rfc1123, since } from '../../print/values.ts'
import { containers, fieldsOf, resources, seccomp } from '../containers.ts'
import type { Describer } from '../describer.ts'
import { annotations, controlledBy, heading, labels, spreadConstraints, tolerations } from '../sections.ts'
import { volumes } from '../volumes.ts'

/** Whose resources are named decides who is stopped first when a node runs out of memory. Upstream: component-helpers qos. */
function qosClass(pod: Pod): string {
  if (pod.status?.qosClass) return pod.status.qosClass
  const all = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]
  const named = all.some(c => ['cpu', 'memory'].some(r => c.resources?.limits?.[r] !== undefined || c.resources?.requests?.[r] !== undefined))
  if (!named) return 'BestEffort'
  const guaranteed = all.every(c => ['cpu', 'memory'].every(r => {
    const limit = c.resources?.limits?.[r]
    return limit !== undefined && (c.resources?.requests?.[r] ?? limit) === limit
  }))
  return guaranteed ? 'Guaranteed' : 'Burstable'
}

export const describePod: Describer = (o: Pod, w, { now }) => {
  const { spec, status, metadata } = o
  heading(w, o)
  if (spec?.priority !== undefined) w.field(0, 'Priority', spec.priority)
  if (spec?.priorityClassName) w.field(0, 'Priority Class Name', spec.priorityClassName)
  if (spec?.runtimeClassName) w.field(0, 'Runtime Class Name', spec.runtimeClassName)
  if (spec?.serviceAccountName) w.field(0, 'Service Account', spec.serviceAccountName)
  w.field(0, 'Node', spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>')
  if (status?.startTime) w.field(0, 'Start Time', rfc1123(status.startTime))
  labels(w, 'Labels', metadata.labels)
  annotations(w, 'Annotations', metadata.annotations)
  if (metadata.deletionTimestamp && status?.phase !== 'Failed' && status?.phase !== 'Succeeded') {
    w.field(0, 'Status', `Terminating (lasts ${since(metadata.deletionTimestamp, now)})`)
    w.field(0, 'Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`)
  } else {
    w.field(0, 'Status', status?.phase ?? '')
  }
  if (status?.reason) w.field(0, 'Reason', status.reason)
  if (status?.message) w.field(0, 'Message', status.message)
  seccomp(w, 0, spec?.securityContext?.seccompProfile as any, 0)
  w.field(0, 'IP', status?.podIP ?? '')
  if (status?.podIPs?.length) {
    w.line(0, 'IPs:')
    for (const { ip } of status.podIPs) w.field(1, 'IP', ip ?? '')
  } else {
    w.field(0, 'IPs', '<none>')
  }
  controlledBy(w, o)
  if (status?.nominatedNodeName) w.field(0, 'NominatedNodeName', status.nominatedNodeName)
  if (spec?.resources) {
    w.line(0, 'Resources:')
    resources(w, 1, spec.resources)
  }
  const resolve = fieldsOf(o)
  if (spec?.initContainers?.length) containers(w, 'Init Containers', spec.initContainers, status?.initContainerStatuses, resolve)
  containers(w, 'Containers', spec?.containers, status?.containerStatuses, resolve)
  if (spec?.ephemeralContainers?.length) containers(w, 'Ephemeral Containers', spec.ephemeralContainers as any, status?.ephemeralContainerStatuses, resolve)
  if (spec?.readinessGates?.length) {
    w.line(0, 'Readiness Gates:', '  Type\tStatus')
    for (const { conditionType } of spec.readinessGates)
      w.line(1, `${conditionType} \t${status?.conditions?.find(c => c.type === conditionType)?.status ?? '<none>'} `)
  }
  if (status?.conditions?.length) {
    w.line(0, 'Conditions:', '  Type\tStatus')
    for (const c of status.conditions) w.line(1, `${c.type} \t${c.status} `)
  }
  volumes(w, spec?.volumes)
  w.field(0, 'QoS Class', qosClass(o))
  labels(w, 'Node-Selectors', spec?.nodeSelector)
  tolerations(w, 'Tolerations', spec?.tolerations)
  spreadConstraints(w, spec?.topologySpreadConstraints)
}
