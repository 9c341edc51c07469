// One pod on its node: heard of, synced again and again, brought to an end. Observe → decide → act → report, as every controller.
// A sync waits for a relist after the one before it (upstream: podCache.GetNewerThan), which is why a pod's end takes two looks.
// Upstream: pkg/kubelet/pod_workers.go, kubelet.go SyncPod, SyncTerminatingPod, SyncTerminatedPod.
import type { Pod } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { isCritical, isMirror } from '../../kube/system.ts'
import { decideActions } from './actions.ts'
import { judgeAdmission } from './admission.ts'
import { mirrorLost } from './mirrors.ts'
import { containerNamed, isInit, lookAhead, observeEnds } from './observe.ts'
import { nextProbeAt, probeDue, triggerReadiness } from './probes.ts'
import { why } from './reasons.ts'
import { allocate, lagging, needsRestart, noteResize, retryDeferred } from './resize.ts'
import type { PodRecord, Step } from './record.ts'
import { actorOf, type Room } from './room.ts'
import { closedReport, reportOf } from './status.ts'
import { refusedBy } from './shortages.ts'
import { boundsOf, firstExcess } from './storage.ts'
import { advance, finalReport, missPullSecrets } from './steps.ts'
import { graceOf } from './termination.ts'
import { EXIT_MS, HOUSEKEEPING_MS, NOTICE_MS, RELIST_MS, RESYNC_MS, RETRY_MS, STATUS_WRITE_MS } from './timing.ts'

/** Saves the record with its one alarm set to the next thing that wants doing. */
export function save(room: Room, record: PodRecord): void {
  const { uid } = record
  room.pods.set(uid, record)
  const at = nextWake(room, record)
  const alarm = room.alarms.get(uid)
  if (alarm?.pending) {
    if (alarm.at === at) return
    room.world.cancel(alarm)
  }
  if (at !== undefined) room.alarms.set(uid, room.world.schedule({ at, handler: 'kubelet/wake', payload: alarm?.payload ?? { uid } }))
}

function nextWake(room: Room, r: PodRecord): Instant | undefined {
  let at = Infinity
  const sync = nextSyncAt(room, r)
  if (sync !== undefined) at = sync
  if (r.life === 'syncing') {
    at = Math.min(at, nextProbeAt(r) ?? Infinity)
    at = Math.min(at, r.measureAt ?? Infinity)
    for (const name in r.containers) at = Math.min(at, r.containers[name]!.lookAt ?? Infinity)
  }
  return at === Infinity ? undefined : Math.max(at, room.now)
}

/** When the pod is to be synced next; nothing while its worker is busy. */
function nextSyncAt(room: Room, r: PodRecord): Instant | undefined {
  if (r.work) return undefined
  let at = Math.min(r.wantedAt ?? Infinity, r.life === 'syncing' ? r.retryAt ?? Infinity : Infinity)
  if (r.life === 'syncing') {
    if (r.deadlineAt !== undefined && !r.verdict) at = Math.min(at, room.syncTickAtOrAfter(r.node, r.deadlineAt))
    for (const name in r.containers) {
      const c = r.containers[name]!
      if (!c.ended && c.endsAt !== undefined) at = Math.min(at, room.relistAfter(r.node, Math.max(c.endsAt, c.startedAt + EXIT_MS)))
    }
  }
  return at === Infinity ? undefined : Math.max(at, newerThanLastSync(room, r))
}

/** The first relist since the last sync ended: before it the worker would see nothing new. */
function newerThanLastSync(room: Room, r: PodRecord): Instant {
  if (r.syncedAt === undefined) return 0
  return r.relistAt !== undefined && r.relistAt >= r.syncedAt ? r.relistAt : room.relistAfter(r.node, r.syncedAt)
}

const want = (r: PodRecord, at: Instant): PodRecord => ({ ...r, wantedAt: Math.min(at, r.wantedAt ?? Infinity) })

