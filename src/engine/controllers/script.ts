// A sync that writes, looks at the answer, and writes again, told as one function from top to bottom. A script yields lists of
// intents and is given their outcomes. It is played again from its beginning each time there are more of them: it may look only at
// its view and at those outcomes, so it always says the same again. For controllers whose later writes hang on earlier answers.
import type { Intent, Outcome, Reason } from './controller.ts'

/** Yields intents, perhaps with the reason for them; receives what became of them, in the same order. */
export type Script<End> = Generator<Step, End, readonly Outcome[]>
export interface Step { readonly intents: readonly Intent[]; readonly because?: Reason }
export type Played<End> = { readonly next: Step; readonly end?: undefined } | { readonly next?: undefined; readonly end: End }

/** How far the script comes with these outcomes: to the step that has none yet, or to its end. */
export function play<End>(script: Script<End>, outcomes: readonly Outcome[]): Played<End> {
  let taken = 0
  let turn = script.next()
  while (!turn.done) {
    const { intents } = turn.value
    if (intents.length > 0 && taken >= outcomes.length) return { next: turn.value }
    turn = script.next(outcomes.slice(taken, taken + intents.length))
    taken += intents.length
  }
  return { end: turn.value }
}

/** One write: what it gave back, or why it was refused. */
export function* write(intent: Intent, because?: Reason): Generator<Step, Outcome, readonly Outcome[]> {
  const [outcome] = yield { intents: [intent], ...(because ? { because } : {}) }
  return outcome!
}
