import { describe, expect, test } from 'vitest'
import { meterOf, placesOf } from './autoscalerScene.ts'

describe('the replicas of an autoscaler', () => {
  const states = (current: number, wanted: number, most: number, room = 50) => placesOf({ current, wanted, most }, room).places.map(p => p.state[0]).join('')
  test.each([
    ['as many as it wants', 3, 3, 5, 'tttff'], ['more are to come', 2, 4, 5, 'ttccf'], ['some are to go', 4, 2, 5, 'ttllf'],
    ['more than it may want are there', 6, 5, 5, 'tttttl'], ['none at all', 0, 0, 0, 'f'],
  ])('%s', (_, current, wanted, most, shown) => expect(states(current, wanted, most)).toBe(shown))
  test('where they do not fit, each place stands for several', () => {
    const { places, per } = placesOf({ current: 40, wanted: 60, most: 100 }, 30)
    expect([places.length, per]).toEqual([25, 4])
    expect(places.filter(p => p.state === 'there')).toHaveLength(10)
    expect(places.filter(p => p.state === 'coming')).toHaveLength(5)
  })
  test.each([[0, 0], [1, 0.5], [1.5, 0.75], [2, 1], [9, 1], [-1, 0]])('a share of %d is at %d of the meter: its target is in the middle', (share, at) => expect(meterOf(share)).toBe(at))
})
