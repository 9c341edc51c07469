// The conditions of a pod, read from its containers' statuses.
// Upstream: pkg/kubelet/status/generate.go.
import type { ContainerStatus, Pod, PodCondition, PodSpec } from '../../kube/core.ts'
import { isSidecar, statusNamed, type PodPhase } from './phase.ts'
import type { PodRecord } from './record.ts'

/** A condition before its times are known. */
export type Judged = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>

const NONE: readonly never[] = Object.freeze([])
const list = (names: readonly string[]) => `[${names.join(' ')}]`

const lacking = (type: string, reason: string, unknown: readonly string[], label: string, names: readonly string[]): Judged => {
  const parts: string[] = []
  if (unknown.length) parts.push(`containers with unknown status: ${list(unknown)}`)
  if (names.length) parts.push(`containers with ${label} status: ${list(names)}`)
  return { type, status: 'False', reason, message: parts.join(', ') }
}

/** Whether some application container has been started, ever. */
export const anyAppContainerStarted = (spec: PodSpec, statuses: readonly ContainerStatus[] | undefined): boolean =>
  spec.containers.some(c => hasStarted(statusNamed(statuses, c.name)))

const hasStarted = (status: ContainerStatus | undefined): boolean =>
  status?.started === true || !!status?.state?.running || !!status?.state?.terminated || !!status?.lastState?.terminated

/** Have all init containers done their part? */
function initializedCondition(spec: PodSpec, init: readonly ContainerStatus[] | undefined, apps: readonly ContainerStatus[] | undefined, phase: PodPhase): Judged {
  const type = 'Initialized'
  const unknown: string[] = []
  const incomplete: string[] = []
  for (const container of spec.initContainers ?? NONE) {
    const status = statusNamed(init, container.name)
    if (!status) unknown.push(container.name)
    else if (isSidecar(container) ? !status.started : !status.ready) incomplete.push(container.name)
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' }
  // Once an application container has run, the pod was initialised, whatever init containers do after a new sandbox.
  if (anyAppContainerStarted(spec, apps)) return { type, status: 'True' }
  if (unknown.length || incomplete.length) return lacking(type, 'ContainersNotInitialized', unknown, 'incomplete', incomplete)
  return { type, status: 'True' }
}

function check(statuses: readonly ContainerStatus[] | undefined, name: string, unknown: string[], unready: string[]): void {
  const status = statusNamed(statuses, name)
  if (!status) unknown.push(name)
  else if (!status.ready) unready.push(name)
}

/** Are all containers that go on running ready? Sidecars count. */
function containersReadyCondition(spec: PodSpec, statuses: readonly ContainerStatus[] | undefined, phase: PodPhase): Judged {
  const type = 'ContainersReady'
  const unknown: string[] = []
  const unready: string[] = []
  for (const container of spec.initContainers ?? NONE) if (isSidecar(container)) check(statuses, container.name, unknown, unready)
  for (const container of spec.containers) check(statuses, container.name, unknown, unready)
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' }
  if (unknown.length || unready.length) return lacking(type, 'ContainersNotReady', unknown, 'unready', unready)
  return { type, status: 'True' }
}

/** Ready: the containers are, and so say all readiness gates. */
function readyCondition(spec: PodSpec, containersReady: Judged, existing: readonly PodCondition[] | undefined): Judged {
  const type = 'Ready'
  if (containersReady.status !== 'True') return { ...containersReady, type }
  const messages: string[] = []
  for (const gate of spec.readinessGates ?? NONE) {
    const condition = existing?.find(c => c.type === gate.conditionType)
    if (!condition) messages.push(`corresponding condition of pod readiness gate "${gate.conditionType}" does not exist.`)
    else if (condition.status !== 'True') {
      messages.push(`the status of pod readiness gate "${gate.conditionType}" is not "True", but ${condition.status}`)
    }
  }
  return messages.length ? { type, status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') } : { type, status: 'True' }
}

/** All conditions that a kubelet writes but PodScheduled, in its order. */
export function conditionsOf(pod: Pick<Pod, 'spec' | 'status'>, init: readonly ContainerStatus[] | undefined,
  apps: readonly ContainerStatus[] | undefined, phase: PodPhase, sandboxReady: boolean): Judged[] {
  const containersReady = containersReadyCondition(pod.spec!, init ? [...init, ...(apps ?? [])] : apps, phase)
  return [
    { type: 'PodReadyToStartContainers', status: sandboxReady ? 'True' : 'False' },
    initializedCondition(pod.spec!, init, apps, phase),
    readyCondition(pod.spec!, containersReady, pod.status?.conditions),
    containersReady,
  ]
}

/** That the kubelet ended the pod for no fault of its own; said when nothing of it runs any more. Upstream: status_manager.go mergePodStatus. */
export const disruption = ({ verdict }: PodRecord, terminal: boolean): readonly Judged[] =>
  (verdict?.disruption && terminal ? [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: verdict.message }] : NONE)

const PENDING = 'PodResizePending'
const IN_PROGRESS = 'PodResizeInProgress'
export const isResize = (type: string): boolean => type === PENDING || type === IN_PROGRESS

/** How a resize stands: what is not granted, and what is granted and not done. Upstream: status_manager.go GetPodResizeConditions. */
export function resizeConditions({ resize }: PodRecord): readonly Judged[] {
  const { pending, progress } = resize ?? {}
  return [
    ...(pending ? [{ type: PENDING, status: 'True' as const, reason: pending.reason, message: pending.message }] : []),
    ...(progress ? [{ type: IN_PROGRESS, status: 'True' as const, ...(progress.error === undefined ? {} : { reason: 'Error', message: progress.error }) }] : []),
  ]
}
