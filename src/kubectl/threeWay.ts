// The patch that makes of a live object what a manifest says, and the words for the case that there is none.
// Upstream: kubectl/pkg/cmd/apply/patcher.go.
import { createThreeWayPatch, PatchError, withManagedFields } from '../engine/index.ts'
import type { Kind } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { schemaOf } from '../kube/schema.ts'
import { KubectlError } from './errors.ts'
import { lastAppliedOf } from './lastApplied.ts'
import { compactJson } from './print/json.ts'

/** `modified`: the manifest with its annotation. Throws a KubectlError where lists cannot be compared, as those whose elements lack the key they are merged by. */
export function threeWayPatch(kind: Kind, live: AnyObject, modified: AnyObject, source: string): Record<string, unknown> {
  const original = lastAppliedOf(live)
  try {
    return createThreeWayPatch(schemaOf(kind), JSON.parse(original ?? '{}'), modified as any, live as any) as Record<string, unknown>
  } catch (e) {
    if (!(e instanceof PatchError)) throw e
    throw new KubectlError(`error when creating patch with:\noriginal:\n${original ?? ''}\nmodified:\n${compactJson(modified)}\n\ncurrent:\n${compactJson(withManagedFields(live))}\n\nfor: ${JSON.stringify(source)}: ${e.message}`)
  }
}
