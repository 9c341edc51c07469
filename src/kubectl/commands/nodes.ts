// kubectl cordon, uncordon, drain, taint. Upstream: kubectl/pkg/cmd/{drain,taint}, kubectl/pkg/drain.
import { ApiError } from '../../engine/api/errors.ts'
import type { Node as NodeObject, Pod as PodObject, Taint } from '../../kube/core.ts'
import { DaemonSet, Node, Pod } from '../../kube/kinds.ts'
import { labelKeyErrors, labelValueErrors } from '../../kube/labelRules.ts'
import { controllerOf } from '../../kube/owners.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError, usage } from '../errors.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { isGone } from './delete.ts'
import { dryRunFlag, dryRunOf, findObjects, forEach, fieldManagerFlag, outputFlags, Reporter, selectorFlags, suffixOf, writeOptions, type Found } from './shared.ts'
import { patchTo } from './templates.ts'

function nodesAsked(call: Invocation): { found: Found[]; errors: unknown[] } {
  const labelSelector = call.text('selector')
  if (call.args.length && labelSelector) throw new KubectlError('error: cannot specify both a node name and a --selector option')
  if (call.args.length === 0 && !labelSelector) throw usage(call.command.path, `USAGE: ${call.command.path} NODE [flags]`)
  return labelSelector ? findObjects(call, { args: ['nodes'], lists: true, labelSelector }) : findObjects(call, { defaultKind: Node })
}

/** Marks a node; says so, or that it was so already. */
function mark(call: Invocation, f: Found, unschedulable: boolean): void {
  const word = unschedulable ? 'cordoned' : 'uncordoned'
  const { object } = f
  const dryRun = dryRunOf(call)
  if (!!object.spec?.unschedulable === unschedulable) return call.out(`node/${object.metadata.name} already ${word}${suffixOf(dryRun)}\n`)
  const { unschedulable: _, ...spec } = object.spec ?? {}
  if (dryRun !== 'client') patchTo(call, f, { ...object, spec: unschedulable ? { ...spec, unschedulable } : spec }, writeOptions(call, 'kubectl-cordon', { dryRun }))
  call.out(`node/${object.metadata.name} ${word}${suffixOf(dryRun)}\n`)
}

const marking = (unschedulable: boolean) => (call: Invocation) => {
  const { found, errors } = nodesAsked(call)
  forEach(found, errors, f => mark(call, f, unschedulable))
}

/** What may be done with a pod of a node that is drained. */
interface Verdict {
  readonly go: boolean
  readonly error?: string
  readonly warning?: string
}

