// A container’s image on its way: is it here, must it be asked for, when is its turn, what came of it?
// Upstream: pkg/kubelet/images/image_manager.go.
import type { Container, Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { backoffLeftSinceUpdate, goDuration, nextBackoff, PULL_BACKOFF } from './backoff.ts'
import { configure } from './configuring.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { messages, planPull, referenceOf } from './runtime/images.ts'
import { type Pull, pullImage } from './runtime/programs/catalogue.ts'
import type { Reference } from './runtime/programs/reference.ts'
import { pullTroubleText } from './runtime/pullTrouble.ts'
import { PULL_AGAIN_MS, PULL_ASK_MS, PULL_BYTES_PER_MS, PULL_CACHED_MORE_MS, PULL_CACHED_MS, PULL_REFUSED_MS } from './timing.ts'
import { at, because, failed, refOf, type Stage, type StartStep, type Turn } from './turns.ts'

export function fetchImage(room: Room, r: PodRecord, pod: Pod, step: StartStep, container: Container): Turn {
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
  const { turnAt, doneAt } = queuePull(room, r, pod, image, written)
  return { r: at(r, { ...step, stage: 1, at: now, ...(turnAt > now ? { turnAt } : {}) }), until: doneAt }
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

/** Pulls of one node come one after the other. Returns when this one's turn comes, and when it will be done. */
function queuePull(room: Room, r: PodRecord, pod: Pod, image: Reference, written: string): { readonly turnAt: Instant; readonly doneAt: Instant } {
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
  return { turnAt: free, doneAt: freeAt }
}

export const pulled: Stage = (room, r, pod, step, container) => {
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
  const waited = now - (step.at ?? now)
  const took = now - (step.turnAt ?? step.at ?? now)
  room.images.set(imageKey(r.node, image), { sizeBytes: found.sizeBytes, at: now })
  room.pulls.delete(`${r.node}|${image.full}`)
  room.event(r, pod, 'Normal', 'Pulled', messages.pulled(written, goDuration(took), goDuration(waited), found.sizeBytes), refOf(step))
  const { [image.full]: _over, ...pulls } = r.pulls
  return configure(room, { ...r, pulls }, pod, step, container)
}
