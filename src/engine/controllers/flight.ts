// A sync under way, as it is remembered between its frames.
import type { Instant } from '../../kube/object.ts'
import type { Reason } from '../world/frame.ts'
import type { Intent, Outcome } from './controller.ts'

/** A sync under way: the view it judged, what it still wants, what became of what it wanted. */
export interface Flight {
  readonly view: unknown
  readonly stage: 'decision' | 'conclusion'
  /** What this stage wants; those before `next` have been tried. */
  readonly intents: readonly Intent[]
  readonly next: number
  /** What became of everything tried so far, the latest first: a chain, so that a long sync does not copy a list for each write. */
  readonly told: Told | undefined
  /** Something that had to be done was refused. */
  readonly broken: boolean
  /** The first batch of which something was refused. */
  readonly brokenBatch: number
  /** The name that the last create was given, for the event that tells of it. */
  readonly lastName: string
  readonly because: Reason
  readonly startedAt: Instant
}

interface Told { readonly outcome: Outcome; readonly before: Told | undefined }

/** In the order in which they were tried. */
export function outcomesOf(told: Told | undefined): Outcome[] {
  const list: Outcome[] = []
  for (let t = told; t; t = t.before) list.push(t.outcome)
  return list.reverse()
}

/** A flight that sets out with a decision. */
export const takeOff = (view: unknown, intents: readonly Intent[], because: Reason, startedAt: Instant): Flight =>
  ({ view, stage: 'decision', intents, next: 0, told: undefined, broken: false, brokenBatch: Infinity, lastName: '', because, startedAt })

/** Whether this is not even tried, because of what became of what was tried before. */
export function isSkipped(flight: Flight, intent: Intent): boolean {
  const last = flight.told?.outcome
  if (intent.ifDone && last && (last.refused || last.skipped)) return true
  return flight.broken || (intent.batch !== undefined && flight.brokenBatch < intent.batch)
}

/** The flight after one more has been tried. */
export function after(flight: Flight, outcome: Outcome): Flight {
  const name = outcome.intent.verb === 'create' && outcome.object ? outcome.object.metadata.name : flight.lastName
  const { intent: { must, batch = Infinity }, refused } = outcome
  // Field by field: a sync of many writes is noted many times.
  return {
    view: flight.view, stage: flight.stage, intents: flight.intents, next: flight.next + 1, told: { outcome, before: flight.told },
    broken: flight.broken || (refused !== undefined && must === true), brokenBatch: refused ? Math.min(flight.brokenBatch, batch) : flight.brokenBatch,
    lastName: name, because: flight.because, startedAt: flight.startedAt,
  }
}
