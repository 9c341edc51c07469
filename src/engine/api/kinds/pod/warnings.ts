// What the API server accepts about a pod with a `Warning:`. Upstream: pkg/api/pod/warnings.go.
import type { Affinity, Container, ContainerPort, PodSpec } from '../../../../kube/core.ts'
import type { ObjectMeta } from '../../../../kube/meta.ts'
import { MILLI, parseQuantity } from '../../../../kube/quantity.ts'
import { scaledValue } from '../../../../kube/quantityMath.ts'
import { goQuote } from '../../fields/fieldError.ts'
import { dns1123Label } from '../../fields/names.ts'

type Text = string[]

const betaLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}
const oldVolumes = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const
const noPod = 'a null labelSelector results in matching no pod'

/** Of a name that becomes a host's name; workloads say it of their own name too. */
export function hostnameWarnings(name: string | undefined): Text {
  const reasons = name ? dns1123Label(name) : []
  return reasons.length > 0 ? [`metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${reasons.join(' ')}]`] : []
}

/** `prefix`: `spec.template.` for a template, empty for a pod. */
export function podSpecWarnings(spec: PodSpec, _meta: ObjectMeta | undefined, prefix = ''): Text {
  const out: Text = []
  const path = `${prefix}spec`
  for (const key of Object.keys(spec.nodeSelector ?? {})) if (betaLabels[key]) out.push(`${path}.nodeSelector[${key}]: ${betaLabels[key]}`)
  nodeAffinityWarnings(out, `${path}.affinity.nodeAffinity`, spec.affinity)
  for (const [i, c] of (spec.topologySpreadConstraints ?? []).entries()) {
    const at = `${path}.topologySpreadConstraints[${i}]`
    if (betaLabels[c.topologyKey]) out.push(`${at}.topologyKey: ${c.topologyKey} is ${betaLabels[c.topologyKey]}`)
    if (!c.labelSelector) out.push(`${at}.labelSelector: ${noPod}`)
  }
  volumeWarnings(out, `${path}.volumes`, spec)
  duplicateWarnings(out, `${path}.hostAliases`, 'ip', (spec.hostAliases ?? []).map(a => a.ip))
  duplicateWarnings(out, `${path}.imagePullSecrets`, 'name', (spec.imagePullSecrets ?? []).map(s => s.name ?? ''))
  for (const [i, { name }] of (spec.imagePullSecrets ?? []).entries()) if (!name) out.push(`${path}.imagePullSecrets[${i}].name: invalid empty name ""`)
  for (const name of ['memory', 'ephemeral-storage']) fractionWarning(out, `${path}.overhead[${name}]`, spec.overhead?.[name])
  const containers = placesOf(spec, path)
  for (const [at, c] of containers) containerWarnings(out, at, c)
  portWarnings(out, containers)
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) out.push(`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`)
  podAffinityWarnings(out, `${path}.affinity`, spec.affinity)
  return out
}

/** Every container with its path, init containers first, as upstream visits them. */
const placesOf = (spec: PodSpec, path: string): [string, Container][] => [
  ...(spec.initContainers ?? []).map((c, i): [string, Container] => [`${path}.initContainers[${i}]`, c]),
  ...(spec.containers ?? []).map((c, i): [string, Container] => [`${path}.containers[${i}]`, c]),
  ...(spec.ephemeralContainers ?? []).map((c, i): [string, Container] => [`${path}.ephemeralContainers[${i}]`, c]),
]

function fractionWarning(out: Text, at: string, text: string | undefined): void {
  if (text !== undefined && scaledValue(parseQuantity(text), MILLI) % 1000n !== 0n) out.push(`${at}: fractional byte value ${goQuote(text)} is invalid, must be an integer`)
}

function containerWarnings(out: Text, at: string, c: Container): void {
  for (const name of ['memory', 'ephemeral-storage']) {
    for (const which of ['limits', 'requests'] as const) fractionWarning(out, `${at}.resources.${which}[${name}]`, c.resources?.[which]?.[name])
  }
  const seen = new Set<string>()
  for (const [i, { name, value = '', valueFrom }] of (c.env ?? []).entries()) {
    // A later one may build upon the earlier: X=$(X)abc. Anything else hides it.
    const ref = `$(${name})`
    if (seen.has(name) && (valueFrom || value === ref || !value.includes(ref))) {
      out.push(`${at}.env[${i}]: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`)
    }
    seen.add(name)
  }
}

