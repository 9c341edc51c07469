// Nodes. Upstream: ValidateNode, ValidateNodeUpdate.
import type { Node, Taint } from '../../../../kube/core.ts'
import { cidrReasons, parseIp } from '../../fields/addresses.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { labelValue } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { named, qualified, sortedKeys } from '../../fields/rules.ts'
import { taintEffects } from '../pod/placement.ts'
import { resourceAmount } from '../pod/resources.ts'

export function validateNode(out: Findings, node: Node): void {
  validateTaints(out, node.spec.taints)
  validateAmounts(out, node)
  const cidrs = node.spec.podCIDRs ?? []
  for (const [i, cidr] of cidrs.entries()) named(out, `spec.podCIDRs[${i}]`, cidr, cidrReasons)
  if (cidrs.length < 2) return
  const families = new Set(cidrs.map(c => parseIp(c.split('/')[0]!)?.family))
  if (families.size < 2 || cidrs.length > 2) out.push(invalidValue('spec.podCIDRs', cidrs, 'may specify no more than one CIDR for each IP family'))
  for (const [i, cidr] of cidrs.entries()) if (cidrs.indexOf(cidr) < i) out.push(duplicate(`spec.podCIDRs[${i}]`, cidr))
}

/** Upstream calls the path metadata.taints, and so do we. */
function validateTaints(out: Findings, taints: readonly Taint[] | undefined): void {
  const seen = new Set<string>()
  for (const [i, taint] of (taints ?? []).entries()) {
    const at = `metadata.taints[${i}]`
    qualified(out, `${at}.key`, taint.key ?? '')
    const reasons = labelValue(taint.value ?? '')
    if (reasons.length > 0) out.push(invalidValue(`${at}.value`, taint.value, reasons.join(';')))
    if (!taint.effect) out.push(required(`${at}.effect`, ''))
    else if (!taintEffects.includes(taint.effect)) out.push(notSupported(`${at}.effect`, taint.effect, taintEffects))
    const place = `${taint.effect}/${taint.key}`
    if (seen.has(place)) out.push({ ...duplicate(at, goForm('Taint', taint)), detail: 'taints must be unique by key and effect pair' })
    seen.add(place)
  }
}

function validateAmounts(out: Findings, { status }: Node): void {
  for (const which of ['capacity', 'allocatable'] as const) {
    for (const name of sortedKeys(status?.[which])) resourceAmount(out, `status.${which}.${name}`, name, status![which]![name]!)
  }
}

export function validateNodeChange(out: Findings, next: Node, old: Node): void {
  validateAmounts(out, next)
  const seen = new Set<string>()
  for (const [i, address] of (next.status?.addresses ?? []).entries()) {
    const place = `${address.type}/${address.address}`
    if (seen.has(place)) out.push(duplicate(`status.addresses[${i}]`, goForm('NodeAddress', address)))
    seen.add(place)
  }
  const was = old.spec.podCIDRs ?? []
  if (was.length > 0 && (next.spec.podCIDRs?.length !== was.length || was.some((cidr, i) => next.spec.podCIDRs![i] !== cidr))) {
    out.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'))
  }
  if (old.spec.providerID && old.spec.providerID !== next.spec.providerID) {
    out.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'))
  }
  validateTaints(out, next.spec.taints)
  if ((next.spec.externalID ?? '') !== (old.spec.externalID ?? '')) out.push(forbiddenField('spec.externalID', 'may not be updated'))
}
