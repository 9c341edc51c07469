// The phase of a pod, read from its containers' states.
// Upstream: pkg/kubelet/kubelet_pods.go getPhase, pkg/api/v1/pod ContainerShouldRestart.
import type { Container, ContainerStatus, PodSpec } from '../../kube/core.ts'

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

/** An init container that goes on running beside the others: a sidecar. */
export const isSidecar = (c: Container): boolean => c.restartPolicy === 'Always'

export function statusNamed(statuses: readonly ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  if (statuses) for (let i = 0; i < statuses.length; i++) if (statuses[i]!.name === name) return statuses[i]
  return undefined
}

/**
 * Whether a container that ended with `exitCode` is to be started again: its own rules, then its own policy, then the pod's.
 * `isInit`: an init container of a pod that restarts Always restarts on failure only.
 */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number, isInit = false): boolean {
  for (const rule of container.restartPolicyRules ?? []) {
    if (rule.exitCodes && rule.action === 'Restart') {
      const listed = rule.exitCodes.values?.includes(exitCode) ?? false
      if (rule.exitCodes.operator === 'In' ? listed : rule.exitCodes.operator === 'NotIn' && !listed) return true
    }
  }
  const policy = container.restartPolicy || spec.restartPolicy || 'Always'
  if (policy === 'Never') return false
  if (policy === 'OnFailure') return exitCode !== 0
  return !(isInit && !container.restartPolicy) || exitCode !== 0
}

/** An ended container that the kubelet may start again is, to the phase, merely between two runs. */
const endedWith = (status: ContainerStatus): number | undefined =>
  status.state?.terminated?.exitCode ?? (status.state?.waiting ? status.lastState?.terminated?.exitCode : undefined)

/**
 * @param terminal the kubelet has decided that the pod is over: what has ended will not start again
 * @param initialized an application container has, or may have, been started
 */
export function phaseOf(spec: PodSpec, statuses: readonly ContainerStatus[], terminal: boolean, initialized: boolean): PodPhase {
  let pendingInit = 0
  let pendingSidecars = 0
  let failedInit = 0
  let running = 0
  let waiting = 0
  let stopped = 0
  let succeeded = 0
  let unknown = 0
  let willRestart = false
  for (const container of spec.initContainers ?? []) {
    const status = statusNamed(statuses, container.name)
    if (isSidecar(container)) {
      if (!status) unknown++
      else if (status.state?.running) {
        if (!status.started) pendingSidecars++
        running++
      } else if (status.state?.terminated) continue
      else if (status.state?.waiting) {
        if (status.lastState?.terminated) continue
        pendingSidecars++
        waiting++
      } else {
        pendingSidecars++
        unknown++
      }
      continue
    }
    const exitCode = status && endedWith(status)
    if (exitCode === undefined) pendingInit++
    else if (exitCode !== 0 && !shouldRestart(container, spec, exitCode, true)) failedInit++
  }
  for (const container of spec.containers) {
    const status = statusNamed(statuses, container.name)
    if (!status) unknown++
    else if (status.state?.running) running++
    else {
      const exitCode = endedWith(status)
      if (exitCode === undefined) {
        if (status.state?.waiting) waiting++
        else unknown++
      } else {
        stopped++
        if (status.state?.terminated && exitCode === 0) succeeded++
        willRestart ||= shouldRestart(container, spec, exitCode)
      }
    }
  }
  if (failedInit > 0) return 'Failed'
  if (pendingInit > 0 || (pendingSidecars > 0 && !initialized)) return 'Pending'
  if (waiting > 0) return 'Pending'
  if (running > 0 && unknown === 0) return 'Running'
  if (running === 0 && stopped > 0 && unknown === 0) {
    if (terminal) return stopped === succeeded ? 'Succeeded' : 'Failed'
    if (willRestart) return 'Running'
    return stopped === succeeded ? 'Succeeded' : 'Failed'
  }
  return 'Pending'
}
