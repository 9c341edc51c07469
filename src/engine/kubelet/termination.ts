// How a container is brought to an end: hook, signal, grace, and who goes before whom. Pure.
// Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, termination_order.go.
import type { Container, Pod } from '../../kube/core.ts'
import type { SignalName } from './runtime/programs/program.ts'
import { isSidecar } from './phase.ts'

/** However little grace is left after hook and turn, a process gets this long to end by itself. */
export const MINIMUM_GRACE_MS = 2000

/** A pod that is to go as a whole is given this much, whatever was asked for. Upstream: pod_workers.go calculateEffectiveGracePeriod. */
export const MINIMUM_POD_GRACE_MS = 1000

/** The grace that counts for a container before its hook: an override, the deletion's, a probe's own, then the pod's. */
export function graceOf(pod: Pod, container: Container, probe?: 'startup' | 'liveness', overrideMs?: number): number {
  if (overrideMs !== undefined) return Math.max(0, overrideMs)
  const { deletionGracePeriodSeconds } = pod.metadata
  const ofProbe = probe && container[`${probe}Probe`]?.terminationGracePeriodSeconds
  const seconds = deletionGracePeriodSeconds ?? ofProbe ?? pod.spec!.terminationGracePeriodSeconds ?? 30
  return Math.max(0, seconds * 1000)
}

/** Containers in the order in which they are told to stop: all ordinary and ephemeral ones at once, then the sidecars one by one, last first. */
export function stopOrder(pod: Pod, running: ReadonlySet<string>): readonly (readonly Container[])[] {
  const first = pod.spec!.containers.filter(c => running.has(c.name))
  const inits = (pod.spec!.initContainers ?? []).filter(c => running.has(c.name))
  const ephemeral = ((pod.spec!.ephemeralContainers ?? []) as readonly Container[]).filter(c => running.has(c.name))
  const plain = [...first, ...inits.filter(c => !isSidecar(c)), ...ephemeral]
  return [...(plain.length ? [plain] : []), ...inits.filter(isSidecar).reverse().map(c => [c])]
}

const SIGNALS = new Set<string>(['TERM', 'KILL', 'INT', 'HUP', 'QUIT', 'USR1', 'USR2', 'WINCH', 'ALRM', 'PIPE', 'CHLD', 'CONT', 'STOP'])

/** The signal that asks a container to end: its own, its image's, or TERM. */
export function stopSignalOf(container: Container, ofImage?: SignalName): SignalName {
  const named = container.lifecycle?.stopSignal?.replace(/^SIG/, '')
  return named && SIGNALS.has(named) ? named as SignalName : ofImage ?? 'TERM'
}
