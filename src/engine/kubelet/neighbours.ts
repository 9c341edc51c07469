// Pods that have mounted the same directory of a node, or the same claim: what one of them writes the others find, at that moment.
// Containers of one pod exchange their files in runtime/exchange.ts; here it goes from pod to pod.
import type { Container, Pod, VolumeMount } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { save } from './alarm.ts'
import { containerNamed, runningNames } from './observe.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { mirror } from './runtime/exchange.ts'
import type { FileChange } from './runtime/programs/program.ts'
import { changesInVolume, keptPath, overlap, pathInContainer, pathInPlace, type Place } from './runtime/volumes.ts'

interface Used { readonly volume: string; readonly place: Place }

/** The pod's volumes that another pod may have, too. */
const placesOf = (room: Room, pod: Pod): readonly Used[] => {
  const used: Used[] = []
  for (const volume of pod.spec!.volumes ?? []) {
    if (!volume.hostPath && !volume.persistentVolumeClaim) continue
    const place = room.runs.placeOf(pod, volume)
    if (place) used.push({ volume: volume.name, place })
  }
  return used
}

/** A container of the pod starts: from now on it is asked what it writes. */
export function enroll(room: Room, r: PodRecord, pod: Pod): void {
  if (room.places.has(`of/${r.uid}`)) return
  const keys = [...new Set(placesOf(room, pod).map(u => u.place.key))]
  if (keys.length === 0) return
  room.places.set(`of/${r.uid}`, keys)
  for (const key of keys) room.places.set(`by/${key}`, [...(room.places.get(`by/${key}`) ?? []), r.uid].sort())
}

/** Nothing is kept of the pod any longer. */
export function dismiss(room: Room, uid: string): void {
  for (const key of room.places.get(`of/${uid}`) ?? []) {
    const left = room.places.get(`by/${key}`)!.filter(other => other !== uid)
    if (left.length > 0) room.places.set(`by/${key}`, left)
    else room.places.delete(`by/${key}`)
  }
  room.places.delete(`of/${uid}`)
}

/** What those who run have written there until now is kept: for whoever looks at the place from outside. */
export function keepWritten(room: Room, key: string): void {
  for (const uid of room.places.get(`by/${key}`) ?? []) {
    const record = room.pods.get(uid)
    const pod = record && room.podOf(record)
    if (pod) for (const name of runningNames(record)) room.runs.keepFiles(pod, containerNamed(pod.spec!, name)!, room.now - record.containers[name]!.startedAt)
  }
}

interface Neighbour { readonly record: PodRecord; readonly pod: Pod }

/** Pods of which something runs and that have a place in common with this one. */
export function neighboursOf(room: Room, uid: string, pod: Pod): readonly Neighbour[] {
  const keys = room.places.get(`of/${uid}`)
  if (!keys || keys.every(key => room.places.get(`by/${key}`)!.length < 2)) return []
  const own = placesOf(room, pod)
  const uids = new Set(keys.flatMap(key => room.places.get(`by/${key}`)!))
  return [...uids].flatMap(other => {
    const record = other === uid ? undefined : room.pods.get(other)
    const of = record && room.podOf(record)
    const meets = of && runningNames(record).length > 0 && placesOf(room, of).some(b => own.some(a => overlap(a.place, b.place)))
    return meets ? [{ record, pod: of }] : []
  })
}

/** What the others write comes to this pod. Whether anything does that was not known. */
export function hearNeighbours(room: Room, r: PodRecord, pod: Pod, neighbours: readonly Neighbour[], until: Instant): boolean {
  let news = false
  for (const from of neighbours) news = carry(room, from, { record: r, pod }, until).length > 0 || news
  return news
}

/** What this pod writes goes to the others; who hears something new looks ahead again. */
export function tellNeighbours(room: Room, r: PodRecord, pod: Pod, neighbours: readonly Neighbour[], until: Instant): void {
  for (const to of neighbours) {
    const heard = carry(room, { record: r, pod }, to, until)
    if (heard.length === 0) continue
    const containers = { ...to.record.containers }
    for (const name of heard) containers[name] = { ...containers[name]!, lookAt: room.now }
    save(room, { ...to.record, containers })
  }
}

/** The containers of `to` that hear something new. */
function carry(room: Room, from: Neighbour, to: Neighbour, until: Instant): string[] {
  const [theirs, ours] = [placesOf(room, from.pod), placesOf(room, to.pod)]
  const pairs = theirs.flatMap(a => ours.flatMap(b => (overlap(a.place, b.place) ? [[a, b] as const] : [])))
  const heard: string[] = []
  for (const name of runningNames(to.record)) {
    const run = room.runs.get(to.record.uid, name)
    const container = containerNamed(to.pod.spec!, name)
    if (!run || !container?.volumeMounts?.some(m => pairs.some(([, b]) => b.volume === m.name))) continue
    const changes: FileChange[] = []
    for (const other of runningNames(from.record)) {
      const source = room.runs.get(from.record.uid, other)
      const writer = containerNamed(from.pod.spec!, other)
      if (!source || !writer) continue
      const written = room.runs.written(source, until - source.startedAt)
      for (const [a, b] of pairs) {
        for (const { atMs, path, text } of changesInVolume(writer, a.volume, written)) {
          const at = source.startedAt + atMs - run.startedAt
          if (at < 0) continue
          for (const seen of pathsIn(container, b, keptPath(a.place, path))) changes.push({ atMs: at, path: seen, text, from: from.record.uid })
        }
      }
    }
    if (mirror(room.runs, to.record.uid, name, from.record.uid, changes, room.now)) heard.push(name)
  }
  return heard
}

function* pathsIn(container: Container, { volume, place }: Used, kept: string): Generator<string> {
  const inside = pathInPlace(place, kept)
  if (inside === undefined) return
  for (const mount of (container.volumeMounts ?? []) as readonly VolumeMount[]) {
    const path = mount.name === volume ? pathInContainer(mount, inside) : undefined
    if (path !== undefined) yield path
  }
}
