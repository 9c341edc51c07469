// Probes: when each is asked, what it finds, and what the kubelet makes of that.
// Upstream: pkg/kubelet/prober/{worker,prober,prober_manager}.go.
import type { Container, Pod, Probe } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { isSidecar } from './phase.ts'
import { examine } from './examine.ts'
import { portOf } from './listener.ts'
import { containerNamed, isInit, runningNames, withContainer } from './observe.ts'
import type { ContainerRecord, PodRecord, ProbeKind, ProbeState } from './record.ts'
import type { Room } from './room.ts'
import type { Run } from './runtime/containers.ts'
import type { IncomingRequest } from './runtime/programs/program.ts'
import { standing } from './status.ts'

export const PROBE_KINDS: readonly ProbeKind[] = ['startup', 'liveness', 'readiness']
const probeOf = (container: Container, kind: ProbeKind): Probe | undefined => container[`${kind}Probe`]

const periodOf = (probe: Probe) => (probe.periodSeconds ?? 10) * 1000
const delayOf = (probe: Probe) => (probe.initialDelaySeconds ?? 0) * 1000
const LABEL: Record<ProbeKind, string> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' }
/** A status that finds a container running but not ready asks its readiness probe at once. */
const TRIGGER_MS = 80

/** The first tick of a probe's worker at or after `at`: its periods count from when the pod's volumes were there. */
const tickFrom = (anchor: Instant, period: number, at: Instant): Instant => anchor + Math.max(0, Math.ceil((at - anchor) / period)) * period

/** What is believed before the first answer that counts. */
const INITIAL: Record<ProbeKind, Pick<ProbeState, 'result'>> = { startup: {}, liveness: { result: 'success' }, readiness: { result: 'failure' } }

/** How the probes of a container stand that has just been started. */
export function probesAtStart(container: Container, init: boolean, anchor: Instant, now: Instant): Pick<ContainerRecord, 'probes'> {
  if ((init && !isSidecar(container)) || !PROBE_KINDS.some(kind => probeOf(container, kind))) return {}
  const probes: Partial<Record<ProbeKind, ProbeState>> = {}
  for (const kind of PROBE_KINDS) {
    const probe = probeOf(container, kind)
    if (!probe) continue
    const waits = kind !== 'startup' && container.startupProbe !== undefined
    probes[kind] = { streak: 0, ...INITIAL[kind], ...(waits ? {} : { nextAt: firstAt(probe, kind, anchor, now, now) }) }
  }
  return { probes }
}

/** When a probe of a container that runs since `startedAt` is asked first, if it may be asked from `from` on. */
function firstAt(probe: Probe, kind: ProbeKind, anchor: Instant, startedAt: Instant, from: Instant): Instant {
  // The worker reckons with the start that the status tells, in whole seconds.
  const earliest = Math.floor(startedAt / 1000) * 1000 + delayOf(probe)
  if (kind !== 'readiness') return tickFrom(anchor, periodOf(probe), Math.max(from + 1, earliest))
  return earliest <= from + TRIGGER_MS ? from + TRIGGER_MS : tickFrom(from + TRIGGER_MS, periodOf(probe), earliest)
}

/** When the next probe of any container is due. */
export function nextProbeAt(r: PodRecord): Instant | undefined {
  let at: Instant | undefined
  for (const name in r.containers) {
    const c = r.containers[name]!
    if (c.ended || !c.probes) continue
    for (const kind of PROBE_KINDS) {
      const next = c.probes[kind]?.nextAt
      if (next !== undefined && (at === undefined || next < at)) at = next
    }
  }
  return at
}

/** Asks what is due. `news`: the kubelet believes something new, so the pod wants a sync now; `standing`: what its status says of a
 *  container is another now, and is said before that sync. Upstream: kubelet.go syncLoopIteration, SetContainerReadiness and SetContainerStartup. */
export function probeDue(room: Room, r: PodRecord, pod: Pod): { record: PodRecord; news: boolean; standing: boolean } {
  let record = r
  let news = false
  let told = false
  for (const name of runningNames(r)) {
    const container = containerNamed(pod.spec!, name)
    if (!container) continue
    for (const kind of PROBE_KINDS) {
      const c = record.containers[name]!
      const state = c.probes?.[kind]
      if (state?.nextAt === undefined || state.nextAt > room.now) continue
      if (c.endsAt !== undefined && c.endsAt <= room.now) {
        // It has ended already, and the next relist will say so.
        record = withProbe(record, name, kind, { ...state, nextAt: room.now + periodOf(probeOf(container, kind)!) })
        continue
      }
      const { next, changed } = ask(room, record, pod, container, kind, state)
      record = withProbe(next.record, name, kind, next.state)
      news ||= changed
      told ||= changed && kind !== 'liveness'
      if (changed && kind === 'startup' && next.state.result === 'success') record = begun(record, container, room.now)
    }
  }
  return { record, news, standing: told }
}

const withProbe = (r: PodRecord, name: string, kind: ProbeKind, state: ProbeState): PodRecord => {
  const c = r.containers[name]!
  return withContainer(r, name, { ...c, probes: { ...c.probes, [kind]: state } })
}

/** The startup probe has passed: the other two begin. */
function begun(r: PodRecord, container: Container, now: Instant): PodRecord {
  let next = r
  for (const kind of ['liveness', 'readiness'] as const) {
    const probe = probeOf(container, kind)
    const c = next.containers[container.name]!
    if (probe) next = withProbe(next, container.name, kind, { streak: 0, ...INITIAL[kind], nextAt: firstAt(probe, kind, r.mountedAt ?? now, c.startedAt, now) })
  }
  return next
}

