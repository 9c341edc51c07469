// A sync that writes, looks at the answer, and writes again, told as one function from top to bottom. A script yields lists of
// intents and is given their outcomes. It may look only at its view and at those outcomes, so it always says the same again: whoever
// asks with outcomes that it has not heard has it played from its beginning. For controllers whose later writes hang on earlier answers.
import type { Intent, Outcome, Reason } from './controller.ts'

/** Yields intents, perhaps with the reason for them; receives what became of them, in the same order. */
export type Script<End> = Generator<Step, End, readonly Outcome[]>
export interface Step { readonly intents: readonly Intent[]; readonly because?: Reason }
export type Played<End> = { readonly next: Step; readonly end?: undefined } | { readonly next?: undefined; readonly end: End }

/** A script that has been played as far as the outcomes went. */
interface Playing<View, End> {
  readonly view: View
  readonly script: Script<End>
  /** What it has been given so far. */
  readonly heard: Outcome[]
  turn: IteratorResult<Step, End>
}

/** So many of them wait where they stopped: more syncs are seldom under way at once, and each holds its view. */
const MOST_WAITING = 8

/**
 * A player of one controller's scripts: says how far the script of a view comes with these outcomes, to the step that has none yet or to
 * its end. A sync asks again after each of its writes, so the script goes on where it stopped if the outcomes that it has heard are those
 * of the question; that is only cheaper, never different, and after a journey in time they are not and it begins anew.
 */
export function player<View extends object, End>(script: (view: View) => Script<End>): (view: View, outcomes: readonly Outcome[]) => Played<End> {
  const waiting: Playing<View, End>[] = []
  return (view, outcomes) => {
    const at = waiting.findIndex(p => p.view === view)
    const known = at < 0 ? undefined : waiting.splice(at, 1)[0]!
    const playing = known && known.heard.length <= outcomes.length && known.heard.every((o, i) => o === outcomes[i]) ? known : begun(view, script(view))
    const whole = goOn(playing, outcomes)
    if (whole) {
      if (waiting.length === MOST_WAITING) waiting.shift()
      waiting.push(playing)
    }
    const { turn } = playing
    return turn.done ? { end: turn.value } : { next: turn.value }
  }
}

const begun = <View, End>(view: View, script: Script<End>): Playing<View, End> => ({ view, script, heard: [], turn: script.next() })

/** Plays on while there are outcomes. False if it was given fewer than it asked for: then it must not be gone on with. */
function goOn<End>(playing: Playing<unknown, End>, outcomes: readonly Outcome[]): boolean {
  const { script, heard } = playing
  let whole = true
  for (let { turn } = playing; !turn.done; playing.turn = turn) {
    const { intents } = turn.value
    if (intents.length > 0 && heard.length >= outcomes.length) break
    const given = outcomes.slice(heard.length, heard.length + intents.length)
    if (given.length < intents.length) whole = false
    heard.push(...given)
    turn = script.next(given)
  }
  return whole
}

/** One write: what it gave back, or why it was refused. */
export function* write(intent: Intent, because?: Reason): Generator<Step, Outcome, readonly Outcome[]> {
  const [outcome] = yield { intents: [intent], ...(because ? { because } : {}) }
  return outcome!
}