const hasEnded = (pod: PodObject) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** The reasons for and against, in the order in which kubectl asks; the first that forbids decides. */
function judge(call: Invocation, pod: PodObject): Verdict {
  const owner = controllerOf(pod)
  let warning: string | undefined
  if (owner?.kind === 'DaemonSet' && !hasEnded(pod)) {
    try {
      call.client.get(DaemonSet, pod.metadata.namespace, owner.name)
      return call.bool('ignore-daemonsets') ? { go: false, warning: 'ignoring DaemonSet-managed Pods' }
        : { go: false, error: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
    } catch (e) {
      if (!(e instanceof ApiError && e.reason === 'NotFound')) throw e
      if (!call.bool('force')) return { go: false, error: e.message }
      warning = e.message
    }
  }
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return { go: false }
  if (pod.spec?.volumes?.some(v => v.emptyDir) && !hasEnded(pod)) {
    if (!call.bool('delete-emptydir-data')) return { go: false, error: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)' }
    warning = 'deleting Pods with local storage'
  }
  if (!owner && !hasEnded(pod)) {
    if (!call.bool('force')) return { go: false, error: 'cannot delete Pods that declare no controller (use --force to override)' }
    warning = 'deleting Pods that declare no controller'
  }
  return { go: true, ...(warning ? { warning } : {}) }
}

/** `reason: ns/a, ns/b`, one line per reason, in the order in which the reasons are asked. */
function byReason(list: readonly { pod: PodObject; reason: string | undefined }[]): string[] {
  const groups = new Map<string, string[]>()
  for (const { pod, reason } of list) if (reason) groups.set(reason, [...(groups.get(reason) ?? []), `${pod.metadata.namespace}/${pod.metadata.name}`])
  const order = ['DaemonSet', 'local storage', 'no controller']
  const rank = (reason: string) => (order.findIndex(o => reason.includes(o)) + order.length + 1) % (order.length + 1)
  return [...groups].sort((a, b) => rank(a[0]) - rank(b[0])).map(([reason, pods]) => `${reason}: ${pods.join(', ')}`)
}

const RETRY_MS = 5000

/** One node: mark it, decide about its pods, ask for their eviction, wait until they are gone. */
class Draining {
  private left: PodObject[] | undefined
  private retryAt = new Map<string, number>()
  private readonly call: Invocation
  readonly node: Found
  constructor(call: Invocation, node: Found) {
    this.call = call
    this.node = node
  }

  /** The errors that keep the node from being drained, or nothing. */
  begin(): string[] {
    const { call, node } = this
    const name = node.object.metadata.name!
    mark(call, node, true)
    const labelSelector = call.text('pod-selector')
    const pods = call.client.list(Pod, undefined, { fieldSelector: `spec.nodeName=${name}`, ...(labelSelector ? { labelSelector } : {}) })
    const verdicts = pods.map(pod => ({ pod, verdict: judge(call, pod) }))
    const errors = byReason(verdicts.map(({ pod, verdict }) => ({ pod, reason: verdict.error })))
    if (errors.length) return errors
    const warnings = byReason(verdicts.map(({ pod, verdict }) => ({ pod, reason: verdict.warning })))
    if (warnings.length) call.err(`Warning: ${warnings.join('; ')}\n`)
    this.left = verdicts.filter(v => v.verdict.go).map(v => v.pod)
    for (const pod of this.left) call.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}\n`)
    for (const pod of this.left) this.evict(pod)
    return []
  }

  private evict(pod: PodObject): void {
    const { call } = this
    const { name, namespace } = pod.metadata
    const grace = call.number('grace-period')
    const deleteOptions = grace >= 0 ? { deleteOptions: { gracePeriodSeconds: grace } } : {}
    try {
      if (call.bool('disable-eviction')) call.client.delete(Pod, namespace, name!, grace >= 0 ? { gracePeriodSeconds: grace } : {})
      else call.client.createSubresource(Pod, namespace, name!, 'eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: name!, namespace: namespace! }, ...deleteOptions } as AnyObject)
      this.retryAt.delete(pod.metadata.uid!)
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.reason === 'NotFound') return
      if (e.reason !== 'TooManyRequests') throw new KubectlError(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${e.message}`)
      call.err(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${e.message}\n`)
      this.retryAt.set(pod.metadata.uid!, call.client.now + RETRY_MS)
    }
  }

  get nextAt(): number | undefined {
    return this.retryAt.size ? Math.min(...this.retryAt.values()) : undefined
  }

  /** Whether all are gone. */
  step(): boolean {
    const { call } = this
    for (const pod of [...this.left!]) {
      const again = this.retryAt.get(pod.metadata.uid!)
      if (isGone(call.client, Pod, pod.metadata.namespace, pod.metadata.name!, pod.metadata.uid)) {
        this.left = this.left!.filter(p => p !== pod)
        this.retryAt.delete(pod.metadata.uid!)
        call.out(`pod/${pod.metadata.name} ${call.bool('disable-eviction') ? 'deleted' : 'evicted'}\n`)
      } else if (again !== undefined && call.client.now >= again) {
        call.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}\n`)
        this.evict(pod)
      }
    }
    return this.left!.length === 0
  }
}

