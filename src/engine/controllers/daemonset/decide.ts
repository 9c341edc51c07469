// What a sync does: claim, put the history right, then make and remove pods, or else roll on.
import type { Pod } from '../../../kube/core.ts'
import { targetOf } from '../../../kube/daemons.ts'
import { ControllerRevision as RevisionKind, DaemonSet as DaemonSetKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import type { Decision, Intent, Reason } from '../controller.ts'
import { adopt, createPod, deletePod, release, slowStart, tellOf } from '../podControl.ts'
import { dropRevision } from '../revisions.ts'
import { historyOf, superfluous } from './history.ts'
import { manage, type Managed } from './manage.ts'
import type { DaemonSetView } from './observe.ts'
import { reason } from './reasons.ts'
import { roll, type Roll } from './rolling.ts'
import { surveyOf } from './survey.ts'
import { podForNode, podTemplate } from './template.ts'

/** No sync makes or deletes more pods than this. */
const BURST = 250
/** After all batches: what must not happen once one of them was refused. */
const LAST = Number.MAX_SAFE_INTEGER

/** Nodes that a reason names. */
const NAMED = 6

/** `_now` is not asked: a view carries its instant. */
export function decide(view: DaemonSetView, _now: Instant): Decision {
  const { ds, caughtUp, pods, revisions } = view
  const history = historyOf(ds, revisions, pods)
  const claims = [
    ...view.release.map(pod => release(ds, pod, PodKind)),
    ...view.adopt.map(pod => adopt(ds, DaemonSetKind, pod, PodKind)),
    ...view.adoptRevisions.map(revision => adopt(ds, DaemonSetKind, revision, RevisionKind)),
  ]
  const first = [...claims, ...history.intents]
  if (!caughtUp) return { intents: first, because: reason('ds.not-caught-up', { nodes: view.nodes.length }) }
  const managed = manage(view, history.hash)
  const still = managed.create.length === 0 && managed.remove.length === 0
  const rolling = still && ds.spec.updateStrategy?.type !== 'OnDelete' ? roll(view, history.hash) : undefined
  const cleanup = superfluous(ds, history.old, pods).map((r): Intent => ({ ...dropRevision(r), batch: LAST }))
  return {
    intents: [...first, ...told(view, managed), ...act(view, rolling ?? managed, history.hash), ...cleanup],
    because: why(view, managed, rolling, history.hash),
  }
}

/** DS7: says so before it deletes them. */
const told = ({ ds }: DaemonSetView, { failed, succeeded }: Managed): Intent[] => [
  ...failed.map(({ pod, node }) =>
    tellOf(ds, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node}, will try to kill it`)),
  ...succeeded.map(({ pod, node }) =>
    tellOf(ds, 'Normal', 'SucceededDaemonPod', `Found succeeded daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node}, will try to delete it`)),
]

function act({ ds }: DaemonSetView, { create, remove }: Pick<Managed, 'create' | 'remove'>, hash: string): Intent[] {
  const template = podTemplate(ds, hash)
  const nodes = create.slice(0, BURST)
  const batches = slowStart(nodes.length)
  return [
    ...nodes.flatMap((node, i) => createPod(ds, podForNode(ds, template, node), batches[i]!)),
    ...remove.slice(0, BURST).flatMap(pod => deletePod(ds, pod)),
  ]
}

const nodesOf = (pods: readonly Pod[]): string[] => pods.slice(0, NAMED).map(pod => targetOf(pod) ?? '')

function why(view: DaemonSetView, managed: Managed, rolling: Roll | undefined, hash: string): Reason {
  const { desired, old } = surveyOf(view, hash).counts
  if (managed.create.length + managed.remove.length > 0) {
    return reason('ds.manage', { desired, creating: managed.create.length, deleting: managed.remove.length, on: managed.create.slice(0, NAMED), off: nodesOf(managed.remove) })
  }
  if (managed.waiting.length > 0) return reason('ds.backoff', { nodes: managed.waiting.map(w => w.node), waitMs: Math.max(...managed.waiting.map(w => w.ms)) })
  if (rolling && old > 0) {
    const { maxUnavailable, maxSurge, unavailable, remove, create } = rolling
    return remove.length + create.length > 0
      ? reason('ds.roll', { old, deleting: remove.length, creating: create.length, on: create.slice(0, NAMED), off: nodesOf(remove), maxUnavailable, maxSurge })
      : reason('ds.roll-waits', { old, unavailable, maxUnavailable, maxSurge })
  }
  if (old > 0) return reason('ds.on-delete', { old })
  if (view.adopt.length + view.release.length > 0) return reason('ds.claim', { adopt: view.adopt.length, release: view.release.length })
  return reason('ds.steady', { desired })
}
