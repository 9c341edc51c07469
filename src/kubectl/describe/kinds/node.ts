// Upstream: describe.go, describeNode and describeNodeResource; describeNamespace, describeQuota, describeLimitRange.
import { ApiError } from '../../../engine/api/errors.ts'
import type { Namespace, Node, Pod as PodObject } from '../../../kube/core.ts'
import { Lease, LimitRange, Pod, ResourceQuota } from '../../../kube/kinds.ts'
import { formatQuantity, MILLI, newQuantity, parseQuantity } from '../../../kube/quantity.ts'
import { scaledValue } from '../../../kube/quantityMath.ts'
import type { ParsedQuantity } from '../../../kube/quantity.ts'
import { quantityText } from '../../print/quantities.ts'
import { nodeRoles, rfc1123, since } from '../../print/values.ts'
import type { DescribeContext, Describer } from '../describer.ts'
import { amountOf, podLimits, podRequests, sumOf } from '../podResources.ts'
import { labelsAndAnnotations, taints } from '../sections.ts'
import type { Writer } from '../writer.ts'

const ZERO = newQuantity(0, 'DecimalSI')
const milli = (q: ParsedQuantity) => Number(scaledValue(q, MILLI))
const whole = (q: ParsedQuantity) => Number(scaledValue(q, 0))

function share(part: ParsedQuantity, of: ParsedQuantity, name: string): string {
  const [a, b] = name === 'cpu' ? [milli(part), milli(of)] : [whole(part), whole(of)]
  return `${formatQuantity(part)} (${b === 0 ? 0 : Math.trunc((a / b) * 100)}%)`
}

function lease(w: Writer, o: Node, { client }: DescribeContext): void {
  try {
    const { spec } = client.get(Lease, 'kube-node-lease', o.metadata.name!)
    w.line(0, 'Lease:')
    w.field(1, 'HolderIdentity', spec?.holderIdentity ?? '<unset>')
    w.field(1, 'AcquireTime', spec?.acquireTime ? rfc1123(spec.acquireTime) : '<unset>')
    w.field(1, 'RenewTime', spec?.renewTime ? rfc1123(spec.renewTime) : '<unset>')
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    w.field(0, 'Lease', `Failed to get lease: ${e.message}`)
  }
}

function amounts(w: Writer, title: string, list: Readonly<Record<string, unknown>> | undefined): void {
  const names = Object.keys(list ?? {}).sort()
  if (names.length) w.line(0, `${title}:`)
  for (const name of names) w.field(1, name, quantityText(list![name]))
}

/** Resources of Kubernetes itself have no domain; whatever else a node offers is listed after them. */
const isNative = (name: string) => !name.includes('/') || name.includes('kubernetes.io/')

function allocated(w: Writer, o: Node, pods: readonly PodObject[], { now }: DescribeContext): void {
  const list = Object.keys(o.status?.allocatable ?? {}).length ? o.status!.allocatable! : o.status?.capacity ?? {}
  const allocatable = (name: string) => (list[name] === undefined ? ZERO : parseQuantity(String(list[name])))
  w.field(0, 'Non-terminated Pods', `(${pods.length} in total)`)
  w.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge')
  w.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---')
  for (const pod of pods) {
    const [requests, limits] = [podRequests(pod), podLimits(pod)]
    const cells = ['cpu', 'memory'].flatMap(r => [requests, limits].map(list => share(amountOf(list, r), allocatable(r), r)))
    w.line(1, [pod.metadata.namespace ?? '', pod.metadata.name!, '', ...cells, since(pod.metadata.creationTimestamp, now)].join('\t'))
  }
  w.line(0, 'Allocated resources:', '  (Total limits may be over 100 percent, i.e., overcommitted.)')
  w.line(1, 'Resource\tRequests\tLimits')
  w.line(1, '--------\t--------\t------')
  const [requests, limits] = [sumOf(pods, podRequests), sumOf(pods, podLimits)]
  const names = Object.keys(list).sort()
  for (const r of ['cpu', 'memory', 'ephemeral-storage', ...names.filter(n => n.startsWith('hugepages-'))])
    w.line(1, `${r}\t${share(amountOf(requests, r), allocatable(r), r)}\t${share(amountOf(limits, r), allocatable(r), r)}`)
  const standard = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods'])
  for (const r of names.filter(n => !standard.has(n) && !n.startsWith('hugepages-') && !(isNative(n) && n === 'storage')))
    w.line(1, `${r}\t${formatQuantity(amountOf(requests, r))}\t${formatQuantity(amountOf(limits, r))}`)
}

