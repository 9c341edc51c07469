// The scale subresource: the one number that autoscalers and `kubectl scale` care about.
import type { Kind } from '../../kube/kinds.ts'
import { formatLabelSelector, formatLabels } from '../../kube/labels.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { PatchType, WriteOptions } from './client.ts'
import { invalid } from './errors.ts'
import { decodePatched } from './fields/decode.ts'
import { causeOf, invalidValue } from './fields/fieldError.ts'
import { NOT_NEGATIVE } from './fields/rules.ts'
import { applyPatch } from './patch/index.ts'

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' }

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

/** The object as a patch of its Scale leaves it. Throws what is wrong with the Scale. Upstream: pkg/registry/apps/deployment/storage, ScaleREST. */
export function withPatchedScale(kind: Kind, old: AnyObject, type: PatchType, body: unknown, options: WriteOptions): AnyObject {
  const scale = decodePatched(SCALE, applyPatch(undefined, type, scaleOf(kind, old), body), body, type, options)
  const replicas: number = scale.spec?.replicas ?? 0
  if (replicas < 0) throw invalid(SCALE, old.metadata.name, [causeOf(invalidValue('spec.replicas', replicas, NOT_NEGATIVE))])
  return withScale(old, scale)
}
