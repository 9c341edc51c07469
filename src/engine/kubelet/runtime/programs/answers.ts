// What a program was answered over the network, in order: a list that only grows, by one for each request of a loop that never ends.
// It lives in tables, so every change of it is a copy; full pieces are put aside and shared by all later copies.
import type { NetworkAnswer, NetworkView } from './program.ts'

/** An answer, by the number of its request. */
export type Answered = NetworkAnswer & { readonly request: number; readonly atMs: number }

const PIECE = 256

export const countOf = (view: NetworkView | undefined): number => (view?.earlier?.length ?? 0) * PIECE + (view?.answers.length ?? 0)

export function withAnswer(view: NetworkView | undefined, answer: Answered): NetworkView {
  const { earlier = [], answers } = view ?? { answers: [] }
  const next = [...answers, answer]
  if (next.length === PIECE) return { answers: [], earlier: [...earlier, next] }
  return earlier.length > 0 ? { answers: next, earlier } : { answers: next }
}

/** All of them. */
export const allAnswers = (view: NetworkView | undefined): readonly Answered[] => (view?.earlier ? [...view.earlier.flat(), ...view.answers] : view?.answers ?? [])

/** The `n`th from the end (0: the last). */
export function fromTheEnd({ earlier = [], answers }: NetworkView, n: number): Answered | undefined {
  if (n < answers.length) return answers[answers.length - 1 - n]
  const before = earlier.length * PIECE - 1 - (n - answers.length)
  return before < 0 ? undefined : earlier[Math.floor(before / PIECE)]![before % PIECE]
}

/** Only those to requests below this number. */
export function firstAnswers(view: NetworkView, below: number): NetworkView {
  if (countOf(view) <= below) return view
  const all = allAnswers(view).filter(a => a.request < below)
  return all.reduce<NetworkView>(withAnswer, { answers: [] })
}

/** What `now` has beyond `then`, or undefined where it does not begin with the same. Pieces that both share are not looked at. */
export function moreAnswers(then: NetworkView | undefined, now: NetworkView | undefined): readonly Answered[] | undefined {
  if (then === now) return []
  const [before, after] = [then?.earlier?.length ?? 0, now?.earlier?.length ?? 0]
  let same = 0
  while (same < before && same < after && then!.earlier![same] === now!.earlier![same]) same++
  const rest = (view: NetworkView | undefined) => (view?.earlier && view.earlier.length > same ? [...view.earlier.slice(same).flat(), ...view.answers] : view?.answers ?? [])
  const [old, all] = [rest(then), rest(now)]
  if (all.length < old.length) return undefined
  for (let i = 0; i < old.length; i++) if (old[i] !== all[i] && JSON.stringify(old[i]) !== JSON.stringify(all[i])) return undefined
  return all.slice(old.length)
}
