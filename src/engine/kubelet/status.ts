// What a kubelet says of a pod: container statuses from its records, the whole report from those, and the status that its patch
// makes of the API server's copy.
// Upstream: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, convertToAPIContainerStatuses; status/status_manager.go mergePodStatus.
import { findCondition } from '../../kube/conditions.ts'
import type { Container, ContainerState, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus, ResourceRequirements } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { anyAppContainerStarted, conditionsOf, disruption, isResize, resizeConditions, type Judged } from './conditions.ts'
import { identityOf } from './identity.ts'
import { isSidecar, phaseOf, shouldRestart } from './phase.ts'
import type { ContainerRecord, Ended, PodRecord, Report, Sums } from './record.ts'
import { podResources } from '../../kube/podResources.ts'
import { sizeNow } from './resize.ts'
import { same } from './same.ts'

function terminatedState(e: Ended): ContainerState {
  const terminated = { containerID: e.containerID, exitCode: e.exitCode, finishedAt: timeOf(e.finishedAt) } as Record<string, string | number>
  if (e.message) terminated['message'] = e.message
  terminated['reason'] = e.reason
  if (e.signal !== undefined && e.exitCode !== 128 + e.signal) terminated['signal'] = e.signal
  terminated['startedAt'] = timeOf(e.startedAt)
  return { terminated } as unknown as ContainerState
}

/** Would the kubelet start this container (again), as far as its last run and the policies say? */
function wantsRunning(container: Container, spec: PodSpec, record: ContainerRecord | undefined, init: boolean, deleted: boolean): boolean {
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
  const { uid, gid, groups } = identityOf(spec, container)
  return uid === 0 && gid === 0 && groups.length === 1 ? ROOT : { linux: { gid, supplementalGroups: [...groups], uid } }
}

/** Whether the container has started as the startup probe sees it, and whether it is ready. */
export function standing(container: Container, record: ContainerRecord | undefined, init: boolean): { started: boolean; ready: boolean } {
  if (!record) return { started: false, ready: false }
  if (init && !isSidecar(container)) return { started: !record.ended, ready: record.ended?.exitCode === 0 }
  if (record.ended) return { started: false, ready: false }
  const started = !container.startupProbe || record.probes?.startup?.result === 'success'
  return { started, ready: started && (!container.readinessProbe || record.probes?.readiness?.result === 'success') }
}

function containerStatusOf(pod: Pod, container: Container, record: PodRecord, init: boolean, terminal: boolean): ContainerStatus {
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
    status.resources = resourcesSeen(record.resize ? sizeNow(record, container) : container.resources ?? {})
    status.user = userOf(container, spec)
  }
  if (container.volumeMounts?.length) status.volumeMounts = mountsOf(container) as ContainerStatus['volumeMounts'] & {}
  return status
}

/** Nobody probes an ephemeral container: it is never ready, and never said to have started. */
function ephemeralStatusOf(pod: Pod, container: Container, record: PodRecord, terminal: boolean): ContainerStatus {
  const { started: _unsaid, ...status } = containerStatusOf(pod, container, record, false, terminal)
  return { ...status, ready: false }
}

const resourcesSeen = ({ limits, requests }: ResourceRequirements) => {
  return { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) }
}

/** Everything a kubelet has to say of the pod at this moment. `terminal`: it has stopped everything for good. */
export function reportOf(pod: Pod, record: PodRecord, now: Instant, terminal: boolean): Report {
  const spec = pod.spec!
  const init = spec.initContainers?.map(c => containerStatusOf(pod, c, record, true, terminal))
  const apps = spec.containers.length === 1 ? [containerStatusOf(pod, spec.containers[0]!, record, false, terminal)] : spec.containers.map(c => containerStatusOf(pod, c, record, false, terminal))
  if (apps.length > 1) apps.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const ephemeral = spec.ephemeralContainers?.map(c => ephemeralStatusOf(pod, c as Container, record, terminal))
  if (ephemeral && ephemeral.length > 1) ephemeral.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const initialized = anyAppContainerStarted(spec, apps)
  const judged = phaseOf(spec, init ? [...init, ...apps] : apps, terminal, initialized)
  const phase = record.verdict?.phase ?? judged
  const sandboxReady = record.sandbox !== undefined && !record.sandbox.stopped
  const report = { at: now, phase, conditions: [...disruption(record, terminal), ...resizeConditions(record), ...conditionsOf(pod, init, apps, phase, sandboxReady)], apps, generation: pod.metadata.generation ?? 1 } as Mutable<Report>
  // Sizes of the pod as a whole are told with the first status; they change when it is resized.
  if (report.generation > 1) report.sums = resourceSums(spec)
  if (record.verdict) {
    report.reason = record.verdict.reason
    report.message = record.verdict.message
  }
  if (init) report.init = init
  if (ephemeral) report.ephemeral = ephemeral
  if (record.sandbox) report.ip = record.sandbox.ip
  return report
}

