// What a kubelet says of a pod: container statuses from its records, the whole status from those, and the patch that brings the
// API server's copy up to it.
// Upstream: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, convertToAPIContainerStatuses; status/status_manager.go mergePodStatus.
import type { Container, ContainerState, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { anyAppContainerStarted, conditionsOf, type Judged } from './conditions.ts'
import { isSidecar, phaseOf, shouldRestart } from './phase.ts'
import type { ContainerRecord, Ended, PodRecord, Report } from './record.ts'
import { podResources } from '../../kube/podResources.ts'

const terminatedState = (e: Ended): ContainerState => ({
  terminated: {
    containerID: e.containerID, exitCode: e.exitCode, finishedAt: timeOf(e.finishedAt), ...(e.message ? { message: e.message } : {}),
    reason: e.reason, ...(e.signal !== undefined && e.exitCode !== 128 + e.signal ? { signal: e.signal } : {}), startedAt: timeOf(e.startedAt),
  },
})

/** Would the kubelet start this container (again), as far as its last run and the policies say? */
export function wantsRunning(container: Container, spec: PodSpec, record: ContainerRecord | undefined, init: boolean, deleted: boolean): boolean {
  if (deleted) return false
  if (!record) return true
  if (!record.ended) return false
  return init && !isSidecar(container) && record.ended.exitCode === 0 ? false : shouldRestart(container, spec, record.ended.exitCode, init)
}

const mounts = new WeakMap<Container, readonly object[]>()

/** Mounts as a status shows them; worked out once for each container of a pod. */
function mountsOf(container: Container): readonly object[] {
  let list = mounts.get(container)
  if (!list) mounts.set(container, list = seenMounts(container))
  return list
}

const seenMounts = (container: Container) => (container.volumeMounts ?? []).map(m => ({
  mountPath: m.mountPath, name: m.name, ...(m.readOnly ? { readOnly: true, recursiveReadOnly: m.recursiveReadOnly === 'Enabled' ? 'Enabled' : 'Disabled' } : {}),
}))

const ROOT = Object.freeze({ linux: Object.freeze({ gid: 0, supplementalGroups: Object.freeze([0]) as unknown as number[], uid: 0 }) })

function userOf(container: Container, spec: PodSpec): { linux: { gid: number; supplementalGroups: number[]; uid: number } } {
  const own = spec.securityContext
  if (!container.securityContext && own?.runAsUser === undefined && own?.runAsGroup === undefined && own?.fsGroup === undefined && !own?.supplementalGroups) return ROOT
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
  const status = {
    image: run?.imageRef ?? container.image ?? '', imageID: run?.imageID ?? '', lastState, name: container.name, ready, restartCount: run?.attempt ?? 0, started, state,
  } as { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] }
  if (run) {
    if (requests && Object.keys(requests).length) status.allocatedResources = requests
    status.containerID = run.containerID
    status.resources = resourcesSeen(container)
    status.user = userOf(container, spec)
  }
  if (container.volumeMounts?.length) status.volumeMounts = mountsOf(container) as ContainerStatus['volumeMounts'] & {}
  return status
}

const resourcesSeen = (container: Container) => {
  const { limits, requests } = container.resources ?? {}
  return { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) }
}

