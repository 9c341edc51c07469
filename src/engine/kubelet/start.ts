// Making a run of a container: everything its program's course hangs on is gathered here, once.
import type { Container, Pod, PodSpec, Volume, VolumeMount } from '../../kube/core.ts'
import { valueOf } from '../../kube/quantity.ts'
import { environmentOf, expand, type Lookups } from './runtime/env.ts'
import { identityForProgram } from './identity.ts'
import { processesFor } from './processes.ts'
import type { FileText, ProgramStart, SharedProcesses } from './runtime/programs/program.ts'
import { imageOf } from './runtime/programs/catalogue.ts'
import { referenceOf } from './runtime/images.ts'
import { isSidecar } from './phase.ts'
import { suppliedUnder } from './runtime/containers.ts'
import { dataDirectory, mountPoints } from './runtime/mountPoints.ts'
import { isHostDirectory, isHostFile, isHostSocket } from './runtime/hostFiles.ts'
import { hostKey, inMemoryOf, mountedFiles, MountError, suppliedFiles, type VolumeFiles } from './runtime/volumes.ts'
import { containerNamed, endOf, isInit, lookAhead, runningNames, withContainer } from './observe.ts'
import { enroll, keepWritten } from './neighbours.ts'
import type { ContainerRecord, PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { probesAtStart } from './probes.ts'

/** Starts the container. Its record tells whether it runs or could not even begin (`ended`, StartError). */
export function startRun(room: Room, r: PodRecord, pod: Pod, container: Container, init: boolean): PodRecord {
  const { now, world } = room
  const last = r.containers[container.name]
  const attempt = last ? last.attempt + 1 : 0
  const containerID = `containerd://${world.chance.hex(64, 'container-id', r.uid, container.name, attempt)}`
  const trouble = room.deps.trouble?.runTrouble(pod, container.name, attempt, readReference(container))
  enroll(room, r, pod)
  const start = startOf(room, r, trouble ? failing(pod, trouble.exitCode) : pod, container, attempt)
  room.runs.begin(r.uid, container.name, { start, signals: [], startedAt: now, containerID })
  const name = referenceOf(container.image ?? '')
  const imageRef = 'error' in name ? container.image ?? '' : name.full
  const prev = last?.ended ?? last?.prev
  const fresh: ContainerRecord = {
    attempt, containerID, image: container.image ?? '', imageRef, imageID: imageIdOf(room, imageRef), startedAt: now,
    ...(prev ? { prev } : {}), ...probesAtStart(container, init, r.mountedAt ?? now, now),
  }
  // A program that would go on for ever fails, too, when it is to fail.
  if (trouble && room.runs.course(room.runs.get(r.uid, container.name)!, 0).end === undefined) {
    room.runs.signal(r.uid, container.name, [{ atMs: 1000 + world.chance.below(MOST_MS_TO_FAIL, 'fault', 'when', r.uid, container.name, attempt), name: 'KILL' }])
  }
  // Others that share a volume with it may take another course now.
  let next = lookAhead(room, withContainer(r, container.name, fresh), pod, new Set([container.name]))
  const run = room.runs.get(r.uid, container.name)!
  const timeline = room.runs.timeline(run, 0)
  const { end } = timeline
  if (end && (end.reason === 'StartError' || end.reason === 'ContainerCannotRun')) {
    const { endsAt: _e, lookAt: _l, probes: _p, ...c } = next.containers[container.name]!
    // A process that never was has no start: the runtime reports the epoch.
    next = withContainer(next, container.name, { ...c, ended: { ...endOf(container, run, timeline, now), startedAt: 0, exitCode: 128, reason: 'StartError' } })
  }
  return next
}

/** Within so long a program that does not end by itself is killed, when a fault says that it fails. */
const MOST_MS_TO_FAIL = 59_000

/** The pod with a wish in place of its own: this run ends badly. */
const failing = (pod: Pod, exitCode: number): Pod => {
  const { 'kubestep.dev/failure-rate': _rate, ...annotations } = pod.metadata.annotations ?? {}
  return { ...pod, metadata: { ...pod.metadata, annotations: { ...annotations, 'kubestep.dev/exit-code': String(exitCode) } } }
}

function readReference(container: Container) {
  const reference = referenceOf(container.image ?? '')
  return 'error' in reference ? undefined : reference
}

const digests = new Map<string, string>()

/** `docker.io/library/busybox@sha256:…`: the same on every node. */
function imageIdOf(room: Room, imageRef: string): string {
  const key = `${room.world.seed}|${imageRef}`
  let id = digests.get(key)
  if (id === undefined) {
    const name = referenceOf(imageRef)
    id = `${'error' in name ? imageRef : name.repository}@sha256:${room.world.chance.hex(64, 'container-id', 'image', imageRef)}`
    digests.set(key, id)
  }
  return id
}

function startOf(room: Room, r: PodRecord, pod: Pod, container: Container, attempt: number): ProgramStart {
  const spec = pod.spec!
  const on = room.lookups(r, pod)
  const hostname = spec.hostNetwork ? r.node : (spec.hostname ?? pod.metadata.name!).slice(0, 63)
  const own = environmentOf(pod, container, on)
  const env = { HOSTNAME: hostname, ...own }
  const processes = spec.hostPID || spec.shareProcessNamespace || spec.ephemeralContainers ? processesFor(room, r, pod, container.name) : undefined
  const limit = container.resources?.limits?.['memory'] ?? spec.resources?.limits?.['memory']
  return {
    image: container.image ?? '',
    ...(container.command ? { command: container.command.map(a => expand(a, own)) } : {}),
    ...(container.args ? { args: container.args.map(a => expand(a, own)) } : {}),
    env, ...(container.workingDir ? { workingDir: container.workingDir } : {}), hostname, startedAt: room.now, seed: `${r.uid}/${container.name}/${attempt}`,
    ...identityForProgram(pod, container), files: filesOf(room, r, pod, container, hostname), ...inMemoryOf(spec, container, on.allocatable['memory']),
    ...(container.volumeMounts?.length ? { mounts: mountPoints(pod, container, name => dataIn(room, r, name)) } : {}), ...(pod.metadata.annotations ? { annotations: pod.metadata.annotations } : {}), restartCount: attempt,
    ...(limit !== undefined ? { memoryLimitBytes: valueOf(String(limit)) } : {}), ...(r.sandbox ? { podIP: r.sandbox.ip } : {}),
    ...(room.deps.network ? { network: { answers: [] } } : {}), ...(imageOf(container.image ?? '') ? {} : { standIn: standInFor(spec, container) }),
    ...(processes ? { processes: plain(processes) } : {}),
    ...(container.stdin ? { stdinOpen: true as const } : {}), ...(container.stdin && container.tty ? { tty: true as const } : {}),
  }
}

/** What is asked of the stand-in for an image that nobody knows. It answers where its manifest says that somebody will ask, and says how it is told to end where the pod waits for that. */
function standInFor(spec: PodSpec, container: Container): NonNullable<ProgramStart['standIn']> {
  const ports = new Set<number>()
  for (const port of container.ports ?? []) if ((port.protocol ?? 'TCP') === 'TCP') ports.add(port.containerPort)
  for (const probe of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port
    if (typeof port === 'number') ports.add(port)
  }
  const waitedFor = isInit(spec, container.name) ? !isSidecar(container) : spec.restartPolicy !== undefined && spec.restartPolicy !== 'Always'
  return { ports: [...ports].sort((a, b) => a - b), waitedFor }
}

/** The directory that holds what a volume supplies: of its last renewal, or of when it was mounted. */
export const dataIn = ({ world, now }: Room, r: PodRecord, volume: string): string => {
  const at = r.renewedAt?.[volume] ?? r.mountedAt ?? now
  return dataDirectory(at, world.chance.below(2 ** 32, 'mount', r.uid, volume, at))
}

const plain = ({ pid, neighbours }: SharedProcesses): SharedProcesses => ({ pid, neighbours: neighbours.map(n => ({ pid: n.pid, argv: n.argv })) })

function filesOf(room: Room, r: PodRecord, pod: Pod, container: Container, hostname: string): Record<string, FileText> {
  const files: Record<string, FileText> = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${r.sandbox?.ip ?? ''}\t${pod.spec!.hostname && pod.spec!.subdomain ? `${hostname}.${pod.spec!.subdomain}.${pod.metadata.namespace}.svc.cluster.local\t` : ''}${hostname}\n`,
    ...(room.deps.resolvConf && pod.spec!.dnsPolicy !== 'Default' ? { '/etc/resolv.conf': room.deps.resolvConf(pod.metadata.namespace!) } : {}),
  }
  const { volumeMounts } = container
  if (!volumeMounts?.length) return files
  const spec = pod.spec!
  const on = room.lookups(r, pod)
  // Whoever runs already may have written something that nobody has asked for yet.
  for (const name of runningNames(r)) {
    const other = containerNamed(spec, name)
    if (other && other !== container) room.runs.keepFiles(pod, other, room.now - r.containers[name]!.startedAt)
  }
  for (const key of room.places.get(`of/${r.uid}`) ?? []) keepWritten(room, key)
  for (const mount of [...volumeMounts].sort((a, b) => a.mountPath.length - b.mountPath.length)) {
    const volume = spec.volumes?.find(v => v.name === mount.name)
    if (!volume) continue
    const place = room.runs.placeOf(pod, volume)
    const supplied = stillSupplied(pod, volume, on)
    if (supplied === 'gone') {
      Object.assign(files, suppliedBefore(room, r, container.name, mount))
      continue
    }
    // Of a directory that nobody has made yet the runtime makes one.
    if (place?.key === hostKey(r.node) && isNew(`/${place.base}`) && !on.onHost(`/${place.base}`)) room.runs.make(place.key, `${place.base}/`)
    Object.assign(files, mountedFiles(mount, place ? { ...supplied, ...room.runs.kept(place) } : supplied ?? {}))
  }
  return files
}

const isNew = (path: string): boolean => !isHostDirectory(path) && !isHostFile(path) && !isHostSocket(path)

/** What a volume supplies to a container that starts; it was mounted once, and its source may be gone since. */
function stillSupplied(pod: Pod, volume: Volume, on: Lookups): VolumeFiles | undefined | 'gone' {
  try {
    return suppliedFiles(pod, volume, on)
  } catch (error) {
    if (error instanceof MountError) return 'gone'
    throw error
  }
}

/** What was mounted stays: what the container's run before had of it. */
function suppliedBefore(room: Room, r: PodRecord, name: string, { mountPath }: VolumeMount): Record<string, FileText> {
  const run = room.runs.get(r.uid, name)
  const at = mountPath.replace(/\/+$/, '')
  const file = run?.start.files?.[at]
  if (file !== undefined) return { [at]: file }
  return { [`${at}/`]: '', ...(run ? Object.fromEntries(suppliedUnder(run, `${at}/`, room.now - run.startedAt)) as Record<string, FileText> : {}) }
}
