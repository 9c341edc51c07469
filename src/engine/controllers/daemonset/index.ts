/**
 * The DaemonSet controller: one pod on every node that should have one.
 *
 * Read observe, decide (with manage and rolling), conclude (with status); SPEC.md has the rules. Upstream: pkg/controller/daemon.
 */
import type { DaemonSet } from '../../../kube/apps.ts'
import { ControllerRevision as RevisionKind, DaemonSet as DaemonSetKind, Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import { defineController } from '../controller.ts'
import type { Failures } from './backoff.ts'
import { conclude } from './conclude.ts'
import { decide } from './decide.ts'
import { observe, relook, type DaemonSetView } from './observe.ts'
import { daemonSetChanged, nodeChanged, podChanged } from './wakes.ts'

export const daemonSetController = defineController<DaemonSet, DaemonSetView, Failures>({
  name: 'daemon-set-controller',
  recorder: 'daemonset-controller',
  kind: DaemonSetKind,
  reads: [DaemonSetKind, PodKind, NodeKind, RevisionKind],
  wakes: [{ kind: DaemonSetKind, keys: daemonSetChanged }, { kind: PodKind, keys: podChanged }, { kind: NodeKind, keys: nodeChanged }],
  workers: 2,
  observe,
  decide,
  conclude,
  relook,
})
