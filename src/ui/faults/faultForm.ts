// The form in which something is broken, as data: which fields each kind of fault has, what can be chosen, and what comes of it.
import type { Fault } from '../../worker/rows.ts'
import type { Messages } from '../i18n/index.ts'

export type FaultKind = Fault['kind']
export const FAULT_KINDS: readonly FaultKind[] = ['node-down', 'kubelet-stopped', 'network-cut', 'memory-short', 'disk-short', 'controller-stopped', 'watch-slow', 'api-refuses', 'image-unavailable', 'program-fails']

/** What of the cluster can be broken. */
export interface Breakable {
  readonly nodes: readonly string[]
  /** Controllers by their names, without the scheduler. */
  readonly controllers: readonly string[]
  /** As pods name them. */
  readonly images: readonly string[]
  /** Refs of what owns pods. */
  readonly workloads: readonly string[]
}

export type Values = Readonly<Record<string, string>>
export interface Field {
  readonly id: keyof Messages['faults']['fields']
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

const MANAGER = 'kube-controller-manager'
const same = (values: readonly string[]) => values.map(value => ({ value, label: value }))
const nameOf = (ref: string) => ref.slice(0, ref.indexOf('/')) + ref.slice(ref.lastIndexOf('/'))

/** The fields of a kind, each with what can be chosen; the first is what stands there at first. */
export function fieldsOf(kind: FaultKind, { nodes, controllers, images, workloads }: Breakable, t: Messages): readonly Field[] {
  const f = t.faults
  const rate: Field = { id: 'rate', options: ['0.3', '0.1', '0.5', '1'].map(value => ({ value, label: f.percent(Math.round(Number(value) * 100)) })).toSorted((a, b) => Number(a.value) - Number(b.value)) }
  switch (kind) {
    case 'node-down': case 'kubelet-stopped': case 'network-cut': case 'memory-short': case 'disk-short': return [{ id: 'node', options: same(nodes) }]
    case 'controller-stopped': return [{ id: 'name', options: [...same(controllers), { value: 'scheduler', label: f.scheduler }, { value: MANAGER, label: f.manager }] }]
    case 'watch-slow': return [
      { id: 'watcher', options: [{ value: 'controllers', label: f.allControllers }, ...same(controllers), { value: 'scheduler', label: f.scheduler }, ...nodes.map(n => ({ value: `kubelet/${n}`, label: f.kubeletOf(n) }))] },
      { id: 'ms', options: [500, 2_000, 5_000, 30_000].map(ms => ({ value: String(ms), label: f.late(ms / 1000) })) },
    ]
    case 'api-refuses': return [
      { id: 'client', options: [{ value: '', label: f.allComponents }, ...same(controllers), { value: 'scheduler', label: f.scheduler }, { value: 'kubelet', label: f.kubelets }, { value: 'kubectl', label: f.yourself }] },
      { id: 'verb', options: [{ value: '', label: f.everyVerb }, ...same(['create', 'update', 'patch', 'delete'])] },
      rate,
      { id: 'error', options: [{ value: '', label: f.mixed }, ...(['overloaded', 'internal', 'unavailable', 'timeout', 'forbidden', 'conflict'] as const).map(value => ({ value, label: f.errors[value] }))] },
    ]
    case 'image-unavailable': return [
      { id: 'image', options: [{ value: '*', label: f.everyImage }, ...same(images)] },
      { id: 'why', options: (['registry-down', 'not-found', 'denied', 'rate-limited'] as const).map(value => ({ value, label: f.whys[value] })) },
    ]
    case 'program-fails': return [
      { id: 'workload', options: [{ value: '', label: f.everyProgram }, ...workloads.map(ref => ({ value: ref, label: nameOf(ref) }))] },
      rate,
      { id: 'exitCode', options: same(['1', '2', '42', '137']) },
    ]
  }
}

/** What was chosen, or what stands there at first. */
export const chosen = (field: Field, values: Values): string =>
  (field.options.some(o => o.value === values[field.id]) ? values[field.id]! : field.options[0]?.value ?? '')

/** The fault that the form describes; undefined where it has nothing to be about (no node is there). */
export function faultOf(kind: FaultKind, fields: readonly Field[], values: Values): Fault | undefined {
  if (fields.some(f => f.options.length === 0)) return undefined
  const given = Object.fromEntries(fields.map(f => [f.id, chosen(f, values)]).filter(([, value]) => value !== ''))
  for (const id of ['rate', 'ms', 'exitCode']) if (given[id] !== undefined) Object.assign(given, { [id]: Number(given[id]) })
  return { kind, ...given } as Fault
}
