// Which objects a list's selectors choose, and which fields each kind answers for.
// Upstream: the GetAttrs functions of each kind's registry and apis/core/v1/conversion.go.
import type { Kind } from '../../../kube/kinds.ts'
import { parseFieldSelector } from '../../../kube/fieldSelector.ts'
import { parseSelector } from '../../../kube/labelText.ts'
import { SelectorError } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { ListOptions } from '../client.ts'
import { badRequest } from '../errors.ts'

type Reader = (object: AnyObject) => string | undefined

const text = (value: unknown): string | undefined => (value === undefined || value === null ? undefined : String(value))

const fields: Record<string, Record<string, Reader>> = {
  pods: {
    'spec.nodeName': o => o.spec.nodeName, 'spec.restartPolicy': o => o.spec.restartPolicy, 'spec.schedulerName': o => o.spec.schedulerName,
    'spec.serviceAccountName': o => o.spec.serviceAccountName, 'spec.hostNetwork': o => text(o.spec.hostNetwork ?? false),
    'status.phase': o => o.status?.phase, 'status.podIP': o => o.status?.podIP, 'status.podIPs': o => o.status?.podIP,
    'status.nominatedNodeName': o => o.status?.nominatedNodeName,
  },
  jobs: { 'status.successful': o => text(o.status?.succeeded ?? 0) },
  nodes: { 'spec.unschedulable': o => text(o.spec.unschedulable ?? false) },
  namespaces: { 'status.phase': o => o.status?.phase },
  secrets: { type: o => o.type },
  replicasets: { 'status.replicas': o => text(o.status?.replicas ?? 0) },
  replicationcontrollers: { 'status.replicas': o => text(o.status?.replicas ?? 0) },
  events: {
    'involvedObject.kind': o => o.involvedObject?.kind, 'involvedObject.namespace': o => o.involvedObject?.namespace,
    'involvedObject.name': o => o.involvedObject?.name, 'involvedObject.uid': o => o.involvedObject?.uid,
    'involvedObject.apiVersion': o => o.involvedObject?.apiVersion, 'involvedObject.resourceVersion': o => o.involvedObject?.resourceVersion,
    'involvedObject.fieldPath': o => o.involvedObject?.fieldPath, reason: o => o.reason, reportingComponent: o => o.reportingComponent,
    source: o => o.source?.component || o.reportingComponent, type: o => o.type,
  },
}

/** A judge of objects of one kind; throws a BadRequest for a selector that cannot be read or a field that is not served. */
export function objectMatcher(kind: Kind, options: ListOptions): (object: AnyObject) => boolean {
  const known = fields[kind.plural] ?? {}
  try {
    const labels = parseSelector(options.labelSelector ?? '')
    const chosen = parseFieldSelector(options.fieldSelector ?? '')
    for (const { field } of chosen.terms) {
      if (field !== 'metadata.name' && !(field === 'metadata.namespace' && kind.namespaced) && !known[field]) {
        throw new SelectorError(kind.group ? `field label not supported: ${field}` : `field label not supported: ${field}`)
      }
    }
    const read = (object: AnyObject) => (field: string) =>
      (field === 'metadata.name' ? object.metadata.name : field === 'metadata.namespace' ? object.metadata.namespace : known[field]?.(object)) ?? ''
    return object => labels.matches(object.metadata.labels ?? {}) && (chosen.empty || chosen.matches(read(object)))
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message)
    throw error
  }
}
