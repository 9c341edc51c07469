// Rules for metadata, the same for every kind. Upstream: apimachinery/pkg/api/validation/objectmeta.go.
import type { ObjectMeta, OwnerReference } from '../../../kube/meta.ts'
import type { ApiObject } from '../../../kube/object.ts'
import { sameValue } from './equality.ts'
import { forbiddenField, invalidValue, required, tooLong } from './fieldError.ts'
import { dns1123Label, maskTrailingDash, qualifiedName } from './names.ts'
import type { Findings, NameRule } from './rules.ts'
import { immutable, labels, named, nonnegative } from './rules.ts'

const ANNOTATIONS_LIMIT = 256 * 1024
const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])

/** Metadata of a new object. `rule`: what the kind allows as a name. */
export function validateMetadata(out: Findings, object: ApiObject, namespaced: boolean, rule: NameRule): void {
  const meta = object.metadata ?? {}
  if (meta.generateName) named(out, 'metadata.generateName', meta.generateName, value => rule(maskTrailingDash(value)))
  if (!meta.name) out.push(required('metadata.name', 'name or generateName is required'))
  else named(out, 'metadata.name', meta.name, rule)
  if (!namespaced) {
    if (meta.namespace) out.push(forbiddenField('metadata.namespace', 'not allowed on this type'))
  } else if (!meta.namespace) out.push(required('metadata.namespace', ''))
  else named(out, 'metadata.namespace', meta.namespace, dns1123Label)
  validateCommon(out, meta)
  validateFinalizerNames(out, meta)
}

function validateCommon(out: Findings, meta: Partial<ObjectMeta>): void {
  nonnegative(out, 'metadata.generation', meta.generation)
  labels(out, 'metadata.labels', meta.labels)
  validateAnnotations(out, 'metadata.annotations', meta.annotations)
  validateOwners(out, 'metadata.ownerReferences', meta.ownerReferences)
  validateFinalizers(out, meta.finalizers)
}

function validateFinalizers(out: Findings, finalizers: readonly string[] | undefined): void {
  if (!finalizers) return
  for (const name of finalizers) named(out, 'metadata.finalizers', name, qualifiedName)
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    out.push(invalidValue('metadata.finalizers', finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'))
  }
}

export function validateAnnotations(out: Findings, path: string, annotations: Readonly<Record<string, string>> | undefined): void {
  if (!annotations) return
  let size = 0
  for (const key in annotations) {
    for (const reason of qualifiedName(key.toLowerCase())) out.push(invalidValue(path, key, reason))
    size += key.length + annotations[key]!.length
  }
  if (size > ANNOTATIONS_LIMIT) out.push(tooLong(path, ANNOTATIONS_LIMIT))
}

function validateOwners(out: Findings, path: string, owners: readonly OwnerReference[] | undefined): void {
  if (!owners) return
  let controller: string | undefined
  for (let i = 0; i < owners.length; i++) {
    const owner = owners[i]!
    const at = `${path}[${i}]`
    if (!owner.apiVersion?.split('/').at(-1)) out.push(invalidValue(`${at}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'))
    if (!owner.kind) out.push(invalidValue(`${at}.kind`, '', 'must not be empty'))
    if (!owner.name) out.push(invalidValue(`${at}.name`, '', 'must not be empty'))
    if (!owner.uid) out.push(invalidValue(`${at}.uid`, '', 'must not be empty'))
    if (owner.kind === 'Event' && (owner.apiVersion === 'v1' || owner.apiVersion === 'events.k8s.io/v1')) {
      out.push(invalidValue(at, owner, `${groupVersionKind(owner)} is disallowed from being an owner`))
    }
    if (owner.controller !== true) continue
    if (controller !== undefined) {
      out.push(invalidValue(path, owners, `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${owner.name}`))
    } else controller = owner.name
  }
}

function groupVersionKind(owner: OwnerReference): string {
  const [version, group = ''] = owner.apiVersion.split('/').reverse()
  return `${group}/${version}, Kind=${owner.kind}`
}

function validateFinalizerNames(out: Findings, meta: Partial<ObjectMeta>): void {
  for (const [i, name] of (meta.finalizers ?? []).entries()) {
    if (!name.includes('/') && !standardFinalizers.has(name)) {
      out.push(invalidValue(`metadata.finalizers[${i}]`, name, 'name is neither a standard finalizer name nor is it fully qualified'))
    }
  }
}

/** Metadata of an object that replaces `old`. */
export function validateMetadataUpdate(out: Findings, next: ApiObject, old: ApiObject): void {
  const [meta, was] = [next.metadata, old.metadata]
  // What is stored was judged when it came.
  if (meta === was && meta.resourceVersion) return
  if (was.deletionTimestamp !== undefined && meta.finalizers !== was.finalizers) {
    const oldFinalizers = new Set(was.finalizers)
    const added = [...new Set(meta.finalizers ?? [])].filter(f => !oldFinalizers.has(f)).sort()
    if (added.length > 0) {
      out.push(forbiddenField('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(f => JSON.stringify(f)).join(', ')}}`))
    }
  }
  if (!meta.resourceVersion && was.resourceVersion) out.push(invalidValue('metadata.resourceVersion', '', 'must be specified for an update'))
  if ((meta.generation ?? 0) < (was.generation ?? 0)) out.push(invalidValue('metadata.generation', meta.generation ?? 0, 'must not be decremented'))
  immutable(out, 'metadata.name', meta.name, was.name)
  immutable(out, 'metadata.namespace', meta.namespace, was.namespace)
  immutable(out, 'metadata.uid', meta.uid, was.uid)
  immutable(out, 'metadata.creationTimestamp', meta.creationTimestamp, was.creationTimestamp)
  if (!sameValue(meta.deletionTimestamp, was.deletionTimestamp)) immutable(out, 'metadata.deletionTimestamp', meta.deletionTimestamp, was.deletionTimestamp)
  if (!sameValue(meta.deletionGracePeriodSeconds, was.deletionGracePeriodSeconds)) {
    immutable(out, 'metadata.deletionGracePeriodSeconds', meta.deletionGracePeriodSeconds, was.deletionGracePeriodSeconds)
  }
  nonnegative(out, 'metadata.generation', meta.generation)
  if (meta.labels !== was.labels) labels(out, 'metadata.labels', meta.labels)
  if (meta.annotations !== was.annotations) validateAnnotations(out, 'metadata.annotations', meta.annotations)
  if (meta.ownerReferences !== was.ownerReferences) validateOwners(out, 'metadata.ownerReferences', meta.ownerReferences)
  if (meta.finalizers !== was.finalizers) {
    validateFinalizers(out, meta.finalizers)
    validateFinalizerNames(out, meta)
  }
}
