// What a catalogue of reasons must hold: one function for each id of the engine's lists. Types only, so that nothing of the engine
// comes into the page.
import type { GcReasons } from '../../../engine/controllers/garbagecollector/reasons.ts'
import type { JobReasons } from '../../../engine/controllers/job/reasons.ts'
import type { TtlReasons } from '../../../engine/controllers/ttlafterfinished/reasons.ts'
import type { KubeletReasonId } from '../../../engine/kubelet/reasons.ts'
import type { SchedulerReason } from '../../../engine/scheduler/reasons.ts'

/** Details of reasons whose lists do not say them: all may be absent. */
export type Loose = { readonly [detail: string]: string | number | boolean | undefined | null | readonly (string | number)[] }

type Words<R> = { readonly [Id in keyof R]: (d: R[Id]) => string }

export type Reasons =
  & Words<GcReasons> & Words<JobReasons> & Words<TtlReasons>
  & { readonly [R in SchedulerReason as R['id']]: (d: R) => string }
  & { readonly [Id in KubeletReasonId]: (d: Loose) => string }
  /** Frames of the floor and of the host. */
  & { readonly [Id in 'write.refused' | 'fault.set' | 'cluster.boot']: (d: Loose) => string }