export const describeNode: Describer = (o: Node, w, context) => {
  const { spec, status, metadata } = o
  w.field(0, 'Name', metadata.name!)
  w.field(0, 'Roles', nodeRoles(metadata.labels).join(',') || '<none>')
  labelsAndAnnotations(w, o)
  w.field(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
  taints(w, 'Taints', spec?.taints)
  w.field(0, 'Unschedulable', spec?.unschedulable ?? false)
  lease(w, o, context)
  if (status?.conditions?.length) {
    w.line(0, 'Conditions:', '  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage',
      '  ----\t------\t-----------------\t------------------\t------\t-------')
    for (const c of status.conditions)
      w.line(1, `${c.type} \t${c.status} \t${rfc1123(c.lastHeartbeatTime)} \t${rfc1123(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}`)
  }
  w.line(0, 'Addresses:')
  for (const a of status?.addresses ?? []) w.field(1, a.type, a.address)
  amounts(w, 'Capacity', status?.capacity)
  amounts(w, 'Allocatable', status?.allocatable)
  const info = status?.nodeInfo
  w.line(0, 'System Info:')
  for (const [name, value] of [
    ['Machine ID', info?.machineID], ['System UUID', info?.systemUUID], ['Boot ID', info?.bootID], ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage], ['Operating System', info?.operatingSystem], ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion], ['Kubelet Version', info?.kubeletVersion],
  ] as const) w.field(1, name, value ?? '')
  if (spec?.podCIDR) w.field(0, 'PodCIDR', spec.podCIDR)
  if (spec?.podCIDRs?.length) w.field(0, 'PodCIDRs', spec.podCIDRs.join(','))
  if (spec?.providerID) w.field(0, 'ProviderID', spec.providerID)
  const pods = context.client.list(Pod, undefined, {
    fieldSelector: `spec.nodeName=${metadata.name},status.phase!=Succeeded,status.phase!=Failed`,
  })
  allocated(w, o, pods, context)
}

const SCOPES: Readonly<Record<string, string>> = {
  Terminating: 'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating: 'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort: 'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort: 'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
}

function scopes(w: Writer, level: number, list: readonly string[] | undefined, bullet: string): void {
  if (!list?.length) return
  const sorted = [...list].sort()
  w.field(level, 'Scopes', sorted.join(', '))
  for (const scope of sorted) if (SCOPES[scope]) w.line(level, `${bullet}${SCOPES[scope]}`)
}

export const describeQuota: Describer = (o: any, w) => {
  w.field(0, 'Name', o.metadata.name)
  w.field(0, 'Namespace', o.metadata.namespace ?? '')
  scopes(w, 0, o.spec?.scopes, ' * ')
  w.line(0, 'Resource\tUsed\tHard', '--------\t----\t----')
  for (const name of Object.keys(o.status?.hard ?? {}).sort()) w.line(0, `${name}\t${quantityText(o.status.used?.[name])}\t${quantityText(o.status.hard[name])}`)
}

const LIMIT_COLUMNS = 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio'
const LIMIT_RULE = '----\t--------\t---\t---\t---------------\t-------------\t-----------------------'

function limits(w: Writer, o: any, indent: string): void {
  for (const item of o.spec?.limits ?? []) {
    const lists = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio]
    const names = new Set(lists.flatMap(list => Object.keys(list ?? {})))
    for (const name of [...names].sort())
      w.line(0, `${indent}${[item.type, name, ...lists.map(list => (list?.[name] === undefined ? '-' : quantityText(list[name])))].join('\t')}`)
  }
}

export const describeLimitRange: Describer = (o: any, w) => {
  w.field(0, 'Name', o.metadata.name)
  w.field(0, 'Namespace', o.metadata.namespace ?? '')
  w.line(0, LIMIT_COLUMNS, LIMIT_RULE)
  limits(w, o, '')
}

export const describeNamespace: Describer = (o: Namespace, w, { client }) => {
  const name = o.metadata.name!
  w.field(0, 'Name', name)
  labelsAndAnnotations(w, o)
  w.field(0, 'Status', o.status?.phase ?? 'Active')
  if (o.status?.conditions?.length) {
    w.line(0, 'Conditions:', '  Type\tStatus\tLastTransitionTime\tReason\tMessage', '  ----\t------\t------------------\t------\t-------')
    for (const c of o.status.conditions) w.line(1, `${c.type}\t${c.status}\t${rfc1123(c.lastTransitionTime)}\t${c.reason ?? ''}\t${c.message ?? ''}`)
  }
  w.line(0, '')
  const quotas = client.list(ResourceQuota, name)
  if (!quotas.length) w.line(0, 'No resource quota.')
  else w.line(0, 'Resource Quotas')
  for (const q of quotas) {
    w.field(1, 'Name', q.metadata.name!)
    scopes(w, 1, q.spec?.scopes, '* ')
    w.line(1, 'Resource\tUsed\tHard', '--------\t---\t---')
    const { hard = {}, used = {} } = q.status ?? {}
    for (const r of Object.keys(hard).sort()) w.line(1, `${r}\t${quantityText(used[r])}\t${quantityText(hard[r])}`)
  }
  w.line(0, '')
  const ranges = client.list(LimitRange, name)
  if (!ranges.length) return w.line(0, 'No LimitRange resource.')
  w.line(0, 'Resource Limits', ` ${LIMIT_COLUMNS}`, ` ${LIMIT_RULE}`)
  for (const range of ranges) limits(w, range, ' ')
}
