// The floor: keys that stay in order, at the size of a hundred thousand pods and more.
import { SortedKeys } from '../engine/world/sortedKeys.ts'
import { wallMs } from './measure.ts'

const KEYS = 150_000

/** A walk over all numbers below `n` that jumps about: a prime stride. */
const scattered = (n: number, i: number) => (i * 104_729) % n

export function tables(): Record<string, string | number> {
  const key = (i: number) => `default/pod-${String(i).padStart(6, '0')}`
  const all = Array.from({ length: KEYS }, (_, i) => key(scattered(KEYS, i)))
  const keys = new SortedKeys()
  const small = new SortedKeys()
  for (const k of all.slice(0, 1000)) small.add(k)
  const add = wallMs(() => { for (const k of all) keys.add(k) })
  let seen = 0
  const walk = wallMs(() => { keys.withPrefix('default/', () => { seen++ }) })
  if (seen !== KEYS || keys.size !== KEYS) throw new Error('keys were lost')
  const remove = wallMs(() => { for (const k of all) keys.remove(k) })
  return {
    'ns to add one of 150,000': ((1e6 * add) / KEYS).toFixed(0), 'ns to remove one of 150,000': ((1e6 * remove) / KEYS).toFixed(0), 'ns per key to list': ((1e6 * walk) / KEYS).toFixed(0),
  }
}