function drain(call: Invocation): Waiting | undefined {
  const { found, errors } = nodesAsked(call)
  if (errors.length) throw errors[0]
  const dryRun = dryRunOf(call)
  if (dryRun !== 'none') {
    for (const f of found) {
      mark(call, f, true)
      call.out(`node/${f.object.metadata.name} drained${suffixOf(dryRun)}\n`)
    }
    return undefined
  }
  const deadline = call.number('timeout') > 0 ? call.client.now + call.number('timeout') : undefined
  const pending = [...found]
  const failed: { name: string; errors: readonly string[] }[] = []
  let current: Draining | undefined
  return {
    get nextAt() {
      const times = [deadline, current?.nextAt].filter(t => t !== undefined)
      return times.length ? Math.min(...times) : undefined
    },
    step() {
      for (;;) {
        if (!current) {
          const next = pending.shift()
          if (!next) break
          current = new Draining(call, next)
          const name = next.object.metadata.name!
          const why = current.begin()
          if (why.length) {
            call.err(`error: unable to drain node ${JSON.stringify(name)} due to error: ${why.length > 1 ? `[${why.join(', ')}]` : why[0]}, continuing command...\n`)
            failed.push({ name, errors: why })
            current = undefined
            continue
          }
        }
        if (!current.step()) {
          if (deadline !== undefined && call.client.now >= deadline) {
            throw new KubectlError(`unable to drain node ${JSON.stringify(current.node.object.metadata.name)} due to error: global timeout reached: ${call.number('timeout') / 1000}s, continuing command...`)
          }
          return undefined
        }
        call.out(`node/${current.node.object.metadata.name} drained\n`)
        current = undefined
      }
      if (failed.length === 0) return 0
      call.err(`There are pending nodes to be drained:\n${failed.map(f => ` ${f.name}\n`).join('')}${failed.flatMap(f => f.errors).map(e => `${e}\n`).join('')}`)
      return 1
    },
  }
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

interface TaintChange {
  readonly add: readonly Taint[]
  readonly remove: readonly { key: string; effect: string }[]
}

const complaint = (text: string) => usage('taint', text)

/** Reads `key=value:Effect`, `key:Effect`, `key:Effect-` and `key-`. */
function parseTaints(specs: readonly string[]): TaintChange {
  const add: Taint[] = []
  const remove: { key: string; effect: string }[] = []
  const named = new Set<string>()
  for (const spec of specs) {
    const removing = spec.endsWith('-')
    const text = removing ? spec.slice(0, -1) : spec
    const parts = text.split(':')
    const invalid = (why?: string) => complaint(`invalid taint spec: ${text}${why ? `, ${why}` : ''}`)
    if (parts.length > 2) throw invalid()
    const [head = '', effect = ''] = parts
    const [key = '', ...values] = head.split('=')
    if (values.length > 1) throw invalid()
    const value = values[0] ?? ''
    if (parts.length === 1 && !removing) {
      const errors = labelKeyErrors(head)
      if (errors.length) throw invalid(errors.join('; '))
    }
    const errors = [...labelKeyErrors(key), ...labelValueErrors(value)]
    if (errors.length) throw invalid(errors.join('; '))
    if (effect && !EFFECTS.includes(effect)) throw complaint(`invalid taint effect: ${effect}, unsupported taint effect`)
    if (removing) {
      remove.push({ key, effect })
    } else {
      if (!effect) throw invalid()
      if (named.has(`${key}:${effect}`)) throw complaint(`duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`)
      named.add(`${key}:${effect}`)
      add.push({ key, effect: effect as Taint['effect'], ...(value ? { value } : {}) })
    }
  }
  return { add, remove }
}

function tainted(node: NodeObject, { add, remove }: TaintChange, overwrite: boolean): { taints: Taint[]; done: string; errors: KubectlError[] } {
  const old = node.spec?.taints ?? []
  const errors: KubectlError[] = []
  const clash = add.filter(a => old.some(o => o.key === a.key && o.effect === a.effect))
  if (clash.length && !overwrite) {
    errors.push(new KubectlError(`node ${node.metadata.name} already has ${clash.map(c => c.key).join(',')} taint(s) with same effect(s) and --overwrite is false`))
    return { taints: [...old], done: '', errors }
  }
  const kept = old.filter(o => !add.some(a => a.key === o.key && a.effect === o.effect))
  const taints = [...add, ...kept].filter(t => !remove.some(r => r.key === t.key && (!r.effect || r.effect === t.effect)))
  for (const r of remove) {
    if (!old.some(o => o.key === r.key && (!r.effect || r.effect === o.effect))) errors.push(new KubectlError(`taint "${r.key}${r.effect ? `:${r.effect}` : ''}" not found`))
  }
  const done = clash.length || (add.length && remove.length) ? 'modified' : add.length ? 'tainted' : 'untainted'
  return { taints, done, errors }
}

function taint(call: Invocation): void {
  const [kindText, ...rest] = call.args
  const specs = rest.filter(a => a.includes('=') || a.endsWith('-') || a.includes(':'))
  const names = rest.filter(a => !specs.includes(a))
  if (!kindText) throw complaint('one or more resources must be specified as <resource> <name>')
  const change = parseTaints(specs)
  if (specs.length === 0) throw complaint('at least one taint update is required')
  const labelSelector = call.text('selector')
  const all = call.bool('all')
  if (names.length === 0 && !labelSelector && !all) throw complaint('at least one resource name must be specified since \'--all\' parameter is not set')
  const { found, errors } = findObjects(call, { args: [kindText, ...names], lists: true, ...(labelSelector ? { labelSelector } : {}) })
  const dryRun = dryRunOf(call)
  const report = new Reporter(call, dryRun)
  forEach(found, errors, f => {
    if (f.kind !== Node) throw new KubectlError(`invalid resource type ${f.kind.plural}, only node types are supported`)
    const { taints, done, errors: wrong } = tainted(f.object as unknown as NodeObject, change, call.bool('overwrite'))
    if (wrong.length) throw wrong[0]
    const { taints: _, ...spec } = f.object.spec ?? {}
    const after = { ...f.object, spec: taints.length ? { ...spec, taints } : spec }
    report.done(dryRun === 'client' ? after : patchTo(call, f, after, writeOptions(call, 'kubectl-taint', { dryRun })) ?? f.object, done)
  })
}

const common = [...selectorFlags, dryRunFlag]

export const nodes: readonly Command[] = [
  { path: 'cordon', summary: 'Mark node as unschedulable', completes: 'nodes', flags: common, run: marking(true) },
  { path: 'uncordon', summary: 'Mark node as schedulable', completes: 'nodes', flags: common, run: marking(false) },
  {
    path: 'drain', summary: 'Drain node in preparation for maintenance', completes: 'nodes', run: drain,
    flags: [
      ...common,
      { name: 'force', type: 'bool', default: false, usage: 'also delete pods that nobody would make again' },
      { name: 'ignore-daemonsets', type: 'bool', default: false, usage: 'leave the pods of DaemonSets alone' },
      { name: 'delete-emptydir-data', type: 'bool', default: false, usage: 'also delete pods whose emptyDir is lost with them' },
      { name: 'delete-local-data', type: 'bool', default: false, deprecated: 'This option is deprecated and will be deleted. Use --delete-emptydir-data.' },
      { name: 'disable-eviction', type: 'bool', default: false },
      { name: 'grace-period', type: 'int', default: -1 },
      { name: 'pod-selector', type: 'string', default: '' },
      { name: 'skip-wait-for-delete-timeout', type: 'int', default: 0 },
      { name: 'timeout', type: 'duration', default: 0 },
      { name: 'chunk-size', type: 'int', default: 500 },
    ],
  },
  {
    path: 'taint', summary: 'Update the taints on one or more nodes', completes: ['nodes'], run: taint,
    flags: [...common, ...outputFlags, fieldManagerFlag('kubectl-taint'), { name: 'all', type: 'bool', default: false }, { name: 'overwrite', type: 'bool', default: false }],
  },
]
