import { expect, test } from 'vitest'
import type { Intent, Outcome } from './controller.ts'
import { play, write, type Script } from './script.ts'

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

test.each([
  ['nothing yet: the first step', [], ['a'], undefined],
  ['one answer: the next; an empty step is passed over', [done('a')], ['b', 'c'], undefined],
  ['all answers: the end', [done('a'), done('b'), done('c')], undefined, '2 more'],
  ['a refusal: another end', [refused], undefined, 'refused'],
])('%s', (_name, outcomes, keys, end) => {
  const played = play(two(), outcomes)
  expect([played.next?.intents.map(i => (i.verb === 'get' ? i.key : '')), played.end]).toEqual([keys, end])
})
