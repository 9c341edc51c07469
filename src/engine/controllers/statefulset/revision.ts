// Which revision pods are on, and which they are to be on. Upstream: stateful_set_control.go, getStatefulSetRevisions, truncateHistory.
import type { ControllerRevision, StatefulSet } from '../../../kube/apps.ts'
import type { Pod, PodTemplateSpec } from '../../../kube/core.ts'
import { StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import { revisionData, revisionHash, revisionName, revisionText } from '../../../kube/podHash.ts'
import type { Intent } from '../controller.ts'
import { createRevision, highest, newRevision, renumber, stores } from '../revisions.ts'
import { revisionOf } from './identity.ts'

const HASH_LABEL = 'controller.kubernetes.io/hash'

export interface Revisions {
  readonly current: ControllerRevision
  readonly update: ControllerRevision
  readonly intents: readonly Intent[]
}

/** SS5. */
export function revisionsFor(set: StatefulSet, revisions: readonly ControllerRevision[]): Revisions {
  const data = revisionData(set.spec.template)
  const text = revisionText(data)
  const equal = revisions.filter(r => stores(r, text)).at(-1)
  const number = highest(revisions) + 1
  const { update, intents } = equal === undefined ? made() : equal === revisions.at(-1) ? { update: equal, intents: [] } : { update: { ...equal, revision: number }, intents: [renumber(equal, number)] }
  return { update, intents, current: revisions.find(r => r.metadata.name === set.status?.currentRevision) ?? update }

  function made() {
    const hash = revisionHash(data, set.status?.collisionCount ?? 0)
    const labels = { ...set.spec.template.metadata?.labels, [HASH_LABEL]: hash }
    const revision = newRevision(set, StatefulSetKind, revisionName(set.metadata.name, hash), labels, set.metadata.annotations, data, number)
    return { update: revision, intents: [createRevision(revision)] }
  }
}

/** The template that a revision stores. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = (revision.data as unknown as { spec: { template: PodTemplateSpec & { $patch?: string } } }).spec.template
  return template
}

/** SS9. */
export function superfluous(set: StatefulSet, revisions: readonly ControllerRevision[], pods: readonly Pod[], { current, update }: Revisions): readonly ControllerRevision[] {
  const live = new Set([current.metadata.name, update.metadata.name, ...pods.map(revisionOf)])
  const history = revisions.filter(r => !live.has(r.metadata.name))
  const limit = set.spec.revisionHistoryLimit ?? 10
  return limit < 0 || history.length <= limit ? [] : history.slice(0, history.length - limit)
}