/**
 * The report of a pod that was closed: what never came to an end is counted as ended, nobody knows how. Containers that could not begin
 * because of their init containers stay as they were. Upstream: status_manager.go TerminatePod.
 */
export function closedReport(spec: PodSpec, report: Report, now: Instant): Report {
  const over = isFinal(report.phase)
  const apps = hasInitialized(spec, report) ? report.apps?.map(lost) : report.apps
  const init = report.init?.map((s, n) => (n < begunInit(report.init!) ? lost(s) : s))
  const phase = over ? report.phase : 'Failed'
  if (over && same(apps, report.apps) && same(init, report.init)) return report
  return { ...report, at: now, phase, ...(apps ? { apps } : {}), ...(init ? { init } : {}) }
}

const lost = (s: ContainerStatus): ContainerStatus => s.state?.terminated ? s : {
  ...s, ready: false, started: false,
  state: {
    terminated: {
      exitCode: 137, finishedAt: null, message: 'The container could not be located when the pod was terminated', reason: 'ContainerStatusUnknown', startedAt: null,
    },
  } as unknown as ContainerState,
}

const hasBegun = (s: ContainerStatus): boolean => s.lastState?.terminated !== undefined || s.state?.waiting === undefined

function hasInitialized(spec: PodSpec, { init, apps }: Report): boolean {
  if (!spec.initContainers?.length || apps?.some(hasBegun)) return true
  const last = init?.at(-1)
  if (!last) return false
  return isSidecar(spec.initContainers.at(-1)!) ? last.state?.running !== undefined && last.started === true
    : last.state?.terminated?.exitCode === 0 || last.lastState?.terminated?.exitCode === 0
}

/** How many init containers, from the first, have been tried; one at least. */
const begunInit = (init: readonly ContainerStatus[]): number => Math.max(1, init.findLastIndex(hasBegun) + 1)

const isFinal = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * The pod's status as it is after the kubelet's patch, or nothing when there is nothing to say. `mayRun`: containers may still run, so
 * the phase must not become final yet. What others wrote stays. The kubelet writes against the latest copy, so the patch need not be
 * written down to be applied; what it would hold is exactly what differs here.
 */
export function statusAfter(pod: Pod, report: Report, hostIP: string | undefined, mayRun: boolean): PodStatus | undefined {
  const live: PodStatus = pod.status ?? {}
  if (report.refused) return refusedStatus(live, report)
  const { generation } = report
  const conditions = conditionsAfter(live.conditions, report)
  const init = report.init && !same(live.initContainerStatuses, report.init) ? report.init : undefined
  const apps = report.apps && !same(live.containerStatuses, report.apps) ? report.apps : undefined
  const ephemeral = report.ephemeral && !same(live.ephemeralContainerStatuses, report.ephemeral) ? report.ephemeral : undefined
  const host = hostIP !== undefined && live.hostIP !== hostIP
  const ip = report.ip !== undefined && live.podIP !== report.ip
  // A phase that is final stays, and becomes so only when nothing can run any more.
  const mayTurn = !isFinal(live.phase) && !(mayRun && isFinal(report.phase))
  const turns = mayTurn && live.phase !== report.phase
  const gives = mayTurn && report.reason !== undefined && live.reason !== report.reason
  const says = mayTurn && report.message !== undefined && live.message !== report.message
  const observes = live.observedGeneration !== generation
  const starts = live.startTime === undefined || live.startTime === null
  const sums = live.resources === undefined ? report.sums ?? resourceSums(pod.spec!) : report.sums && !same(live.resources, shown(report.sums)) ? report.sums : undefined
  if (!conditions && !init && !apps && !ephemeral && !host && !ip && !turns && !gives && !says && !observes && !starts && !sums) return undefined

  const next: Mutable<PodStatus> = Object.assign({}, live)
  if (conditions) next.conditions = conditions
  if (init) next.initContainerStatuses = init as ContainerStatus[]
  if (apps) next.containerStatuses = apps as ContainerStatus[]
  if (ephemeral) next.ephemeralContainerStatuses = ephemeral as ContainerStatus[]
  if (host) {
    next.hostIP = hostIP
    next.hostIPs = [{ ip: hostIP }]
  }
  if (ip) {
    next.podIP = report.ip!
    next.podIPs = [{ ip: report.ip! }]
  }
  if (turns) next.phase = report.phase
  if (gives) next.reason = report.reason!
  if (says) next.message = report.message!
  if (observes) next.observedGeneration = generation
  if (starts) next.startTime = timeOf(report.at)
  if (sums) {
    if (sums.requests) next.allocatedResources = sums.requests
    next.resources = shown(sums)
  }
  return next
}

