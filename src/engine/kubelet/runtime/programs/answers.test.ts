import { expect, test } from 'vitest'
import { allAnswers, countOf, firstAnswers, fromTheEnd, moreAnswers, withAnswer, type Answered } from './answers.ts'
import type { NetworkView } from './program.ts'

const answer = (request: number): Answered => ({ request, atMs: request * 10 })
const views = [...Array(1000).keys()].reduce<NetworkView[]>((all, n) => [...all, withAnswer(all.at(-1), answer(n))], [{ answers: [] }])

test.each([0, 1, 255, 256, 257, 511, 512, 999, 1000])('a list of %i is what was put into it', n => {
  const view = views[n]!
  expect(countOf(view)).toBe(n)
  expect(allAnswers(view).map(a => a.request)).toEqual([...Array(n).keys()])
  expect([fromTheEnd(view, 0)?.request, fromTheEnd(view, n - 1)?.request, fromTheEnd(view, n)]).toEqual(n === 0 ? [undefined, undefined, undefined] : [n - 1, 0, undefined])
})

test('what is more than before, over the seams of pieces; nothing of it where they part', () => {
  for (const [from, to] of [[0, 1], [0, 600], [255, 256], [256, 256], [200, 700], [512, 513]] as const) {
    expect(moreAnswers(views[from], views[to])!.map(a => a.request)).toEqual([...Array(to - from).keys()].map(n => from + n))
  }
  expect(moreAnswers(views[300], views[299])).toBeUndefined()
  expect(moreAnswers(withAnswer(views[299], { ...answer(299), body: 'other' }), views[600])).toBeUndefined()
  expect(moreAnswers(views[256], [...allAnswers(views[300])].reduce<NetworkView>(withAnswer, { answers: [] }))).toHaveLength(44)
})

test('the first few are what the list was then', () => {
  for (const n of [0, 255, 256, 400]) expect(firstAnswers(views[700]!, n)).toEqual(views[n])
  expect(firstAnswers(views[300]!, 500)).toBe(views[300])
})
