// A cluster with few nodes for tests of what pods go through: what their statuses read like over time, and their events.
import { Event, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { createCluster } from '../cluster.ts'

/** A container of busybox that runs a script. */
export const container = (script: string, more: Record<string, unknown> = {}) => ({ name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script], ...more })
export const podOf = (name: string, spec: Record<string, unknown>, metadata: Record<string, unknown> = {}): AnyObject =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec }) as AnyObject

interface Seen { readonly t: number; readonly text: string }

/** A cluster with one worker, and what its pods' statuses read like over time. */
export function podBed(seed = 3, nodes = 1) {
  const cluster = createCluster({ seed, nodes, freeze: true })
  const client = cluster.client()
  cluster.world.travel({ forMs: 50 })
  const t0 = cluster.now
  const seen: Seen[] = []
  cluster.world.observe((frame, direction) => {
    if (direction < 0) return
    for (const { table, before, after } of frame.writes) {
      if (table !== cluster.server.store.table(Pod).name) continue
      const text = after ? line(after as AnyObject) : 'gone'
      if (text !== (before ? line(before as AnyObject) : '')) seen.push({ t: (frame.at - t0) / 1000, text: `${((after ?? before) as AnyObject).metadata.name} ${text}` })
    }
  })
  return {
    cluster, client, seen,
    run: (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 }),
    pod: (name: string) => cluster.server.store.get(Pod, `default/${name}`),
    lines: (name: string) => seen.filter(s => s.text.startsWith(`${name} `)).map(s => s.text.slice(name.length + 1)),
    at: (text: string) => seen.find(s => s.text === text)!.t,
    events: (name: string) => cluster.server.store.list(Event, 'default').filter(e => e['involvedObject'].name === name)
      .map(e => ({ reason: e['reason'] as string, message: e['message'] as string, count: e['count'] as number, type: e['type'] as string })),
  }
}

const stateOf = (s: AnyObject['status']) => s.state.waiting ? s.state.waiting.reason : s.state.running ? 'running' : `${s.state.terminated.reason}:${s.state.terminated.exitCode}`

function line(pod: AnyObject): string {
  const ready = pod['status']?.conditions?.find((c: { type: string }) => c.type === 'Ready')?.status === 'True' ? ' ready' : ''
  const states = [...(pod['status']?.initContainerStatuses ?? []), ...(pod['status']?.containerStatuses ?? [])].map(stateOf)
  return `${pod['status']?.phase ?? 'Pending'}${ready} ${states.join(' ')}`.trim()
}