/** Everything a kubelet has to say of the pod at this moment. `terminal`: it has stopped everything for good. */
export function reportOf(pod: Pod, record: PodRecord, now: Instant, terminal: boolean): Report {
  const spec = pod.spec!
  const init = spec.initContainers?.map(c => containerStatusOf(pod, c, record, true, terminal))
  const apps = spec.containers.map(c => containerStatusOf(pod, c, record, false, terminal))
  if (apps.length > 1) apps.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
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

/** The list of addresses is merged by address: what is to go has to be said. */
const onlyIP = (ip: string, old: PodStatus['podIPs']): object[] => [{ ip }, ...(old ?? []).flatMap(o => (o.ip === ip ? [] : [{ $patch: 'delete', ip: o.ip }]))]

const isFinal = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed'

/**
 * The patch that brings `live` up to the report, or nothing when it is there already. `mayRun`: containers may still run, so the
 * phase must not become final yet.
 */
export function statusPatch(pod: Pod, report: Report, hostIP: string | undefined, mayRun: boolean): { status: Record<string, unknown> } | undefined {
  const live: PodStatus = pod.status ?? {}
  const patch: Record<string, unknown> = {}
  let differs = false
  const put = (field: string, value: unknown) => {
    patch[field] = value
    differs = true
  }
  const { generation } = report
  const conditions: unknown[] = []
  let scheduled: PodCondition | undefined
  for (const old of live.conditions ?? []) if (old.type === 'PodScheduled') scheduled = old
  for (const judged of report.conditions) {
    const change = conditionPatch(live.conditions?.find(c => c.type === judged.type), judged, generation, report.at)
    if (change) conditions.push(change)
  }
  if (!scheduled) conditions.push({ lastProbeTime: null, lastTransitionTime: timeOf(report.at), observedGeneration: generation, status: 'True', type: 'PodScheduled' })
  else if (scheduled.observedGeneration !== generation) conditions.push({ type: 'PodScheduled', observedGeneration: generation })
  if (conditions.length) {
    put('conditions', conditions)
    const order = othersFirst(live.conditions ?? [])
    if (order) patch['$setElementOrder/conditions'] = order
  }
  if (report.init && !same(live.initContainerStatuses, report.init)) put('initContainerStatuses', report.init)
  if (report.apps && !same(live.containerStatuses, report.apps)) put('containerStatuses', report.apps)
  if (hostIP !== undefined && live.hostIP !== hostIP) {
    put('hostIP', hostIP)
    put('hostIPs', onlyIP(hostIP, live.hostIPs))
  }
  if (report.ip !== undefined && live.podIP !== report.ip) {
    put('podIP', report.ip)
    put('podIPs', onlyIP(report.ip, live.podIPs))
  }
  // A phase that is final stays, and becomes so only when nothing can run any more.
  if (!isFinal(live.phase) && !(mayRun && isFinal(report.phase))) {
    if (live.phase !== report.phase) put('phase', report.phase)
    if (report.reason !== undefined && live.reason !== report.reason) put('reason', report.reason)
    if (report.message !== undefined && live.message !== report.message) put('message', report.message)
  }
  if (live.observedGeneration !== generation) put('observedGeneration', generation)
  if (live.startTime === undefined || live.startTime === null) put('startTime', timeOf(report.at))
  if (live.resources === undefined) {
    const { requests, limits } = resourceSums(pod.spec!)
    if (requests && live.allocatedResources === undefined) put('allocatedResources', requests)
    put('resources', { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) })
  }
  return differs ? { status: patch } : undefined
}

const OWN_CONDITIONS: readonly string[] = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']

/** A kubelet puts conditions that others wrote before its own: the order of types, where they are not in it yet. */
function othersFirst(live: readonly PodCondition[]): { type: string }[] | undefined {
  const isOwn = (c: PodCondition) => OWN_CONDITIONS.includes(c.type)
  const first = live.findIndex(isOwn)
  if (first < 0 || !live.some((c, n) => n > first && !isOwn(c))) return undefined
  return [...live.filter(c => !isOwn(c)).map(c => c.type), ...OWN_CONDITIONS].map(type => ({ type }))
}

function resourceSums(spec: PodSpec): { requests?: Record<string, string>; limits?: Record<string, string> } {
  if (!spec.resources && !spec.containers.some(c => c.resources?.requests || c.resources?.limits) && !spec.initContainers?.some(c => c.resources?.requests || c.resources?.limits)) return {}
  const requests = podResources(spec, 'requests')
  const limits = podResources(spec, 'limits')
  return { ...(Object.keys(requests).length ? { requests } : {}), ...(Object.keys(limits).length ? { limits } : {}) }
}

function conditionPatch(old: PodCondition | undefined, next: Judged, generation: number, at: Instant): Record<string, unknown> | undefined {
  if (!old) return { lastProbeTime: null, lastTransitionTime: timeOf(at), ...next, observedGeneration: generation }
  if (old.status === next.status && old.reason === next.reason && old.message === next.message && old.observedGeneration === generation) return undefined
  const change: Record<string, unknown> = { type: next.type }
  if (old.status !== next.status) {
    change['status'] = next.status
    change['lastTransitionTime'] = timeOf(at)
  }
  if (old.reason !== next.reason) change['reason'] = next.reason ?? null
  if (old.message !== next.message) change['message'] = next.message ?? null
  if (old.observedGeneration !== generation) change['observedGeneration'] = generation
  return change
}

/** Deep equality of plain data. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  let extra = 0
  for (const key in left) {
    if (!same(left[key], right[key])) return false
    extra++
  }
  for (const _key in right) extra--
  return extra === 0
}
