/**
 * The StatefulSet controller: pods with names that stay, made and removed in order, each with claims of its own.
 *
 * Read observe, decide (with plan), conclude (with status); SPEC.md has the rules. Upstream: pkg/controller/statefulset.
 */
import type { StatefulSet } from '../../../kube/apps.ts'
import { ControllerRevision as RevisionKind, PersistentVolumeClaim as ClaimKind, Pod as PodKind, StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import { defineController } from '../controller.ts'
import { adopt, release } from '../podControl.ts'
import { conclude } from './conclude.ts'
import { observe, type StatefulSetFeatures, type StatefulSetView } from './observe.ts'
import { plan } from './plan.ts'
import { revisionsFor } from './revision.ts'
import { podChanged, setChanged } from './wakes.ts'

export const statefulSetKeeper = (features: StatefulSetFeatures) => defineController<StatefulSet, StatefulSetView>({
  name: 'statefulset-controller',
  kind: StatefulSetKind,
  reads: [StatefulSetKind, PodKind, RevisionKind, ClaimKind],
  wakes: [{ kind: StatefulSetKind, keys: setChanged }, { kind: PodKind, keys: podChanged }],
  workers: 5,
  observe: (cache, key, set, _memo, now) => observe(cache, key, set, now, features),

  decide(view) {
    const { set } = view
    const revisions = revisionsFor(set, view.revisions)
    const { intents, because } = plan(view, revisions)
    return {
      because,
      intents: [
        ...view.adoptRevisions.map(revision => adopt(set, StatefulSetKind, revision, RevisionKind)),
        ...view.release.map(pod => release(set, pod, PodKind)),
        ...view.adopt.map(pod => adopt(set, StatefulSetKind, pod, PodKind)),
        ...revisions.intents,
        ...intents,
      ],
    }
  },

  conclude,
})

export const statefulSetController = statefulSetKeeper({ maxUnavailable: false, hearsOfClaims: true })
