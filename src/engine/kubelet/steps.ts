// Act: carrying out what a sync has decided, one step after the other, as the pod worker of a kubelet does. Each wait is an item
// on the agenda; between two of them a pod may be deleted, a kubelet stopped.
// Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod, kuberuntime_container.go startContainer.
import type { Container, Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { backoffLeftSinceUpdate, goDuration, judgeRestart, nextBackoff, PULL_BACKOFF } from './backoff.ts'
import { containerNamed, isInit, observeEnds, runningNames } from './observe.ts'
import { breaksNonRoot } from './nonRoot.ts'
import { isSidecar } from './phase.ts'
import { why, type KubeletReasonId } from './reasons.ts'
import type { PodRecord, Step, Work } from './record.ts'
import { actorOf, podText, type Room } from './room.ts'
import { ConfigError, environmentOf } from './runtime/env.ts'
import { messages, planPull, referenceOf } from './runtime/images.ts'
import { pullImage, type Pull } from './runtime/programs/catalogue.ts'
import { pullTroubleText } from './runtime/pullTrouble.ts'
import type { Reference } from './runtime/programs/reference.ts'
import { MountError, suppliedFiles } from './runtime/volumes.ts'
import { startRun } from './start.ts'
import { reportOf } from './status.ts'
import { runHook, stopAll, stopContainer } from './stopping.ts'
import { graceOf } from './termination.ts'
import {
  CREATE_MS, MOUNT_MS, MOUNT_RETRY_MAX_MS, MOUNT_RETRY_MS, MOUNT_TIMEOUT_MS, PULL_AGAIN_MS, PULL_ASK_MS, PULL_BYTES_PER_MS, PULL_CACHED_MORE_MS, PULL_CACHED_MS, PULL_REFUSED_MS, SANDBOX_MS, SANDBOX_STOP_MS, START_MS, STOPPED_MS,
} from './timing.ts'

type StartStep = Extract<Step, { do: 'start' }>

/** What a turn comes to: the record, and until when the worker waits; without that it goes on at once. */
interface Turn { readonly r: PodRecord; readonly until?: Instant }

/** Works on until it must wait, or until nothing is left. Then `work` has no steps, and the caller ends the sync. */
export function advance(room: Room, record: PodRecord, pod: Pod): PodRecord {
  let r = record
  for (;;) {
    const work = r.work!
    const step = work.steps[0]
    if (!step || (work.cancelled && step.stage === 0)) return step ? { ...r, work: { ...work, steps: [] } } : r
    const turn = carry(room, r, pod, step)
    r = turn.r
    if (turn.until !== undefined) {
      const item = room.world.schedule({ at: turn.until, handler: 'kubelet/step', payload: { uid: r.uid } })
      return { ...r, work: { ...r.work!, until: turn.until, item } }
    }
  }
}

function carry(room: Room, r: PodRecord, pod: Pod, step: Step): Turn {
  switch (step.do) {
    case 'mount': return mount(room, r, pod, step)
    case 'sandbox': return sandbox(room, r, pod, step)
    case 'kill': return kill(room, r, pod, step)
    case 'killPod': return killPod(room, r, pod, step)
    case 'start': return START_STAGES[step.stage]!(room, r, pod, step, containerNamed(pod.spec!, step.container)!)
  }
}

const withWork = (r: PodRecord, change: Partial<Work>): PodRecord => ({ ...r, work: { ...r.work!, ...change } })
const done = (r: PodRecord, change?: Partial<Work>): PodRecord => ({ ...r, work: { ...r.work!, ...change, steps: r.work!.steps.slice(1) } })
const at = (r: PodRecord, step: Step, change?: Partial<Work>): PodRecord => ({ ...r, work: { ...r.work!, ...change, steps: r.work!.steps.with(0, step) } })
const because = (room: Room, r: PodRecord, what: string, id: KubeletReasonId, details: Record<string, string | number> = {}) => {
  room.world.note({ actor: actorOf(r.node), what, about: `pods/${r.key}`, reason: why(id, details) })
}

function mount(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'mount' }>): Turn {
  const { now } = room
  const on = room.lookups(r, pod)
  const bad: string[] = []
  for (const volume of pod.spec!.volumes ?? []) {
    // What every pod is given of its service account is always there.
    if (volume.emptyDir || volume.name.startsWith('kube-api-access-')) continue
    try {
      suppliedFiles(pod, volume, on)
    } catch (error) {
      if (!(error instanceof MountError)) throw error
      bad.push(volume.name)
      room.event(r, pod, 'Warning', 'FailedMount', error.message)
    }
  }
  if (bad.length === 0) {
    missPullSecrets(room, r, pod)
    // Nothing shows between the volumes and the sandbox, so both waits are one.
    const mountedAt = now + (step.tries === 0 ? MOUNT_MS : 300)
    const mounted: PodRecord = { ...done(r), mountedAt }
    const next = mounted.work!.steps[0]
    return next?.do === 'sandbox' ? sandbox(room, mounted, pod, next, mountedAt) : { r: mounted, until: mountedAt }
  }
  because(room, r, 'volume missing', 'kubelet.volume-missing', { volume: bad[0]! })
  const again = now + Math.min(MOUNT_RETRY_MS * 2 ** step.tries, MOUNT_RETRY_MAX_MS)
  if (now - step.since >= MOUNT_TIMEOUT_MS) {
    room.event(r, pod, 'Warning', 'FailedMount', `Unable to attach or mount volumes: unmounted volumes=[${bad.join(' ')}], unattached volumes=[], failed to process volumes=[]: context deadline exceeded`)
    return { r: withWork(r, { steps: [], failed: true }) }
  }
  return { r: at(r, { ...step, tries: step.tries + 1 }), until: again }
}

