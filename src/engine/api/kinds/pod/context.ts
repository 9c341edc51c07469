// What the parts of a pod's validation need to know of the whole.
import type { PodSpec, Volume } from '../../../../kube/core.ts'

export interface PodContext {
  readonly spec: PodSpec
  /** A pod itself, not a template inside another object. */
  readonly isPod: boolean
  /** Volumes that are well made, by name. */
  readonly volumes: ReadonlyMap<string, Volume>
  readonly claims: ReadonlySet<string>
  readonly grace: number
}
