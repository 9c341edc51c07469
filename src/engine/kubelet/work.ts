// What it costs a server to answer: cores for a while, where its image is known to compute. A limit makes it slow, and what waits, waits in a row;
// a metrics server tells what was used. Left out: images that answer as good as for nothing.
import type { Instant } from '../../kube/object.ts'
import { milliValueOf } from '../../kube/quantity.ts'
import { containerNamed } from './observe.ts'
import type { Room } from './room.ts'
import type { ServerId } from './runtime/containers.ts'
import { imageOf } from './runtime/programs/catalogue.ts'

/** All that a container was asked to compute, in ms of one core; when it will be done with that, and how many cores it may use meanwhile. */
export interface Work { readonly ms: number; readonly until: Instant; readonly cores: number }

/** A server takes another request at this instant. Gives how many ms it takes until it has answered: none where an image costs nothing. */
export function work(room: Room, { uid, container }: ServerId, at: Instant): number {
  const record = room.pods.get(uid)
  const pod = record && room.podOf(record)
  const spec = pod && containerNamed(pod.spec!, container)
  const ms = spec && imageOf(spec.image ?? '')?.cpuMsPerRequest
  if (!ms) return 0
  const limit = spec.resources?.limits?.['cpu']
  const before = room.runs.workOf(uid, container)
  // Without a limit each request has a core of its own; with one they share it, and the next begins when the last is done.
  const cores = limit === undefined ? 1 : Math.max(0.001, milliValueOf(String(limit)) / 1000)
  const from = limit === undefined ? at : Math.max(at, before?.until ?? 0)
  const until = from + Math.ceil(ms / cores)
  room.runs.setWork(uid, container, { ms: (before?.ms ?? 0) + ms, until: Math.max(before?.until ?? 0, until), cores })
  return until - at
}

/** How much of it is done by now, in ms of one core. */
export function workDone(room: Room, uid: string, container: string): number {
  const done = room.runs.workOf(uid, container)
  return done ? Math.max(0, done.ms - Math.max(0, done.until - room.now) * done.cores) : 0
}
