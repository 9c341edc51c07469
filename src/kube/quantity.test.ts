import { describe, expect, test } from 'vitest'
import vectors from '../../test-data/vectors/quantity.json' with { type: 'json' }
import { failing } from '../headless/vectors/failing.ts'
import { quantityTopic } from '../headless/vectors/quantity.ts'
import { canonicalQuantity, formatQuantity, milliValueOf, parseQuantity, QuantityError, valueOf } from './quantity.ts'
import { add, compare, multiply } from './quantityMath.ts'

test.each([...new Set(vectors.cases.map(c => c.op))])('vectors: %s', op => {
  expect(failing(quantityTopic, vectors, op)).toEqual([])
})

describe('what the scheduler asks for', () => {
  test.each([
    ['100m', 100], ['1', 1000], ['1.5', 1500], ['0.0001', 1], ['no quantity', 0],
  ])('milliValueOf(%s)', (text, milli) => {
    expect(milliValueOf(text)).toBe(milli)
    expect(milliValueOf(text)).toBe(milli) // the second answer is remembered
  })
  test.each([['1Gi', 2 ** 30], ['100m', 1], ['2k', 2000]])('valueOf(%s)', (text, value) => expect(valueOf(text)).toBe(value))
})

describe('sizes that would fill the memory', () => {
  test.each(['1e1000000', '1e2147483647', '9e999999999'])('%s is refused', text => expect(() => parseQuantity(text)).toThrow(QuantityError))
  test('1e-2000000000 is rounded up to the smallest quantity', () => expect(canonicalQuantity('1e-2000000000')).toBe('1e-9'))
})

test('a sum of many keeps its format and exactness', () => {
  let sum = parseQuantity('0')
  for (let i = 0; i < 1000; i++) sum = add(sum, parseQuantity('100m'))
  expect(formatQuantity(sum)).toBe('100')
  expect(compare(sum, multiply(parseQuantity('100m'), 1000))).toBe(0)
})
