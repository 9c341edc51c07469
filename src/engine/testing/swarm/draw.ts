// What a seed decides, drawn in order. Apart from the world's own chance: to draw one thing more here changes no cluster.
import { chanceOf } from '../../world/chance.ts'

export interface Draw {
  /** A whole number in [0, n). */
  below(n: number): number
  oneIn(n: number): boolean
  pick<T>(from: readonly T[]): T
}

export function drawFor(seed: number, what: string): Draw {
  const chance = chanceOf(seed)
  let drawn = 0
  const below = (n: number) => chance.below(n, 'swarm', what, drawn++)
  return { below, oneIn: n => below(n) === 0, pick: from => from[below(from.length)]! }
}
