// The containers of a pod or of a template. Upstream: describe.go, describeContainers.
import type { Container, ContainerState, ContainerStatus, EnvVar, Pod, Probe } from '../../kube/core.ts'
import { MILLI, parseQuantity, tryParseQuantity } from '../../kube/quantity.ts'
import { scaledValue } from '../../kube/quantityMath.ts'
import { quantityText } from '../print/quantities.ts'
import { bool, hostPort, rfc1123 } from '../print/values.ts'
import type { Writer } from './writer.ts'

/** The value of an environment variable that names a field of the pod. */
type Resolve = (fieldPath: string) => string

/** Of the fields that may be named, kubectl knows only those of metadata; others show as the empty text. */
export const fieldsOf = (pod: Pod): Resolve => path => {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path)
  if (subscript) return pod.metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2]!] ?? ''
  const pairs = (map: Readonly<Record<string, string>> | undefined) => Object.keys(map ?? {}).sort().map(k => `${k}=${JSON.stringify(map![k])}`).join('\n')
  switch (path) {
    case 'metadata.name': return pod.metadata.name ?? ''
    case 'metadata.namespace': return pod.metadata.namespace ?? ''
    case 'metadata.uid': return pod.metadata.uid ?? ''
    case 'metadata.labels': return pairs(pod.metadata.labels)
    case 'metadata.annotations': return pairs(pod.metadata.annotations)
    default: return ''
  }
}

function portText(ports: Container['ports'], of: (p: NonNullable<Container['ports']>[number]) => number): string {
  return (ports ?? []).map(p => `${of(p)}/${p.protocol ?? 'TCP'}${p.name ? ` (${p.name})` : ''}`).join(', ')
}

function portLine(w: Writer, title: string, text: string): void {
  if (text.includes(',')) w.field(2, `${title}s`, text)
  else w.field(2, title, text || '<none>')
}

function seccomp(w: Writer, level: number, profile: { type: string; localhostProfile?: string } | undefined, below: number): void {
  if (!profile) return
  w.field(level, 'SeccompProfile', profile.type)
  if (profile.type === 'Localhost') w.field(below, 'LocalhostProfile', profile.localhostProfile ?? '')
}

export { seccomp }

const indented = (w: Writer, title: string, words: readonly string[] | undefined) => {
  if (!words?.length) return
  w.line(2, `${title}:`)
  for (const word of words) w.line(3, ...word.split('\n'))
}

function state(w: Writer, title: string, s: ContainerState | undefined): void {
  if (s?.running) {
    w.field(2, title, 'Running')
    w.field(3, 'Started', rfc1123(s.running.startedAt))
  } else if (s?.terminated) {
    const t = s.terminated
    w.field(2, title, 'Terminated')
    if (t.reason) w.field(3, 'Reason', t.reason)
    if (t.message) w.field(3, 'Message', t.message)
    w.field(3, 'Exit Code', t.exitCode ?? 0)
    if ((t.signal ?? 0) > 0) w.field(3, 'Signal', t.signal!)
    w.field(3, 'Started', rfc1123(t.startedAt))
    w.field(3, 'Finished', rfc1123(t.finishedAt))
  } else {
    w.field(2, title, 'Waiting')
    if (s?.waiting?.reason) w.field(3, 'Reason', s.waiting.reason)
  }
}

/** Limits and requests, sorted by name. */
export function resources(w: Writer, level: number, r: Container['resources']): void {
  for (const [title, list] of [['Limits', r?.limits], ['Requests', r?.requests]] as const) {
    const names = Object.keys(list ?? {}).sort()
    if (names.length) w.line(level, `${title}:`)
    for (const name of names) w.field(level + 1, name, quantityText(list![name]))
  }
}

/** How a probe asks and how often. What was left out shows with the API server's defaults. */
function probeText(p: Probe): string {
  const rest = `delay=${p.initialDelaySeconds ?? 0}s timeout=${p.timeoutSeconds ?? 1}s period=${p.periodSeconds ?? 10}s ` +
    `#success=${p.successThreshold ?? 1} #failure=${p.failureThreshold ?? 3}`
  if (p.exec) return `exec [${(p.exec.command ?? []).join(' ')}] ${rest}`
  if (p.httpGet) {
    const { scheme, host, port, path } = p.httpGet
    return `http-get ${(scheme ?? 'HTTP').toLowerCase()}://${hostPort(host ?? '', port)}${path && !path.startsWith('/') ? '/' : ''}${path ?? '/'} ${rest}`
  }
  if (p.tcpSocket) return `tcp-socket ${p.tcpSocket.host ?? ''}:${p.tcpSocket.port} ${rest}`
  if (p.grpc) return `grpc <pod>:${p.grpc.port} ${p.grpc.service ?? ''} ${rest}`
  return `unknown ${rest}`
}

