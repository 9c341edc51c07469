// The templates that a DaemonSet has had. Upstream: update.go, constructHistory, dedupCurHistories, snapshot, cleanupHistory.
import type { ControllerRevision, DaemonSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { DaemonSet as DaemonSetKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { podTemplateHash, revisionData, revisionName, revisionText } from '../../../kube/podHash.ts'
import { CONTROLLER_REVISION_HASH } from '../../../kube/pods.ts'
import type { Intent } from '../controller.ts'
import { byRevision, createRevision, dropRevision, highest, newRevision, renumber, stores } from '../revisions.ts'

export interface History {
  /** The hash of the current template, as pods carry it. */
  readonly hash: string
  readonly old: readonly ControllerRevision[]
  /** What makes the history true: a revision made, numbered anew, or a double removed. */
  readonly intents: readonly Intent[]
}

/** DS10. */
export function historyOf(ds: DaemonSet, revisions: readonly ControllerRevision[], pods: readonly Pod[]): History {
  const { template } = ds.spec
  const text = textOf(template)
  const current = byRevision(revisions.filter(r => stores(r, text)))
  const old = revisions.filter(r => !current.includes(r))
  const number = highest(old) + 1
  const kept = current.at(-1)
  if (!kept) {
    const hash = podTemplateHash(template, ds.status?.collisionCount)
    const labels = { ...template.metadata?.labels, [CONTROLLER_REVISION_HASH]: hash }
    const made = newRevision(ds, DaemonSetKind, revisionName(ds.metadata.name, hash), labels, ds.metadata.annotations, revisionData(template), number)
    return { hash, old, intents: [createRevision(made)] }
  }
  const hash = hashOf(kept)
  const doubles = current.slice(0, -1)
  return {
    hash, old,
    intents: [
      ...(doubles.length > 0 ? pods.filter(pod => pod.metadata.labels?.[CONTROLLER_REVISION_HASH] !== hash && doubles.some(d => hashOf(d) === pod.metadata.labels?.[CONTROLLER_REVISION_HASH])).map(pod => relabelled(pod, hash)) : []),
      ...doubles.map(dropRevision),
      ...(kept.revision < number ? [renumber(kept, number)] : []),
    ],
  }
}

const texts = new WeakMap<object, string>()
/** A template's text, worked out once. */
function textOf(template: object): string {
  let text = texts.get(template)
  if (text === undefined) {
    text = revisionText(revisionData(template))
    texts.set(template, text)
  }
  return text
}

const hashOf = (revision: ControllerRevision): string => revision.metadata.labels?.[CONTROLLER_REVISION_HASH] ?? revision.metadata.name

const relabelled = (pod: Pod, hash: string): Intent => ({
  verb: 'update', kind: PodKind, must: true,
  object: { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [CONTROLLER_REVISION_HASH]: hash } } } as unknown as AnyObject,
})

/** DS11. */
export function superfluous(ds: DaemonSet, old: readonly ControllerRevision[], pods: readonly Pod[]): readonly ControllerRevision[] {
  const tooMany = old.length - (ds.spec.revisionHistoryLimit ?? 10)
  if (tooMany <= 0) return []
  const live = new Set(pods.map(pod => pod.metadata.labels?.[CONTROLLER_REVISION_HASH]))
  return byRevision(old).filter(r => !live.has(hashOf(r))).slice(0, tooMany)
}
