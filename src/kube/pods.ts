// Facts about a pod that many rooms ask for. Upstream: pkg/api/v1/pod/util.go, pkg/controller/controller_utils.go.
import { conditionIsTrue, conditionOf } from './conditions.ts'
import type { Container, Pod, PodCondition } from './core.ts'
import type { Instant } from './object.ts'
import { instantOf } from './rfc3339.ts'

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'

/** A pod that has not been given a phase yet is pending. */
export const phaseOf = (pod: Pod): PodPhase => pod.status?.phase ?? 'Pending'
/** Succeeded or failed: its containers will not run again. */
export const isPodTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
/** Asked to go (deletionTimestamp), though its containers may still run. */
export const isPodTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined
/** Neither finished nor asked to go: what controllers count as one of theirs. */
export const isPodActive = (pod: Pod): boolean => !isPodTerminal(pod) && !isPodTerminating(pod)

export const podReadyCondition = (pod: Pod): PodCondition | undefined => conditionOf(pod, 'Ready')
export const isPodReady = (pod: Pod): boolean => conditionIsTrue(pod, 'Ready')

/** Since when the pod's Ready condition stands as it stands, if it is true; undefined otherwise. */
export function podReadyAt(pod: Pod): Instant | undefined {
  const ready = podReadyCondition(pod)
  return ready?.status === 'True' && ready.lastTransitionTime !== undefined ? instantOf(ready.lastTransitionTime) : undefined
}

/** Ready, and for as long as minReadySeconds asks. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: Instant): boolean {
  if (!isPodReady(pod)) return false
  if (minReadySeconds === 0) return true
  const at = podReadyAt(pod)
  return at !== undefined && at + minReadySeconds * 1000 <= now
}

/** An init container that keeps running beside the others (a sidecar). */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

/** Requested by the pod's annotation; lower goes first when a ReplicaSet shrinks. Whole numbers of 32 bits; anything else counts as 0. */
export function deletionCostOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[POD_DELETION_COST]
  if (text === undefined || !/^(0|-?[1-9][0-9]*)$/.test(text)) return 0
  const cost = Number(text)
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0
}

const POD_DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'
export const POD_TEMPLATE_HASH = 'pod-template-hash'
export const CONTROLLER_REVISION_HASH = 'controller-revision-hash'
export const STATEFUL_SET_POD_NAME = 'statefulset.kubernetes.io/pod-name'
export const POD_INDEX = 'apps.kubernetes.io/pod-index'