/** Each sync looks for the credentials of its pulls, and goes on without those that are not there. Upstream: kubelet.go getPullSecretsForPod. */
export function missPullSecrets(room: Room, r: PodRecord, pod: Pod): void {
  const on = pod.spec!.imagePullSecrets && room.lookups(r, pod)
  const lost = (pod.spec!.imagePullSecrets ?? []).flatMap(({ name }) => (name && !on!.secret(name) ? [name] : []))
  if (lost.length > 0) {
    room.event(r, pod, 'Warning', 'FailedToRetrieveImagePullSecret', `Unable to retrieve some image pull secrets (${lost.join(', ')}); attempting to pull the image may not succeed.`)
  }
}

function sandbox(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'sandbox' }>, from = room.now): Turn {
  if (step.stage === 0) {
    if (r.sandbox) room.event(r, pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
    return { r: at(r, { ...step, stage: 1 }), until: from + SANDBOX_MS }
  }
  because(room, r, 'sandbox ready', 'kubelet.sandbox-ready')
  const kept = r.sandbox && room.addresses.get(`${r.node}/${r.sandbox.ip}`) === r.uid ? r.sandbox.ip : undefined
  const ip = pod.spec!.hostNetwork ? room.hostIP(r.node) ?? '' : kept ?? room.newAddress(r.node, r.uid)
  const ready: PodRecord = { ...done(r, { acted: true }), sandbox: { ip, readyAt: room.now } }
  if (!r.report) return { r: ready }
  // The condition is written at once; the address follows with the next look at the runtime.
  const conditions = r.report.conditions.map(c => (c.type === 'PodReadyToStartContainers' ? { type: c.type, status: 'True' } : c))
  return { r: room.report(ready, { ...r.report, at: room.now, conditions }) }
}

function kill(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'kill' }>): Turn {
  const container = containerNamed(pod.spec!, step.container)
  const c = r.containers[step.container]
  if (!container || !c || c.ended) return { r: done(r) }
  if (step.stage === 0) {
    because(room, r, `stop ${step.container}`, 'kubelet.container-kill', { container: step.container })
    room.event(r, pod, 'Normal', 'Killing', step.message, { name: step.container, init: isInit(pod.spec!, step.container) })
    const { record, endsAt } = stopContainer(room, r, pod, container, room.now, step.graceMs ?? graceOf(pod, container))
    return { r: at(record, { ...step, stage: 1 }, { acted: true }), until: endsAt + STOPPED_MS }
  }
  because(room, r, `stopped ${step.container}`, 'kubelet.containers-stopped')
  return { r: done(observeEnds(room, r, pod, room.now)) }
}

