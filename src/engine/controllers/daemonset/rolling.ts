// How far a rolling update goes in this sync. Upstream: update.go, rollingUpdate, updatedDesiredNodeCounts.
import { isUpdated, rollingLimits } from '../../../kube/daemons.ts'
import type { Pod } from '../../../kube/core.ts'
import type { DaemonSetView } from './observe.ts'
import { surveyOf, type Survey } from './survey.ts'

export interface Roll {
  readonly remove: readonly Pod[]
  readonly create: readonly string[]
  readonly unavailable: number
  readonly maxUnavailable: number
  readonly maxSurge: number
}

export function roll(view: DaemonSetView, hash: string): Roll {
  const survey = surveyOf(view, hash)
  const limits = rollingLimits(view.ds, survey.counts.desired)
  return limits.maxSurge === 0 ? replacing(view, hash, survey, limits) : surging(view, hash, survey, limits)
}

type Limits = Pick<Roll, 'maxUnavailable' | 'maxSurge'>

/** The old pod of each of these nodes. */
const oldOnes = ({ ds }: DaemonSetView, hash: string, survey: Survey, nodes: readonly string[]): Pod[] =>
  nodes.flatMap(node => survey.podsOn(node)!.filter(pod => !pod.metadata.deletionTimestamp && !isUpdated(ds, pod, hash)))

/** DS12: nodes that should have a pod and have none count as well, as what is missing is not available. */
function replacing(view: DaemonSetView, hash: string, survey: Survey, limits: Limits): Roll {
  // What is broken goes in any case, and is one of those that may be unavailable.
  const broken = survey.named('old')
  const unavailable = broken.length + survey.count('tangled') + survey.count('none') + survey.count('both') + survey.count('both, young available') + survey.count('young')
  const left = Math.max(0, limits.maxUnavailable - unavailable)
  const candidates = left > 0 ? survey.named('old, available').slice(0, left) : []
  return { remove: oldOnes(view, hash, survey, [...broken, ...candidates]), create: [], unavailable, ...limits }
}

/** DS13. */
function surging(view: DaemonSetView, hash: string, survey: Survey, limits: Limits): Roll {
  const surge = survey.count('tangled') + survey.count('both')
  const left = Math.max(0, limits.maxSurge - surge)
  const candidates = left > 0 ? survey.named('old, available').slice(0, left) : []
  return { remove: oldOnes(view, hash, survey, survey.named('both, young available')), create: [...survey.named('old'), ...candidates], unavailable: surge, ...limits }
}
