// An autoscaler as a row of replicas between its bounds: which are there, which are wanted, which it wants no more. Pure.
import type { AutoscalerRow } from '../../../worker/rows.ts'

export type PlaceState = 'there' | 'coming' | 'leaving' | 'free'
export interface Place { readonly n: number; readonly state: PlaceState }

/** From the first replica to the last that it may want (or that is there all the same); at most `most` of them, each standing for `per`. */
export function placesOf({ current, wanted, most }: Pick<AutoscalerRow, 'current' | 'wanted' | 'most'>, room: number): { readonly places: readonly Place[]; readonly per: number } {
  const total = Math.max(most, current, wanted, 1)
  const per = Math.ceil(total / Math.max(1, room))
  const places = Array.from({ length: Math.ceil(total / per) }, (_, i): Place => {
    const n = i * per + 1
    return { n, state: n <= current ? (n <= wanted ? 'there' : 'leaving') : n <= wanted ? 'coming' : 'free' }
  })
  return { places, per }
}

/** How far a meter goes that has its target in the middle: 0…1. */
export const meterOf = (share: number): number => Math.min(1, Math.max(0, share / 2))
