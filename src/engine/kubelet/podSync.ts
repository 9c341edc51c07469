// One sync of a pod: what it needs is decided, done step by step and reported; or everything of it is stopped and it is over.
// Upstream: pkg/kubelet/kubelet.go SyncPod, SyncTerminatingPod, SyncTerminatedPod; kuberuntime_manager.go SyncPod.
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { decideActions } from './actions.ts'
import { judgeAdmission } from './admission.ts'
import { want } from './alarm.ts'
import { containerNamed, isInit, observeEnds } from './observe.ts'
import { triggerReadiness } from './probes.ts'
import { why } from './reasons.ts'
import type { PodRecord, Step } from './record.ts'
import { allocate, lagging, needsRestart, retryDeferred } from './resize.ts'
import { actorOf, type Room } from './room.ts'
import { refusedBy } from './shortages.ts'
import { closedReport, reportOf } from './status.ts'
import { advance, finalReport, missPullSecrets } from './steps.ts'
import { graceOf } from './termination.ts'
import { EXIT_MS, RELIST_MS, RESYNC_MS, RETRY_MS, STATUS_WRITE_MS } from './timing.ts'

const RELIST = why('kubelet.relist')

/** Goes on with what the sync has still to do. */
export function workOn(room: Room, r: PodRecord, pod: Pod): PodRecord {
  const next = advance(room, r, pod)
  return next.work!.steps.length > 0 ? next : next.work!.kind === 'sync' ? syncDone(room, next) : stopped(room, next, pod)
}

/** The sync that is due. */
export function sync(room: Room, record: PodRecord, pod: Pod): PodRecord {
  const { wantedAt: _w, retryAt: _r, ...r } = record
  const what = r.life === 'syncing' ? 'sync pod' : r.life === 'terminating' ? 'end pod' : 'clean up pod'
  room.world.note({ actor: actorOf(r.node), what, about: `pods/${r.key}`, quiet: false, reason: RELIST })
  if (r.life === 'terminating') return stop(room, r, pod)
  if (r.life === 'terminated') return finish(room, r, pod)
  return syncPod(room, r, pod)
}

