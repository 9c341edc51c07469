// A range of seeds, fixed, so that a red run is red for everybody; `npm run swarm` goes further. And proof that the rig can fail.
import { expect, test } from 'vitest'
import { runSeed } from './swarm.ts'
import type { Sabotage } from './sabotage.ts'

const SEEDS = 1_200
const PER_TEST = 100

test.each(Array.from({ length: SEEDS / PER_TEST }, (_, i) => [i * PER_TEST + 1, (i + 1) * PER_TEST] as const))('seeds %d to %d', { timeout: 120_000 }, (from, to) => {
  for (let seed = from; seed <= to; seed++) {
    const { ok, why } = runSeed(seed)
    if (!ok) expect.fail(`seed ${seed}: ${why}\n(npm run swarm -- ${seed} --story)`)
  }
})

// What once went wrong is tried for ever, whatever range is run above.
test.each([
  [55, 'the last status of a pod that ended was lost with the kubelet that had to write it'],
  [74, 'a machine under the name of one that went knew of its pods and did not start them'],
  [334, 'a new machine took the name, and with it the running pods, of one that went'],
])('seed %d: %s', seed => expect(runSeed(seed)).toEqual({ ok: true }))

// The canary: a rig in which a planted fault survives so many seeds is no rig.
test.each<[Sabotage, string]>([
  ['no own-write gate', 'no more pods than asked for'],
  ['lost wake-ups', 'E7'],
  ['shared stream of chance', 'E3'],
])('the canary: %s is found by %s', { timeout: 60_000 }, (sabotage, by) => {
  const found: string[] = []
  for (let seed = 1; seed <= 60 && !found.some(why => why.includes(by)); seed++) {
    const { ok, why } = runSeed(seed, { sabotage, laws: sabotage === 'shared stream of chance' })
    if (!ok) found.push(why!)
  }
  expect(found.some(why => why.includes(by)), found.slice(0, 3).join('\n') || 'nothing was found').toBe(true)
})
