// What the autoscaler knows before it asks: its target's kind, and the pods that the target's selector fits.
import type { HorizontalPodAutoscaler } from '../../../kube/autoscaling.ts'
import type { Pod } from '../../../kube/core.ts'
import type { Key } from '../../../kube/keys.ts'
import { kindNamed, Pod as PodKind, ReplicationController, type Kind } from '../../../kube/kinds.ts'
import { selectorFor, selectorFromSet } from '../../../kube/labels.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'
import type { HpaMemo } from './memo.ts'

export interface HpaView {
  readonly at: Instant
  readonly hpa: HorizontalPodAutoscaler
  /** The plural of the target's kind, where it has a scale. */
  readonly plural: string | undefined
  readonly pods: readonly Pod[]
  readonly memo: HpaMemo | undefined
}

export function observe(cache: CacheReader, _key: Key, hpa: HorizontalPodAutoscaler | undefined, memo: HpaMemo | undefined, now: Instant): HpaView | undefined {
  if (!hpa) return undefined
  const { kind: named, name } = hpa.spec.scaleTargetRef
  const kind = kindNamed(named)
  const scales = kind?.subresources.includes('scale') ?? false
  const target = scales ? cache.get(kind as Kind, `${hpa.metadata.namespace}/${name}`) as AnyObject | undefined : undefined
  const selector = target && (kind === ReplicationController ? selectorFromSet(target.spec?.selector) : selectorFor(target.spec?.selector))
  const pods = selector ? (cache.list(PodKind, hpa.metadata.namespace) as readonly Pod[]).filter(pod => selector.matches(pod.metadata.labels)) : []
  return { at: now, hpa, plural: scales ? kind!.plural : undefined, pods, memo }
}
