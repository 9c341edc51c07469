// The parts that descriptions of several kinds share. Upstream: describe.go, print…Multiline.
import type { Taint, Toleration, TopologySpreadConstraint } from '../../kube/core.ts'
import { formatLabelSelector } from '../../kube/labels.ts'
import { controllerOf } from '../../kube/owners.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Writer } from './writer.ts'

type Labels = Readonly<Record<string, string>> | undefined

/** Longer lines of annotations are cut. */
const LONGEST = 140
/** kubectl's own note; nobody wants to read it. */
const HIDDEN = new Set(['kubectl.kubernetes.io/last-applied-configuration'])

export const labels = (w: Writer, title: string, map: Labels, indent = ''): void =>
  w.list(title, Object.keys(map ?? {}).sort().map(k => `${k}=${map![k]}`), indent)

const shorten = (s: string, most: number) => (s.length > most ? `${s.slice(0, most)}...` : s)

export function annotations(w: Writer, title: string, map: Labels): void {
  const lines: string[] = []
  for (const key of Object.keys(map ?? {}).filter(k => !HIDDEN.has(k)).sort()) {
    const value = map![key]!.replace(/\n$/, '')
    if (value.length + key.length + 2 <= LONGEST && !value.includes('\n')) lines.push(`${key}: ${value}`)
    else lines.push(`${key}:`, ...value.split('\n').map(s => `  ${shorten(s, LONGEST - 2)}`))
  }
  w.list(title, lines)
}

/** Name, namespace, labels, annotations: how most descriptions begin. */
export function heading(w: Writer, o: AnyObject): void {
  w.field(0, 'Name', o.metadata.name ?? '')
  w.field(0, 'Namespace', o.metadata.namespace ?? '')
}

export function labelsAndAnnotations(w: Writer, o: AnyObject): void {
  labels(w, 'Labels', o.metadata.labels)
  annotations(w, 'Annotations', o.metadata.annotations)
}

export function controlledBy(w: Writer, o: AnyObject): void {
  const owner = controllerOf(o)
  if (owner) w.field(0, 'Controlled By', `${owner.kind}/${owner.name}`)
}

/** `key=value:Effect`. */
const taintText = (t: Taint): string => `${t.key}${t.value ? `=${t.value}` : ''}${t.effect ? `:${t.effect}` : ''}`

export const taints = (w: Writer, title: string, list: readonly Taint[] | undefined): void =>
  w.list(title, [...(list ?? [])].sort((a, b) => (`${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1)).map(taintText))

function tolerationText(t: Toleration): string {
  let text = `${t.key ?? ''}${t.value ? `=${t.value}` : ''}${t.effect ? `:${t.effect}` : ''}`
  if (t.operator === 'Exists' && !t.value) text += t.key || t.effect ? ' op=Exists' : 'op=Exists'
  return t.tolerationSeconds === undefined ? text : `${text} for ${t.tolerationSeconds}s`
}

const byKey = (a: { key?: string }, b: { key?: string }) => ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0)

export const tolerations = (w: Writer, title: string, list: readonly Toleration[] | undefined): void =>
  w.list(title, [...(list ?? [])].sort(byKey).map(tolerationText))

export function spreadConstraints(w: Writer, list: readonly TopologySpreadConstraint[] | undefined, indent = ''): void {
  if (!list?.length) return
  const sorted = [...list].sort((a, b) => (a.topologyKey < b.topologyKey ? -1 : a.topologyKey > b.topologyKey ? 1 : 0))
  w.list('Topology Spread Constraints', sorted.map(c => `${c.topologyKey}:${c.whenUnsatisfiable} when max skew ${c.maxSkew} is exceeded` +
    (c.labelSelector ? ` for selector ${formatLabelSelector(c.labelSelector)}` : '')), indent)
}

/** Type, Status and Reason, as workloads show their conditions. */
export function conditions(w: Writer, list: readonly { type: string; status: string; reason?: string }[] | undefined): void {
  if (!list?.length) return
  w.line(0, 'Conditions:', '  Type\tStatus\tReason', '  ----\t------\t------')
  for (const c of list) w.line(1, `${c.type} \t${c.status}\t${c.reason ?? ''}`)
}
