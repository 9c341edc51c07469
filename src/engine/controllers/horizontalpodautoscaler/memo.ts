// What the autoscaler remembers of one object from one look to the next. Its process forgets it when it stops, as upstream's does.
import type { Instant } from '../../../kube/object.ts'

export interface Recommendation { readonly replicas: number; readonly at: Instant }
/** So many pods more, or fewer. `outdated`: its place may be taken by the next. */
export interface ScaleEvent { readonly change: number; readonly at: Instant; readonly outdated?: true }

export interface HpaMemo {
  readonly recommendations: readonly Recommendation[]
  readonly ups: readonly ScaleEvent[]
  readonly downs: readonly ScaleEvent[]
}

/** The first look takes what there is for a recommendation. Upstream: recordInitialRecommendation. */
export const firstMemo = (replicas: number, at: Instant): HpaMemo => ({ recommendations: [{ replicas, at }], ups: [], downs: [] })

/** The new one takes the place of the last that is too old to count, or comes to the end. */
export function keep<T>(list: readonly T[], fresh: T, isOld: (item: T) => boolean): readonly T[] {
  const at = list.findLastIndex(isOld)
  return at < 0 ? [...list, fresh] : list.map((item, i) => (i === at ? fresh : item))
}
