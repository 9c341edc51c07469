// Which processes a container sees besides its own: those of the container that it targets, of all containers where the pod shares one
// process namespace, of the whole machine where it uses the host's. As far as `ps`, /proc and `kill` show.
// Upstream: pkg/kubelet/kuberuntime/util/util.go PidNamespaceForPod, kuberuntime_container.go (TargetId).
import type { Container, EphemeralContainer, Pod } from '../../kube/core.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import type { Neighbour } from './runtime/programs/program.ts'
import { commandLine } from './runtime/programs/boot.ts'

/** Numbers of processes lie apart: each container's first has some behind it for its children. */
const APART = 30
/** What runs on a machine beside the pods. */
const MACHINE: readonly Neighbour[] = [
  { pid: 1, argv: ['/sbin/init'] }, { pid: 178, argv: ['/usr/local/bin/containerd'] }, { pid: 231, argv: ['/usr/bin/kubelet', '--config=/var/lib/kubelet/config.yaml'] },
]
const FIRST_OF_PODS = 600

const allOf = ({ spec }: Pod): readonly Container[] =>
  [...(spec!.initContainers ?? []), ...spec!.containers, ...((spec!.ephemeralContainers ?? []) as readonly Container[])]

/** The container whose process namespace this one joins. */
const targetOf = (pod: Pod, name: string): string | undefined =>
  (pod.spec!.ephemeralContainers as readonly EphemeralContainer[] | undefined)?.find(c => c.name === name)?.targetContainerName

/** The number of a container's first process as those see it who share its namespace. */
function firstPid(pod: Pod, name: string): number {
  const place = allOf(pod).findIndex(c => c.name === name) + 1
  return pod.spec!.shareProcessNamespace || targetOf(pod, name) !== undefined ? place * APART + 7 : 1
}

/** A neighbour with the container that it belongs to; without one it is the machine's or the sandbox's own. */
interface Seen extends Neighbour { readonly uid?: string; readonly container?: string }

/** The process namespace as the container sees it now; nothing where it is alone. */
export function processesFor(room: Room, r: PodRecord, pod: Pod, name: string): { readonly pid: number; readonly neighbours: readonly Seen[] } | undefined {
  const { spec } = pod
  if (spec!.hostPID) return onMachine(room, r, name)
  const target = targetOf(pod, name)
  if (!spec!.shareProcessNamespace && target === undefined) return undefined
  const neighbours: Seen[] = spec!.shareProcessNamespace ? [{ pid: 1, argv: ['/pause'] }] : []
  for (const { name: other } of allOf(pod)) {
    // Those that target the same container are in its namespace too.
    if (other === name || !(spec!.shareProcessNamespace || other === target || targetOf(pod, other) === target)) continue
    const argv = runs(room, r, other)
    if (argv) neighbours.push({ pid: firstPid(pod, other), argv, uid: r.uid, container: other })
  }
  return { pid: firstPid(pod, name), neighbours }
}

/** The same with what each of the others has on its disk (`/proc/PID/root`). */
export function withRoots(room: Room, seen: ReturnType<typeof processesFor>): ReturnType<typeof processesFor> {
  return seen && {
    ...seen, neighbours: seen.neighbours.map(n => {
      const run = n.uid !== undefined && n.container !== undefined ? room.runs.get(n.uid, n.container) : undefined
      return run ? { ...n, root: { start: run.start, changes: room.runs.changesOf(run, room.now - run.startedAt) } } : n
    }),
  }
}

/** What the container's first process was started with, if it runs. */
function runs(room: Room, r: PodRecord, name: string): readonly string[] | undefined {
  const c = r.containers[name]
  const run = c && !c.ended && (c.endsAt === undefined || c.endsAt > room.now) ? room.runs.get(r.uid, name) : undefined
  return run && commandLine(run.start)
}

/** All that runs on the machine: its own services, then the containers of its pods. */
function onMachine(room: Room, own: PodRecord, name: string): { readonly pid: number; readonly neighbours: readonly Seen[] } {
  const neighbours: Seen[] = [...MACHINE]
  let next = FIRST_OF_PODS
  for (const r of room.byNode.list(own.node)) {
    for (const other of Object.keys(r.containers)) {
      const argv = r.uid === own.uid && other === name ? undefined : runs(room, r, other)
      if (argv) neighbours.push({ pid: next += APART, argv, uid: r.uid, container: other })
    }
  }
  return { pid: next + APART, neighbours }
}
