// Who in a pod listens on a port: its containers share their network.
import type { Container } from '../../kube/core.ts'
import { runningNames } from './observe.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import type { Run } from './runtime/containers.ts'
import { openPorts } from './runtime/programs/program.ts'

/** The run in this pod that listens on a port now. */
export function listener(room: Room, r: PodRecord, port: number): Run | undefined {
  for (const name of runningNames(r)) {
    const run = room.runs.get(r.uid, name)
    if (run && (r.containers[name]!.endsAt ?? Infinity) > room.now && openPorts(room.runs.timeline(run, room.now - run.startedAt).ports, room.now - run.startedAt).includes(port)) return run
  }
  return undefined
}

/** The number of a port that may be given by its name in the container; 0 where nothing bears it. */
export const portOf = (container: Container, port: number | string): number =>
  typeof port === 'number' ? port : container.ports?.find(p => p.name === port)?.containerPort ?? (Number(port) || 0)