/** The kubelet hears of a pod of its node. */
export function heard(room: Room, node: string, key: Key, before: Pod | undefined, after: Pod | undefined): void {
  const { now } = room
  const uid = (after ?? before)!.metadata.uid!
  const r = room.pods.get(uid)
  if (r && isMirror((after ?? before)!) && (!after || after.metadata.deletionTimestamp !== undefined)) {
    if (!after) room.ghosts.set(uid, before!)
    mirrorLost(room, r)
    return
  }
  if (!after) {
    if (!r) return
    if (r.finished) {
      drop(room, r)
      return
    }
    room.ghosts.set(uid, before!)
    save(room, terminate(room, { ...r, gone: true }, false))
    return
  }
  if (!r) {
    // Upstream: a pod that is over already when the kubelet first hears of it is not started again.
    const over = after.status?.phase === 'Succeeded' || after.status?.phase === 'Failed'
    const fresh: PodRecord = { uid, key, node, life: over ? 'terminated' : 'syncing', addedAt: now, containers: {}, failures: {}, restarts: {}, pulls: {}, ...(over ? { finished: true } : {}) }
    save(room, over ? afterTheEnd(room, fresh, after) : want(after.metadata.deletionTimestamp !== undefined ? { ...fresh, life: 'terminating' } : fresh, now + NOTICE_MS))
    return
  }
  if (after.metadata.deletionTimestamp !== undefined) {
    if (before?.metadata.deletionTimestamp === undefined || before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds) {
      save(room, r.finished ? afterTheEnd(room, r, after) : terminate(room, r, before !== undefined && graceSecondsOf(after) < graceSecondsOf(before)))
    } else if (r.finished && (before.metadata.finalizers?.length ?? 0) !== (after.metadata.finalizers?.length ?? 0)) save(room, afterTheEnd(room, r, after))
    return
  }
  if (before && before.metadata.generation !== after.metadata.generation && r.life === 'syncing') save(room, want(noteResize(r, before, after), now + Math.ceil(NOTICE_MS / 2)))
}

/** Something that it waits for has come. */
export const syncSoon = (room: Room, r: PodRecord): void => save(room, want(r, room.now))

/** A pod that is over already: its deletion needs only to be seen and done. */
function afterTheEnd(room: Room, r: PodRecord, pod: Pod): PodRecord {
  if (pod.metadata.deletionTimestamp === undefined) return r
  // The object goes when its sandbox has been seen to be gone, at the relist after it was stopped.
  room.writeStatusAt(r, Math.max(room.now + NOTICE_MS, r.syncedAt === undefined ? 0 : room.relistAfter(r.node, r.syncedAt)))
  return r.report ? { ...r, report: { ...r.report, generation: pod.metadata.generation ?? 1 } } : r
}

const graceSecondsOf = ({ metadata, spec }: Pod): number => Math.max(1, metadata.deletionGracePeriodSeconds ?? spec!.terminationGracePeriodSeconds ?? 30)

/** The pod shall end: what is under way is called off, what runs is stopped. `sooner`: it has less time now than it had. */
function terminate(room: Room, r: PodRecord, sooner: boolean): PodRecord {
  const { now } = room
  if (r.life === 'terminated') return r
  if (r.life === 'terminating') return r.work?.kind !== 'terminating' ? want(r, now) : sooner ? hurry(room, r) : r
  const next: PodRecord = { ...r, life: 'terminating' }
  if (!r.work) return want(next, now + NOTICE_MS)
  // A container that is being stopped may be told to hurry; anything else comes to the end of what it does just now.
  const { item, ...work } = r.work
  const step = work.steps[0]
  const idle = step && (step.do === 'mount' || (step.do === 'start' && step.stage === 1 && (work.until ?? 0) > now))
  if (!idle) return want({ ...next, work: { ...r.work, cancelled: true } }, now)
  if (item) room.world.cancel(item)
  const { work: _off, ...free } = next
  return want(free, now + NOTICE_MS)
}

/** The grace was shortened while containers were being stopped: that is given up and begun again, hooks and events too, with what is left. */
function hurry(room: Room, r: PodRecord): PodRecord {
  const { work, ...free } = r
  const step = work!.steps[0]
  if (step?.do !== 'killPod' || step.stage !== 1 || !work!.item) return r
  room.world.cancel(work!.item)
  return want({ ...free, syncedAt: room.now }, room.now)
}

const RELIST = why('kubelet.relist')