/** A container's limit or request as a whole number of divisors. */
function resourceValue(resource: string, divisor: unknown, c: Container): string {
  const [list, name] = resource.split('.', 2) as ['limits' | 'requests', string]
  const quantity = tryParseQuantity(String(c.resources?.[list]?.[name] ?? '0'))
  const unit = parseQuantity(divisor === undefined || String(divisor) === '0' ? '1' : String(divisor))
  if (!quantity) return ''
  const by = scaledValue(unit, MILLI)
  const value = scaledValue(quantity, MILLI)
  return `${(value + by - 1n) / by}`
}

function environment(w: Writer, c: Container, resolve: Resolve | undefined): void {
  if (c.envFrom?.length) {
    w.line(2, 'Environment Variables from:')
    for (const { configMapRef, secretRef, prefix } of c.envFrom) {
      const from = configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : ''
      const { name = '', optional = false } = configMapRef ?? secretRef ?? {}
      w.line(3, `${name}\t${from}${prefix ? ` with prefix '${prefix}'` : ''}\tOptional: ${optional}`)
    }
  }
  if (!c.env?.length) return w.field(2, 'Environment', '<none>')
  w.line(2, 'Environment:')
  for (const e of c.env) variable(w, e, c, resolve)
}

function variable(w: Writer, e: EnvVar, c: Container, resolve: Resolve | undefined): void {
  const from = e.valueFrom
  if (!from) {
    const [first, ...others] = (e.value ?? '').split('\n')
    w.field(3, e.name, first!)
    for (const other of others) w.line(3, `\t${other}`)
  } else if (from.fieldRef) {
    w.field(3, e.name, `${resolve?.(from.fieldRef.fieldPath) ?? ''} (${from.fieldRef.apiVersion ?? 'v1'}:${from.fieldRef.fieldPath})`)
  } else if (from.resourceFieldRef) {
    const { resource, divisor } = from.resourceFieldRef
    const value = resourceValue(resource, divisor, c)
    w.field(3, e.name, `${value === '0' && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : value} (${resource})`)
  } else if (from.secretKeyRef) {
    const { key, name, optional } = from.secretKeyRef
    w.field(3, e.name, `<set to the key '${key}' in secret '${name ?? ''}'>\tOptional: ${optional ?? false}`)
  } else if (from.configMapKeyRef) {
    const { key, name, optional } = from.configMapKeyRef
    w.field(3, e.name, `<set to the key '${key}' of config map '${name ?? ''}'>\tOptional: ${optional ?? false}`)
  }
}

function mounts(w: Writer, c: Container): void {
  const none = c.volumeMounts?.length ? '' : '\t<none>'
  w.line(2, `Mounts:${none}`)
  for (const m of [...(c.volumeMounts ?? [])].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1))) {
    const flags = [m.readOnly ? 'ro' : 'rw', ...(m.subPath ? [`path=${JSON.stringify(m.subPath)}`] : [])]
    w.line(3, `${m.mountPath} from ${m.name} (${flags.join(',')})`)
  }
  if (!c.volumeDevices?.length) return
  w.line(2, `Devices:${none}`)
  for (const d of [...c.volumeDevices].sort((a, b) => (a.devicePath < b.devicePath ? -1 : 1))) w.line(3, `${d.devicePath} from ${d.name}`)
}

/** `indent` is set for templates, whose containers stand one blank further in. */
export function containers(w: Writer, title: string, list: readonly Container[] | undefined, statuses: readonly ContainerStatus[] | undefined,
  resolve: Resolve | undefined, indent = ''): void {
  w.line(0, `${indent}${title}:${list?.length ? '' : ' <none>'}`)
  for (const c of list ?? []) {
    const s = statuses?.find(x => x.name === c.name)
    w.line(1, `${indent ? ' ' : ''}${c.name}:`)
    if (s) w.field(2, 'Container ID', s.containerID ?? '')
    w.field(2, 'Image', c.image ?? '')
    if (s) w.field(2, 'Image ID', s.imageID ?? '')
    portLine(w, 'Port', portText(c.ports, p => p.containerPort))
    portLine(w, 'Host Port', portText(c.ports, p => p.hostPort ?? 0))
    seccomp(w, 2, c.securityContext?.seccompProfile as any, 3)
    indented(w, 'Command', c.command)
    indented(w, 'Args', c.args)
    if (s) {
      state(w, 'State', s.state)
      if (s.lastState?.terminated) state(w, 'Last State', s.lastState)
      w.field(2, 'Ready', bool(s.ready))
      w.field(2, 'Restart Count', s.restartCount ?? 0)
    }
    resources(w, 2, c.resources)
    if (c.livenessProbe) w.field(2, 'Liveness', probeText(c.livenessProbe))
    if (c.readinessProbe) w.field(2, 'Readiness', probeText(c.readinessProbe))
    if (c.startupProbe) w.field(2, 'Startup', probeText(c.startupProbe))
    environment(w, c, resolve)
    mounts(w, c)
  }
}
