/**
 * The autoscaler: every 15 seconds it looks at what the pods of its target use and sets how many there shall be.
 *
 * Read observe, then sync from top to bottom, with calculator (what the metrics ask for) and normalize (what is done of that); SPEC.md
 * has the rules. A sync reads and writes several times, so it is told as a script. Upstream: pkg/controller/podautoscaler.
 */
import type { HorizontalPodAutoscaler } from '../../../kube/autoscaling.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Deployment, HorizontalPodAutoscaler as HpaKind, Pod as PodKind, ReplicaSet, ReplicationController, StatefulSet } from '../../../kube/kinds.ts'
import { defineController } from '../controller.ts'
import { player } from '../script.ts'
import type { HpaMemo } from './memo.ts'
import { observe, type HpaView } from './observe.ts'
import { sync } from './sync.ts'

/** HPA1: --horizontal-pod-autoscaler-sync-period. */
const PERIOD_MS = 15_000

const play = player(sync)

export const horizontalPodAutoscalerController = defineController<HorizontalPodAutoscaler, HpaView, HpaMemo>({
  name: 'horizontal-pod-autoscaler',
  kind: HpaKind,
  reads: [HpaKind, PodKind, Deployment, ReplicaSet, ReplicationController, StatefulSet],
  wakes: [{ kind: HpaKind, keys: (_before, after) => (after ? [{ key: keyOf(after), afterMs: PERIOD_MS }] : []) }],
  workers: 5,

  observe,

  decide(view) {
    const { next, end } = play(view, [])
    // A look of the clock's: what comes of it is told by its writes.
    return next ? { intents: next.intents, because: next.because!, quiet: true } : { intents: [], because: end.because, quiet: true }
  },

  conclude(view, outcomes) {
    const { next, end } = play(view, outcomes)
    return next ? { intents: next.intents, because: next.because! } : { intents: [], because: end.because, memo: end.memo, againInMs: PERIOD_MS }
  },
})
