// Chance for a replay: it foretells a run that was made elsewhere, where the dice fell as nobody can know.
import { chanceOf, type Chance } from '../engine/index.ts'

/** The chance of a seed, but that a sync which failed waits for the middle of the jitter that Kubernetes adds: that errs least. */
export function evenWaits(seed: number): Chance {
  const chance = chanceOf(seed)
  return { ...chance, unit: (purpose, ...keys) => (purpose === 'retry-jitter' ? 0.5 : chance.unit(purpose, ...keys)) }
}