/** The alarm of a pod: probes that are due, a look ahead, a sync. */
export function wake(room: Room, uid: string): void {
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r || !pod || !room.isRunning(r.node)) {
    room.world.note({ quiet: true })
    room.alarms.delete(uid)
    return
  }
  let next: PodRecord = r
  if (next.life === 'syncing' && hasOwnNews(next, room.now)) {
    const looked = lookAhead(room, next, pod)
    const probed = probeDue(room, looked, pod)
    room.note(next, 'look')
    room.world.note(probed.record !== looked ? { what: 'probe', reason: why('kubelet.probe'), quiet: !probed.news } : { what: 'look ahead', reason: why('kubelet.looking-ahead'), quiet: true })
    next = probed.news ? want(probed.record, room.now) : probed.record
    if (probed.standing && next.report) next = room.report(next, reportOf(pod, next, room.now, false))
  }
  if (next.life === 'syncing' && next.measureAt !== undefined && next.measureAt <= room.now) next = measure(room, next, pod)
  const due = nextSyncAt(room, next)
  if (due !== undefined && due <= room.now) next = sync(room, next, pod)
  if (next.gone && next.finished) {
    // Its object went before it did; now nobody knows it any more.
    room.alarms.delete(uid)
    drop(room, next)
  } else save(room, next)
}

/** Housekeeping has come to this pod: it is thrown out if it takes more than it may. */
function measure(room: Room, r: PodRecord, pod: Pod): PodRecord {
  room.note(r, 'measure')
  room.world.note({ reason: why('kubelet.measured'), quiet: true })
  const { at, message } = firstExcess(room, r, pod, boundsOf(pod.spec!)!)
  if (message === undefined || at > room.now) return { ...r, measureAt: at }
  if (isCritical(pod)) return { ...r, measureAt: room.now + HOUSEKEEPING_MS }
  return evict(room, r, pod, message)
}

/** The kubelet throws a pod off its machine: it has a second to end, and has failed. `disruption`: for no fault of its own. */
export function evict(room: Room, r: PodRecord, pod: Pod, message: string, disruption = false): PodRecord {
  room.note(r, 'evict pod')
  room.world.note({ reason: why('kubelet.evicted', { message: message.trim() }), quiet: false })
  room.event(r, pod, 'Warning', EVICTED, message)
  const { measureAt: _over, ...rest } = r
  const next: PodRecord = { ...rest, verdict: { phase: 'Failed', reason: EVICTED, message, ...(disruption ? { disruption } : {}) }, graceMs: EVICTION_GRACE_MS }
  return terminate(room, room.report(next, reportOf(pod, next, room.now, false)), false)
}

const EVICTED = 'Evicted'
const EVICTION_GRACE_MS = 1000

/** Whether a look ahead or a probe is due. */
function hasOwnNews(r: PodRecord, now: Instant): boolean {
  for (const name in r.containers) if ((r.containers[name]!.lookAt ?? Infinity) <= now) return true
  return (nextProbeAt(r) ?? Infinity) <= now
}

/** The wait of a step is over. */
export function step(room: Room, uid: string): void {
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r?.work || !pod || !room.isRunning(r.node)) return
  const { item: _done, until: _over, ...work } = r.work
  save(room, workOn(room, { ...r, work }, pod))
}

function workOn(room: Room, r: PodRecord, pod: Pod): PodRecord {
  const next = advance(room, r, pod)
  return next.work!.steps.length > 0 ? next : next.work!.kind === 'sync' ? syncDone(room, next) : stopped(room, next, pod)
}

function sync(room: Room, record: PodRecord, pod: Pod): PodRecord {
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
      return room.report(over, reportOf(pod, over, now, false))
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

/** Nothing of the pod is kept any longer. */
export function drop(room: Room, r: PodRecord): void {
  const alarm = room.alarms.get(r.uid)
  if (alarm) room.world.cancel(alarm)
  room.alarms.delete(r.uid)
  const due = room.outbox.get(r.uid)
  if (due) room.world.cancel(due)
  room.outbox.delete(r.uid)
  if (r.sandbox && room.addresses.get(`${r.node}/${r.sandbox.ip}`) === r.uid) room.addresses.delete(`${r.node}/${r.sandbox.ip}`)
  if (r.work?.item) room.world.cancel(r.work.item)
  if (r.life !== 'terminated') retryDeferred(room, r)
  room.pods.delete(r.uid)
  room.ghosts.delete(r.uid)
  room.runs.forget(r.uid)
}

/** The kubelet of its node starts again: work that was under way is lost, containers are where they are. */
export function resume(room: Room, r: PodRecord, at: Instant): void {
  if (r.work?.item) room.world.cancel(r.work.item)
  const { work: _lost, relistAt: _r, syncedAt: _s, ...rest } = r
  save(room, want(rest, at))
}

