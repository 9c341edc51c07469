// How a pod is shown: one look, one ring. What a pod of a Job does is run, not serve, so its readiness is no look of its own.
import type { Instant } from '../../../kube/object.ts'
import type { ContainerRow, PodLook, PodRow } from '../../../worker/rows.ts'

/** In the order in which people ask: what is at work, what is on its way, what went wrong, what is over. */
export const LOOKS: readonly PodLook[] = ['running', 'ready', 'pulling', 'creating', 'pending', 'backoff', 'terminating', 'unknown', 'failed', 'succeeded']

export const isOver = (look: PodLook): boolean => look === 'succeeded' || look === 'failed'

/** `owner`: the ref of who owns the pod. */
export const shownLook = (look: PodLook, owner: string | undefined): PodLook => (look === 'ready' && owner?.startsWith('jobs/') ? 'running' : look)

export interface Ring {
  readonly what: NonNullable<ContainerRow['doing']>['what']
  /** 0…1; undefined where nobody knows when it ends: an open arc. */
  readonly fraction: number | undefined
  readonly from: Instant
  readonly to?: Instant
}

/** What the ring around a pod shows: its main container first, then whichever is busy. */
export function ringOf(pod: Pick<PodRow, 'containers' | 'look'>, now: Instant): Ring | undefined {
  if (isOver(pod.look)) return undefined
  const busy = pod.containers.find(c => c.kind === 'main' && c.doing) ?? pod.containers.find(c => c.doing)
  const doing = busy?.doing
  if (!doing) return undefined
  const { what, from, to } = doing
  return { what, from, fraction: to === undefined ? undefined : to <= from ? 1 : Math.min(1, Math.max(0, (now - from) / (to - from))), ...(to !== undefined ? { to } : {}) }
}

/** `calculate-pi-8zqpr` → `8zqpr`: what tells the pods of one owner apart. */
export const shortName = (name: string, owner?: string): string => {
  const prefix = owner === undefined ? undefined : `${owner.slice(owner.lastIndexOf('/') + 1)}-`
  return prefix && name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name
}
