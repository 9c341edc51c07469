import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SortedMap } from './sortedMap.ts'

const key = fc.integer({ min: 0, max: 1500 }).map(n => String(n).padStart(4, '0'))

test('whatever is put in and taken out, it is a map in the order of its keys', () => {
  fc.assert(fc.property(fc.array(fc.tuple(key, fc.option(fc.integer(), { nil: undefined })), { minLength: 1, maxLength: 3000 }), steps => {
    const sorted = new SortedMap<number>()
    const plain = new Map<string, number>()
    for (const [at, value] of steps) {
      if (value === undefined) {
        sorted.delete(at)
        plain.delete(at)
      } else {
        sorted.set(at, value)
        plain.set(at, value)
      }
    }
    const keys = [...plain.keys()].sort()
    expect(sorted.size).toBe(plain.size)
    expect(sorted.keys()).toEqual(keys)
    expect(sorted.values()).toEqual(keys.map(k => plain.get(k)))
  }), { numRuns: 40, seed: 3 })
})

test('a list that was given out does not change', () => {
  const sorted = new SortedMap<string>()
  for (let i = 0; i < 1000; i++) sorted.set(String(i).padStart(4, '0'), 'old')
  const list = sorted.values()
  sorted.set('0500', 'new')
  sorted.delete('0001')
  expect(list.every(v => v === 'old')).toBe(true)
  expect(list).toHaveLength(1000)
})
