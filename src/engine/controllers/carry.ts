// One sync without a clock, a queue or a cluster: the rules by which the runner carries intents, for vectors and tests. The
// runner (runner.ts) does the same with one write per frame.
import type { Key } from '../../kube/keys.ts'
import type { ApiObject, Instant } from '../../kube/object.ts'
import type { Reason } from '../world/frame.ts'
import type { CacheReader, Conclusion, Controller, Intent, Outcome } from './controller.ts'

export interface Sync<Memo> {
  readonly outcomes: readonly Outcome[]
  /** The decision's reason, then those of conclusions. */
  readonly reasons: readonly Reason[]
  readonly end: Conclusion<Memo>
}

/** `act` answers each intent that is tried. Undefined where the controller has nothing to look at. */
export function syncOnce<T extends ApiObject, View, Memo>(
  controller: Controller<T, View, Memo>, cache: CacheReader, key: Key, object: T | undefined, memo: Memo | undefined, now: Instant,
  act: (intent: Intent) => Outcome,
): Sync<Memo> | undefined {
  const view = controller.observe(cache, key, object, memo, now)
  if (view === undefined) return undefined
  const decision = controller.decide(view, now)
  const outcomes = carry(decision.intents, act)
  const reasons = [decision.because]
  const looked = controller.relook && outcomes.some(o => o.object) ? controller.relook(cache, view, now) : view
  for (;;) {
    const end = controller.conclude(looked, outcomes, now)
    if (end.because) reasons.push(end.because)
    if (end.intents.length === 0) return { outcomes, reasons, end }
    outcomes.push(...carry(end.intents, act))
  }
}

/** Carries a list in order, minding `batch`, `must` and `ifDone`. */
function carry(intents: readonly Intent[], act: (intent: Intent) => Outcome): Outcome[] {
  const outcomes: Outcome[] = []
  let refusedBatch = Infinity
  let over = false
  for (const intent of intents) {
    const before = outcomes.at(-1)
    const hangs = intent.ifDone && before && (before.refused || before.skipped)
    if (over || hangs || (intent.batch !== undefined && intent.batch > refusedBatch)) {
      outcomes.push({ intent, skipped: true })
      continue
    }
    const outcome = act(intent.verb === 'event' ? named(intent, before) : intent)
    outcomes.push({ ...outcome, intent })
    if (outcome.refused) {
      if (intent.batch !== undefined) refusedBatch = Math.min(refusedBatch, intent.batch)
      if (intent.must) over = true
    }
  }
  return outcomes
}

const named = (intent: Extract<Intent, { verb: 'event' }>, before: Outcome | undefined): Intent =>
  ({ ...intent, event: { ...intent.event, message: intent.event.message.replace('{{name}}', before?.object?.metadata.name ?? '') } })
