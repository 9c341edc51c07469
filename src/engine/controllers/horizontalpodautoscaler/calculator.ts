// How many replicas a metric of pods asks for: the ratio of what is used to what is wanted, with pods that say nothing counted so that
// they never make it scale further. Upstream: replica_calculator.go, metrics/utilization.go.
import { conditionOf } from '../../../kube/conditions.ts'
import type { Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { podResources } from '../../../kube/podResources.ts'
import { milliValueOf } from '../../../kube/quantity.ts'
import { instantOf } from '../../../kube/rfc3339.ts'

/** What a pod used, in thousandths (of a core, of a byte), over the window before `at`. */
export interface PodMetric { readonly milli: number; readonly at: Instant; readonly windowMs: number }
export type PodMetrics = ReadonlyMap<string, PodMetric>

/** How far off the ratio may be before anything is done, each way. */
export interface Tolerances { readonly down: number; readonly up: number }
export const DEFAULT_TOLERANCE = 0.1

/** --horizontal-pod-autoscaler-cpu-initialization-period, -initial-readiness-delay. */
const CPU_INITIALIZATION_MS = 300_000
const READINESS_DELAY_MS = 30_000

export interface Counted {
  readonly replicas: number
  /** Per cent of what is requested; undefined where that is not what is aimed at. */
  readonly utilization?: number
  readonly rawMilli: number
}
/** Why nothing can be said, in upstream's words. */
export class MetricError extends Error {}

interface Grouped { readonly ready: number; readonly unready: ReadonlySet<string>; readonly missing: ReadonlySet<string>; readonly ignored: ReadonlySet<string> }

/** HPA5. Upstream: groupPods. */
function grouped(pods: readonly Pod[], metrics: PodMetrics, resource: string, now: Instant): Grouped {
  const [unready, missing, ignored] = [new Set<string>(), new Set<string>(), new Set<string>()]
  let ready = 0
  for (const pod of pods) {
    const name = pod.metadata.name!
    const metric = metrics.get(name)
    if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Failed') ignored.add(name)
    else if (pod.status?.phase === 'Pending') unready.add(name)
    else if (!metric) missing.add(name)
    else if (resource === 'cpu' && isWarmingUp(pod, metric, now)) unready.add(name)
    else ready++
  }
  return { ready, unready, missing, ignored }
}

/** What a pod uses that has just begun says nothing of what it will use. */
function isWarmingUp(pod: Pod, metric: PodMetric, now: Instant): boolean {
  const condition = conditionOf(pod, 'Ready')
  if (!condition || !pod.status?.startTime) return true
  const [start, turned] = [instantOf(pod.status.startTime), instantOf(condition.lastTransitionTime!)]
  if (start + CPU_INITIALIZATION_MS > now) return condition.status === 'False' || metric.at < turned + metric.windowMs
  return condition.status === 'False' && start + READINESS_DELAY_MS > turned
}

function requestsOf(pods: readonly Pod[], resource: string): ReadonlyMap<string, number> {
  return new Map(pods.map(pod => {
    const own = pod.spec.resources?.requests?.[resource] !== undefined
    const silent = own ? undefined : [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(c => c.restartPolicy === 'Always')].find(c => c.resources?.requests?.[resource] === undefined)
    if (silent) throw new MetricError(`missing request for ${resource} in container ${silent.name} of Pod ${pod.metadata.name}`)
    if (own) return [pod.metadata.name!, milliValueOf(podResources(pod.spec, 'requests')[resource]!)] as const
    return [pod.metadata.name!, [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(c => c.restartPolicy === 'Always')].reduce((sum, c) => sum + milliValueOf(String(c.resources!.requests![resource])), 0)] as const
  }))
}

const isWithin = (ratio: number, { down, up }: Tolerances): boolean => 1 - down <= ratio && ratio <= 1 + up

/** What is aimed at: the share of the requests in per cent, or so much per pod. */
export type Aim = { readonly utilization: number } | { readonly milliPerPod: number }

/** Upstream: GetResourceReplicas, GetRawResourceReplicas. `metrics`: of pods of the target, as the metrics API has them. */
export function replicasFor(pods: readonly Pod[], metrics: PodMetrics, resource: string, aim: Aim, current: number, tolerances: Tolerances, now: Instant): Counted {
  if (metrics.size === 0) throw new MetricError(`unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`)
  if (pods.length === 0) throw new MetricError('no pods returned by selector while calculating replica count')
  const { ready, unready, missing, ignored } = grouped(pods, metrics, resource, now)
  const used = new Map([...metrics].filter(([name]) => !ignored.has(name) && !unready.has(name)).map(([name, m]) => [name, m.milli]))
  const requests = 'utilization' in aim ? requestsOf(pods, resource) : undefined
  if (used.size === 0) throw new MetricError('did not receive metrics for targeted pods (pods might be unready)')

  const first = ratioOf(used, requests, aim)
  const { ratio } = first
  const told = { rawMilli: first.rawMilli, ...(first.utilization !== undefined ? { utilization: first.utilization } : {}) }
  const upWithUnready = unready.size > 0 && ratio > 1
  if (!upWithUnready && missing.size === 0) return { replicas: isWithin(ratio, tolerances) ? current : Math.ceil(ratio * ready), ...told }

  // Who says nothing is taken to use all that he may on the way down, nothing on the way up.
  for (const name of missing) {
    if (ratio < 1) used.set(name, 'utilization' in aim ? Math.trunc((requests!.get(name)! * Math.max(100, aim.utilization)) / 100) : aim.milliPerPod)
    else if (ratio > 1 || !('utilization' in aim)) used.set(name, 0)
  }
  if (upWithUnready) for (const name of unready) used.set(name, 0)
  const again = ratioOf(used, requests, aim).ratio
  const turned = (ratio < 1 && again > 1) || (ratio > 1 && again < 1)
  if (isWithin(again, tolerances) || turned) return { replicas: current, ...told }
  const replicas = Math.ceil(again * used.size)
  const wrongWay = (again < 1 && replicas > current) || (again > 1 && replicas < current)
  return { replicas: wrongWay ? current : replicas, ...told }
}

/** Upstream: GetResourceUtilizationRatio, GetMetricUsageRatio. Whole numbers, cut off as Go's are. */
function ratioOf(used: ReadonlyMap<string, number>, requests: ReadonlyMap<string, number> | undefined, aim: Aim): { ratio: number; utilization?: number; rawMilli: number } {
  if (!('utilization' in aim)) {
    const rawMilli = Math.trunc([...used.values()].reduce((sum, n) => sum + n, 0) / used.size)
    return { ratio: rawMilli / aim.milliPerPod, rawMilli }
  }
  let [usedTotal, requestTotal, entries] = [0, 0, 0]
  for (const [name, milli] of used) {
    const request = requests!.get(name)
    if (request === undefined) continue
    usedTotal += milli
    requestTotal += request
    entries++
  }
  if (requestTotal === 0) throw new MetricError('no metrics returned matched known pods')
  const utilization = Math.trunc((usedTotal * 100) / requestTotal)
  return { ratio: utilization / aim.utilization, utilization, rawMilli: Math.trunc(usedTotal / entries) }
}
