// The pods and claims of a StatefulSet as they should be. Upstream: stateful_set_utils.go.
import type { StatefulSet } from '../../../kube/apps.ts'
import type { Pod, PodTemplateSpec, Volume } from '../../../kube/core.ts'
import { StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import type { ObjectMeta } from '../../../kube/meta.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, POD_INDEX, STATEFUL_SET_POD_NAME } from '../../../kube/pods.ts'
import { claimName, podName } from '../../../kube/statefulSets.ts'
import { podFromTemplate } from '../podControl.ts'

/** SS10. */
export function claimsFor(set: StatefulSet, ordinal: number): AnyObject[] {
  return (set.spec.volumeClaimTemplates ?? []).map(template => {
    const { namespace } = set.metadata
    const labels = { ...template.metadata.labels, ...set.spec.selector.matchLabels }
    const metadata = { ...template.metadata, name: claimName(set, template, ordinal), ...(namespace ? { namespace } : {}), ...(Object.keys(labels).length ? { labels } : {}) } as ObjectMeta
    return { ...template, apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata } as unknown as AnyObject
  })
}

/** SS1: the claims' volumes first; a volume of the template that has a claim's name gives way. */
function volumesFor(set: StatefulSet, ordinal: number, given: readonly Volume[]): Volume[] {
  const templates = set.spec.volumeClaimTemplates ?? []
  const claims = templates.map((template): Volume => ({ name: template.metadata.name, persistentVolumeClaim: { claimName: claimName(set, template, ordinal) } }))
  return [...claims, ...given.filter(v => !templates.some(t => t.metadata.name === v.name))]
}

const identityLabels = (set: StatefulSet, ordinal: number) => ({ [STATEFUL_SET_POD_NAME]: podName(set, ordinal), [POD_INDEX]: String(ordinal) })

/** A pod that is yet to be made: without a status. */
export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const pod = podFromTemplate(set, StatefulSetKind, template)
  const volumes = volumesFor(set, ordinal, template.spec?.volumes ?? [])
  return {
    ...pod,
    metadata: { ...pod.metadata, name: podName(set, ordinal), labels: { ...pod.metadata.labels, ...identityLabels(set, ordinal), [CONTROLLER_REVISION_HASH]: revision } },
    spec: { ...pod['spec'], hostname: podName(set, ordinal), ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}), ...(volumes.length ? { volumes } : {}) },
  } as unknown as Pod
}

/** Whether the pod has the labels and the volumes of its ordinal. */
export function hasIdentity(set: StatefulSet, pod: Pod, ordinal: number): boolean {
  const labels = pod.metadata.labels ?? {}
  if (Object.entries(identityLabels(set, ordinal)).some(([key, value]) => labels[key] !== value)) return false
  return (set.spec.volumeClaimTemplates ?? []).every(t =>
    pod.spec.volumes?.some(v => v.name === t.metadata.name && v.persistentVolumeClaim?.claimName === claimName(set, t, ordinal)))
}

export function withIdentity(set: StatefulSet, pod: Pod, ordinal: number): Pod {
  const volumes = volumesFor(set, ordinal, pod.spec.volumes ?? [])
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, ...identityLabels(set, ordinal) } },
    spec: { ...pod.spec, ...(volumes.length ? { volumes } : {}) },
  }
}

export const revisionOf = (pod: Pod): string => pod.metadata.labels?.[CONTROLLER_REVISION_HASH] ?? ''
