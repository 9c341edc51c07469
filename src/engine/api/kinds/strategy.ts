// What the API server asks of a kind before it stores an object of it. Everything here is pure: no clock, no store, no chance.
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { FieldError } from '../fields/fieldError.ts'

/** A whole number from 0 up to `below`, without it; `keys` tell several draws for one object apart. */
export type Draw = (below: number, purpose: 'cluster-ip' | 'node-port', ...keys: (string | number)[]) => number

export interface Allocation<T> {
  readonly object: T
  /** Why it cannot have what it asks for. */
  readonly findings: readonly FieldError[]
}

/**
 * The judgement of one kind, as upstream's `registry/<group>/<kind>/strategy.go` with the defaulting of `apis/<group>/v1/defaults.go`.
 *
 * Order of a create: defaults → (admission) → prepareCreate → validate → warnings → allocate.
 * Order of an update: defaults → (admission) → prepareUpdate → validateUpdate → warnings → allocate.
 */
export interface Strategy<T extends AnyObject = AnyObject> {
  readonly kind: Kind
  /** Whether the kind has a `status` subresource: writes to the object then keep the stored status. */
  readonly hasStatus: boolean
  /** Fills what the author left out, as 1.36 does. Returns a new object. */
  defaults(object: T): T
  /** Before a create: clears status, sets generation, adds what the strategy adds. `metadata.uid` is already set. */
  prepareCreate(object: T): T
  /** Before an update: keeps what this path may not write (the status; or, for subresource `status`, all but it), and raises generation. */
  prepareUpdate(next: T, old: T, subresource?: string): T
  /**
   * All findings, metadata first. `completed`: the object as it was when it had its defaults, before admission; a kind may know
   * of what came from one template that it is good.
   */
  validate(object: T, completed?: T): FieldError[]
  validateUpdate(next: T, old: T, subresource?: string): FieldError[]
  /** Texts of the `Warning:` headers of a create (without `old`) or an update. */
  warnings?(next: T, old?: T): string[]
  /** After all judgement, what only the server can give: addresses and ports. `others`: all stored objects of the kind. */
  allocate?(object: T, others: readonly T[], draw: Draw, dryRun: boolean): Allocation<T>
  /** The grace period of a delete, in seconds; only pods have one. Absent: the object goes at once. */
  deletionGrace?(object: T, requestedSeconds: number | undefined): number
}
