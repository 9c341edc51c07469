/**
 * The ReplicaSet controller: keeps as many pods as it is asked for. ReplicationControllers are kept by the same code.
 *
 * Read observe, decide (with victims), conclude (with status); SPEC.md has the rules. Upstream: pkg/controller/replicaset.
 */
import { Pod as PodKind } from '../../../kube/kinds.ts'
import { defineController } from '../controller.ts'
import { conclude } from './conclude.ts'
import { decide } from './decide.ts'
import { replicaSets, replicationControllers, type Flavour, type Replicated } from './flavour.ts'
import { observe, type ReplicaSetView } from './observe.ts'
import { wakesOf } from './wakes.ts'

const keeperOf = <T extends Replicated>(flavour: Flavour<T>) => defineController<T, ReplicaSetView>({
  name: flavour.name,
  kind: flavour.kind,
  reads: [flavour.kind, PodKind],
  wakes: wakesOf(flavour),
  workers: 5,
  observe: (cache, key, object, _memo, now) => observe(flavour, cache, key, object, now),
  decide,
  conclude,
})

export const replicaSetController = keeperOf(replicaSets)
export const replicationController = keeperOf(replicationControllers)
