// Pods: READY, STATUS and RESTARTS summarise the containers. Upstream: pkg/printers/internalversion/printers.go, printPod.
import type { ContainerStatus, Pod } from '../../../kube/core.ts'
import { parseTime } from '../../../kube/rfc3339.ts'
import { humanDuration } from '../../../kube/age.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { since } from '../values.ts'

/** The words in the STATUS column, READY's two numbers, and the restarts with the instant of the last. */
export interface PodSummary {
  readonly ready: number
  readonly containers: number
  readonly status: string
  readonly restarts: number
  readonly lastRestartAt: number | undefined
}

const later = (a: number | undefined, b: number | undefined) => (b === undefined || (a !== undefined && a >= b) ? a : b)

const lastEndOf = (s: ContainerStatus) => {
  const time = s.lastState?.terminated?.finishedAt
  return time ? parseTime(time) : undefined
}

const terminatedAs = (t: { reason?: string; signal?: number; exitCode?: number }) =>
  t.reason || (t.signal ? `Signal:${t.signal}` : `ExitCode:${t.exitCode ?? 0}`)

const hasCondition = (pod: Pod, type: string) => pod.status?.conditions?.some(c => c.type === type && c.status === 'True') ?? false

/** What a row says of a pod. Also used by the page's own lists, so that they say the same. */
export function summarisePod(pod: Pod): PodSummary {
  const { spec, status } = pod
  const sidecars = new Set(spec?.initContainers?.filter(c => c.restartPolicy === 'Always').map(c => c.name))
  const containers = (spec?.containers?.length ?? 0) + sidecars.size
  let word: string = status?.reason || status?.phase || ''
  if (status?.conditions?.some(c => c.type === 'PodScheduled' && c.reason === 'SchedulingGated')) word = 'SchedulingGated'

  let ready = 0
  let restarts = 0
  let lastRestartAt: number | undefined
  let sidecarRestarts = 0
  let lastSidecarRestartAt: number | undefined
  let initializing = false
  for (const [i, s] of (status?.initContainerStatuses ?? []).entries()) {
    restarts += s.restartCount ?? 0
    lastRestartAt = later(lastRestartAt, lastEndOf(s))
    const sidecar = sidecars.has(s.name)
    if (sidecar) {
      sidecarRestarts += s.restartCount ?? 0
      lastSidecarRestartAt = later(lastSidecarRestartAt, lastEndOf(s))
    }
    const { terminated, waiting } = s.state ?? {}
    if (terminated && !terminated.exitCode) continue
    if (sidecar && s.started) {
      if (s.ready) ready++
      continue
    }
    if (terminated) word = `Init:${terminatedAs(terminated)}`
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') word = `Init:${waiting.reason}`
    else word = `Init:${i}/${spec?.initContainers?.length ?? 0}`
    initializing = true
    break
  }

  if (!initializing || hasCondition(pod, 'Initialized')) {
    // The init containers' restarts are over and no longer counted; sidecars' go on.
    restarts = sidecarRestarts
    lastRestartAt = lastSidecarRestartAt
    let running = false
    let failure = ''
    for (const s of [...(status?.containerStatuses ?? [])].reverse()) {
      restarts += s.restartCount ?? 0
      lastRestartAt = later(lastRestartAt, lastEndOf(s))
      if (s.state?.waiting?.reason) word = s.state.waiting.reason
      else if (s.state?.terminated) {
        word = terminatedAs(s.state.terminated)
        if (s.state.terminated.exitCode) failure = word
      } else if (s.ready && s.state?.running) {
        running = true
        ready++
      }
    }
    if (word === 'Completed') word = running && hasCondition(pod, 'Ready') ? 'Running' : failure || (running ? 'NotReady' : word)
  }

  if (pod.metadata.deletionTimestamp) {
    if (status?.reason === 'NodeLost') word = 'Unknown'
    else if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') word = 'Terminating'
  }
  return { ready, containers, status: word, restarts, lastRestartAt }
}

export const pod: KindPrinter = {
  columns: [
    column('Name'), column('Ready'), column('Status'), column('Restarts'), column('Age'),
    wide('IP'), wide('Node'), wide('Nominated Node'), wide('Readiness Gates'),
  ],
  row(o: Pod, { now }) {
    const { ready, containers, status, restarts, lastRestartAt } = summarisePod(o)
    const gates = o.spec?.readinessGates ?? []
    const open = gates.filter(g => hasCondition(o, g.conditionType)).length
    return [
      o.metadata.name!, `${ready}/${containers}`, status,
      restarts && lastRestartAt !== undefined ? `${restarts} (${humanDuration(now - lastRestartAt)} ago)` : `${restarts}`,
      since(o.metadata.creationTimestamp, now),
      o.status?.podIPs?.[0]?.ip || o.status?.podIP || '<none>', o.spec?.nodeName || '<none>', o.status?.nominatedNodeName || '<none>',
      gates.length ? `${open}/${gates.length}` : '<none>',
    ]
  },
}
