// What may still be changed about a pod. Upstream: ValidatePodUpdate.
import type { Affinity, Container, NodeSelectorTerm, Pod, PodSpec } from '../../../../kube/core.ts'
import { sameValue } from '../../fields/equality.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { forbiddenField, invalidValue, required } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { validateMetadataUpdate } from '../../fields/metadata.ts'
import { between } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { textDiff } from '../../fields/textDiff.ts'
import { validateTolerations } from './placement.ts'
import { validatePodAnnotations } from './template.ts'
import { validatePodItself } from './validate.ts'

const MAX_INT32 = 2_147_483_647
const CHANGEABLE = '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,'
  + '`spec.tolerations` (only additions to existing tolerations),'
  + '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

export function validatePodUpdate(next: Pod, old: Pod): FieldError[] {
  const out: Findings = []
  validateMetadataUpdate(out, next, old)
  // The strategy keeps the old specification where the new one says the same, and that one has been judged.
  if (next.spec === old.spec) {
    validatePodAnnotations(out, 'metadata.annotations', next.metadata.annotations)
    return out
  }
  validatePodItself(out, next)
  if (!validateSameContainers(out, 'spec.containers', next.spec.containers, old.spec.containers)) return out
  if (!validateSameContainers(out, 'spec.initContainers', next.spec.initContainers, old.spec.initContainers)) return out
  if (!validateDeadline(out, next.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds)) return out
  validateAddedTolerations(out, next.spec, old.spec)
  validateRemovedGates(out, next.spec, old.spec)
  if (sameValue(next.spec, old.spec, 'spec')) return out
  validateRest(out, next.spec, old.spec)
  return out
}

/** The containers stay; only their images may change. False: nothing more can be said. */
function validateSameContainers(out: Findings, path: string, next: readonly Container[] | undefined, old: readonly Container[] | undefined): boolean {
  if ((next?.length ?? 0) !== (old?.length ?? 0)) {
    out.push(forbiddenField(path, 'pod updates may not add or remove containers'))
    return false
  }
  for (const [i, { image }] of (next ?? []).entries()) {
    if (!image) out.push(required(`${path}[${i}].image`, ''))
    else if (image.trim() !== image) out.push(invalidValue(`${path}[${i}].image`, image, 'must not have leading or trailing whitespace'))
  }
  return true
}

/** A deadline may be set, and then only lowered. */
function validateDeadline(out: Findings, next: number | undefined, old: number | undefined): boolean {
  const path = 'spec.activeDeadlineSeconds'
  if (next === undefined) {
    if (old !== undefined) out.push(invalidValue(path, null, 'must not update from a positive integer to nil value'))
    return true
  }
  const before = out.length
  if (next < 0 || next > MAX_INT32) out.push(invalidValue(path, next, between(0, MAX_INT32)))
  else if (old !== undefined && old < next) out.push(invalidValue(path, next, 'must be less than or equal to previous value'))
  return out.length === before
}

function validateAddedTolerations(out: Findings, next: PodSpec, old: PodSpec): void {
  for (const { tolerationSeconds: _s, ...kept } of old.tolerations ?? []) {
    const found = (next.tolerations ?? []).some(({ tolerationSeconds: _t, ...t }) => sameToleration(t, kept))
    if (!found) return void out.push(forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'))
  }
  validateTolerations(out, 'spec.tolerations', next.tolerations)
}

type Plain = { key?: string; operator?: string; value?: string; effect?: string }
const sameToleration = (a: Plain, b: Plain): boolean =>
  (['key', 'operator', 'value', 'effect'] as const).every(field => (a[field] ?? '') === (b[field] ?? ''))

function validateRemovedGates(out: Findings, next: PodSpec, old: PodSpec): void {
  const known = new Set((old.schedulingGates ?? []).map(g => g.name))
  for (const [i, { name }] of (next.schedulingGates ?? []).entries()) {
    if (!known.has(name)) out.push(forbiddenField(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`))
  }
}

/** Everything that may change is put back to what it was; whatever still differs must not. */
function validateRest(out: Findings, next: PodSpec, old: PodSpec): void {
  const putBack = (c: Container, was: Container | undefined): Container => ({ ...c, image: was!.image! })
  let rest: PodSpec = {
    ...next,
    containers: next.containers.map((c, i) => putBack(c, old.containers[i])),
    ...(next.initContainers ? { initContainers: next.initContainers.map((c, i) => putBack(c, old.initContainers?.[i])) } : {}),
    activeDeadlineSeconds: old.activeDeadlineSeconds!,
    schedulingGates: old.schedulingGates!,
    tolerations: old.tolerations!,
  }
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && rest.terminationGracePeriodSeconds === 1) {
    rest = { ...rest, terminationGracePeriodSeconds: old.terminationGracePeriodSeconds! }
  }
  if (old.schedulingGates?.length) rest = allowNarrowing(out, rest, old)
  const [before, after] = [goForm('PodSpec', old), goForm('PodSpec', rest)]
  if (sameValue(rest, { ...old, serviceAccount: rest.serviceAccount! }, 'spec')) return
  out.push(forbiddenField('spec', `pod updates may not change fields other than ${CHANGEABLE}\n${textDiff(before, after)}`))
}

/** A pod that is still gated may be narrowed down to fewer nodes, never widened. */
function allowNarrowing(out: Findings, rest: PodSpec, old: PodSpec): PodSpec {
  let spec = rest
  if (!sameValue(spec.nodeSelector, old.nodeSelector, 'nodeSelector')) {
    for (const [key, value] of Object.entries(old.nodeSelector ?? {})) {
      const at = `spec.nodeSelector`
      if (spec.nodeSelector?.[key] === undefined) out.push(invalidValue(at, spec.nodeSelector ?? null, 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'))
      else if (spec.nodeSelector[key] !== value) out.push(invalidValue(at, spec.nodeSelector, 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'))
    }
    spec = { ...spec, nodeSelector: old.nodeSelector! }
  }
  const [was, now] = [old.affinity?.nodeAffinity, spec.affinity?.nodeAffinity]
  if (!sameValue(was, now)) {
    validateNarrowerTerms(out, now?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms, was?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms)
    const { nodeAffinity: _n, ...others } = spec.affinity ?? {}
    const affinity: Affinity = { ...others, ...(was ? { nodeAffinity: was } : {}) }
    spec = { ...spec, affinity: Object.keys(affinity).length > 0 || old.affinity ? affinity : undefined! }
  }
  return spec
}

function validateNarrowerTerms(out: Findings, next: readonly NodeSelectorTerm[] | undefined, old: readonly NodeSelectorTerm[] | undefined): void {
  const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms'
  if (!old?.length) return
  if (next?.length !== old.length) return void out.push(invalidValue(path, next ?? null, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'))
  for (const [i, term] of next.entries()) {
    const was = old[i]!
    const keeps = (a: unknown[] = [], b: unknown[] = []): boolean => b.every((x, n) => sameValue(a[n], x))
    if (!keeps(term.matchExpressions, was.matchExpressions) || !keeps(term.matchFields, was.matchFields)) {
      out.push(invalidValue(`${path}[${i}]`, term, 'only additions are allowed (no mutations or deletions)'))
    }
  }
}
