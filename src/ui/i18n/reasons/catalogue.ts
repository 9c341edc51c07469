// What a catalogue of reasons must hold: one function for each id of the engine's lists. Types only, so that nothing of the engine
// comes into the page.
import type { ControllerReasons } from '../../../engine/controllers/reasons.ts'
import type { FaultReasons } from '../../../engine/faults/reasons.ts'
import type { KubeletReasonId } from '../../../engine/kubelet/reasons.ts'
import type { SchedulerReason } from '../../../engine/scheduler/reasons.ts'
import type { StatusReasons } from '../../../worker/status/reasons.ts'
import type { RolloutReasons } from '../../../worker/status/rollouts/reasons.ts'

/** Details of reasons whose lists do not say them: all may be absent. */
export type Loose = { readonly [detail: string]: string | number | boolean | undefined | null | readonly (string | number)[] }

export type Words<R> = { readonly [Id in keyof R]: (d: R[Id]) => string }

export type Reasons =
  & Words<ControllerReasons>
  & Words<FaultReasons>
  & Words<StatusReasons>
  & Words<RolloutReasons>
  & { readonly [R in SchedulerReason as R['id']]: (d: R) => string }
  & { readonly [Id in KubeletReasonId]: (d: Loose) => string }
  & { readonly [Id in OtherId]: (d: Loose) => string }

/** Frames of the floor, hints beside findings, and an object's state in plain words (worker/status, worker/hints). */
type OtherId =
  /** What a frame's `what` says. */
  | 'step.what'
  | 'write.refused' | 'cluster.boot' | 'proxy.rules'
  | 'hint.old-api-version' | 'hint.job-restart-policy' | 'hint.unknown-field' | 'hint.immutable' | 'hint.misplaced-field' | 'hint.colon-in-value' | 'hint.old-toleration' | 'hint.not-simulated' | 'hint.fix-replace' | 'hint.fix-move'
  | 'status.exists' | 'status.deleting' | 'status.finalizers'
  | `status.job.${'complete' | 'failed' | 'managed-elsewhere' | 'suspended' | 'failing' | 'succeeding' | 'ttl' | 'backoff' | 'queue' | 'queue-draining' | 'running' | 'no-parallelism' | 'retries' | 'failed-indexes' | 'terminating' | 'deadline'}`
  | `status.pod.${'succeeded' | 'failed' | 'terminating' | 'gated' | 'unschedulable' | 'pending' | 'uncounted' | 'pulling' | 'crash-backoff' | 'image-backoff' | 'waiting' | 'not-ready' | 'ready' | 'running' | 'creating' | 'initializing'}`
  | `status.node.${'ready' | 'not-ready' | 'kubelet-stopped' | 'short' | 'cordoned' | 'tainted'}`
