// From what the metrics ask for to what is done now: not too fast, not back and forth, never outside min and max.
// Upstream: horizontal.go, normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors.
import type { HPAScalingRules, HorizontalPodAutoscalerBehavior } from '../../../kube/autoscaling.ts'
import type { Instant } from '../../../kube/object.ts'
import { keep, type HpaMemo, type ScaleEvent } from './memo.ts'

/** --horizontal-pod-autoscaler-downscale-stabilization. */
const DOWNSCALE_WINDOW_SECONDS = 300
/** Without a behavior at most twice as many at once, or four where there are fewer. */
const UP_FACTOR = 2
const UP_LEAST = 4

/** A condition to be set: type, status, reason, message. */
export type Told = readonly [type: string, status: 'True' | 'False', reason: string, message: string]
export interface Normalized { readonly replicas: number; readonly told: readonly Told[]; readonly memo: HpaMemo }
export interface Bounds { readonly current: number; readonly min: number; readonly max: number }
/** A count, with why it is not another one. */
export interface Limited { readonly replicas: number; readonly reason: string; readonly message: string }

const within = (replicas: number): Limited => ({ replicas, reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' })
const LIMITS = {
  ScaleUpLimit: 'the desired replica count is increasing faster than the maximum scale rate', TooManyReplicas: 'the desired replica count is more than the maximum replica count',
  ScaleDownLimit: 'the desired replica count is decreasing faster than the maximum scale rate', TooFewReplicas: 'the desired replica count is less than the minimum replica count',
} as const
const limited = (replicas: number, reason: keyof typeof LIMITS): Limited => ({ replicas, reason, message: LIMITS[reason] })

const HIGHER = 'recent recommendations were higher than current one, applying the highest recent recommendation'
const LOWER = 'recent recommendations were lower than current one, applying the lowest recent recommendation'

/** HPA7, HPA8. `desired`: what the metrics ask for. */
export function normalize(behavior: HorizontalPodAutoscalerBehavior | undefined, memo: HpaMemo, desired: number, bounds: Bounds, now: Instant): Normalized {
  const stable = behavior ? stabilized(behavior, memo, desired, bounds, now) : stabilizedDown(memo, desired, now)
  const able: Told = stable.replicas !== desired ? ['AbleToScale', 'True', stable.reason, stable.message] : ['AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size']
  const rate = behavior ? withRates(behavior, memo, stable.replicas, bounds, now) : withRules(stable.replicas, bounds)
  return {
    replicas: rate.replicas, told: [able, ['ScalingLimited', rate.replicas === stable.replicas ? 'False' : 'True', rate.reason, rate.message]],
    memo: { ...memo, recommendations: stable.recommendations },
  }
}

interface Stabilized extends Limited { readonly recommendations: HpaMemo['recommendations'] }

/** Without a behavior: the highest of the last five minutes. Upstream: stabilizeRecommendation. */
function stabilizedDown({ recommendations }: HpaMemo, desired: number, now: Instant): Stabilized {
  const cutoff = now - DOWNSCALE_WINDOW_SECONDS * 1000
  const recent = recommendations.filter(r => r.at >= cutoff).map(r => r.replicas)
  return {
    replicas: Math.max(desired, ...recent), reason: 'ScaleDownStabilized', message: HIGHER,
    recommendations: keep(recommendations, { replicas: desired, at: now }, r => r.at < cutoff),
  }
}

const windowOf = (rules: HPAScalingRules | undefined, otherwise: number): number => rules?.stabilizationWindowSeconds ?? otherwise

/** The lowest recommendation of the window on the way up, the highest on the way down. Upstream: stabilizeRecommendationWithBehaviors. */
function stabilized({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior, { recommendations }: HpaMemo, desired: number, { current }: Bounds, now: Instant): Stabilized {
  const [upSeconds, downSeconds] = [windowOf(scaleUp, 0), windowOf(scaleDown, DOWNSCALE_WINDOW_SECONDS)]
  const up = desired >= current
  const recent = recommendations.filter(r => r.at > now - (up ? upSeconds : downSeconds) * 1000).map(r => r.replicas)
  const obsolete = now - Math.max(upSeconds, downSeconds) * 1000
  return {
    replicas: up ? Math.min(desired, ...recent) : Math.max(desired, ...recent),
    reason: up ? 'ScaleUpStabilized' : 'ScaleDownStabilized', message: up ? LOWER : HIGHER,
    recommendations: keep(recommendations, { replicas: desired, at: now }, r => r.at < obsolete),
  }
}

/** Upstream: convertDesiredReplicasWithRules. */
export function withRules(desired: number, { current, min, max }: Bounds): Limited {
  const pace = Math.max(UP_FACTOR * current, UP_LEAST)
  if (desired < min) return limited(min, 'TooFewReplicas')
  const most = Math.min(max, pace)
  return desired > most ? limited(most, max > pace ? 'ScaleUpLimit' : 'TooManyReplicas') : within(desired)
}

/** Upstream: convertDesiredReplicasWithBehaviorRate. */
function withRates({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior, { ups, downs }: HpaMemo, desired: number, { current, min, max }: Bounds, now: Instant): Limited {
  if (desired > current) {
    const pace = Math.max(current, upLimit(scaleUp!, ups, downs, current, now))
    const most = Math.min(max, pace)
    return desired > most ? limited(most, max > pace ? 'ScaleUpLimit' : 'TooManyReplicas') : within(desired)
  }
  if (desired < current) {
    const pace = Math.min(current, downLimit(scaleDown!, ups, downs, current, now))
    const least = Math.max(min, pace)
    return desired < least ? limited(least, min < pace ? 'ScaleDownLimit' : 'TooFewReplicas') : within(desired)
  }
  return within(desired)
}

const changeWithin = (events: readonly ScaleEvent[], seconds: number, now: Instant): number => events.filter(e => e.at > now - seconds * 1000).reduce((sum, e) => sum + e.change, 0)

function upLimit({ selectPolicy, policies = [] }: HPAScalingRules, ups: readonly ScaleEvent[], downs: readonly ScaleEvent[], current: number, now: Instant): number {
  if (selectPolicy === 'Disabled') return current
  const proposed = policies.map(({ type, value, periodSeconds }) => {
    const atStart = current - changeWithin(ups, periodSeconds, now) + changeWithin(downs, periodSeconds, now)
    return type === 'Pods' ? atStart + value : Math.ceil(atStart * (1 + value / 100))
  })
  return selectPolicy === 'Min' ? Math.min(2 ** 31 - 1, ...proposed) : Math.max(-(2 ** 31), ...proposed)
}

function downLimit({ selectPolicy, policies = [] }: HPAScalingRules, ups: readonly ScaleEvent[], downs: readonly ScaleEvent[], current: number, now: Instant): number {
  if (selectPolicy === 'Disabled') return current
  const proposed = policies.map(({ type, value, periodSeconds }) => {
    const atStart = current - changeWithin(ups, periodSeconds, now) + changeWithin(downs, periodSeconds, now)
    return type === 'Pods' ? atStart - value : Math.trunc(atStart * (1 - value / 100))
  })
  return selectPolicy === 'Min' ? Math.max(-(2 ** 31), ...proposed) : Math.min(2 ** 31 - 1, ...proposed)
}

/** Notes that it was scaled, for the policies' periods. Upstream: storeScaleEvent. */
export function withScaleEvent(behavior: HorizontalPodAutoscalerBehavior | undefined, memo: HpaMemo, before: number, after: number, now: Instant): HpaMemo {
  if (!behavior) return memo
  const up = after > before
  const longest = Math.max(0, ...((up ? behavior.scaleUp : behavior.scaleDown)?.policies ?? []).map(p => p.periodSeconds))
  const marked = (up ? memo.ups : memo.downs).map(e => (e.at < now - longest * 1000 ? { ...e, outdated: true as const } : e))
  const list = keep(marked, { change: Math.abs(after - before), at: now }, e => e.outdated === true)
  return up ? { ...memo, ups: list } : { ...memo, downs: list }
}
