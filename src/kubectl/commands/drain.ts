// kubectl drain: marks a node, asks for the eviction of its pods, waits until they are gone. Upstream: kubectl/pkg/drain.
import { ApiError } from '../../engine/api/errors.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import { DaemonSet, Pod } from '../../kube/kinds.ts'
import { controllerOf } from '../../kube/owners.ts'
import type { AnyObject } from '../../kube/object.ts'
import { SelectorError } from '../../kube/labels.ts'
import { parseToLabelSelector } from '../../kube/labelText.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation, Waiting } from './command.ts'
import { mark, nodesAsked } from './cordon.ts'
import { isGone } from './delete.ts'
import type { Found } from './find.ts'
import { dryRunOf } from './flags.ts'
import { suffixOf } from './shared.ts'

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
    const labelSelector = call.text('pod-selector')
    const pods = call.client.list(Pod, undefined, { fieldSelector: `spec.nodeName=${name}`, ...(labelSelector ? { labelSelector } : {}) })
    const verdicts = pods.map(pod => ({ pod, verdict: judge(call, pod) }))
    const errors = byReason(verdicts.map(({ pod, verdict }) => ({ pod, reason: verdict.error })))
    if (errors.length) return errors
    const warnings = byReason(verdicts.map(({ pod, verdict }) => ({ pod, reason: verdict.warning })))
    if (warnings.length) call.err(`Warning: ${warnings.join('; ')}\n`)
    this.left = verdicts.filter(v => v.verdict.go).map(v => v.pod)
    for (const pod of this.left) call.out(`${call.bool('disable-eviction') ? 'deleting' : 'evicting'} pod ${pod.metadata.namespace}/${pod.metadata.name}${suffixOf(dryRunOf(call))}\n`)
    if (dryRunOf(call) !== 'none') this.left = []
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
    for (const pod of this.left!) {
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

export function drain(call: Invocation): Waiting | undefined {
  try {
    parseToLabelSelector(call.text('pod-selector'))
  } catch (e) {
    if (!(e instanceof SelectorError)) throw e
    throw new KubectlError('--pod-selector=<pod_selector> must be a valid label selector')
  }
  const found = nodesAsked(call)
  const dryRun = dryRunOf(call)
  // All are closed before the first is emptied: what is evicted from one shall not land on the next.
  for (const f of found) mark(call, f, true)
  const deadline = call.number('timeout') > 0 ? call.client.now + call.number('timeout') : undefined
  const pending = [...found]
  const failed: { name: string; errors: readonly string[] }[] = []
  let current: Draining | undefined
  return {
    killed: true,
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
        call.out(`node/${current.node.object.metadata.name} drained${suffixOf(dryRun)}\n`)
        current = undefined
      }
      if (failed.length === 0) return 0
      call.err(`There are pending nodes to be drained:\n${failed.map(f => ` ${f.name}\n`).join('')}${failed.flatMap(f => f.errors).map(e => `${e}\n`).join('')}`)
      return 1
    },
  }
}