/** Of a pod that was not taken a kubelet writes that alone; conditions of its own kinds go. Upstream: kubelet.go rejectPod, status_manager.go mergePodStatus. */
function refusedStatus({ conditions, ...live }: PodStatus, { phase, reason, message, generation, at }: Report): PodStatus | undefined {
  if (isFinal(live.phase)) return undefined
  const left = conditions?.filter(c => !isOwn(c))
  return { ...live, ...(left?.length ? { conditions: left } : {}), phase, reason: reason!, message: message!, observedGeneration: generation, startTime: live.startTime ?? timeOf(at) }
}

const OWN_CONDITIONS: readonly string[] = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']

/**
 * The list after a merge by type: what the kubelet changes in its order, what it leaves alone interleaved as it stood. Nothing, when no
 * condition changes. Conditions that others wrote come first, where they are not in that order yet.
 */
function conditionsAfter(stored: readonly PodCondition[] = NONE, report: Report): PodCondition[] | undefined {
  // Of a resize that is over nothing is said any more.
  const live = stored.some(c => isOver(c, report)) ? stored.filter(c => !isOver(c, report)) : stored
  const changed: PodCondition[] = []
  for (let i = 0; i < report.conditions.length; i++) {
    const judged = report.conditions[i]!
    const next = conditionAfter(findCondition(live, judged.type), judged, report)
    if (next) changed.push(next)
  }
  const scheduled = findCondition(live, 'PodScheduled')
  if (!scheduled) changed.push({ lastProbeTime: null as unknown as string, lastTransitionTime: timeOf(report.at), observedGeneration: report.generation, status: 'True', type: 'PodScheduled' })
  else if (scheduled.observedGeneration !== report.generation) changed.push({ ...scheduled, observedGeneration: report.generation })
  if (changed.length === 0) return live === stored ? undefined : [...live]
  const merged: PodCondition[] = []
  let left = 0
  for (let i = 0; i < changed.length; i++) {
    left = leave(live, left, placeOf(live, changed[i]!.type), changed, merged)
    merged.push(changed[i]!)
  }
  leave(live, left, live.length, changed, merged)
  const order = othersFirst(live)
  if (order) merged.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type))
  // A list that has been added to has room for sixteen, and a pod's are kept for as long as history goes back.
  return merged.slice()
}

const isOver = ({ type }: PodCondition, report: Report): boolean => isResize(type) && !report.conditions.some(c => c.type === type)

/** Takes over what stood from `left` to `until` and is not changed; gives where it has come to. */
function leave(live: readonly PodCondition[], left: number, until: number, changed: readonly PodCondition[], merged: PodCondition[]): number {
  let at = left
  for (; at < until; at++) if (!findCondition(changed, live[at]!.type)) merged.push(live[at]!)
  return at
}

function placeOf(conditions: readonly PodCondition[], type: string): number {
  for (let i = 0; i < conditions.length; i++) if (conditions[i]!.type === type) return i
  return -1
}

const NONE: readonly never[] = Object.freeze([])

const isOwn = (c: PodCondition): boolean => OWN_CONDITIONS.includes(c.type)

/** A kubelet puts conditions that others wrote before its own: the order of types, where they are not in it yet. */
function othersFirst(live: readonly PodCondition[]): readonly string[] | undefined {
  let first = 0
  while (first < live.length && !isOwn(live[first]!)) first++
  let other = first + 1
  while (other < live.length && isOwn(live[other]!)) other++
  if (other >= live.length) return undefined
  return [...live.filter(c => !isOwn(c)).map(c => c.type), ...OWN_CONDITIONS]
}

const shown = ({ requests, limits }: Sums) => ({ ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) })

function resourceSums(spec: PodSpec): Sums {
  if (!spec.resources && !spec.containers.some(c => c.resources?.requests || c.resources?.limits) && !spec.initContainers?.some(c => c.resources?.requests || c.resources?.limits)) return {}
  const requests = podResources(spec, 'requests')
  const limits = podResources(spec, 'limits')
  return { ...(Object.keys(requests).length ? { requests } : {}), ...(Object.keys(limits).length ? { limits } : {}) }
}

function conditionAfter(old: PodCondition | undefined, next: Judged, { at, generation }: Report): PodCondition | undefined {
  if (old && old.status === next.status && old.reason === next.reason && old.message === next.message && old.observedGeneration === generation) return undefined
  const turned = !old || old.status !== next.status
  const after: Mutable<PodCondition> = {
    lastProbeTime: old ? old.lastProbeTime! : isResize(next.type) ? timeOf(at) : null as unknown as string, lastTransitionTime: turned ? timeOf(at) : old!.lastTransitionTime!, type: next.type, status: next.status, observedGeneration: generation,
  }
  if (next.reason !== undefined) after.reason = next.reason
  if (next.message !== undefined) after.message = next.message
  return after
}
