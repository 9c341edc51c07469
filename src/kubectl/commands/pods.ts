// Which pod and which container a command means: `web-1`, `job/pi`, `deploy/web`. Upstream: kubectl/pkg/polymorphichelpers, util/podutils, podcmd.
import type { ContainerStatus, Pod as PodObject } from '../../kube/core.ts'
import { Pod } from '../../kube/kinds.ts'
import { selectorFor, selectorFromSet } from '../../kube/labels.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import { requireKind } from '../parse/resources.ts'
import { getAny } from './find.ts'
import type { Invocation } from './command.ts'

const readyCondition = (p: PodObject) => p.status?.conditions?.find(c => c.type === 'Ready')
const isReady = (p: PodObject) => readyCondition(p)?.status === 'True'
const restarts = (p: PodObject) => Math.max(0, ...(p.status?.containerStatuses ?? []).map((s: ContainerStatus) => s.restartCount ?? 0))
const PHASES: Readonly<Record<string, number>> = { Running: 0, Unknown: 1, Pending: 2 }

/** The pod whose logs are likelier to be wanted comes first: placed, running, ready longest, restarted most, oldest. */
export function byLogging(a: PodObject, b: PodObject): number {
  const [na, nb] = [a.spec?.nodeName ?? '', b.spec?.nodeName ?? '']
  if (na !== nb && (!na || !nb)) return na ? -1 : 1
  const phase = (p: PodObject) => PHASES[p.status?.phase ?? ''] ?? 0
  if (phase(a) !== phase(b)) return phase(a) - phase(b)
  if (isReady(a) !== isReady(b)) return isReady(a) ? -1 : 1
  if (isReady(a)) {
    const [ra, rb] = [readyCondition(a)!.lastTransitionTime ?? '', readyCondition(b)!.lastTransitionTime ?? '']
    if (ra !== rb) return ra < rb ? -1 : 1
  }
  if (restarts(a) !== restarts(b)) return restarts(b) - restarts(a)
  const [ca, cb] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  return ca < cb ? -1 : ca > cb ? 1 : 0
}

/** The pods that belong to an object, by its selector. */
export function podsOf(call: Invocation, object: AnyObject, doing = 'attach to'): readonly PodObject[] {
  if (object.kind === 'Pod') return [object as unknown as PodObject]
  const { selector } = object.spec ?? {}
  const plain = object.kind === 'Service' || object.kind === 'ReplicationController'
  if (!selector || (object.kind === 'Service' && Object.keys(selector).length === 0)) {
    throw new KubectlError(`cannot ${doing} *v1.${object.kind}: ${object.kind === 'Service' ? `invalid service '${object.metadata.name}': Service is defined without a selector`
      : `selector for *v1.${object.kind} not implemented`}`)
  }
  const labelSelector = (plain ? selectorFromSet(selector) : selectorFor(selector)).toString()
  return call.client.list(Pod, object.metadata.namespace, { labelSelector })
}

export interface PodChoice {
  readonly pod: PodObject
  /** How many there were to choose from. */
  readonly of: number
}

/** The pod that `name`, `pod/name` or `kind/name` means. */
export function choosePod(call: Invocation, arg: string, doing?: string): PodChoice | undefined {
  if (!arg.includes('/')) return { pod: getAny(call, Pod, call.namespace, arg) as unknown as PodObject, of: 1 }
  const [kindText, name] = arg.split('/') as [string, string]
  const object = getAny(call, requireKind(kindText), call.namespace, name)
  const pods = [...podsOf(call, object, doing)].sort(byLogging)
  return pods.length ? { pod: pods[0]!, of: pods.length } : undefined
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container'

/** All containers by name, with what they are, as messages list them. */
function containerList(pod: PodObject): string {
  return [
    ...(pod.spec?.containers ?? []).map(c => c.name), ...(pod.spec?.ephemeralContainers ?? []).map(c => `${c.name} (ephem)`),
    ...(pod.spec?.initContainers ?? []).map(c => `${c.name} (init)`),
  ].join(', ')
}

/** The container that is meant when none is named; says so when there were several. */
export function defaultContainer(call: Invocation, pod: PodObject, quiet = false): string {
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER]
  const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
  if (annotated && all.some(c => c.name === annotated)) return annotated
  if (annotated) call.err(`Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name}\n`)
  const first = pod.spec?.containers?.[0]?.name ?? ''
  if (!quiet && all.length + (pod.spec?.ephemeralContainers?.length ?? 0) > 1) call.err(`Defaulted container ${JSON.stringify(first)} out of: ${containerList(pod)}\n`)
  return first
}

/** A container that was named must be one of the pod's. */
export function requireContainer(pod: PodObject, name: string): string {
  const names = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? []), ...(pod.spec?.ephemeralContainers ?? [])].map(c => c.name)
  if (!names.includes(name)) throw new KubectlError(`container ${name} is not valid for pod ${pod.metadata.name} out of: ${containerList(pod)}`)
  return name
}
