// What the scheduler thought of every node for one pod: plain data, kept in a table for as long as the pod exists.
import type { Instant } from '../../kube/object.ts'
import type { Refusal, ScoreName } from './plugin.ts'

export interface Scorer { readonly name: ScoreName; readonly weight: number }

export interface NodeAnswer {
  readonly node: string
  /** Why not; missing when the node could take the pod. */
  readonly refusal?: Refusal
  /** By scorer, in the verdict's order: as it counted. Missing when only one node was left: then nobody scores. */
  readonly raw?: readonly number[]
  /** By scorer: 0…100 among the nodes that could take the pod. Times the scorer's weight it counts for the total. */
  readonly normalised?: readonly number[]
  readonly total?: number
}

/** Many nodes with the same refusal, where there are too many to keep one answer each. */
export interface Others { readonly refusal: Refusal; readonly nodes: number }

export interface Preemption {
  /** The node on which room is being made, and who has to go. */
  readonly node?: string
  readonly victims?: readonly string[]
  readonly violations?: number
  /** Why it did not help, by node. */
  readonly answers?: readonly { readonly node: string; readonly refusal: Refusal }[]
  /** Why it was not even tried. */
  readonly ineligible?: 'never' | 'victims-terminating'
}

export interface Verdict {
  readonly at: Instant
  /** Which try this was, from 1. */
  readonly attempt: number
  /** How many nodes there are, how many were asked, and how many of these could take the pod. */
  readonly nodes: number
  readonly asked: number
  readonly feasible: number
  /** Who scored. Scorers that have nothing to say about the pod are left out. */
  readonly scorers?: readonly Scorer[]
  /** By name of the node. Above fifty nodes: the best, the rest in `others`. */
  readonly answers: readonly NodeAnswer[]
  readonly others?: readonly Others[]
  /** Said about the pod, before any node was asked. */
  readonly podRefusal?: Refusal
  /** Said about all nodes that are not in `answers`, before they were asked. */
  readonly elsewhere?: Refusal
  readonly winner?: string
  /** Nodes with the best total, when there is more than one: the winner was drawn among them. */
  readonly equals?: readonly string[]
  readonly preemption?: Preemption
  /** The message of the FailedScheduling event. */
  readonly message?: string
}
