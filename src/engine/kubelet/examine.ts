// What one probe finds: a command, a request, a connection, each in the kubelet's words where it fails.
// Upstream: pkg/kubelet/prober/prober.go; pkg/probe/{exec,http,tcp,grpc}.
import type { Container, Pod, Probe } from '../../kube/core.ts'
import { listener, portOf } from './listener.ts'
import { lookAhead } from './observe.ts'
import { execInPod, execRefused } from './podNetwork.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'

const MOST_OUTPUT = 10_240
const isNumber = (text: string) => /^\d+$/.test(text)

/** What a probe finds; `ok` is left out where it could not be asked. */
interface Found { readonly ok: boolean | undefined; readonly output: string; readonly record: PodRecord }

/** Asks one probe of one container now. */
export function examine(room: Room, r: PodRecord, pod: Pod, container: Container, probe: Probe): Found {
  const timeoutSeconds = probe.timeoutSeconds ?? 1
  if (probe.exec) {
    const argv = probe.exec.command ?? []
    const result = execInPod(room, r, container.name, argv, { timeoutMs: timeoutSeconds * 1000 })
    let record = r
    if (room.runs.disturb(r.uid, container.name, result)) record = lookAhead(room, r, pod, new Set([container.name]))
    if (result.startError) return { ok: undefined, output: `rpc error: code = Unknown desc = ${execRefused(room, r, container.name, result.startError)}`, record }
    if (result.timedOut) return { ok: false, output: `command timed out: "${argv.join(' ')}" timed out after ${timeoutSeconds}s`, record }
    return { ok: result.exitCode === 0, output: (result.stdout + result.stderr).slice(0, MOST_OUTPUT), record }
  }
  const ip = r.sandbox?.ip ?? ''
  const named = (probe.httpGet ?? probe.tcpSocket)?.port
  if (typeof named === 'string' && !isNumber(named) && !container.ports?.some(p => p.name === named)) return { ok: undefined, output: `strconv.Atoi: parsing "${named}": invalid syntax`, record: r }
  if (probe.httpGet) {
    const { path = '/', scheme = 'HTTP' } = probe.httpGet
    const port = portOf(container, probe.httpGet.port)
    const host = probe.httpGet.host || ip
    const url = `${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`
    const found = listener(room, r, port)
    if (!found) return { ok: false, output: `Get "${url}": dial tcp ${host}:${port}: connect: connection refused`, record: r }
    const headers = new Map((probe.httpGet.httpHeaders ?? []).map(h => [h.name.toLowerCase(), h.value ?? '']))
    const answer = room.runs.request(found, {
      atMs: room.now - found.startedAt, port, kind: 'http', from: room.hostIP(r.node) ?? '', method: 'GET', path, userAgent: headers.get('user-agent') ?? 'kube-probe/1.36', host: headers.get('host') ?? `${host}:${port}`,
    }, timeoutSeconds * 1000)
    if (!answer || answer.fault === 'timeout') return { ok: false, output: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`, record: r }
    if (answer.fault) return { ok: false, output: `Get "${url}": ${answer.fault === 'reset' ? `read tcp ${host}:${port}: read: connection reset by peer` : `dial tcp ${host}:${port}: connect: connection refused`}`, record: r }
    const status = answer.status ?? 200
    return status >= 200 && status < 400 ? { ok: true, output: '', record: r } : { ok: false, output: `HTTP probe failed with statuscode: ${status}`, record: r }
  }
  if (probe.tcpSocket) {
    const port = portOf(container, probe.tcpSocket.port)
    return { ok: listener(room, r, port) !== undefined, output: `dial tcp ${probe.tcpSocket.host || ip}:${port}: connect: connection refused`, record: r }
  }
  if (probe.grpc) {
    const { port } = probe.grpc
    return { ok: listener(room, r, port) !== undefined, output: `timeout: failed to connect service "${ip}:${port}" within ${timeoutSeconds}s: context deadline exceeded`, record: r }
  }
  return { ok: true, output: '', record: r }
}
