// Telling containers to stop: hooks, signals, and when they will have ended.
import type { Container, LifecycleHandler, Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { follow, isInit, lookAhead, runningNames, withContainer } from './observe.ts'
import { listener, portOf } from './listener.ts'
import type { PodRecord } from './record.ts'
import { actorOf, podText, type Room } from './room.ts'
import { imageFacts } from './runtime/programs/catalogue.ts'
import { graceOf, MINIMUM_GRACE_MS, MINIMUM_POD_GRACE_MS, stopOrder, stopSignalOf } from './termination.ts'
import { why } from './reasons.ts'

/** What a hook comes to: how long it takes, and what went wrong, in the kubelet's words. */
interface HookDone { readonly ms: number; readonly error?: string; readonly record: PodRecord }

/** Runs a hook at `at`, for `timeoutMs` at most. A HTTP hook asks whether somebody answers, not what. Upstream: lifecycle/handlers.go. */
export function runHook(room: Room, r: PodRecord, pod: Pod, container: Container, hook: LifecycleHandler, at: Instant, timeoutMs: number): HookDone {
  const run = room.runs.get(r.uid, container.name)!
  const failed = (kind: string, what: string, why: string) => `${kind} lifecycle hook (${what}) for Container ${quoted(container.name)} in Pod ${quoted(podText(pod))} failed - error: ${why}`
  if (hook.sleep) return { ms: Math.min(timeoutMs, hook.sleep.seconds * 1000), record: r }
  if (hook.exec) {
    const argv = hook.exec.command ?? []
    const result = room.runs.exec(run, at - run.startedAt, argv, { timeoutMs })
    const record = room.runs.disturb(r.uid, container.name, result) ? lookAhead(room, r, pod, new Set([container.name])) : r
    const ms = Math.min(timeoutMs, result.durationMs)
    // One that outlives its time is killed with its container.
    const exitCode = result.timedOut ? KILLED : result.exitCode
    if (!result.startError && exitCode === 0) return { ms, record }
    const why = result.startError ?? `command '${argv.join(' ')}' exited with ${exitCode}: ${result.stderr}`
    return { ms, record, error: `${failed('Exec', `[${argv.join(' ')}]`, why)}, message: ${quoted(result.stdout + result.stderr)}` }
  }
  if (hook.httpGet) {
    const { path = '/', scheme = 'HTTP' } = hook.httpGet
    const port = portOf(container, hook.httpGet.port)
    const host = hook.httpGet.host || (r.sandbox?.ip ?? '')
    const found = listener(room, r, port)
    const answer = found && room.runs.request(found, { atMs: at - found.startedAt, port, kind: 'http', from: room.hostIP(r.node) ?? '', method: 'GET', path }, timeoutMs)
    if (answer && !answer.fault) return { ms: HTTP_HOOK_MS, record: r }
    return { ms: HTTP_HOOK_MS, record: r, error: failed('HTTP', path, `Get "${scheme.toLowerCase()}://${host}:${port}${path}": dial tcp ${host}:${port}: connect: connection refused`) }
  }
  return { ms: 0, record: r, error: 'Cannot run handler: invalid handler' }
}

const KILLED = 137
const HTTP_HOOK_MS = 5
const quoted = (text: string) => JSON.stringify(text)
const wholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000

/**
 * Stops one container from `at` on; tells when it will have ended. Its hook is run at once, then it waits for its turn (`turnAt`), then it gets
 * the signal: all of that within its grace, of which whole seconds are counted. Upstream: killContainer.
 */
export function stopContainer(room: Room, r: PodRecord, pod: Pod, container: Container, at: Instant, graceMs: number, turnAt = at): { record: PodRecord; endsAt: Instant } {
  const c = r.containers[container.name]!
  if (c.endsAt !== undefined && c.endsAt <= at) return { record: r, endsAt: c.endsAt }
  let record = r
  let termAt = at
  let left = graceMs
  const hook = container.lifecycle?.preStop
  if (hook && graceMs > 0) {
    const done = runHook(room, record, pod, container, hook, at, graceMs)
    if (done.error !== undefined) room.world.schedule({ at: at + done.ms, handler: 'kubelet/hook-failed', payload: { uid: r.uid, container: container.name } })
    record = done.record
    termAt += done.ms
    left -= wholeSeconds(done.ms)
  }
  const waitMs = Math.max(0, Math.min(turnAt - termAt, left))
  termAt += waitMs
  left = Math.max(MINIMUM_GRACE_MS, left - wholeSeconds(waitMs))
  const sinceStart = (instant: Instant) => Math.max(0, instant - c.startedAt)
  room.runs.signal(r.uid, container.name, [{ atMs: sinceStart(termAt), name: stopSignalOf(container, imageFacts(container.image ?? '').stopSignal) }, { atMs: sinceStart(termAt + left), name: 'KILL' }])
  record = follow(room, record, container.name)
  const endsAt = record.containers[container.name]!.endsAt ?? termAt + left
  return { record: withContainer(record, container.name, { ...record.containers[container.name]!, endsAt }), endsAt }
}

/** A preStop hook has come to nothing: nobody waits for more than its end. */
export function hookFailed(room: Room, r: PodRecord, pod: Pod, container: string): void {
  room.world.note({ actor: actorOf(r.node), what: `preStop of ${container} failed`, about: `pods/${r.key}`, reason: why('kubelet.hook-failed', { container }) })
  room.event(r, pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', { name: container, init: isInit(pod.spec!, container) })
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
      const stopped = stopContainer(room, record, pod, container, now, Math.max(MINIMUM_POD_GRACE_MS, graceOf(pod, container, undefined, r.graceMs)), at)
      record = stopped.record
      last = Math.max(last, stopped.endsAt)
    }
    at = last
  }
  return { record, endsAt: at }
}
