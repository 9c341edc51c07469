// `Accept: …;as=Table`: the columns and rows that kubectl prints. Upstream: apiserver/pkg/registry/rest/table.go.
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { printerFor } from '../../kubectl/print/kinds/index.ts'

export type Shape = 'object' | 'table' | 'metadata'

/** Which form the client likes best of those that are served. */
export function shapeOf(accept: string): Shape {
  for (const part of accept.split(',')) {
    if (/as=Table/.test(part)) return 'table'
    if (/as=PartialObjectMetadata/.test(part)) return 'metadata'
    if (/^\s*(application\/json|application\/yaml|\*\/\*)/.test(part)) return 'object'
  }
  return 'object'
}

export const metadataOnly = (object: AnyObject): AnyObject =>
  ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata })

/** A table of these objects. `include`: what rows carry of them (None, Metadata, Object). */
export function tableOf(kind: Kind, objects: readonly AnyObject[], now: Instant, metadata: object, include: string, withColumns = true): AnyObject {
  const printer = printerFor(kind.kind)
  return {
    kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: metadata as AnyObject['metadata'],
    ...(withColumns ? {
      columnDefinitions: printer.columns.map(c => ({ name: c.name, type: 'string', format: c.name === 'Name' ? 'name' : '', description: '', priority: c.priority })),
    } : { columnDefinitions: null }),
    rows: objects.map(o => ({
      cells: printer.row(o, { now, wide: true }), ...(include === 'None' ? {} : { object: include === 'Object' ? o : metadataOnly(o) }),
    })),
  }
}
