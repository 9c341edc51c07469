import { expect, test } from 'vitest'
import vectors from '../../test-data/vectors/intstr.json' with { type: 'json' }
import { failing } from '../headless/vectors/failing.ts'
import { intstrTopic } from '../headless/vectors/intstr.ts'
import { parseIntOrString, positiveIntOrPercentErrors, scaledIntOrString } from './intOrString.ts'

test.each([...new Set(vectors.cases.map(c => c.op))])('vectors: %s', op => {
  expect(failing(intstrTopic, vectors, op)).toEqual([])
})

test('a missing field is an error, not zero', () => expect(() => scaledIntOrString(undefined, 3, true)).toThrow('nil value for IntOrString'))
test.each([['2147483647', 2147483647], ['2147483648', '2147483648'], ['-2147483648', -2147483648], ['1.5', '1.5'], ['+1', 1]])('parse %s', (text, value) =>
  expect(parseIntOrString(text)).toBe(value))
test.each([[-1, 1], [0, 0], ['100%', 0], ['101%', 1], ['-1%', 1]])('positive, at most all: %s', (value, wrong) => expect(positiveIntOrPercentErrors(value)).toHaveLength(wrong))
