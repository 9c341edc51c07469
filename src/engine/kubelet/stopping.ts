// Telling containers to stop: hooks, signals, and when they will have ended.
import type { Container, LifecycleHandler, Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { containerNamed, follow, isInit, lookAhead, runningNames, withContainer } from './observe.ts'
import { listener, portOf } from './probes.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { imageFacts } from './runtime/programs/catalogue.ts'
import { graceOf, MINIMUM_GRACE_MS, stopOrder, stopSignalOf } from './termination.ts'

/** What a hook comes to: how long it takes, and whether it went well. */
export function runHook(room: Room, r: PodRecord, pod: Pod, container: Container, hook: LifecycleHandler, at: Instant, timeoutMs: number): { ms: number; ok: boolean; record: PodRecord } {
  const run = room.runs.get(r.uid, container.name)!
  if (hook.sleep) return { ms: Math.min(timeoutMs, hook.sleep.seconds * 1000), ok: true, record: r }
  if (hook.exec) {
    const result = room.runs.exec(run, at - run.startedAt, hook.exec.command ?? [], { timeoutMs })
    const record = room.runs.disturb(r.uid, container.name, result) ? lookAhead(room, r, pod, new Set([container.name])) : r
    return { ms: Math.min(timeoutMs, result.durationMs), ok: result.exitCode === 0 && !result.timedOut && !result.startError, record }
  }
  if (hook.httpGet) {
    const port = portOf(container, hook.httpGet.port)
    const found = listener(room, r, port)
    const answer = found && room.runs.request(found, { atMs: at - found.startedAt, port, kind: 'http', from: room.hostIP(r.node) ?? '', method: 'GET', path: hook.httpGet.path ?? '/' }, timeoutMs)
    return { ms: 5, ok: answer !== undefined && !answer.fault && (answer.status ?? 200) < 400, record: r }
  }
  return { ms: 5, ok: hook.tcpSocket ? listener(room, r, portOf(container, hook.tcpSocket.port)) !== undefined : true, record: r }
}

/** Stops one container from now on; tells when it will have ended. */
export function stopContainer(room: Room, r: PodRecord, pod: Pod, container: Container, at: Instant, graceMs: number): { record: PodRecord; endsAt: Instant } {
  const c = r.containers[container.name]!
  if (c.endsAt !== undefined && c.endsAt <= at) return { record: r, endsAt: c.endsAt }
  let record = r
  let termAt = at
  const hook = container.lifecycle?.preStop
  if (hook) {
    const done = runHook(room, record, pod, container, hook, at, graceMs)
    if (!done.ok) room.event(record, pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', { name: container.name, init: isInit(pod.spec!, container.name) })
    record = done.record
    termAt = at + done.ms
  }
  const left = Math.max(MINIMUM_GRACE_MS, graceMs - (termAt - at))
  const sinceStart = (instant: Instant) => Math.max(0, instant - c.startedAt)
  room.runs.signal(r.uid, container.name, [{ atMs: sinceStart(termAt), name: stopSignalOf(container, imageFacts(container.image ?? '').stopSignal) }, { atMs: sinceStart(termAt + left), name: 'KILL' }])
  record = follow(room, record, container.name)
  const endsAt = record.containers[container.name]!.endsAt ?? termAt + left
  return { record: withContainer(record, container.name, { ...record.containers[container.name]!, endsAt }), endsAt }
}

/** Stops these containers (all that run, if left out) in their order; tells when the last of them will have ended. */
export function stopAll(room: Room, r: PodRecord, pod: Pod): { record: PodRecord; endsAt: Instant } {
  const { now } = room
  const running = runningNames(r)
  let record = r
  for (const name of running) {
    room.event(record, pod, 'Normal', 'Killing', `Stopping container ${name}`, { name, init: isInit(pod.spec!, name) })
  }
  let at = now
  for (const group of stopOrder(pod, new Set(running))) {
    let last = at
    for (const container of group) {
      const graceMs = Math.max(MINIMUM_GRACE_MS, graceOf(pod, container, undefined, r.graceMs) - (at - now))
      const stopped = stopContainer(room, record, pod, container, at, graceMs)
      record = stopped.record
      last = Math.max(last, stopped.endsAt)
    }
    at = last
  }
  return { record, endsAt: at }
}

/** The grace was shortened while containers were stopping: those that still run are killed sooner. */
export function hasten(room: Room, r: PodRecord, pod: Pod): { record: PodRecord; endsAt: Instant } {
  let record = r
  let endsAt = room.now
  for (const name of runningNames(r)) {
    const container = containerNamed(pod.spec!, name)
    const c = record.containers[name]!
    if (!container || (c.endsAt ?? 0) <= room.now) continue
    const killAt = room.now + graceOf(pod, container, undefined, r.graceMs)
    if (c.endsAt === undefined || c.endsAt > killAt) {
      room.runs.signal(r.uid, name, [{ atMs: killAt - c.startedAt, name: 'KILL' }])
      record = follow(room, record, name)
    }
    endsAt = Math.max(endsAt, record.containers[name]!.endsAt ?? killAt)
  }
  return { record, endsAt }
}
