// The scale of a workload as an object of its own. Upstream: printers.go, printScale; the scale's REST of each workload.
import { formatLabelSelector } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { column } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { since } from '../values.ts'

/** What `--subresource=scale` is answered with. */
export function scaleOf({ metadata: { name, namespace, uid, resourceVersion, creationTimestamp }, spec, status }: AnyObject): AnyObject {
  const selector = spec.selector?.matchLabels || spec.selector?.matchExpressions ? formatLabelSelector(spec.selector) : undefined
  return {
    apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { creationTimestamp, name, namespace, resourceVersion, uid },
    spec: { replicas: spec.replicas ?? 0 }, status: { replicas: status?.replicas ?? 0, ...(selector ? { selector } : {}) },
  } as AnyObject
}

export const scale: KindPrinter = {
  columns: [column('Name'), column('Desired'), column('Available'), column('Age')],
  row: ({ metadata, spec, status }: AnyObject, { now }) => [metadata.name, spec.replicas, status.replicas, since(metadata.creationTimestamp, now)],
}
