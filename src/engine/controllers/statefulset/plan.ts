// What a sync does to pods, step by step until something has to be waited for. Upstream: stateful_set_control.go, updateStatefulSet,
// processReplica, processCondemned; stateful_pod_control.go.
import type { StatefulSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { scaledIntOrString } from '../../../kube/intOrString.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import { isPodTerminating } from '../../../kube/pods.ts'
import { isInRange, ordinalOf, replicasOf, startOf } from '../../../kube/statefulSets.ts'
import type { Intent, Reason } from '../controller.ts'
import { slowStart } from '../podControl.ts'
import { hasIdentity, newPod, revisionOf } from './identity.ts'
import type { StatefulSetView } from './observe.ts'
import { ordinalsIn } from './ordinals.ts'
import { correction, creation, deletion, missingClaims } from './pods.ts'
import { reason, type StatefulSetReasons } from './reasons.ts'
import { hasStaleClaim, ownerUpdates } from './retention.ts'
import { templateOf, type Revisions } from './revision.ts'
import { isCreated, isRunningAndAvailable, isRunningAndReady, isUnavailable } from './states.ts'

export interface Plan {
  readonly intents: readonly Intent[]
  readonly because: Reason
  /** Old pods that are deleted for the update: they no longer count as current. */
  readonly updating: readonly Pod[]
  /** SS15: what keeps the sync from going on, though nothing was refused. */
  readonly trouble: string | undefined
}

/** A step: what it does, why, whether the ordered way stops here, and whether something is wrong. */
interface Step { readonly intents: readonly Intent[]; readonly because?: Reason; readonly stop?: boolean; readonly trouble?: string }

type Wait = StatefulSetReasons['sts.wait']
/** `then`: the pod whose turn comes next, where it is known. */
const wait = (pod: Pod, what: Wait['for'], next: Wait['next'], then?: Pod): Step =>
  ({ intents: [], stop: true, because: reason('sts.wait', { pod: pod.metadata.name, for: what, next, ...(then ? { then: then.metadata.name } : {}) }) })

export function plan(view: StatefulSetView, revisions: Revisions): Plan {
  const { set, pods } = view
  if (set.metadata.deletionTimestamp !== undefined) return { intents: [], updating: [], trouble: undefined, because: reason('sts.deleting', { pods: pods.length }) }
  const ordered = set.spec.podManagementPolicy !== 'Parallel'
  const { list, whole } = ordinalsIn(set, pods)
  const replicas = replicasIn(view, list, revisions)
  const condemned = pods.filter(pod => !isInRange(set, ordinalOf(set, pod))).toSorted((a, b) => ordinalOf(set, b) - ordinalOf(set, a))
  const firstUnavailable = [...replicas, ...condemned.toReversed()].find(pod => isUnavailable(pod, minReady(set), view.at))
  const missing = replicas.find(pod => !isCreated(pod))

  const walk = new Walk(ordered)
  const goesOn = walk.all(replicas, pod => replicaStep(view, pod, ordered, missing))
    && walk.all(condemned, pod => ({ intents: ownerUpdates(view, pod) }))
    && walk.all(condemned, (pod, i) => condemnedStep(view, pod, firstUnavailable, ordered, condemned[i + 1]))
  const updates = goesOn && whole ? updateStep(view, replicas, revisions) : undefined
  if (updates) walk.all([updates], step => step)
  const { intents, reasons, trouble } = walk
  const count = (verb: Intent['verb']) => intents.filter(i => i.verb === verb && 'kind' in i && i.kind === PodKind).length
  const parallel = !ordered && count('create') + count('delete') > 1
  return {
    intents, trouble, updating: updates?.pods ?? [],
    because: parallel ? reason('sts.parallel', { creating: count('create'), deleting: count('delete') }) : reasons.at(-1) ?? quiet(view, replicas, revisions),
  }
}

/**
 * The steps of a sync. In order, the first that has to wait or is refused ends it. In parallel they go in batches of 1, 2, 4, …: within
 * one nobody hangs on another, and after a batch with a refusal there is no other. Upstream: runForAll, slowStartBatch.
 */
class Walk {
  readonly intents: Intent[] = []
  readonly reasons: Reason[] = []
  trouble: string | undefined
  readonly #ordered: boolean
  #batch = 0

  constructor(ordered: boolean) { this.#ordered = ordered }

  /** Whether there is a way on after these. */
  all<T>(list: readonly T[], stepOf: (item: T, index: number) => Step): boolean {
    const batches = slowStart(list.length)
    const first = this.#batch
    for (const [i, item] of list.entries()) {
      const batch = first + batches[i]!
      if (this.trouble !== undefined && batch > this.#batch) return false
      this.#batch = batch
      const { intents, because, stop, trouble } = stepOf(item, i)
      this.intents.push(...intents.map((intent, n): Intent => (this.#ordered ? { ...intent, ...(intent.verb === 'event' ? {} : { must: true }) } : { ...intent, batch, ...(n > 0 ? { ifDone: true } : {}) })))
      if (because) this.reasons.push(because)
      this.trouble ??= trouble
      if (this.#ordered && (stop || trouble !== undefined)) return false
    }
    this.#batch++
    return this.trouble === undefined
  }
}

const minReady = (set: StatefulSet): number => set.spec.minReadySeconds ?? 0
const partitionOf = (set: StatefulSet): number => set.spec.updateStrategy?.rollingUpdate?.partition ?? 0

/** One pod for each ordinal: the one there is, or one that is yet to be made. SS8. */
function replicasIn({ set, pods }: StatefulSetView, ordinals: readonly number[], { current, update }: Revisions): Pod[] {
  const byOrdinal = new Map(pods.map(pod => [ordinalOf(set, pod), pod]))
  return ordinals.map(ordinal => {
    const revision = isCurrentNeeded(set, ordinal) ? current : update
    return byOrdinal.get(ordinal) ?? newPod(set, templateOf(revision), revision.metadata.name, ordinal)
  })
}

function isCurrentNeeded(set: StatefulSet, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  if (type !== 'RollingUpdate') return false
  return ordinal < startOf(set) + (rollingUpdate ? partitionOf(set) : set.status?.currentReplicas ?? 0)
}

/** SS2, SS10. */
function replicaStep(view: StatefulSetView, pod: Pod, ordered: boolean, missing: Pod | undefined): Step {
  const { set, at } = view
  const { name } = pod.metadata
  const phase = pod.status?.phase
  if (phase === 'Failed' || phase === 'Succeeded') {
    if (isPodTerminating(pod)) return wait(pod, 'terminating', 'create', pod)
    return { intents: deletion(set, pod), stop: true, because: reason('sts.replace-ended', { pod: name, phase }) }
  }
  if (!isCreated(pod)) {
    if (hasStaleClaim(view, pod)) return wait(pod, 'claim', 'create', pod)
    const { intents, trouble } = creation(view, pod)
    if (trouble !== undefined) return { ...wait(pod, 'claim', 'create', pod), intents, trouble }
    return { intents, stop: true, because: reason('sts.create', { pod: name, replicas: replicasOf(set) }) }
  }
  const { intents: claims, trouble } = phase === 'Pending' ? missingClaims(view, pod) : { intents: [], trouble: undefined }
  if (trouble !== undefined) return { ...wait(pod, 'claim', 'create', missing), intents: claims, trouble }
  const owners = ownerUpdates(view, pod)
  const pending = phase === 'Pending' ? [...claims, ...owners] : []
  if (ordered) {
    const next = 'create'
    if (isPodTerminating(pod)) return { ...wait(pod, 'terminating', next, missing), intents: pending }
    if (!isRunningAndReady(pod)) return { ...wait(pod, 'ready', next, missing), intents: pending }
    if (!isRunningAndAvailable(pod, minReady(set), at)) return { ...wait(pod, 'available', next, missing), intents: pending }
  }
  if (hasIdentity(set, pod, ordinalOf(set, pod)) && (phase === 'Pending' || owners.length === 0)) return { intents: pending }
  return { intents: [...claims, ...correction(view, pod)], because: reason('sts.identity', { pod: name }) }
}

/** SS3. */
function condemnedStep({ set, at }: StatefulSetView, pod: Pod, firstUnavailable: Pod | undefined, ordered: boolean, below: Pod | undefined): Step {
  if (isPodTerminating(pod)) return wait(pod, 'terminating', 'scale-down', below)
  if (ordered && pod !== firstUnavailable) {
    if (!isRunningAndReady(pod)) return wait(firstUnavailable ?? pod, 'ready', 'scale-down', pod)
    if (!isRunningAndAvailable(pod, minReady(set), at)) return wait(firstUnavailable ?? pod, 'available', 'scale-down', pod)
  }
  return { intents: deletion(set, pod), stop: true, because: reason('sts.scale-down', { pod: pod.metadata.name, replicas: replicasOf(set) }) }
}

/** SS6. */
function updateStep(view: StatefulSetView, replicas: readonly Pod[], { update }: Revisions): (Step & { pods: readonly Pod[] }) | undefined {
  const { set, at, maxUnavailableCounts } = view
  if (set.spec.updateStrategy?.type === 'OnDelete') return undefined
  const partition = partitionOf(set)
  const isOld = (pod: Pod) => revisionOf(pod) !== update.metadata.name && !isPodTerminating(pod)
  const targets = replicas.slice(partition).toReversed()
  const step = (pods: readonly Pod[]) =>
    ({ pods, intents: pods.flatMap(pod => deletion(set, pod)), because: reason('sts.update', { pods: pods.map(p => p.metadata.name), partition }) })
  if (maxUnavailableCounts) {
    const most = Math.max(1, scaledIntOrString(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, replicasOf(set), false))
    const unavailable = replicas.filter(pod => isUnavailable(pod, minReady(set), at)).length
    const old = targets.filter(isOld).slice(0, Math.max(0, most - unavailable))
    return old.length > 0 ? step(old) : undefined
  }
  for (const [i, pod] of targets.entries()) {
    if (isOld(pod)) return step([pod])
    if (isUnavailable(pod, minReady(set), at)) {
      const what = isPodTerminating(pod) ? 'terminating' : isRunningAndReady(pod) ? 'available' : 'ready'
      return { ...wait(pod, what, 'update', targets.slice(i + 1).find(isOld)), pods: [] }
    }
  }
  return undefined
}

function quiet(view: StatefulSetView, replicas: readonly Pod[], { update }: Revisions): Reason {
  const { set } = view
  const old = replicas.filter(pod => revisionOf(pod) !== update.metadata.name).length
  if (old > 0) return reason('sts.old-stay', { old, strategy: set.spec.updateStrategy?.type ?? 'RollingUpdate', partition: partitionOf(set) })
  if (view.adopt.length + view.release.length > 0) return reason('sts.claim', { adopt: view.adopt.length, release: view.release.length })
  return reason('sts.steady', { replicas: replicasOf(set) })
}