function ask(room: Room, r: PodRecord, pod: Pod, container: Container, kind: ProbeKind, state: ProbeState): { next: { record: PodRecord; state: ProbeState }; changed: boolean } {
  const probe = probeOf(container, kind)!
  const { now } = room
  const { ok, output, record } = examine(room, r, pod, container, probe)
  if (ok === undefined) {
    // Who could not even ask knows nothing: that is told, and counts for nothing. Upstream: prober.go probe, worker.go doProbe.
    room.event(record, pod, 'Warning', 'Unhealthy', `${LABEL[kind]} probe errored and resulted in unknown state: ${output}`, { name: container.name, init: isInit(pod.spec!, container.name) })
    return { next: { record, state: { ...state, nextAt: now + periodOf(probe) } }, changed: false }
  }
  if (!ok) room.event(record, pod, 'Warning', 'Unhealthy', `${LABEL[kind]} probe failed: ${output}`, { name: container.name, init: isInit(pod.spec!, container.name) })
  const streak = state.last === ok ? state.streak + 1 : 1
  const enough = streak >= (ok ? probe.successThreshold ?? 1 : probe.failureThreshold ?? 3)
  const result = enough ? (ok ? 'success' as const : 'failure' as const) : state.result
  const changed = result !== state.result
  const over = (kind === 'startup' && result === 'success') || (kind !== 'readiness' && result === 'failure')
  const nextAt = over ? undefined : ok && enough ? nextWorthAsking(room, record, container, probe, now) : now + periodOf(probe)
  return { next: { record, state: { streak, last: ok, ...(result ? { result } : {}), ...(nextAt !== undefined ? { nextAt } : {}) } }, changed }
}

/** Commands whose answer may change although nothing in the container does. */
const RESTLESS = /\b(date|sleep|RANDOM|shuf|uptime|wget|curl|nc|nslookup|ping|ps|rand|random|time|awk|perl|python3?)\b/

/** A probe that succeeds goes on succeeding until something happens in the container, so that it need not be asked before. */
function nextWorthAsking(room: Room, r: PodRecord, container: Container, probe: Probe, now: Instant): Instant {
  const period = periodOf(probe)
  if (probe.exec?.command?.some(word => RESTLESS.test(word))) return now + period
  let change = Infinity
  for (const name of probe.exec ? [container.name] : runningNames(r)) {
    const run = room.runs.get(r.uid, name)
    if (!run) continue
    const { endsAt, lookAt } = r.containers[name]!
    const known = endsAt ?? lookAt ?? now
    const next = room.runs.nextChangeMs(run, now - run.startedAt, known - run.startedAt)
    change = Math.min(change, next === undefined ? Math.max(known, now) : run.startedAt + next)
    for (const file of run.start.fileChanges ?? []) if (run.startedAt + file.atMs > now) change = Math.min(change, run.startedAt + file.atMs)
  }
  return tickFrom(now, period, Math.max(change === Infinity ? now : change, now + period))
}

/** Every probe is asked again soon: something came from outside (an exec, a signal, a file). */
export function disturbProbes(r: PodRecord, container: Container, now: Instant): PodRecord {
  let next = r
  const c = r.containers[container.name]
  for (const kind of PROBE_KINDS) {
    const state = c?.probes?.[kind]
    const probe = probeOf(container, kind)
    if (probe && state?.result === 'success' && kind !== 'startup' && (state.nextAt ?? Infinity) > now + periodOf(probe)) {
      const anchor = kind === 'readiness' ? c!.startedAt + TRIGGER_MS : r.mountedAt ?? now
      next = withProbe(next, container.name, kind, { ...state, nextAt: tickFrom(anchor, periodOf(probe), now + 1) })
    }
  }
  return next
}

/** A sync has found the container running and not ready: its readiness probe is asked at once, and from then on by its period. */
export function triggerReadiness(r: PodRecord, pod: Pod, now: Instant): PodRecord {
  let next = r
  for (const name of runningNames(r)) {
    const container = containerNamed(pod.spec!, name)
    const state = r.containers[name]!.probes?.readiness
    if (!container?.readinessProbe || state?.nextAt === undefined || state.result === 'success') continue
    const { started, ready } = standing(container, r.containers[name], isInit(pod.spec!, name))
    const c = r.containers[name]!
    if (!started || ready || c.startedAt + delayOf(container.readinessProbe) > now + TRIGGER_MS || state.nextAt <= now + TRIGGER_MS) continue
    next = withProbe(next, name, 'readiness', { ...state, nextAt: now + TRIGGER_MS })
  }
  return next
}

/** The HTTP probes that a run has answered from its start until `until`, latest last: what its access log speaks of. */
export function nextProbeTicks(room: Room, r: PodRecord, name: string, run: Run, until: Instant, most: number): IncomingRequest[] {
  const pod = room.podOf(r)
  const container = pod && containerNamed(pod.spec!, name)
  if (!container) return []
  const asked: { at: Instant; probe: Probe }[] = []
  for (const kind of PROBE_KINDS) {
    const probe = probeOf(container, kind)
    if (!probe?.httpGet) continue
    let at = firstAt(probe, kind, r.mountedAt ?? run.startedAt, run.startedAt, run.startedAt)
    const period = periodOf(probe)
    at += Math.max(0, Math.floor((until - at) / period) - most) * period
    for (; at <= until; at += period) asked.push({ at, probe })
  }
  return asked.sort((a, b) => a.at - b.at).slice(-most).map(({ at, probe }) => ({
    atMs: at - run.startedAt, port: portOf(container, probe.httpGet!.port), kind: 'http' as const, from: room.hostIP(r.node) ?? '', method: 'GET', path: probe.httpGet!.path ?? '/', userAgent: 'kube-probe/1.36',
  }))
}
