// What the autoscaler knows before it asks: its target's kind, and the pods that the target's selector fits.
import type { HorizontalPodAutoscaler } from '../../../kube/autoscaling.ts'
import { findCondition } from '../../../kube/conditions.ts'
import type { Pod } from '../../../kube/core.ts'
import type { Key } from '../../../kube/keys.ts'
import { HorizontalPodAutoscaler as HpaKind, kindNamed, Pod as PodKind, ReplicationController, type Kind } from '../../../kube/kinds.ts'
import { selectorFor, selectorFromSet, type Selector } from '../../../kube/labels.ts'
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
  /** The target's selector, as its scale tells it. */
  readonly selector: string
  /** HPA10: all autoscalers whose pods these are, this one among them, as `namespace/name`. */
  readonly keepers: readonly string[]
}

export function observe(cache: CacheReader, _key: Key, hpa: HorizontalPodAutoscaler | undefined, memo: HpaMemo | undefined, now: Instant): HpaView | undefined {
  if (!hpa) return undefined
  const { plural, selector } = targetOf(cache, hpa)
  const { namespace, name } = hpa.metadata
  const pods = selector ? (cache.list(PodKind, namespace) as readonly Pod[]).filter(pod => selector.matches(pod.metadata.labels)) : []
  const others = (cache.list(HpaKind, namespace) as readonly HorizontalPodAutoscaler[]).filter(other => other.metadata.name !== name && hasJudged(other))
  const rivals = others.filter(other => {
    const theirs = targetOf(cache, other).selector
    return theirs !== undefined && pods.some(pod => theirs.matches(pod.metadata.labels))
  })
  const keepers = [name!, ...rivals.map(other => other.metadata.name!)].sort().map(one => `${namespace}/${one}`)
  return { at: now, hpa, plural, pods, memo, selector: selector?.toString() ?? '', keepers }
}

/** An autoscaler is known by its selector from the first time on that it asked what its pods use. */
const hasJudged = ({ status }: HorizontalPodAutoscaler): boolean => {
  const active = findCondition(status?.conditions, 'ScalingActive')
  return active !== undefined && active.reason !== 'ScalingDisabled'
}

function targetOf(cache: CacheReader, { metadata: { namespace }, spec: { scaleTargetRef } }: HorizontalPodAutoscaler): { readonly plural: string | undefined; readonly selector: Selector | undefined } {
  const kind = kindNamed(scaleTargetRef.kind)
  if (!kind?.subresources.includes('scale')) return { plural: undefined, selector: undefined }
  const target = cache.get(kind as Kind, `${namespace}/${scaleTargetRef.name}`) as AnyObject | undefined
  return { plural: kind.plural, selector: target && (kind === ReplicationController ? selectorFromSet(target.spec?.selector) : selectorFor(target.spec?.selector)) }
}
