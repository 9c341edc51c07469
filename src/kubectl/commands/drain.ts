// kubectl drain: marks a node, asks for the eviction of its pods, waits until they are gone. Upstream: kubectl/pkg/drain.
import { ApiError } from '../../engine/api/errors.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import { DaemonSet, Pod } from '../../kube/kinds.ts'
import { controllerOf } from '../../kube/owners.ts'
import type { AnyObject } from '../../kube/object.ts'
import { SelectorError } from '../../kube/labels.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { parseToLabelSelector } from '../../kube/labelText.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation, Waiting } from './command.ts'
import { mark, nodesAsked } from './cordon.ts'
import { isGone } from './delete.ts'
import type { Found } from './find.ts'
import { goDuration } from '../parse/duration.ts'
import { dryRunOf } from './flags.ts'
import { suffixOf } from './shared.ts'

/** What may be done with a pod of a node that is drained. */
interface Verdict {
  readonly go: boolean
  readonly error?: string
  readonly warning?: string
}

const hasEnded = (pod: PodObject) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** Deleted longer ago than anybody wants to wait. */
function isSkipped(call: Invocation, { metadata: { deletionTimestamp } }: PodObject): boolean {
  const seconds = call.number('skip-wait-for-delete-timeout')
  return seconds > 0 && deletionTimestamp !== undefined && call.client.now - instantOf(deletionTimestamp) > seconds * 1000
}

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
  return { go: !isSkipped(call, pod), ...(warning ? { warning } : {}) }
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
const aggregate = (errors: readonly string[]): string => {
  const different = [...new Set(errors)]
  return different.length === 1 ? different[0]! : `[${different.join(', ')}]`
}

/** One node: mark it, decide about its pods, ask for their eviction, wait until they are gone. */
class Draining {
  private left: PodObject[] = []
  private begun = false
  private retryAt = new Map<string, number>()
  private readonly call: Invocation
  private readonly deadline: number
  readonly node: Found
  /** What kept it from being drained, in the order in which it happened. */
  readonly errors: string[] = []
  constructor(call: Invocation, node: Found) {
    this.call = call
    this.node = node
    const timeout = call.number('timeout')
    this.deadline = timeout > 0 ? call.client.now + timeout : Infinity
  }

  get name(): string { return this.node.object.metadata.name! }

  private podsToGo(): { readonly errors: readonly string[]; readonly warnings: readonly string[]; readonly pods: PodObject[] } {
    const { call } = this
    const labelSelector = call.text('pod-selector')
    const pods = call.client.list(Pod, undefined, { fieldSelector: `spec.nodeName=${this.name}`, ...(labelSelector ? { labelSelector } : {}) })
    const verdicts = pods.map(pod => ({ pod, verdict: judge(call, pod) }))
    return {
      errors: byReason(verdicts.map(({ pod, verdict }) => ({ pod, reason: verdict.error }))), pods: verdicts.filter(v => v.verdict.go).map(v => v.pod),
      warnings: byReason(verdicts.map(({ pod, verdict }) => ({ pod, reason: verdict.warning }))),
    }
  }

