// kubectl top: what pods and nodes use, where a metrics server tells. Upstream: kubectl/pkg/cmd/top, pkg/metricsutil/metrics_printer.go.
import { ApiError } from '../../engine/api/errors.ts'
import type { ContainerUsage, MetricsDoor } from '../../engine/api/client.ts'
import { Node, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import { KubectlError, usage } from '../errors.ts'
import { align, TABLE } from '../print/tabwriter.ts'
import { group, type Command, type Invocation } from './command.ts'
import { fieldSelectorFlag, selectorFlags } from './flags.ts'

interface Used { readonly cpuMilli: number; readonly memoryBytes: number }

/** The metrics API, or kubectl's words where there is none. */
function metricsOf(call: Invocation): MetricsDoor {
  const { metrics } = call.client
  try {
    metrics?.nodes()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new KubectlError('Metrics API not available')
  }
  if (!metrics) throw new KubectlError('Metrics API not available')
  return metrics
}

const cores = (milli: number): string => `${milli}m`
const bytes = (n: number): string => `${Math.floor(n / 2 ** 20)}Mi`

/** Rows end in a tab, so that their last column is padded, too. */
function print(call: Invocation, header: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [...(call.bool('no-headers') ? [] : [header]), ...rows]
  if (lines.length > 0) call.out(`${align(lines.map(cells => cells.map(c => `${c}\t`).join('')).join('\n'), TABLE)}\n`)
}

function byWish<T extends Used>(call: Invocation, rows: readonly T[], nameOf: (row: T) => string): readonly T[] {
  const wish = call.text('sort-by')
  if (wish !== '' && wish !== 'cpu' && wish !== 'memory') throw new KubectlError('--sort-by accepts only cpu or memory')
  const amount = (row: T) => (wish === 'cpu' ? row.cpuMilli : wish === 'memory' ? row.memoryBytes : 0)
  return [...rows].sort((a, b) => amount(b) - amount(a) || (nameOf(a) < nameOf(b) ? -1 : 1))
}

const sum = (containers: readonly Pick<ContainerUsage, 'cpuMilli' | 'memoryBytes'>[]): Used => containers.reduce((total, c) => ({ cpuMilli: total.cpuMilli + c.cpuMilli, memoryBytes: total.memoryBytes + c.memoryBytes }), { cpuMilli: 0, memoryBytes: 0 })

const selected = (call: Invocation) => ({
  ...(call.text('selector') ? { labelSelector: call.text('selector') } : {}), ...(call.text('field-selector') ? { fieldSelector: call.text('field-selector') } : {}),
})

/** Of what is not there, the metrics API says that it has no figures. */
function known(get: () => AnyObject, what: string): AnyObject {
  try {
    return get()
  } catch (e) {
    throw e instanceof ApiError && e.reason === 'NotFound' ? new ApiError(404, 'NotFound', `${what} not found`) : e
  }
}

function topPods(call: Invocation): void {
  const metrics = metricsOf(call)
  const everywhere = call.bool('all-namespaces')
  const [name] = call.args
  if (call.args.length > 1) throw usage('top pod', 'pod [NAME | -l label]')
  if (name !== undefined && call.text('selector')) throw new KubectlError('only one of NAME or selector can be provided')
  const pods = name === undefined ? call.client.list(Pod, everywhere ? undefined : call.namespace, selected(call)) as readonly AnyObject[] : [known(() => call.client.get(Pod, call.namespace, name) as AnyObject, `podmetrics.metrics.k8s.io "${call.namespace}/${name}"`)]
  const wanted = new Set(pods.map(p => `${p.metadata.namespace}/${p.metadata.name}`))
  const usages = metrics.pods(everywhere ? undefined : call.namespace).filter(u => wanted.has(`${u.namespace}/${u.name}`)).map(u => ({ ...u, ...sum(u.containers) }))
  if (usages.length === 0) {
    if (pods.length === 0) {
      call.err(everywhere ? 'No resources found\n' : `No resources found in ${call.namespace} namespace.\n`)
      return
    }
    if (name !== undefined) throw new ApiError(404, 'NotFound', `podmetrics.metrics.k8s.io "${call.namespace}/${name}" not found`)
    throw new KubectlError('metrics not available yet')
  }
  const sorted = byWish(call, usages, u => `${u.namespace}/${u.name}`)
  const place = (namespace: string) => (everywhere ? [namespace] : [])
  if (call.bool('containers')) {
    print(call, [...place('NAMESPACE'), 'POD', 'NAME', 'CPU(cores)', 'MEMORY(bytes)'],
      sorted.flatMap(u => u.containers.map(c => [...place(u.namespace), u.name, c.name, cores(c.cpuMilli), bytes(c.memoryBytes)])))
    return
  }
  const all = sum(usages)
  const total = call.bool('sum') ? [[...place(''), '', '________', '________'], [...place(''), '', cores(all.cpuMilli), bytes(all.memoryBytes)]] : []
  print(call, [...place('NAMESPACE'), 'NAME', 'CPU(cores)', 'MEMORY(bytes)'], [...sorted.map(u => [...place(u.namespace), u.name, cores(u.cpuMilli), bytes(u.memoryBytes)]), ...total])
}

function topNodes(call: Invocation): void {
  const used = new Map(metricsOf(call).nodes().map(n => [n.name, n]))
  const [name] = call.args
  if (call.args.length > 1) throw usage('top node', 'node [NAME | -l label]')
  const nodes = name === undefined ? call.client.list(Node, undefined, selected(call)) as readonly AnyObject[] : [known(() => call.client.get(Node, undefined, name) as AnyObject, `nodemetrics.metrics.k8s.io "${name}"`)]
  if (nodes.length === 0) throw new KubectlError('metrics not available yet')
  const told = nodes.flatMap(node => { const u = used.get(node.metadata.name); return u ? [{ node, ...u }] : [] })
  const share = (amount: number, of: number) => `${of > 0 ? Math.floor((amount * 100) / of) : 0}%`
  const rows = byWish(call, told, n => n.name).map(({ node, cpuMilli, memoryBytes }) => {
    const { cpu = '0', memory = '0' } = (call.bool('show-capacity') ? node['status']?.capacity : node['status']?.allocatable) ?? {}
    return [node.metadata.name, cores(cpuMilli), share(cpuMilli, milliValueOf(String(cpu))), bytes(memoryBytes), share(memoryBytes, valueOf(String(memory)))]
  })
  const silent = nodes.filter(n => !used.has(n.metadata.name)).map(n => [n.metadata.name, '<unknown>', '<unknown>', '<unknown>', '<unknown>'])
  print(call, ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'], [...rows, ...silent])
}

const flags: Command['flags'] = [...selectorFlags, { name: 'use-protocol-buffers', type: 'bool', default: true }, { name: 'no-headers', type: 'bool', default: false }, { name: 'sort-by', type: 'string', default: '' }]

export const top: readonly Command[] = [
  group('top', 'Display resource (CPU/memory) usage'),
  { path: 'top node', aliases: ['nodes', 'no'], summary: 'Display resource (CPU/memory) usage of nodes', completes: 'none', flags: [...flags, { name: 'show-capacity', type: 'bool', default: false }], run: topNodes },
  {
    path: 'top pod', aliases: ['pods', 'po'], summary: 'Display resource (CPU/memory) usage of pods', completes: 'none', run: topPods,
    flags: [...flags, fieldSelectorFlag, { name: 'sum', type: 'bool', default: false }, { name: 'containers', type: 'bool', default: false }, { name: 'all-namespaces', short: 'A', type: 'bool', default: false }],
  },
]
