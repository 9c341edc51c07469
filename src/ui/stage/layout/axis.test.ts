import { expect, test } from 'vitest'
import { axis } from './axis.ts'

test('a value stands evenly between the ends, and on beyond them', () => {
  const x = axis([1000, 3000], [10, 110])
  expect([500, 1000, 1500, 3000, 4000].map(x)).toEqual([-15, 10, 35, 110, 160])
  expect([-15, 10, 35, 110, 160].map(x.invert)).toEqual([500, 1000, 1500, 3000, 4000])
})
test('a range that falls, as heights do', () => expect([0, 5, 10].map(axis([0, 10], [80, 20]))).toEqual([80, 50, 20]))
test('between several points each stretch is even by itself', () => {
  const x = axis([0, 10, 110], [0, 50, 100])
  expect([0, 5, 10, 60, 110, 210].map(x)).toEqual([0, 25, 50, 75, 100, 150])
  expect(x.invert(75)).toBe(60)
})
test('what is clamped ends at the ends', () => expect([-5, 5, 20].map(axis([0, 10], [0, 100], { clamp: true }))).toEqual([0, 50, 100]))
test('ends that fall together', () => {
  expect(axis([7, 7], [0, 100])(7)).toBe(50)
  expect(axis([7], [3])(9)).toBe(3)
})
