// The stages of a container’s start, one after the other. Upstream: kuberuntime_container.go startContainer.
import { goDuration, judgeRestart } from './backoff.ts'
import { configure } from './configuring.ts'
import { fetchImage, pulled } from './pulling.ts'
import type { PodRecord, Step } from './record.ts'
import { podText } from './room.ts'
import { startRun } from './start.ts'
import { runHook } from './stopping.ts'
import { START_MS } from './timing.ts'
import { at, because, done, failed, refOf, type Stage, withWork } from './turns.ts'

/** May it start again yet? If so, is its image here, or must it be fetched? */
const begin: Stage = (room, r, pod, step, container) => {
  const { now } = room
  const name = step.container
  const run = r.containers[name]
  // Upstream looks at the containers as they were when the sync began: one that this very sync has stopped was still running.
  const ended = step.afterKill ? run?.prev : run?.ended ?? run?.prev
  let restarts = r.restarts
  if (ended) {
    // Another image is another container, whose waits begin anew. Upstream: GetStableKey holds the container's hash.
    const key = `${name} ${container.image ?? ''}`
    const verdict = judgeRestart(restarts[key], ended.finishedAt, now)
    if ('leftMs' in verdict) {
      because(room, r, `back-off ${name}`, 'kubelet.restart-backoff', { container: name, waitMs: verdict.waitMs, leftMs: verdict.leftMs })
      room.event(r, pod, 'Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${podText(pod)}`, refOf(step))
      return failed(r, container, step.init, 'CrashLoopBackOff', `back-off ${goDuration(verdict.waitMs)} restarting failed container=${name} pod=${podText(pod)}`, now + verdict.leftMs)
    }
    restarts = { ...restarts, [key]: verdict.entry }
  }
  return fetchImage(room, { ...r, restarts }, pod, step, container)
}

const created: Stage = (room, r, pod, step) => {
  because(room, r, `created ${step.container}`, 'kubelet.container-created', { container: step.container })
  room.event(r, pod, 'Normal', 'Created', 'Container created', refOf(step))
  return { r: at(r, { ...step, stage: 4 }, { acted: true }), until: room.now + START_MS }
}

const started: Stage = (room, r, pod, step, container) => {
  const next = startRun(room, r, pod, container, step.init)
  const run = next.containers[step.container]!
  if (run.ended?.reason === 'StartError') {
    const message = run.ended.message ?? ''
    because(room, r, `cannot start ${step.container}`, 'kubelet.start-failed', { container: step.container })
    room.event(r, pod, 'Warning', 'Failed', `Error: ${message}`, refOf(step))
    return failed(next, container, step.init, 'RunContainerError', message)
  }
  because(room, r, `start ${step.container}`, 'kubelet.container-started', { container: step.container, attempt: run.attempt })
  room.event(r, pod, 'Normal', 'Started', 'Container started', refOf(step))
  const { [step.container]: _solved, ...failures } = next.failures
  const ready: PodRecord = { ...next, failures }
  const hook = container.lifecycle?.postStart
  if (!hook) return { r: done(ready) }
  const result = runHook(room, ready, pod, container, hook, room.now, 3_600_000)
  return { r: at(result.record, { ...step, stage: result.error === undefined ? 5 : 6, ...(result.error === undefined ? {} : { error: result.error }) }), until: room.now + result.ms }
}

const hookPassed: Stage = (room, r, _pod, step) => {
  because(room, r, `postStart of ${step.container} done`, 'kubelet.container-started', { container: step.container })
  return { r: done(r) }
}

const hookFailed: Stage = (room, r, pod, step, container) => {
  because(room, r, `postStart of ${step.container} failed`, 'kubelet.hook-failed', { container: step.container })
  room.event(r, pod, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', refOf(step))
  const turn = failed(r, container, step.init, 'PostStartHookError', step.error ?? '')
  const killing: Step = { do: 'kill', stage: 0, container: step.container, message: 'FailedPostStartHook' }
  return { r: withWork(turn.r, { steps: [killing, ...turn.r.work!.steps] }) }
}

export const START_STAGES: readonly Stage[] = [begin, pulled, configure, created, started, hookPassed, hookFailed]
