// What comes from outside: with the seed, all that is needed to make a run again. And the future that such an input cuts off.
import type { Instant } from '../../kube/object.ts'
import type { Frame } from './frame.ts'

/** Something that came from outside. */
export interface Input {
  readonly seq: number
  readonly at: Instant
  readonly name: string
  readonly payload: unknown
}

/** The future that a new input cut off: kept so that the cut can be undone. */
export interface CutFuture {
  readonly position: number
  readonly now: Instant
  readonly end: number
  readonly endAt: Instant
  readonly frames: readonly Frame[]
  readonly inputs: readonly Input[]
  /** Which filling of the tables the frames belong to: a run made again has entries of its own. */
  readonly filling: number
}

/** The first that lies ahead of frame `position`, found by halving: inputs are in the order of their seq. */
export function inputAfter(inputs: readonly Input[], position: number): Input | undefined {
  let low = 0
  let high = inputs.length
  if (high === 0 || inputs[high - 1]!.seq <= position) return undefined
  while (low < high) {
    const middle = (low + high) >> 1
    if (inputs[middle]!.seq <= position) low = middle + 1
    else high = middle
  }
  return inputs[low]
}