  /** Asks for the eviction of what may go, or has errors. */
  begin(): void {
    const { call } = this
    const { errors, warnings, pods } = this.podsToGo()
    this.errors.push(...errors)
    if (errors.length) return
    if (warnings.length) call.err(`Warning: ${warnings.join('; ')}\n`)
    const dryRun = dryRunOf(call)
    // Deletions are not announced. Upstream: deletePods.
    if (dryRun === 'client' || !call.bool('disable-eviction')) for (const pod of pods) call.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}${suffixOf(dryRun)}\n`)
    if (dryRun !== 'none') return
    this.left = pods
    this.begun = true
    for (const pod of pods) this.evict(pod)
  }

  private evict(pod: PodObject): void {
    const { call } = this
    const { name, namespace } = pod.metadata
    const grace = call.number('grace-period')
    const deleteOptions = grace >= 0 ? { deleteOptions: { gracePeriodSeconds: grace } } : {}
    const doing = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`
    this.retryAt.delete(pod.metadata.uid!)
    try {
      if (call.bool('disable-eviction')) call.client.delete(Pod, namespace, name!, grace >= 0 ? { gracePeriodSeconds: grace } : {})
      else call.client.createSubresource(Pod, namespace, name!, 'eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: name!, namespace: namespace! }, ...deleteOptions } as AnyObject)
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.reason === 'NotFound') return
      // One pod's refusal ends that pod's attempts, not the others'.
      if (e.reason !== 'TooManyRequests') return this.giveUp(pod, call.bool('disable-eviction') ? e.message : `${doing}: ${e.message}`)
      call.err(`${doing} (will retry after 5s): ${e.message}\n`)
      this.retryAt.set(pod.metadata.uid!, call.client.now + RETRY_MS)
    }
  }

  private giveUp(pod: PodObject, error: string): void {
    this.left = this.left.filter(p => p !== pod)
    this.retryAt.delete(pod.metadata.uid!)
    if (!this.errors.includes(error)) this.errors.push(error)
  }

  get nextAt(): number | undefined {
    const next = Math.min(this.deadline, ...this.retryAt.values())
    return next === Infinity ? undefined : next
  }

  /** Whether nothing is waited for any more. A pod whose budget has no room learns of the time-out at its next attempt. */
  step(): boolean {
    const { call, deadline } = this
    const { now } = call.client
    const reached = `global timeout reached: ${goDuration(call.number('timeout'))}`
    for (const pod of this.left) {
      const { namespace, name, uid } = pod.metadata
      const again = this.retryAt.get(uid!)
      if (isGone(call.client, Pod, namespace, name!, uid)) {
        this.left = this.left.filter(p => p !== pod)
        this.retryAt.delete(uid!)
        call.out(`pod/${name} ${call.bool('disable-eviction') ? 'deleted' : 'evicted'}\n`)
      } else if (again !== undefined) {
        if (now < again) continue
        call.out(`evicting pod ${namespace}/${name}\n`)
        if (now >= deadline) this.giveUp(pod, `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${reached}`)
        else this.evict(pod)
      } else if (isSkipped(call, call.client.get(Pod, namespace, name!) as PodObject)) {
        this.left = this.left.filter(p => p !== pod)
        call.out(`pod ${JSON.stringify(name)} has DeletionTimestamp older than ${call.number('skip-wait-for-delete-timeout')} seconds, skipping\n`)
      } else if (now >= deadline) {
        this.giveUp(pod, call.bool('disable-eviction') ? reached : `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${reached}`)
      }
    }
    if (this.left.length > 0) return false
    if (this.begun && this.errors.length > 0) this.tellPending()
    return true
  }

  /** What is still there when waiting has ended in errors. */
  private tellPending(): void {
    const { pods } = this.podsToGo()
    if (pods.length) this.call.err(`There are pending pods in node ${JSON.stringify(this.name)} when an error occurred: ${aggregate(this.errors)}\n${pods.map(p => `pod/${p.metadata.name}\n`).join('')}`)
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
  // All are closed before the first is emptied: what is evicted from one shall not land on the next.
  for (const f of found) mark(call, f, true)
  const pending = [...found]
  const failed: Draining[] = []
  let current: Draining | undefined
  return {
    killed: true,
    get nextAt() { return current?.nextAt },
    step() {
      for (;;) {
        if (!current) {
          const next = pending.shift()
          if (!next) break
          current = new Draining(call, next)
          current.begin()
        }
        if (!current.step()) return undefined
        if (current.errors.length === 0) call.out(`node/${current.name} drained${suffixOf(dryRunOf(call))}\n`)
        else {
          call.err(`error: unable to drain node ${JSON.stringify(current.name)} due to error: ${aggregate(current.errors)}, continuing command...\n`)
          failed.push(current)
        }
        current = undefined
      }
      if (failed.length === 0) return 0
      // The errors of a single node are told line by line, those of several a line for each node. Upstream: checkErr, which unwraps one aggregate.
      const errors = failed.length === 1 ? failed[0]!.errors : failed.map(f => aggregate(f.errors))
      call.err(`There are pending nodes to be drained:\n${failed.map(f => ` ${f.name}\n`).join('')}${errors.map(e => `${e}\n`).join('')}`)
      return 1
    },
  }
}
