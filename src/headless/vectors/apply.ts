// Vectors of kubectl apply and kubectl patch, run through src/engine/api/patch.
import { mergePatch } from '../../engine/api/patch/merge.ts'
import { PatchError } from '../../engine/api/patch/patchError.ts'
import { strategicPatch } from '../../engine/api/patch/strategic.ts'
import { createThreeWayPatch } from '../../engine/api/patch/threeWay.ts'
import { schemaOf } from '../../kube/schema.ts'
import { lastAppliedOf, withLastApplied } from '../../kubectl/lastApplied.ts'
import type { Topic } from './topic.ts'

function typeOf(object: { apiVersion: string; kind: string }) {
  const [version, group = ''] = object.apiVersion.split('/').reverse() as [string, string?]
  return schemaOf({ group, version, kind: object.kind })
}

function patched(v: any): Record<string, unknown> {
  const mergedIfTypeMerge = mergePatch(v.live, v.patch)
  try {
    return { patchType: 'strategic', merged: strategicPatch(typeOf(v.live)!, v.live, v.patch), mergedIfTypeMerge }
  } catch (e) {
    if (e instanceof PatchError) return { patchType: 'strategic', error: e.message, mergedIfTypeMerge }
    throw e
  }
}

function applied(v: any): Record<string, unknown> {
  const type = typeOf(v.live)
  const patch = createThreeWayPatch(type, JSON.parse(lastAppliedOf(v.live) ?? '{}'), withLastApplied(v.manifest), v.live)
  return {
    patch, patchType: type ? 'strategic' : 'merge', unchanged: Object.keys(patch).length === 0,
    merged: type ? strategicPatch(type, v.live, patch) : mergePatch(v.live, patch),
  }
}

export const applyTopic: Topic = {
  name: 'apply',
  judge(vector) {
    const { name: _name, op, kind: _kind, live: _live, manifest: _manifest, ...rest } = vector
    if (op !== 'patch') return { expected: rest, actual: applied(vector) }
    const { patch: _patch, ...expected } = rest
    return { expected, actual: patched(vector) }
  },
}
