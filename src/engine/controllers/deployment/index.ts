/**
 * The Deployment controller: keeps one ReplicaSet for each template a Deployment has had, and moves pods from old to new.
 *
 * Read observe, then sync from top to bottom, with the files it names; SPEC.md has the rules. A sync writes several times and looks
 * at each answer, so it is told as a script (`../script.ts`). Upstream: pkg/controller/deployment.
 */
import type { Deployment } from '../../../kube/apps.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Deployment as DeploymentKind, Pod as PodKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import { defineController } from '../controller.ts'
import { player } from '../script.ts'
import { observe, type DeploymentView } from './observe.ts'
import { sync } from './sync.ts'
import { podChanged, replicaSetChanged } from './wakes.ts'

const play = player(sync)

/** Upstream: maxRetries. */
const GIVES_UP_AFTER = 15

export const deploymentController = defineController<Deployment, DeploymentView>({
  name: 'deployment-controller',
  kind: DeploymentKind,
  givesUpAfter: GIVES_UP_AFTER,
  reads: [DeploymentKind, ReplicaSetKind, PodKind],
  wakes: [
    { kind: DeploymentKind, keys: (before, after) => [keyOf((after ?? before)!)] },
    { kind: ReplicaSetKind, keys: replicaSetChanged },
    { kind: PodKind, keys: podChanged },
  ],
  workers: 5,

  observe: (cache, key, deployment, _memo, now) => observe(cache, key, deployment, now),

  decide(view) {
    const { next, end } = play(view, [])
    return next ? { intents: next.intents, because: next.because! } : { intents: [], because: end.because }
  },

  conclude(view, outcomes) {
    const { next, end } = play(view, outcomes)
    return next ? { intents: next.intents, because: next.because! } : { intents: [], ...end }
  },
})
