// Tolerations and spreading over the topology. Upstream: ValidateTolerations, validateTopologySpreadConstraints.
import type { Toleration, TopologySpreadConstraint } from '../../../../kube/core.ts'
import { invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import { labelValue } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { qualified } from '../../fields/rules.ts'
import { validateLabelKeys } from './affinity.ts'

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const actions = ['DoNotSchedule', 'ScheduleAnyway']

export function validateTolerations(out: Findings, path: string, tolerations: readonly Toleration[] | undefined): void {
  for (const [i, t] of (tolerations ?? []).entries()) {
    const at = `${path}[${i}]`
    if (t.key) qualified(out, `${at}.key`, t.key)
    if (!t.key && t.operator !== 'Exists') {
      out.push(invalidValue(`${at}.operator`, t.operator ?? '', 'operator must be Exists when `key` is empty, which means "match all values and all keys"'))
    }
    if (t.tolerationSeconds !== undefined && t.effect !== 'NoExecute') {
      out.push(invalidValue(`${at}.effect`, t.effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    }
    if (!t.operator || t.operator === 'Equal') {
      const reasons = labelValue(t.value ?? '')
      if (reasons.length > 0) out.push(invalidValue(`${at}.operator`, t.value, reasons.join(';')))
    } else if (t.operator === 'Exists') {
      if (t.value) out.push(invalidValue(`${at}.operator`, t.value, "value must be empty when `operator` is 'Exists'"))
    } else out.push(notSupported(`${at}.operator`, t.operator, ['Equal', 'Exists']))
    if (t.effect && !taintEffects.includes(t.effect)) out.push(notSupported(`${at}.effect`, t.effect, taintEffects))
  }
}

export function validateSpread(out: Findings, path: string, constraints: readonly TopologySpreadConstraint[] | undefined): void {
  for (const [i, c] of (constraints ?? []).entries()) {
    const at = `${path}[${i}]`
    if (!(c.maxSkew > 0)) out.push(invalidValue(`${at}.maxSkew`, c.maxSkew ?? 0, 'must be greater than zero'))
    if (!c.topologyKey) out.push(required(`${at}.topologyKey`, 'can not be empty'))
    if (!actions.includes(c.whenUnsatisfiable)) out.push(notSupported(`${at}.whenUnsatisfiable`, c.whenUnsatisfiable ?? '', actions))
    if (constraints!.slice(i + 1).some(d => d.topologyKey === c.topologyKey && d.whenUnsatisfiable === c.whenUnsatisfiable)) {
      out.push({ type: 'FieldValueDuplicate', field: `${at}.{topologyKey, whenUnsatisfiable}`, badValue: `{${c.topologyKey}, ${c.whenUnsatisfiable}}`, detail: '' })
    }
    if (c.minDomains !== undefined) {
      if (c.minDomains <= 0) out.push(invalidValue(`${at}.minDomains`, c.minDomains, 'must be greater than zero'))
      if (c.whenUnsatisfiable !== 'DoNotSchedule') {
        out.push(invalidValue(`${at}.minDomains`, c.minDomains, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${c.whenUnsatisfiable}`))
      }
    }
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = c[name]
      if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore') out.push(notSupported(`${at}.${name}`, policy, ['Honor', 'Ignore']))
    }
    validateLabelKeys(out, `${at}.matchLabelKeys`, c.matchLabelKeys, c.labelSelector)
    validateLabelSelector(out, `${at}.labelSelector`, c.labelSelector)
  }
}
