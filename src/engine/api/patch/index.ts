// Patches as the API server applies them. Server-side apply is not here yet.
// Upstream: apiserver/pkg/endpoints/handlers/patch.go.
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { schemaOf } from '../../../kube/schema.ts'
import type { PatchType } from '../client.ts'
import { ApiError, badRequest } from '../errors.ts'
import { kindOfJson } from '../fields/goScalars.ts'
import { applyJsonPatch, JsonPatchError, readJsonPatch } from './json.ts'
import { mergePatch } from './merge.ts'
import { PatchError } from './patchError.ts'
import { strategicPatch } from './strategic.ts'
import { isMap } from './values.ts'
import type { Json, JsonMap } from './values.ts'

/** What the server says of a patch that fits the rules but not the object. */
const unprocessable = () => new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request')

/**
 * The object with the patch applied, neither decoded nor validated: what the patch does not touch is shared with `old`.
 * Without a kind (a Scale, a kind without schema) strategic patches are refused. Throws an ApiError.
 */
export function applyPatch(kind: Pick<Kind, 'group' | 'version' | 'kind'> | undefined, type: PatchType, old: unknown, body: unknown): AnyObject {
  return patched(kind, type, old, body) as AnyObject
}

function patched(kind: Pick<Kind, 'group' | 'version' | 'kind'> | undefined, type: PatchType, old: unknown, body: unknown): unknown {
  // Go reads null as a map or a list with nothing in it; only the library for merge patches minds.
  if (body === null && type === 'merge') throw badRequest('Invalid JSON Patch')
  if (body === null && type !== 'apply') return old
  try {
    switch (type) {
      case 'json': return applyJsonPatch(old as Json, readJsonPatch(body))
      case 'merge': return mergePatch(old as Json, asPatch(body))
      case 'strategic': {
        const schema = kind && schemaOf(kind)
        // A Scale has no lists, so both kinds of patch mean the same for it.
        return schema ? strategicPatch(schema, old as JsonMap, asPatch(body)) : mergePatch(old as Json, asPatch(body))
      }
      case 'apply': throw new ApiError(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json')
    }
  } catch (e) {
    if (e instanceof JsonPatchError) throw e.malformed ? badRequest(e.message) : unprocessable()
    if (e instanceof PatchError) throw e.answer === 'bad' ? badRequest(e.message) : e.answer === 'unprocessable' ? unprocessable() : new ApiError(500, 'Unknown', e.message)
    throw e
  }
}

function asPatch(body: unknown): JsonMap {
  if (isMap(body)) return body
  throw badRequest(`error decoding patch: json: cannot unmarshal ${kindOfJson(body)} into Go value of type map[string]interface {}`)
}
