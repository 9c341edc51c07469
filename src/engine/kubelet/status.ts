// What a kubelet says of a pod: container statuses from its records, the whole status from those, and the patch that brings the
// API server's copy up to it.
// Upstream: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, convertToAPIContainerStatuses; status/status_manager.go mergePodStatus.
import type { Container, ContainerState, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { anyAppContainerStarted, conditionsOf } from './conditions.ts'
import { isSidecar, phaseOf, shouldRestart } from './phase.ts'
import type { ContainerRecord, Ended, PodRecord, Report } from './record.ts'
import { podResources } from './resources.ts'

const terminatedState = (e: Ended): ContainerState => ({
  terminated: {
    containerID: e.containerID, exitCode: e.exitCode, finishedAt: timeOf(e.finishedAt), ...(e.message ? { message: e.message } : {}),
    reason: e.reason, ...(e.signal !== undefined && e.exitCode !== 128 + e.signal ? { signal: e.signal } : {}), startedAt: timeOf(e.startedAt),
  },
})

/** Would the kubelet start this container (again), as far as its last run and the policies say? */
export function wantsRunning(container: Container, spec: PodSpec, record: ContainerRecord | undefined, init: boolean, deleted: boolean): boolean {
  if (!record) return true
  if (deleted || !record.ended) return false
  return init && !isSidecar(container) && record.ended.exitCode === 0 ? false : shouldRestart(container, spec, record.ended.exitCode, init)
}

const mountsOf = (container: Container) => (container.volumeMounts ?? []).map(m => ({
  mountPath: m.mountPath, name: m.name, ...(m.readOnly ? { readOnly: true, recursiveReadOnly: m.recursiveReadOnly === 'Enabled' ? 'Enabled' : 'Disabled' } : {}),
}))

function userOf(container: Container, spec: PodSpec): { linux: { gid: number; supplementalGroups: number[]; uid: number } } {
  const uid = container.securityContext?.runAsUser ?? spec.securityContext?.runAsUser ?? 0
  const gid = container.securityContext?.runAsGroup ?? spec.securityContext?.runAsGroup ?? 0
  const groups = [gid, ...(spec.securityContext?.fsGroup !== undefined ? [spec.securityContext.fsGroup] : []), ...(spec.securityContext?.supplementalGroups ?? [])]
  return { linux: { gid, supplementalGroups: [...new Set(groups)].sort((a, b) => a - b), uid } }
}

/** Whether the container has started as the startup probe sees it, and whether it is ready. */
export function standing(container: Container, record: ContainerRecord | undefined, init: boolean): { started: boolean; ready: boolean } {
  if (!record) return { started: false, ready: false }
  if (init && !isSidecar(container)) return { started: !record.ended, ready: record.ended?.exitCode === 0 }
  if (record.ended) return { started: false, ready: false }
  const started = !container.startupProbe || record.probes?.startup?.result === 'success'
  return { started, ready: started && (!container.readinessProbe || record.probes?.readiness?.result === 'success') }
}

export function containerStatusOf(pod: Pod, container: Container, record: PodRecord, init: boolean, terminal: boolean): ContainerStatus {
  const spec = pod.spec!
  const run = record.containers[container.name]
  const failure = record.failures[container.name]
  const { started, ready } = standing(container, run, init)
  let state: ContainerState = run
    ? run.ended ? terminatedState(run.ended) : { running: { startedAt: timeOf(run.startedAt) } }
    : { waiting: { reason: spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating' } }
  let lastState: ContainerState = run?.prev ? terminatedState(run.prev) : {}
  if (failure && !terminal && wantsRunning(container, spec, run, init, pod.metadata.deletionTimestamp !== undefined)) {
    if (state.terminated) lastState = state
    state = { waiting: { ...(failure.message ? { message: failure.message } : {}), reason: failure.reason } }
  }
  const requests = container.resources?.requests
  return {
    ...(run && requests && Object.keys(requests).length ? { allocatedResources: requests } : {}),
    ...(run ? { containerID: run.containerID } : {}),
    image: run?.imageRef ?? container.image ?? '', imageID: run?.imageID ?? '', lastState, name: container.name, ready,
    ...(run ? { resources: resourcesSeen(container) } : {}),
    restartCount: run?.attempt ?? 0, started, state, ...(run ? { user: userOf(container, spec) } : {}),
    ...(container.volumeMounts?.length ? { volumeMounts: mountsOf(container) } : {}),
  } as ContainerStatus
}

const resourcesSeen = (container: Container) => {
  const { limits, requests } = container.resources ?? {}
  return { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) }
}

/** Everything a kubelet has to say of the pod at this moment. `terminal`: it has stopped everything for good. */
export function reportOf(pod: Pod, record: PodRecord, now: Instant, terminal: boolean): Report {
  const spec = pod.spec!
  const init = spec.initContainers?.map(c => containerStatusOf(pod, c, record, true, terminal))
  const apps = spec.containers.map(c => containerStatusOf(pod, c, record, false, terminal)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const initialized = anyAppContainerStarted(spec, apps)
  const judged = phaseOf(spec, [...(init ?? []), ...apps], terminal, initialized)
  const phase = record.verdict?.phase ?? judged
  const sandboxReady = record.sandbox !== undefined && !record.sandbox.stopped
  return {
    at: now, phase, ...(record.verdict ? { reason: record.verdict.reason, message: record.verdict.message } : {}),
    conditions: conditionsOf(pod, init, apps, phase, sandboxReady),
    ...(init ? { init } : {}), apps, ...(record.sandbox ? { ip: record.sandbox.ip } : {}), generation: pod.metadata.generation ?? 1,
  }
}

/** The report of a pod that was given up before all its containers had begun. Upstream: status_manager.go TerminatePod. */
export function closedReport(report: Report, now: Instant): Report {
  if (report.phase === 'Succeeded' || report.phase === 'Failed') return report
  const lost = (s: ContainerStatus): ContainerStatus => s.state?.terminated ? s : {
    ...s, ready: false, started: false,
    state: {
      terminated: {
        exitCode: 137, finishedAt: null, message: 'The container could not be located when the pod was terminated', reason: 'ContainerStatusUnknown', startedAt: null,
      },
    } as unknown as ContainerState,
  }
  return { ...report, at: now, phase: 'Failed', ...(report.apps ? { apps: report.apps.map(lost) } : {}) }
}

const TERMINAL = new Set(['Succeeded', 'Failed'])

/**
 * The patch that brings `live` up to the report, or nothing when it is there already. `mayRun`: containers may still run, so the
 * phase must not become final yet.
 */
export function statusPatch(pod: Pod, report: Report, hostIP: string | undefined, mayRun: boolean): { status: Record<string, unknown> } | undefined {
  const live: PodStatus = pod.status ?? {}
  const patch: Record<string, unknown> = {}
  const put = (field: keyof PodStatus, value: unknown) => {
    if (value !== undefined && !same(live[field], value)) patch[field] = value
  }
  const conditions: unknown[] = []
  for (const judged of report.conditions) {
    const old = live.conditions?.find(c => c.type === judged.type)
    const change = conditionPatch(old, { ...judged, observedGeneration: report.generation }, report.at)
    if (change) conditions.push(change)
  }
  const scheduled = live.conditions?.find(c => c.type === 'PodScheduled')
  if (scheduled && scheduled.observedGeneration !== report.generation) conditions.push({ type: 'PodScheduled', observedGeneration: report.generation })
  if (conditions.length) patch['conditions'] = conditions
  if (report.init) put('initContainerStatuses', report.init)
  if (report.apps) put('containerStatuses', report.apps)
  if (hostIP !== undefined) {
    put('hostIP', hostIP)
    put('hostIPs', [{ ip: hostIP }])
  }
  if (report.ip !== undefined) {
    put('podIP', report.ip)
    put('podIPs', [{ ip: report.ip }])
  }
  const held = TERMINAL.has(report.phase) && !TERMINAL.has(live.phase ?? '') && mayRun
  if (!held && !TERMINAL.has(live.phase ?? '')) {
    put('phase', report.phase)
    put('reason', report.reason)
    put('message', report.message)
  }
  put('observedGeneration', report.generation)
  if (live.startTime === undefined || live.startTime === null) patch['startTime'] = timeOf(report.at)
  const { requests, limits } = resourceSums(pod.spec!)
  if (requests && live.allocatedResources === undefined) patch['allocatedResources'] = requests
  if (live.resources === undefined) patch['resources'] = { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) }
  return Object.keys(patch).length ? { status: patch } : undefined
}

function resourceSums(spec: PodSpec): { requests?: Record<string, string>; limits?: Record<string, string> } {
  if (!spec.resources && !spec.containers.some(c => c.resources?.requests || c.resources?.limits) && !spec.initContainers?.some(c => c.resources?.requests || c.resources?.limits)) return {}
  const requests = podResources(spec, 'requests')
  const limits = podResources(spec, 'limits')
  return { ...(Object.keys(requests).length ? { requests } : {}), ...(Object.keys(limits).length ? { limits } : {}) }
}

function conditionPatch(old: PodCondition | undefined, next: Omit<PodCondition, 'lastTransitionTime'>, at: Instant): Record<string, unknown> | undefined {
  if (!old) return { lastProbeTime: null, lastTransitionTime: timeOf(at), ...next }
  const change: Record<string, unknown> = {}
  if (old.status !== next.status) {
    change['status'] = next.status
    change['lastTransitionTime'] = timeOf(at)
  }
  if (old.reason !== next.reason) change['reason'] = next.reason ?? null
  if (old.message !== next.message) change['message'] = next.message ?? null
  if (old.observedGeneration !== next.observedGeneration) change['observedGeneration'] = next.observedGeneration
  return Object.keys(change).length ? { ...change, type: next.type } : undefined
}

/** Deep equality of plain data. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every(k => same(left[k], right[k]))
}
