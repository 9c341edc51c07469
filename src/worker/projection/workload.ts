// What the rows of all workloads have in common.
import { keyOf, refOf } from '../../kube/keys.ts'
import { kindNamed } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { isClustersOwn } from '../../kube/system.ts'
import type { WorkloadRow } from '../rows.ts'

export function workloadOf(plural: string, object: AnyObject): WorkloadRow {
  const { metadata } = object
  const owner = controllerOf(object)
  const ownerPlural = owner && kindNamed(owner.kind)?.plural
  return {
    ref: refOf(plural, keyOf(object)), namespace: metadata.namespace!, name: metadata.name, uid: metadata.uid!, createdAt: instantOf(metadata.creationTimestamp!),
    ...(owner && ownerPlural ? { owner: refOf(ownerPlural, `${metadata.namespace}/${owner.name}`) } : {}),
    ...(isClustersOwn(object) ? { system: true as const } : {}),
  }
}

/** Images of a pod template, in the order of its containers. */
export const imagesOf = (template: AnyObject['spec'] | undefined): readonly string[] => (template?.spec?.containers ?? []).map((c: { image?: string }) => c.image ?? '')
