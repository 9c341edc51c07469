// The scale subresource: the one number that autoscalers and `kubectl scale` care about.
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { formatLabelSelector, formatLabels } from '../../kube/labels.ts'

export const hasScale = (kind: Kind): boolean => kind.subresources.includes('scale')

/** The autoscaling/v1 Scale of an object that has one. */
export function scaleOf(kind: Kind, object: AnyObject): AnyObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = kind.kind === 'ReplicationController' ? formatLabels(object.spec.selector) : formatLabelSelector(object.spec.selector)
  return {
    apiVersion: 'autoscaling/v1', kind: 'Scale',
    metadata: { name, namespace: namespace!, uid: uid!, resourceVersion: resourceVersion!, creationTimestamp: creationTimestamp! },
    spec: { replicas: object.spec.replicas ?? 1 },
    status: { replicas: object.status?.replicas ?? 0, selector },
  }
}

export const withScale = (object: AnyObject, scale: AnyObject): AnyObject => ({ ...object, spec: { ...object.spec, replicas: scale.spec?.replicas ?? 0 } })