function killPod(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'killPod' }>): Turn {
  const { now } = room
  if (step.stage === 0) {
    if (runningNames(r).length === 0) return { r: at(r, { ...step, stage: 2 }), ...(r.sandbox && !r.sandbox.stopped ? { until: now + SANDBOX_STOP_MS } : {}) }
    because(room, r, 'stop containers', 'kubelet.stopping')
    const { record, endsAt } = stopAll(room, r, pod)
    return { r: at(record, { ...step, stage: 1 }, { acted: true }), until: endsAt + STOPPED_MS }
  }
  if (step.stage === 1) {
    because(room, r, 'containers stopped', 'kubelet.containers-stopped')
    return { r: at(observeEnds(room, r, pod, now), { ...step, stage: 2 }), until: now + SANDBOX_STOP_MS }
  }
  because(room, r, 'sandbox stopped', 'kubelet.containers-stopped')
  if (!r.sandbox) return { r: done(r, { acted: true }) }
  if (room.addresses.get(`${r.node}/${r.sandbox.ip}`) === r.uid) room.addresses.delete(`${r.node}/${r.sandbox.ip}`)
  return { r: { ...done(r, { acted: true }), sandbox: { ...r.sandbox, stopped: true } } }
}

/** A container could not be started; the reason shows in its status from the next sync on. */
function failed(r: PodRecord, container: Container, init: boolean, reason: string, message: string, backoffUntil?: Instant): Turn {
  const work = r.work!
  const rest = init && !isSidecar(container) ? [] : work.steps.slice(1)
  return {
    r: {
      ...r, failures: { ...r.failures, [container.name]: { reason, message } },
      work: {
        ...work, steps: rest,
        ...(backoffUntil === undefined ? { failed: true } : { backoffUntil: Math.min(backoffUntil, work.backoffUntil ?? Infinity) }),
      },
    },
  }
}

type Stage = (room: Room, r: PodRecord, pod: Pod, step: StartStep, container: Container) => Turn

const refOf = (step: StartStep) => ({ name: step.container, init: step.init })

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

function fetchImage(room: Room, r: PodRecord, pod: Pod, step: StartStep, container: Container): Turn {
  const { now } = room
  const written = container.image ?? ''
  const image = referenceOf(written)
  const refuse = (reason: string, message: string) => {
    room.event(r, pod, 'Warning', 'Failed', `Error: ${reason}`, refOf(step))
    return failed(r, container, step.init, reason, message)
  }
  if ('error' in image) {
    because(room, r, 'image name invalid', 'kubelet.image-invalid', { image: written })
    room.event(r, pod, 'Warning', 'InspectFailed', messages.invalid(written, image.error), refOf(step))
    return refuse('InvalidImageName', messages.invalid(written, image.error))
  }
  const plan = planPull(container.imagePullPolicy, room.images.has(imageKey(r.node, image)))
  if (plan === 'never') {
    because(room, r, 'image missing', 'kubelet.image-never', { image: written })
    room.event(r, pod, 'Warning', 'ErrImageNeverPull', messages.never(written), refOf(step))
    return refuse('ErrImageNeverPull', messages.never(written))
  }
  if (plan === 'present') {
    room.event(r, pod, 'Normal', 'Pulled', messages.present(written), refOf(step))
    return configure(room, r, pod, step, container)
  }
  const entry = r.pulls[image.full]
  if (backoffLeftSinceUpdate(PULL_BACKOFF, entry, now) > 0) {
    because(room, r, 'pull back-off', 'kubelet.pull-backoff', { image: written, waitMs: entry!.waitMs })
    room.event(r, pod, 'Normal', 'BackOff', messages.backoff(written), refOf(step))
    return refuse('ImagePullBackOff', `${messages.backoff(written)}: ErrImagePull: ${entry!.error}`)
  }
  because(room, r, `pull ${written}`, 'kubelet.pull-needed', { image: written })
  room.event(r, pod, 'Normal', 'Pulling', messages.pulling(written), refOf(step))
  return { r: at(r, { ...step, stage: 1, at: now }), until: queuePull(room, r, pod, image, written) }
}

const imageKey = (node: string, image: Reference) => `${node}|${image.full}`

/** What the registry says of it, if it says anything. */
function ask(room: Room, r: PodRecord, pod: Pod, image: Reference, written: string): Pull {
  const trouble = room.reach(r.node) === 'yes' ? room.deps.trouble?.pullTrouble(image) : 'offline'
  if (trouble) return { found: false, reason: 'ErrImagePull', message: pullTroubleText(image, trouble) }
  return pullImage(written, { ...(room.deps.images ? { images: room.deps.images } : {}), ...(pod.metadata.annotations ? { annotations: pod.metadata.annotations } : {}) })
}

