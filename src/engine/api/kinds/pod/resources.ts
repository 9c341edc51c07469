// Requests and limits. Upstream: ValidateContainerResourceRequirements.
import type { PodSpec, ResourceRequirements } from '../../../../kube/core.ts'
import { MILLI, parseQuantity } from '../../../../kube/quantity.ts'
import { compare, scaledValue, signOf } from '../../../../kube/quantityMath.ts'
import { duplicate, forbiddenField, invalidValue, notFoundValue, notSupported, required } from '../../fields/fieldError.ts'
import type { Findings } from '../../fields/rules.ts'
import { NOT_NEGATIVE, sortedKeys } from '../../fields/rules.ts'
import { podLevelResource, validatePodResourceSums } from './podResources.ts'
import { containerResourceName, isHugePages, isWhole, overcommittable } from './resourceNames.ts'

/** A resource's amount: never negative, and a whole number where it is counted in pieces. */
export function resourceAmount(out: Findings, path: string, name: string, text: string): void {
  const q = parseQuantity(text)
  if (signOf(q) < 0) out.push(invalidValue(path, text, NOT_NEGATIVE))
  if (isWhole(name) && scaledValue(q, MILLI) % 1000n !== 0n) out.push(invalidValue(path, text, 'must be an integer'))
}

/** A page's size divides what is asked for: the reason against it, if any. */
function hugePagesReason(name: string, text: string): string | undefined {
  const [size, amount] = [name.slice('hugepages-'.length), parseQuantity(text)]
  const [bytes, page] = [scaledValue(amount, 0), scaledValue(parseQuantity(size), 0)]
  return page > 0n && bytes % page === 0n ? undefined : `${text} is not positive integer multiple of ${size}`
}

export function validateResources(out: Findings, path: string, resources: ResourceRequirements | undefined, claims: ReadonlySet<string>): void {
  if (!resources) return
  const { limits = {}, requests = {} } = resources
  validateAmounts(out, path, limits, requests, containerResourceName)
  validateClaims(out, `${path}.claims`, resources, claims)
}

/** The resources of a pod as a whole. */
export function validatePodResources(out: Findings, path: string, spec: PodSpec): void {
  if (!spec.resources) return
  const { limits = {}, requests = {}, claims } = spec.resources
  if (claims?.length) out.push(forbiddenField(`${path}.claims`, 'claims cannot be set for Resources at pod-level'))
  validateAmounts(out, path, limits, requests, (found, at, name) => {
    if (!podLevelResource(name)) found.push(notSupported(at, name, ['cpu', 'hugepages-', 'memory']))
  })
  validatePodResourceSums(out, path, spec)
}

type Amounts = Readonly<Record<string, string>>

function validateAmounts(out: Findings, path: string, limits: Amounts, requests: Amounts, nameRule: (out: Findings, path: string, name: string) => void): void {
  for (const name of sortedKeys(limits)) validateAmount(out, `${path}.limits[${name}]`, name, limits[name]!, nameRule)
  for (const name of sortedKeys(requests)) {
    const request = requests[name]!
    validateAmount(out, `${path}.requests[${name}]`, name, request, nameRule)
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined
    if (limit === undefined) {
      if (!overcommittable(name)) out.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'))
      continue
    }
    const order = compare(parseQuantity(request), parseQuantity(limit))
    if (order !== 0 && !overcommittable(name)) out.push(invalidValue(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`))
    else if (order > 0) out.push(invalidValue(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`))
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) out.push(forbiddenField(path, 'HugePages require cpu or memory'))
}

function validateAmount(out: Findings, at: string, name: string, text: string, nameRule: (out: Findings, path: string, name: string) => void): void {
  nameRule(out, at, name)
  resourceAmount(out, at, name, text)
  const reason = isHugePages(name) ? hugePagesReason(name, text) : undefined
  if (reason) out.push(invalidValue(at, text, reason))
}

function validateClaims(out: Findings, path: string, { claims }: ResourceRequirements, known: ReadonlySet<string>): void {
  const seen = new Set<string>()
  for (const [i, { name, request }] of (claims ?? []).entries()) {
    const shown = request ? `${name}/${request}` : name
    if (!name) out.push(required(`${path}[${i}]`, ''))
    else {
      if (seen.has(shown)) out.push(duplicate(`${path}[${i}]`, shown))
      seen.add(shown)
      if (!known.has(name)) out.push(notFoundValue(`${path}[${i}]`, name))
    }
  }
}
