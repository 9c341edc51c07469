// Act: carrying out what a sync has decided, one step after the other, as the pod worker of a kubelet does. Each wait is an item
// on the agenda; between two of them a pod may be deleted, a kubelet stopped.
// Upstream: pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod, kuberuntime_container.go startContainer.
import type { Pod, Volume } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { containerNamed, isInit, lookAhead, observeEnds, runningNames } from './observe.ts'
import { keepWritten } from './neighbours.ts'
import type { PodRecord, Step } from './record.ts'
import { actuate } from './resize.ts'
import type { Room } from './room.ts'
import type { Lookups } from './runtime/env.ts'
import { isHostDirectory, isHostFile } from './runtime/hostFiles.ts'
import { hostKey, MountError, suppliedFiles } from './runtime/volumes.ts'
import { START_STAGES } from './startStages.ts'
import { reportOf } from './status.ts'
import { stopAll, stopContainer } from './stopping.ts'
import { graceOf } from './termination.ts'
import { MOUNT_MS, MOUNT_RETRY_MAX_MS, MOUNT_RETRY_MS, MOUNT_TIMEOUT_MS, RESIZE_MS, SANDBOX_MS, SANDBOX_STOP_MS, STOPPED_MS } from './timing.ts'
import { at, because, done, type Turn, withWork } from './turns.ts'

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
    case 'resize': return resize(room, r, pod, step)
    case 'start': return START_STAGES[step.stage]!(room, r, pod, step, containerNamed(pod.spec!, step.container)!)
  }
}

function mount(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'mount' }>): Turn {
  const { now } = room
  const on = room.lookups(r, pod)
  const bad: string[] = []
  if (pod.spec!.volumes?.some(v => v.hostPath)) keepWritten(room, hostKey(r.node))
  for (const volume of pod.spec!.volumes ?? []) {
    // What every pod is given of its service account is always there.
    if (volume.emptyDir || volume.name.startsWith('kube-api-access-')) continue
    try {
      suppliedFiles(pod, volume, on)
      makeOnHost(room, r.node, volume, on)
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

/** A hostPath that is to be made where it is not there. */
function makeOnHost(room: Room, node: string, { hostPath }: Volume, on: Lookups): void {
  if (!hostPath?.type?.endsWith('OrCreate') || isHostDirectory(hostPath.path) || isHostFile(hostPath.path) || on.onHost(hostPath.path)) return
  const path = hostPath.path.replace(/^\/+|\/+$/g, '')
  room.runs.make(hostKey(node), hostPath.type === 'FileOrCreate' ? path : `${path}/`)
}

/** Each sync looks for the credentials of its pulls, and goes on without those that are not there. Upstream: kubelet.go getPullSecretsForPod. */
export function missPullSecrets(room: Room, r: PodRecord, pod: Pod): void {
  const on = pod.spec!.imagePullSecrets && room.lookups(r, pod)
  const lost = (pod.spec!.imagePullSecrets ?? []).flatMap(({ name }) => (name && !on!.secret(name) ? [name] : []))
  if (lost.length > 0) {
    room.event(r, pod, 'Warning', 'FailedToRetrieveImagePullSecret', `Unable to retrieve some image pull secrets (${lost.join(', ')}); attempting to pull the image may not succeed.`)
  }
}

/** What the container runtime of our nodes knows, as kind sets it up. */
const HANDLERS: ReadonlySet<string> = new Set(['', 'runc'])

function sandbox(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'sandbox' }>, from = room.now): Turn {
  if (step.stage === 0) {
    if (r.sandbox) room.event(r, pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
    return { r: at(r, { ...step, stage: 1 }), until: from + SANDBOX_MS }
  }
  const handler = room.handlerOf(pod)
  if (!HANDLERS.has(handler)) {
    because(room, r, 'no sandbox', 'kubelet.no-runtime', { handler })
    const id = room.world.chance.hex(64, 'container-id', 'sandbox', r.uid, room.now)
    room.event(r, pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "${id}": no runtime for "${handler}" is configured`)
    return { r: withWork(r, { steps: [], failed: true }) }
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

/** Containers get other sizes while they run. */
function resize(room: Room, r: PodRecord, pod: Pod, step: Extract<Step, { do: 'resize' }>): Turn {
  if (step.stage === 0) return { r: at(r, { ...step, stage: 1 }), until: room.now + RESIZE_MS }
  if (!r.resize?.progress) return { r: done(r) }
  const { record, touched } = actuate(room, r, pod)
  const refused = record.resize!.progress!.error !== undefined
  because(room, r, 'resize containers', refused ? 'kubelet.resize-failed' : 'kubelet.resized')
  const next = touched.length > 0 ? lookAhead(room, done(record, { acted: true }), pod, new Set(touched)) : done(record)
  return { r: refused ? room.report(withWork(next, { failed: true }), reportOf(pod, next, room.now, false)) : next }
}

/** The status after everything was stopped for good. */
export const finalReport = (pod: Pod, r: PodRecord, now: Instant) => reportOf(pod, r, now, true)