function syncPod(room: Room, record: PodRecord, known: Pod): PodRecord {
  const { now } = room
  let r = record
  let pod = known
  if (r.resize) {
    r = allocate(room, r, room.heardOf(r)!)
    pod = room.podOf(r)!
  }
  if (r.syncedAt === undefined && r.report === undefined) {
    room.world.note({ reason: why('kubelet.pod-new') })
    const refused = refusedBy(room, r.node, pod) ?? judgeAdmission(room, r, pod)
    if (refused) {
      room.event(r, pod, 'Warning', refused.reason, refused.message.replace(/^Pod was rejected: /, ''))
      room.world.note({ reason: why('kubelet.pod-refused', { reason: refused.reason }) })
      const over: PodRecord = { ...r, life: 'terminated', finished: true, verdict: { phase: 'Failed', ...refused } }
      return room.report(over, { at: now, phase: 'Failed', ...refused, conditions: [], generation: pod.metadata.generation ?? 1, refused: true })
    }
  }
  // It may be set, or shortened, while the pod runs.
  const deadlineAt = deadlineOf(pod, r.deadlineAt === undefined ? now : undefined) ?? r.deadlineAt
  if (deadlineAt !== undefined && deadlineAt !== r.deadlineAt) r = { ...r, deadlineAt }
  const { relistAt = 0, ...rest } = r
  r = observeEnds(room, rest, pod, Math.max(room.lastRelist(r.node), relistAt <= now ? relistAt - EXIT_MS : 0), EXIT_MS)
  if (r.deadlineAt !== undefined && r.deadlineAt <= now && !r.verdict) {
    const verdict = { phase: 'Failed' as const, reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' }
    r = { ...r, verdict }
    room.event(r, pod, 'Normal', verdict.reason, verdict.message)
    room.world.note({ reason: why('kubelet.deadline-exceeded') })
  }
  const report = reportOf(pod, r, now, false)
  r = room.report(r, report)
  if (pod.spec!.containers.some(c => c.readinessProbe) || pod.spec!.initContainers?.some(c => c.readinessProbe)) r = triggerReadiness(r, pod, now)
  if (report.phase === 'Succeeded' || report.phase === 'Failed') {
    room.world.note({ reason: why('kubelet.pod-finished', { phase: report.phase }) })
    return want({ ...r, life: 'terminating', syncedAt: now }, now)
  }
  if (r.mountedAt !== undefined) missPullSecrets(room, r, pod)
  const steps = stepsFor(r, pod, now)
  if (steps.length === 0) return { ...r, syncedAt: now }
  return workOn(room, { ...r, work: { kind: 'sync', steps, acted: false, failed: false, since: now } }, pod)
}

/** When the pod is past its deadline; one without a start counts from `since`. */
function deadlineOf({ spec, status }: Pod, since: Instant | undefined): Instant | undefined {
  const startedAt = status?.startTime ? instantOf(status.startTime) : since
  return spec!.activeDeadlineSeconds === undefined || startedAt === undefined ? undefined : startedAt + spec!.activeDeadlineSeconds * 1000
}

function stepsFor(r: PodRecord, pod: Pod, now: Instant): Step[] {
  const spec = pod.spec!
  const sandbox = !r.sandbox ? 'none' : r.sandbox.stopped ? 'stopped' : 'ready'
  const actions = decideActions({ spec, deleted: pod.metadata.deletionTimestamp !== undefined, sandbox, containers: r.containers })
  const steps: Step[] = []
  if (r.mountedAt === undefined && !actions.killPod) steps.push({ do: 'mount', stage: 0, tries: 0, since: now })
  if (actions.killPod) {
    if (sandbox === 'ready') steps.push({ do: 'killPod', stage: 0 })
    return steps
  }
  for (const { container, message, probe } of actions.kill) {
    const of = containerNamed(spec, container)!
    steps.push({ do: 'kill', stage: 0, container, message, graceMs: graceOf(pod, of, probe, r.graceMs) })
  }
  if (actions.createSandbox) steps.push({ do: 'sandbox', stage: 0 })
  const killed = new Set(actions.kill.map(k => k.container))
  const outgrown = lagging(r).filter(name => !killed.has(name))
  const anew = outgrown.filter(name => needsRestart(r, containerNamed(spec, name)!))
  for (const container of anew) steps.unshift({ do: 'kill', stage: 0, container, message: `Container ${container} resize requires restart`, graceMs: graceOf(pod, containerNamed(spec, container)!, undefined, r.graceMs) })
  if (outgrown.length > anew.length) steps.push({ do: 'resize', stage: 0 })
  for (const container of anew) steps.push({ do: 'start', stage: 0, container, init: isInit(spec, container), afterKill: true })
  for (const container of [...actions.startEphemeral, ...actions.startInit, ...actions.start]) {
    steps.push({ do: 'start', stage: 0, container, init: isInit(spec, container), ...(killed.has(container) ? { afterKill: true } : {}) })
  }
  return steps
}

/** A sync has come to its end. One that failed comes again; one that did something asks for a relist of its pod. */
function syncDone(room: Room, record: PodRecord): PodRecord {
  const { now } = room
  const { work: ended, owed, ...free } = record
  const work = ended!
  let r: PodRecord = { ...free, syncedAt: now }
  if (r.life !== 'syncing') return want({ ...r, relistAt: now }, now)
  if (work.failed || work.backoffUntil !== undefined) {
    const waitMs = work.failed ? RETRY_MS : Math.min(Math.max(0, work.backoffUntil! - now), RESYNC_MS)
    // The wait of a restart is drawn for that restart, not for the millisecond in which it began.
    const { chance } = room.world
    const jitter = 1 + 0.5 * (work.failed ? chance.unit('retry-jitter', r.uid, now) : chance.unit('crash-jitter', r.uid, r.node, runsBegun(r)))
    r = { ...r, retryAt: room.syncTickAtOrAfter(r.node, now + Math.round(waitMs * jitter)) }
    if (!work.acted && !owed) return r
    // What it did do shows at the next relist.
    if (work.acted && (owed || eventsOf(r, work.since) > 1)) r = { ...r, owed: true }
    return want(r, room.relistAfter(r.node, now))
  }
  return work.acted ? want({ ...r, relistAt: now + RELIST_MS }, now + RELIST_MS) : r
}

/** What a relist will find new in the pod since then: each is an event, the first wakes the worker and a second one waits until it is free. */
function eventsOf(r: PodRecord, since: Instant): number {
  return (r.sandbox && r.sandbox.readyAt >= since ? 1 : 0) + Object.values(r.containers).filter(c => c.startedAt >= since).length
}

const runsBegun = (r: PodRecord): number => Object.values(r.containers).reduce((sum, c) => sum + c.attempt + 1, 0)

/** Everything of the pod is stopped, then it is over. */
function stop(room: Room, record: PodRecord, pod: Pod): PodRecord {
  const { now } = room
  let r = observeEnds(room, record, pod, now)
  room.world.note({ reason: why(r.gone ? 'kubelet.pod-forced-away' : pod.metadata.deletionTimestamp !== undefined ? 'kubelet.pod-deleted' : 'kubelet.pod-finished') })
  if (r.report && (pod.metadata.generation ?? 1) !== r.report.generation) r = room.report(r, reportOf(pod, r, now, false))
  return workOn(room, { ...r, work: { kind: 'terminating', steps: [{ do: 'killPod', stage: 0 }], acted: false, failed: false, since: now } }, pod)
}

function stopped(room: Room, record: PodRecord, pod: Pod): PodRecord {
  const { now } = room
  const { work: _over, ...free } = record
  const r: PodRecord = { ...free, life: 'terminated', syncedAt: now }
  retryDeferred(room, r)
  const report = finalReport(pod, r, now)
  // A pod that nothing of ever ran has nothing new to say before it is closed.
  if (Object.keys(r.containers).length === 0 && !r.verdict) return want({ ...r, report: { ...report, conditions: r.report?.conditions ?? report.conditions } }, now)
  const next = room.report(r, report)
  const over = report.phase === 'Succeeded' || report.phase === 'Failed'
  // With its final status said and nobody asking for it to go, there is nothing left to come back for.
  const settled = over && !r.gone && pod.metadata.deletionTimestamp === undefined && closedReport(pod.spec!, report, now) === report
  return settled ? { ...next, finished: true } : want(next, now)
}

/** SyncTerminatedPod: volumes and directories are gone, the object may go. */
function finish(room: Room, record: PodRecord, pod: Pod): PodRecord {
  const r: PodRecord = { ...record, finished: true, syncedAt: room.now }
  room.world.note({ reason: why('kubelet.pod-gone') })
  if (r.gone) return r
  const report = r.report ? closedReport(pod.spec!, r.report, room.now) : undefined
  if (report !== r.report || pod.metadata.deletionTimestamp !== undefined) room.writeStatusAt(r, room.now + STATUS_WRITE_MS)
  return report ? { ...r, report: { ...report, generation: pod.metadata.generation ?? 1 } } : r
}
