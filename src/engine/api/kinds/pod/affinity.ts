// Which nodes and which company a pod wants. Upstream: validateAffinity and its parts.
import type {
  Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm, WeightedPodAffinityTerm,
} from '../../../../kube/core.ts'
import type { LabelSelector } from '../../../../kube/meta.ts'
import { forbiddenField, invalidValue, required } from '../../fields/fieldError.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import { dns1123Label, dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { named, qualified } from '../../fields/rules.ts'

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'
const IN_RANGE = 'must be in the range 1-100'

export function validateAffinity(out: Findings, path: string, affinity: Affinity | undefined): void {
  if (!affinity) return
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity
  if (nodeAffinity) {
    const at = `${path}.nodeAffinity`
    if (nodeAffinity[REQUIRED]) validateNodeSelector(out, `${at}.${REQUIRED}`, nodeAffinity[REQUIRED])
    for (const [i, { weight, preference }] of (nodeAffinity[PREFERRED] ?? []).entries()) {
      validateWeight(out, `${at}.${PREFERRED}[${i}].weight`, weight)
      validateNodeTerm(out, `${at}.${PREFERRED}[${i}].preference`, preference ?? {})
    }
  }
  for (const [name, terms] of [['podAffinity', podAffinity], ['podAntiAffinity', podAntiAffinity]] as const) {
    if (!terms) continue
    for (const [i, term] of (terms[REQUIRED] ?? []).entries()) validatePodTerm(out, `${path}.${name}.${REQUIRED}[${i}]`, term)
    for (const [i, term] of (terms[PREFERRED] ?? []).entries()) validateWeighted(out, `${path}.${name}.${PREFERRED}[${i}]`, term)
  }
}

function validateWeight(out: Findings, path: string, weight: number | undefined): void {
  if (!weight || weight <= 0 || weight > 100) out.push(invalidValue(path, weight ?? 0, IN_RANGE))
}

function validateWeighted(out: Findings, at: string, { weight, podAffinityTerm }: WeightedPodAffinityTerm): void {
  validateWeight(out, `${at}.weight`, weight)
  validatePodTerm(out, `${at}.podAffinityTerm`, podAffinityTerm ?? ({} as PodAffinityTerm))
}

/** A node selector; volumes use it too. */
export function validateNodeSelector(out: Findings, path: string, selector: NodeSelector): void {
  const terms = selector.nodeSelectorTerms ?? []
  if (terms.length === 0) return void out.push(required(`${path}.nodeSelectorTerms`, 'must have at least one node selector term'))
  for (const [i, term] of terms.entries()) validateNodeTerm(out, `${path}.nodeSelectorTerms[${i}]`, term)
}

function validateNodeTerm(out: Findings, at: string, { matchExpressions, matchFields }: NodeSelectorTerm): void {
  for (const [i, r] of (matchExpressions ?? []).entries()) validateNodeRequirement(out, `${at}.matchExpressions[${i}]`, r)
  for (const [i, r] of (matchFields ?? []).entries()) validateNodeField(out, `${at}.matchFields[${i}]`, r)
}

function validateNodeRequirement(out: Findings, at: string, { key, operator, values }: NodeSelectorRequirement): void {
  const count = values?.length ?? 0
  if (operator === 'In' || operator === 'NotIn') {
    if (count === 0) out.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (count > 0) out.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (count !== 1) out.push(required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
  } else out.push(invalidValue(`${at}.operator`, operator ?? '', 'not a valid selector operator'))
  qualified(out, `${at}.key`, key ?? '')
}

function validateNodeField(out: Findings, at: string, { key, operator, values }: NodeSelectorRequirement): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values?.length !== 1) out.push(required(`${at}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
  } else out.push(invalidValue(`${at}.operator`, operator ?? '', 'not a valid selector operator'))
  if (key !== 'metadata.name') out.push(invalidValue(`${at}.key`, key ?? '', 'not a valid field selector key'))
  else for (const [i, value] of (values ?? []).entries()) named(out, `${at}.values[${i}]`, value, dns1123Subdomain)
}

function validatePodTerm(out: Findings, at: string, term: PodAffinityTerm): void {
  validateLabelSelector(out, `${at}.labelSelector`, term.labelSelector)
  validateLabelSelector(out, `${at}.namespaceSelector`, term.namespaceSelector)
  for (const name of term.namespaces ?? []) named(out, `${at}.namespace`, name, dns1123Label)
  validateLabelKeys(out, `${at}.matchLabelKeys`, term.matchLabelKeys, term.labelSelector)
  validateLabelKeys(out, `${at}.mismatchLabelKeys`, term.mismatchLabelKeys, term.labelSelector)
  for (const [i, key] of (term.matchLabelKeys ?? []).entries()) {
    if (term.mismatchLabelKeys?.includes(key)) out.push(invalidValue(`${at}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'))
  }
  if (!term.topologyKey) out.push(required(`${at}.topologyKey`, 'can not be empty'))
  qualified(out, `${at}.topologyKey`, term.topologyKey ?? '')
}

/** Keys whose values are taken from the pod's own labels. */
export function validateLabelKeys(out: Findings, path: string, keys: readonly string[] | undefined, selector: LabelSelector | undefined): void {
  if (!keys?.length) return
  if (!selector) return void out.push(forbiddenField(path, 'must not be specified when labelSelector is not set'))
  for (const [i, key] of keys.entries()) qualified(out, `${path}[${i}]`, key)
}
