// What a sync does to pods: claim, then fill or shed.
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import type { Decision, Intent, Reason } from '../controller.ts'
import { adopt, createPod, deletePod, podFromTemplate, release, slowStart } from '../podControl.ts'
import type { ReplicaSetView } from './observe.ts'
import { reason } from './reasons.ts'
import { podsToDelete } from './victims.ts'

/** RS6: no sync makes or deletes more pods than this. */
const BURST = 500

/** `_now` is not asked: a view carries its instant. */
export function decide(view: ReplicaSetView, _now: Instant): Decision {
  const { rs, flavour } = view
  const claims = [
    ...view.release.map(pod => release(rs, pod, PodKind)),
    ...view.adopt.map(pod => adopt(rs, flavour.kind, pod, PodKind)),
  ]
  return { because: why(view), intents: [...claims, ...podIntents(view)] }
}

const wantedOf = ({ rs }: ReplicaSetView): number => rs.spec.replicas ?? 1

/** RS3: a ReplicaSet that is being deleted, or whose last writes are not seen yet, is only counted. */
const handsOff = ({ rs, caughtUp }: ReplicaSetView): boolean => !caughtUp || rs.metadata.deletionTimestamp !== undefined

function podIntents(view: ReplicaSetView): Intent[] {
  const { rs, flavour, counts, active, related, at } = view
  const missing = wantedOf(view) - counts.active
  if (handsOff(view) || missing === 0 || !rs.spec.template) return []
  if (missing > 0) {
    const pod = podFromTemplate(rs, flavour.kind, rs.spec.template)
    return slowStart(Math.min(missing, BURST)).flatMap(batch => createPod(rs, pod, batch))
  }
  return podsToDelete(active, related, Math.min(-missing, BURST), at).flatMap(pod => deletePod(rs, pod))
}

function why(view: ReplicaSetView): Reason {
  const { rs, counts: { active } } = view
  const replicas = wantedOf(view)
  if (rs.metadata.deletionTimestamp !== undefined) return reason('rs.deleting', { active })
  if (!view.caughtUp) return reason('rs.not-caught-up', { active })
  if (active < replicas) return reason('rs.too-few', { replicas, active, creating: Math.min(replicas - active, BURST) })
  if (active > replicas) return reason('rs.too-many', { replicas, active, deleting: Math.min(active - replicas, BURST) })
  if (view.adopt.length + view.release.length > 0) return reason('rs.claim', { adopt: view.adopt.length, release: view.release.length })
  return reason('rs.steady', { replicas })
}
