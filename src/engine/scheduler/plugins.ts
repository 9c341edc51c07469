// The default profile of kube-scheduler 1.36: who judges, in which order, with which weight. Upstream: apis/config/v1/default_plugins.go.
import { interPodAffinity } from './filters/interPodAffinity.ts'
import { nodeAffinity } from './filters/nodeAffinity.ts'
import { nodeName } from './filters/nodeName.ts'
import { nodePorts } from './filters/nodePorts.ts'
import { nodeResourcesFit } from './filters/nodeResourcesFit.ts'
import { nodeUnschedulable } from './filters/nodeUnschedulable.ts'
import { podTopologySpread } from './filters/podTopologySpread.ts'
import { taintToleration } from './filters/taintToleration.ts'
import { volumeBinding, volumeRestrictions, volumeZone } from './filters/volumes.ts'
import type { Filter, LocalFilter, Score } from './plugin.ts'
import { balancedAllocation } from './scores/balancedAllocation.ts'
import { dynamicResources } from './scores/dynamicResources.ts'
import { imageLocality } from './scores/imageLocality.ts'
import { interPodAffinityScore } from './scores/interPodAffinity.ts'
import { nodeAffinityScore } from './scores/nodeAffinity.ts'
import { nodeResourcesFitScore } from './scores/nodeResourcesFit.ts'
import { podTopologySpreadScore } from './scores/podTopologySpread.ts'
import { taintTolerationScore } from './scores/taintToleration.ts'

/** Asked first; the first refusal ends the asking. */
export const localFilters: readonly LocalFilter[] = [nodeUnschedulable, nodeName, taintToleration, nodeAffinity, nodePorts, nodeResourcesFit]

/** Asked then. Left out: NodeVolumeLimits (no CSINodes here) and DynamicResources (no claims for devices). */
// oxlint-disable-next-line no-explicit-any -- each filter keeps its own kind of state
export const filters: readonly Filter<any>[] = [volumeRestrictions, volumeBinding, volumeZone, podTopologySpread, interPodAffinity]

// oxlint-disable-next-line no-explicit-any -- each score keeps its own kind of state
export const scores: readonly Score<any>[] = [
  taintTolerationScore, nodeAffinityScore, nodeResourcesFitScore, podTopologySpreadScore, interPodAffinityScore, dynamicResources,
  balancedAllocation, imageLocality,
]

/** Scores whose raw value hangs on the pod's shape and one node alone. */
// oxlint-disable-next-line no-explicit-any -- as above
export const localScores: readonly Score<any>[] = [taintTolerationScore, nodeAffinityScore, nodeResourcesFitScore, balancedAllocation]
