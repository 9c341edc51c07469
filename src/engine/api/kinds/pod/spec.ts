// A pod's specification, in a pod or in a template. Upstream: ValidatePodSpec; the order of the findings is its order.
import type { PodDNSConfig, PodSpec } from '../../../../kube/core.ts'
import { parseQuantity } from '../../../../kube/quantity.ts'
import { signOf } from '../../../../kube/quantityMath.ts'
import { ipReasons } from '../../fields/addresses.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { between, dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { NOT_NEGATIVE, label, labels, named, oneOf, qualified, sortedKeys, subdomain } from '../../fields/rules.ts'
import { validateAffinity } from './affinity.ts'
import { validateContainers, validateEphemeralContainers, validateHostNetworkPorts, validateInitContainers } from './containers.ts'
import type { PodContext } from './context.ts'
import { validateSpread, validateTolerations } from './placement.ts'
import { validatePodResources } from './resources.ts'
import { validatePodSecurity } from './security.ts'
import { validateVolumes } from './volumes.ts'

const MAX_INT32 = 2_147_483_647

// Specifications of templates that had no faults. Only where they stand differs from one owner to the next, and the path is no part of the judgement.
const goodInTemplates = new WeakSet<PodSpec>()

/** The specification of a template. The same one is in every write of its owner, and of a CronJob in all its Jobs: it is judged once. */
export function validateTemplateSpec(out: Findings, path: string, spec: PodSpec): void {
  if (goodInTemplates.has(spec)) return
  const before = out.length
  validatePodSpec(out, path, spec)
  if (out.length === before) goodInTemplates.add(spec)
}