/** Mostly short, now and then long. `chance`: 0 to 1. */
const askedAgainMs = (chance: number): number => PULL_CACHED_MS + (PULL_CACHED_MORE_MS * chance) / (1 - 0.9 * chance)

/** Pulls of one node come one after the other. Returns when this one will be done. */
function queuePull(room: Room, r: PodRecord, pod: Pod, image: Reference, written: string): Instant {
  const { now } = room
  const free = Math.max(now, room.pulls.get(r.node)?.freeAt ?? 0)
  const found = ask(room, r, pod, image, written)
  const jitter = 0.85 + 0.3 * room.world.chance.unit('pull-time', r.node, image.full, now)
  const took = !found.found ? PULL_REFUSED_MS
    : room.images.has(imageKey(r.node, image)) ? askedAgainMs(room.world.chance.unit('pull-time', r.uid, image.full, now))
    : free > now && room.pulls.get(`${r.node}|${image.full}`) ? PULL_AGAIN_MS
    : PULL_ASK_MS + found.sizeBytes / PULL_BYTES_PER_MS
  const freeAt = free + Math.max(1, Math.round(took * jitter))
  room.pulls.set(r.node, { freeAt })
  if (found.found) room.pulls.set(`${r.node}|${image.full}`, { freeAt })
  return freeAt
}

const pulled: Stage = (room, r, pod, step, container) => {
  const { now } = room
  const written = container.image ?? ''
  const image = referenceOf(written) as Reference
  const found = ask(room, r, pod, image, written)
  if (!found.found) {
    const error = found.message
    because(room, r, `pull failed ${written}`, 'kubelet.pull-failed', { image: written })
    room.event(r, pod, 'Warning', 'Failed', messages.failed(written, error), refOf(step))
    room.event(r, pod, 'Warning', 'Failed', 'Error: ErrImagePull', refOf(step))
    const pulls = { ...r.pulls, [image.full]: { ...nextBackoff(PULL_BACKOFF, r.pulls[image.full], now, now), error } }
    return failed({ ...r, pulls }, container, step.init, 'ErrImagePull', error)
  }
  because(room, r, `pulled ${written}`, 'kubelet.pull-done', { image: written })
  const waited = goDuration(now - (step.at ?? now))
  room.images.set(imageKey(r.node, image), { sizeBytes: found.sizeBytes, at: now })
  room.pulls.delete(`${r.node}|${image.full}`)
  room.event(r, pod, 'Normal', 'Pulled', messages.pulled(written, waited, waited, found.sizeBytes), refOf(step))
  const { [image.full]: _over, ...pulls } = r.pulls
  return configure(room, { ...r, pulls }, pod, step, container)
}

/** What its environment refers to and is not there. */
function missing(room: Room, r: PodRecord, pod: Pod, container: Container): string | undefined {
  try {
    if (container.envFrom || container.env?.some(e => e.valueFrom)) environmentOf(pod, container, room.lookups(r, pod))
    return undefined
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
  }
}

/** Everything the container refers to must be there, and nobody may run as root who must not. */
const configure: Stage = (room, r, pod, step, container) => {
  const lacking = missing(room, r, pod, container) ?? breaksNonRoot(pod.spec!, container, podText(pod))
  if (lacking !== undefined) {
    because(room, r, `cannot create ${step.container}`, 'kubelet.config-error', { container: step.container })
    room.event(r, pod, 'Warning', 'Failed', `Error: ${lacking}`, refOf(step))
    return failed(r, container, step.init, 'CreateContainerConfigError', lacking)
  }
  // Who starts beside it on the node is known only now: many pods are often bound at one instant.
  const crowdMs = Object.keys(r.containers).length === 0 ? room.crowdMs(r.node) : 0
  return { r: at(r, { ...step, stage: 3 }), until: room.now + CREATE_MS + crowdMs }
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

const START_STAGES: readonly Stage[] = [begin, pulled, configure, created, started, hookPassed, hookFailed]

/** The status after everything was stopped for good. */
export const finalReport = (pod: Pod, r: PodRecord, now: Instant) => reportOf(pod, r, now, true)
