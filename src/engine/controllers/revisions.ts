// What DaemonSets and StatefulSets share of ControllerRevisions: the templates they have had, numbered.
// Upstream: pkg/controller/history/controller_history.go, pkg/controller/daemon/update.go.
import type { ControllerRevision } from '../../kube/apps.ts'
import { keyOf } from '../../kube/keys.ts'
import { ControllerRevision as RevisionKind, type Kind } from '../../kube/kinds.ts'
import type { ObjectMeta } from '../../kube/meta.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { revisionText } from '../../kube/podHash.ts'
import type { CacheReader, Intent } from './controller.ts'
import { controllerRefTo } from './podControl.ts'

interface Selects { matches(labels: Readonly<Record<string, string>> | undefined): boolean }

/** The revisions that an owner has, and those that nobody has and that match its selector. */
export function revisionsOf(cache: CacheReader, owner: ApiObject, selector: Selects): { owned: readonly ControllerRevision[]; adopt: readonly ControllerRevision[] } {
  const owned = cache.ownedBy(owner, RevisionKind) as readonly ControllerRevision[]
  const orphans = cache.orphans(RevisionKind, owner.metadata.namespace ?? '') as readonly ControllerRevision[]
  return { owned, adopt: orphans.filter(r => r.metadata.deletionTimestamp === undefined && selector.matches(r.metadata.labels)) }
}

/** By number; of equal ones the older, then by name. */
export const byRevision = (revisions: readonly ControllerRevision[]): ControllerRevision[] =>
  revisions.toSorted((a, b) => a.revision - b.revision || compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compare(a.metadata.name, b.metadata.name))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const highest = (revisions: readonly ControllerRevision[]): number => revisions.reduce((n, r) => Math.max(n, r.revision), 0)

const texts = new WeakMap<object, string>()
/** A revision's data as text, worked out once: a revision is never given other data. */
function textOf(data: object): string {
  let text = texts.get(data)
  if (text === undefined) {
    text = revisionText(data)
    texts.set(data, text)
  }
  return text
}

/** Whether a revision stores this data. */
export const stores = (revision: ControllerRevision, text: string): boolean => textOf(revision.data as object) === text

export function newRevision(
  owner: ApiObject, ownerKind: Kind, name: string, labels: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>> | undefined,
  data: object, revision: number,
): ControllerRevision {
  const { namespace } = owner.metadata
  const metadata = {
    name, ...(namespace ? { namespace } : {}), labels, ...(annotations && Object.keys(annotations).length > 0 ? { annotations } : {}),
    ownerReferences: [controllerRefTo(owner, ownerKind)],
  } as ObjectMeta
  return { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data: data as NonNullable<ControllerRevision['data']>, revision }
}

export const createRevision = (revision: ControllerRevision): Intent => ({ verb: 'create', kind: RevisionKind, object: revision as unknown as AnyObject, must: true })
export const renumber = (old: ControllerRevision, revision: number): Intent =>
  ({ verb: 'update', kind: RevisionKind, object: { ...old, revision } as unknown as AnyObject, must: true })
export const dropRevision = (revision: ControllerRevision): Intent => ({ verb: 'delete', kind: RevisionKind, key: keyOf(revision) })