/** `podName` is given for a pod itself, not for a template. */
export function validatePodSpec(out: Findings, path: string, spec: PodSpec, podName?: string, isPod = podName !== undefined): void {
  if (spec.terminationGracePeriodSeconds === undefined) out.push(required(`${path}.terminationGracePeriodSeconds`, ''))
  const context: PodContext = {
    spec, isPod,
    volumes: validateVolumes(out, `${path}.volumes`, spec.volumes, podName),
    claims: new Set((spec.resourceClaims ?? []).map(c => c.name).filter(Boolean)),
    grace: spec.terminationGracePeriodSeconds ?? 0,
  }
  validateResourceClaims(out, `${path}.resourceClaims`, spec)
  validateContainers(out, `${path}.containers`, context)
  validateInitContainers(out, `${path}.initContainers`, context)
  validateEphemeralContainers(out, `${path}.ephemeralContainers`, context)
  validatePodResources(out, `${path}.resources`, spec)
  validateHostNetworkPorts(out, `${path}.containers`, context)
  oneOf(out, `${path}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never'])
  oneOf(out, `${path}.dnsPolicy`, spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'])
  labels(out, `${path}.nodeSelector`, spec.nodeSelector)
  validatePodSecurity(out, `${path}.securityContext`, spec)
  validateAffinity(out, `${path}.affinity`, spec.affinity)
  validateDns(out, `${path}.dnsConfig`, spec.dnsConfig, spec.dnsPolicy)
  for (const [i, gate] of (spec.readinessGates ?? []).entries()) qualified(out, `${path}.readinessGates[${i}].conditionType`, gate.conditionType ?? '')
  validateSchedulingGates(out, `${path}.schedulingGates`, spec)
  validateSpread(out, `${path}.topologySpreadConstraints`, spec.topologySpreadConstraints)
  validateHostUsers(out, path, spec)
  if (spec.serviceAccountName) subdomain(out, `${path}.serviceAccountName`, spec.serviceAccountName)
  if (spec.nodeName) subdomain(out, `${path}.nodeName`, spec.nodeName)
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) out.push(invalidValue(`${path}.activeDeadlineSeconds`, deadline, between(1, MAX_INT32)))
  if (spec.hostname) label(out, `${path}.hostname`, spec.hostname)
  if (spec.subdomain) label(out, `${path}.subdomain`, spec.subdomain)
  validateTolerations(out, `${path}.tolerations`, spec.tolerations)
  for (const [i, { ip, hostnames }] of (spec.hostAliases ?? []).entries()) {
    named(out, `${path}.hostAliases[${i}].ip`, ip ?? '', ipReasons)
    for (const [j, name] of (hostnames ?? []).entries()) subdomain(out, `${path}.hostAliases[${i}].hostnames[${j}]`, name)
  }
  if (spec.priorityClassName) subdomain(out, `${path}.priorityClassName`, spec.priorityClassName)
  if (spec.runtimeClassName !== undefined) subdomain(out, `${path}.runtimeClassName`, spec.runtimeClassName)
  if (spec.preemptionPolicy !== undefined) oneOf(out, `${path}.preemptionPolicy`, spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'])
  for (const name of sortedKeys(spec.overhead)) {
    const amount = spec.overhead![name]!
    if (signOf(parseQuantity(amount)) < 0) out.push(invalidValue(`${path}.overhead[${name}]`, amount, NOT_NEGATIVE))
  }
  validateOs(out, `${path}.os`, spec)
  validateHostnameOverride(out, path, spec)
}

function validateResourceClaims(out: Findings, path: string, spec: PodSpec): void {
  const names = new Set<string>()
  for (const [i, claim] of (spec.resourceClaims ?? []).entries()) {
    const at = `${path}[${i}]`
    if (!claim.name) out.push(required(`${at}.name`, ''))
    else if (names.has(claim.name)) out.push(duplicate(`${at}.name`, claim.name))
    else {
      label(out, `${at}.name`, claim.name)
      names.add(claim.name)
    }
    const [own, template] = [claim.resourceClaimName, claim.resourceClaimTemplateName]
    const shown = { Name: claim.name ?? '', ResourceClaimName: own ?? null, ResourceClaimTemplateName: template ?? null }
    if (own !== undefined && template !== undefined) out.push(invalidValue(at, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'))
    if (own === undefined && template === undefined) out.push(invalidValue(at, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'))
    if (own !== undefined) subdomain(out, `${at}.resourceClaimName`, own)
    if (template !== undefined) subdomain(out, `${at}.resourceClaimTemplateName`, template)
  }
}

function validateDns(out: Findings, path: string, config: PodDNSConfig | undefined, policy: string | undefined): void {
  if (policy === 'None') {
    if (!config) return void out.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'))
    if (!config.nameservers?.length) return void out.push(required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'))
  }
  if (!config) return
  const { nameservers = [], searches = [], options = [] } = config
  if (nameservers.length > 3) out.push(invalidValue(`${path}.nameservers`, nameservers, 'must not have more than 3 nameservers'))
  for (const [i, ip] of nameservers.entries()) named(out, `${path}.nameservers[${i}]`, ip, ipReasons)
  if (searches.length > 32) out.push(invalidValue(`${path}.searches`, searches, 'must not have more than 32 search paths'))
  if (searches.join(' ').length > 2048) out.push(invalidValue(`${path}.searches`, searches, 'must not have more than 2048 characters (including spaces) in the search list'))
  for (const [i, search] of searches.entries()) named(out, `${path}.searches[${i}]`, search.replace(/\.$/, ''), dns1123Subdomain)
  for (const [i, option] of options.entries()) if (!option.name) out.push(required(`${path}.options[${i}]`, 'must not be empty'))
}

function validateSchedulingGates(out: Findings, path: string, spec: PodSpec): void {
  const seen = new Set<string>()
  for (const [i, { name }] of (spec.schedulingGates ?? []).entries()) {
    qualified(out, `${path}[${i}]`, name ?? '')
    if (seen.has(name)) out.push(duplicate(`${path}[${i}]`, name))
    seen.add(name)
  }
}

function validateHostUsers(out: Findings, path: string, spec: PodSpec): void {
  if (spec.hostUsers !== false) return
  const detail = 'when `pod.Spec.HostUsers` is false'
  if (spec.hostNetwork) out.push(forbiddenField(`${path}.hostNetwork`, detail))
  // Upstream writes these two so.
  if (spec.hostPID) out.push(forbiddenField(`${path}.HostPID`, detail))
  if (spec.hostIPC) out.push(forbiddenField(`${path}.HostIPC`, detail))
}

function validateOs(out: Findings, path: string, spec: PodSpec): void {
  if (!spec.os) return
  if (!spec.os.name) out.push(required(`${path}.name`, 'cannot be empty'))
  else if (spec.os.name !== 'linux' && spec.os.name !== 'windows') out.push(notSupported(`${path}.name`, spec.os.name, ['linux', 'windows']))
}

function validateHostnameOverride(out: Findings, path: string, spec: PodSpec): void {
  const name = spec.hostnameOverride
  if (name === undefined) return
  subdomain(out, `${path}.hostnameOverride`, name)
  if (name.length > 64) out.push(invalidValue(`${path}.hostnameOverride`, name, 'must be no more than 64 characters'))
  if (spec.setHostnameAsFQDN) out.push(forbiddenField(`${path}.hostnameOverride`, 'may not be specified when `setHostnameAsFQDN` is true'))
  if (spec.hostNetwork) out.push(forbiddenField(`${path}.hostnameOverride`, 'may not be specified when `hostNetwork` is true'))
}
