// Upstream: describe.go, describeSecret, the ConfigMap's describer, describeServiceAccount, describePriorityClass, describePodDisruptionBudgetV1.
import type { ConfigMap, Secret as SecretObject, ServiceAccount } from '../../../kube/core.ts'
import { Secret } from '../../../kube/kinds.ts'
import { formatLabels, formatLabelSelector } from '../../../kube/labels.ts'
import type { Describer } from '../describer.ts'
import { heading, labelsAndAnnotations } from '../sections.ts'

/** How many bytes a base64 text stands for. */
const decodedLength = (base64: string): number => Math.floor((base64.replace(/[^A-Za-z0-9+/_-]/g, '').length * 3) / 4)

/** A base64 text as Latin-1: tokens and the like are ASCII. */
function decoded(base64: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let out = ''
  let bits = 0
  let have = 0
  for (const c of base64) {
    const value = alphabet.indexOf(c)
    if (value < 0) continue
    bits = (bits << 6) | value
    have += 6
    if (have >= 8) {
      have -= 8
      out += String.fromCharCode((bits >> have) & 255)
      bits &= (1 << have) - 1
    }
  }
  return out
}

export const describeConfigMap: Describer = (o: ConfigMap, w) => {
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.line(0, '', 'Data', '====')
  for (const key of Object.keys(o.data ?? {}).sort()) w.line(0, `${key}:`, '----', o.data![key]!, '')
  w.line(0, '', 'BinaryData', '====')
  for (const key of Object.keys(o.binaryData ?? {}).sort()) w.line(0, `${key}: ${decodedLength(o.binaryData![key]!)} bytes`)
  w.line(0, '')
}

export const describeSecret: Describer = (o: SecretObject, w) => {
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.line(0, '', `Type:\t${o.type ?? 'Opaque'}`, '', 'Data', '====')
  for (const key of Object.keys(o.data ?? {}).sort()) {
    const value = o.data![key]!
    w.field(0, key, key === 'token' && o.type === 'kubernetes.io/service-account-token' ? decoded(value) : `${decodedLength(value)} bytes`)
  }
}

export const describeServiceAccount: Describer = (o: ServiceAccount, w, { client }) => {
  heading(w, o)
  labelsAndAnnotations(w, o)
  const existing = new Set(client.list(Secret, o.metadata.namespace).map(s => s.metadata.name))
  w.list('Image pull secrets', (o.imagePullSecrets ?? []).map(s => (existing.has(s.name ?? '') ? s.name! : `${s.name} (not found)`)))
}

export const describePriorityClass: Describer = (o: any, w) => {
  w.field(0, 'Name', o.metadata.name)
  w.field(0, 'Value', o.value ?? 0)
  w.field(0, 'GlobalDefault', o.globalDefault ?? false)
  w.field(0, 'PreemptionPolicy', o.preemptionPolicy ?? 'PreemptLowerPriority')
  w.field(0, 'Description', o.description ?? '')
  w.field(0, 'Annotations', formatLabels(o.metadata.annotations))
}

export const describeDisruptionBudget: Describer = (o: any, w) => {
  heading(w, o)
  if (o.spec?.minAvailable !== undefined) w.field(0, 'Min available', o.spec.minAvailable)
  else if (o.spec?.maxUnavailable !== undefined) w.field(0, 'Max unavailable', o.spec.maxUnavailable)
  w.field(0, 'Selector', o.spec?.selector ? formatLabelSelector(o.spec.selector) : '<unset>')
  w.line(0, 'Status:')
  w.field(2, 'Allowed disruptions', o.status?.disruptionsAllowed ?? 0)
  w.field(2, 'Current', o.status?.currentHealthy ?? 0)
  w.field(2, 'Desired', o.status?.desiredHealthy ?? 0)
  w.field(2, 'Total', o.status?.expectedPods ?? 0)
}
