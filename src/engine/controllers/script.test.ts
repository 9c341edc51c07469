import { expect, test } from 'vitest'
import type { Intent, Outcome } from './controller.ts'
import { player, write, type Played, type Script } from './script.ts'

const get = (key: string): Intent => ({ verb: 'get', kind: {} as never, key })
function* two(): Script<string> {
  const first = yield* write(get('a'))
  yield { intents: [] }
  if (first.refused) return 'refused'
  const outcomes = yield { intents: [get('b'), get('c')] }
  return `${outcomes.length} more`
}
const done = (key: string): Outcome => ({ intent: get(key) })
const refused: Outcome = { intent: get('a'), refused: { code: 404, reason: 'NotFound', message: '' } }

const told = ({ next, end }: Played<string>) => [next?.intents.map(i => (i.verb === 'get' ? i.key : '')), end]

test.each([
  ['nothing yet: the first step', [], ['a'], undefined],
  ['one answer: the next; an empty step is passed over', [done('a')], ['b', 'c'], undefined],
  ['all answers: the end', [done('a'), done('b'), done('c')], undefined, '2 more'],
  ['a refusal: another end', [refused], undefined, 'refused'],
])('%s', (_name, outcomes, keys, end) => {
  expect(told(player(two)({}, outcomes))).toEqual([keys, end])
})

test('goes on where it stopped while the outcomes grow, and begins anew where they are others', () => {
  let begun = 0
  const play = player(function* (_view: object) {
    begun++
    return yield* two()
  })
  const view = {}
  const [a, b, c] = [done('a'), done('b'), done('c')]
  expect(told(play(view, []))).toEqual([['a'], undefined])
  expect(told(play(view, [a]))).toEqual([['b', 'c'], undefined])
  expect(told(play(view, [a]))).toEqual([['b', 'c'], undefined])
  expect(told(play(view, [a, b, c]))).toEqual([undefined, '2 more'])
  expect(told(play(view, [a, b, c]))).toEqual([undefined, '2 more'])
  expect(begun).toBe(1)
  // Back in time, and on with another answer.
  expect(told(play(view, [refused]))).toEqual([undefined, 'refused'])
  expect(told(play(view, []))).toEqual([['a'], undefined])
  expect(begun).toBe(3)
  // Fewer answers than it asked for are taken, but not gone on from.
  expect(told(play(view, [a, b]))).toEqual([undefined, '1 more'])
  expect(told(play(view, [a, b, c]))).toEqual([undefined, '2 more'])
  expect(begun).toBe(4)
})

test('syncs that are under way at once do not mix, however many', () => {
  const play = player(two)
  const views = Array.from({ length: 20 }, () => ({}))
  for (const view of views) play(view, [])
  for (const [i, view] of views.entries()) expect(told(play(view, i % 2 ? [refused] : [done('a')]))).toEqual(i % 2 ? [undefined, 'refused'] : [['b', 'c'], undefined])
})
