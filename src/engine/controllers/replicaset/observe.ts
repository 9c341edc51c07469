// What a sync of one ReplicaSet looks at.
import type { Pod } from '../../../kube/core.ts'
import type { Key } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { Labels } from '../../../kube/labels.ts'
import type { ApiObject, Instant } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { isPodActive } from '../../../kube/pods.ts'
import type { CacheReader } from '../controller.ts'
import { podCensus, type PodFacts } from './census.ts'
import type { Flavour, Replicated } from './flavour.ts'

/** How many pods a ReplicaSet has, those about to be taken over included. */
export interface Counts {
  readonly active: number
  /** Asked to go, and not ended yet. */
  readonly terminating: number
  /** Of the active ones: with all labels of the template, ready, ready for long enough. */
  readonly fullyLabeled: number
  readonly ready: number
  readonly available: number
  /** RS14: how long until the next ready one has been ready for long enough; undefined if none waits for that. */
  readonly nextAvailableMs: number | undefined
}

/** One look at a ReplicaSet. Everything that a sync judges by is in here, its instant too. */
export interface ReplicaSetView {
  readonly at: Instant
  readonly key: Key
  readonly flavour: Flavour
  readonly rs: Replicated
  readonly counts: Counts
  /** Its active pods, those about to be taken over included; looked at where pods are too many. */
  readonly active: readonly Pod[]
  readonly adopt: readonly Pod[]
  readonly release: readonly Pod[]
  /** RS8: active pods of all ReplicaSets of the same owner, where pods are too many. */
  readonly related: readonly Pod[]
  readonly caughtUp: boolean
}

export function observe(flavour: Flavour, cache: CacheReader, key: Key, rs: Replicated | undefined, now: Instant): ReplicaSetView | undefined {
  if (!rs) return undefined
  const selector = flavour.selectorOf(rs)
  const deleting = rs.metadata.deletionTimestamp !== undefined
  const adopt = deleting ? [] : cache.orphans(PodKind, rs.metadata.namespace ?? '').filter(pod => isPodActive(pod) && selector.matches(pod.metadata.labels))
  const count = counter(rs, now)
  let strangers = 0
  for (const { facts, count: pods } of cache.census(rs, PodKind, podCensus)) {
    if (selector.matches(facts.labels)) count.add(facts, pods)
    else if (!facts.terminating) strangers += pods
  }
  for (const pod of adopt) count.add(podCensus.factsOf(pod), 1)
  const owned = (mine: boolean): Pod[] => cache.ownedBy(rs, PodKind).filter(pod => isPodActive(pod) && selector.matches(pod.metadata.labels) === mine)
  const tooMany = count.sums.active > (rs.spec.replicas ?? 1)
  return {
    at: now, key, flavour, rs, counts: count.sums, adopt,
    active: tooMany ? [...owned(true), ...adopt] : [],
    release: deleting || strangers === 0 ? [] : owned(false),
    related: tooMany ? relatedPods(flavour, cache, rs) : [],
    caughtUp: cache.caughtUp?.(key) ?? true,
  }
}

function counter(rs: Replicated, now: Instant) {
  const labels = rs.spec.template?.metadata?.labels ?? {}
  const waitMs = (rs.spec.minReadySeconds ?? 0) * 1000
  const sums = { active: 0, terminating: 0, fullyLabeled: 0, ready: 0, available: 0, nextAvailableMs: undefined as number | undefined }
  const add = (facts: PodFacts, pods: number): void => {
    if (facts.terminating) {
      sums.terminating += pods
      return
    }
    sums.active += pods
    if (bears(facts.labels, labels)) sums.fullyLabeled += pods
    if (!facts.ready) return
    sums.ready += pods
    if (waitMs === 0) sums.available += pods
    else if (facts.readyAt !== undefined) {
      const left = facts.readyAt + waitMs - now
      if (left <= 0) sums.available += pods
      else if (sums.nextAvailableMs === undefined || left < sums.nextAvailableMs) sums.nextAvailableMs = left
    }
  }
  return { sums, add }
}

function bears(own: Labels | undefined, labels: Labels): boolean {
  for (const key in labels) if (own?.[key] !== labels[key]) return false
  return true
}

function relatedPods(flavour: Flavour, cache: CacheReader, rs: Replicated): readonly Pod[] {
  const owner = controllerOf(rs)
  if (!owner) return []
  const siblings = cache.ownedBy({ metadata: { uid: owner.uid } } as ApiObject, flavour.kind)
  return siblings.flatMap(sibling => cache.ownedBy(sibling, PodKind).filter(isPodActive))
}
