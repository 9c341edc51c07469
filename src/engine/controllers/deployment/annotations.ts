// What the controller notes in annotations: revisions, and the sizes that a ReplicaSet was last scaled by.
// Upstream: deployment_util.go, SetNewReplicaSetAnnotations, SetReplicasAnnotations.
import type { Deployment, ReplicaSet } from '../../../kube/apps.ts'
import type { ObjectMeta } from '../../../kube/meta.ts'
import type { ApiObject } from '../../../kube/object.ts'
import { DESIRED_REPLICAS_ANNOTATION, MAX_REPLICAS_ANNOTATION, maxSurge } from '../../../kube/rollingUpdate.ts'

export const REVISION = 'deployment.kubernetes.io/revision'
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
/** More characters than this the list of former revisions may not have. */
const MAX_HISTORY = 2000

/** Not handed on from the Deployment to its ReplicaSets. */
const KEPT_BACK: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration', REVISION, REVISION_HISTORY, DESIRED_REPLICAS_ANNOTATION, MAX_REPLICAS_ANNOTATION,
  'deprecated.deployment.rollback.to',
])

type Annotations = Readonly<Record<string, string>>
const whole = (text: string | undefined): number | undefined => (text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined)

/** 0 where there is none. */
export const revisionOf = (o: ApiObject): number => whole(o.metadata.annotations?.[REVISION]) ?? 0

export const annotated = <T extends ApiObject>(object: T, annotations: Annotations): T =>
  ({ ...object, metadata: { ...object.metadata, annotations } as ObjectMeta })

/** D5, D6: what the new ReplicaSet's annotations should be: the Deployment's own, its revision, and where it has been before. */
export function newAnnotations(d: Deployment, rs: ReplicaSet, revision: number): Annotations {
  const next: Record<string, string> = { ...rs.metadata.annotations }
  for (const [key, value] of Object.entries(d.metadata.annotations ?? {})) if (!KEPT_BACK.has(key)) next[key] = value
  const before = rs.metadata.annotations?.[REVISION]
  const was = before === undefined || before === '' ? 0 : whole(before)
  if (was === undefined || was >= revision) return next
  next[REVISION] = `${revision}`
  if (before !== undefined) {
    const history = withFormer(next[REVISION_HISTORY] ?? '', before)
    if (history !== undefined) next[REVISION_HISTORY] = history
  }
  return next
}

function withFormer(history: string, revision: string): string | undefined {
  if (history === '') return revision
  const kept = [...history.split(','), revision]
  while (kept.length > 1 && kept.join(',').length > MAX_HISTORY) kept.shift()
  return kept.join(',')
}

/** D7: how many there should be and may be at once, as a ReplicaSet is told whenever it is scaled. */
export function sizeAnnotations(d: Deployment, annotations: Annotations = {}): Annotations {
  const replicas = d.spec.replicas ?? 1
  return { ...annotations, [DESIRED_REPLICAS_ANNOTATION]: `${replicas}`, [MAX_REPLICAS_ANNOTATION]: `${replicas + maxSurge(d)}` }
}

export const sameAnnotations = (a: Annotations = {}, b: Annotations = {}): boolean => {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(k => a[k] === b[k])
}

/** How many replicas there were to be when this ReplicaSet was last scaled; undefined where it does not say. */
export const desiredOf = (rs: ReplicaSet): number | undefined => whole(rs.metadata.annotations?.[DESIRED_REPLICAS_ANNOTATION])