function portWarnings(out: Text, containers: readonly [string, Container][]): void {
  const seen = new Map<string, { readonly at: string; readonly port: ContainerPort }[]>()
  for (const [path, c] of containers) {
    for (const [i, port] of (c.ports ?? []).entries()) {
      const at = `${path}.ports[${i}]`
      if (port.hostIP && !port.hostPort) {
        out.push(`${at}: hostIP set without hostPort: {Name:${port.name ?? ''} HostPort:0 ContainerPort:${port.containerPort} Protocol:${port.protocol ?? ''} HostIP:${port.hostIP}}`)
      }
      const others = seen.get(`${port.containerPort}/${port.protocol}`) ?? []
      for (const other of others) {
        const [host, otherHost] = [port.hostPort ?? 0, other.port.hostPort ?? 0]
        const [ip, otherIp] = [port.hostIP ?? '', other.port.hostIP ?? '']
        if (ip === otherIp && host === otherHost) out.push(`${at}: duplicate port definition with ${other.at}`)
        else if (host === 0 || otherHost === 0) out.push(`${at}: overlapping port definition with ${other.at}`)
        else if (host === otherHost && (ip === '') !== (otherIp === '')) out.push(`${at}: dangerously ambiguous port definition with ${other.at}`)
      }
      seen.set(`${port.containerPort}/${port.protocol}`, [...others, { at, port }])
    }
  }
  portNameWarnings(out, containers)
}

/** A port's name that two containers have: services take the first. */
function portNameWarnings(out: Text, containers: readonly [string, Container][]): void {
  const named = new Map<string, string>()
  for (const [path, c] of containers) {
    if (path.includes('.initContainers[') && c.restartPolicy !== 'Always') continue
    for (const [i, { name }] of (c.ports ?? []).entries()) {
      if (!name) continue
      const [at, other] = [`${path}.ports[${i}]`, named.get(name)]
      if (other) out.push(`${at}: duplicate port name ${goQuote(name)} with ${other}, services and probes that select ports by name will use ${other}`)
      else named.set(name, at)
    }
  }
}

function volumeWarnings(out: Text, path: string, spec: PodSpec): void {
  for (const [i, v] of (spec.volumes ?? []).entries()) {
    for (const [field, words, shown] of oldVolumes) if (v[field]) out.push(`${path}[${i}].${shown ?? field}: ${words}`)
    const storage = v.ephemeral?.volumeClaimTemplate?.spec?.resources?.requests?.storage
    fractionWarning(out, `${path}[${i}].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]`, storage)
  }
}

function duplicateWarnings(out: Text, path: string, field: string, values: readonly string[]): void {
  const seen = new Set<string>()
  for (const [i, value] of values.entries()) {
    if (seen.has(value)) out.push(`${path}[${i}].${field}: duplicate ${field} ${goQuote(value)}`)
    seen.add(value)
  }
}

function nodeAffinityWarnings(out: Text, path: string, affinity: Affinity | undefined): void {
  const node = affinity?.nodeAffinity
  const terms = [
    ...(node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).map((t, i) => [`${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${i}]`, t] as const),
    ...(node?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((t, i) => [`${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}].preference`, t.preference] as const),
  ]
  for (const [at, term] of terms) {
    for (const [i, { key }] of (term?.matchExpressions ?? []).entries()) if (betaLabels[key]) out.push(`${at}.matchExpressions[${i}].key: ${key} is ${betaLabels[key]}`)
  }
}

function podAffinityWarnings(out: Text, path: string, affinity: Affinity | undefined): void {
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity?.[name]
    for (const [i, t] of (terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      if (!t.labelSelector) out.push(`${path}.${name}.requiredDuringSchedulingIgnoredDuringExecution[${i}].labelSelector: ${noPod}`)
    }
    for (const [i, t] of (terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
      if (!t.podAffinityTerm.labelSelector) out.push(`${path}.${name}.preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm.labelSelector: ${noPod}`)
    }
  }
}
