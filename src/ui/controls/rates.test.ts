import { expect, test } from 'vitest'
import { coresText, RATES, rateIndex } from './rates.ts'

test.each([[1, 0], [5, 2], [6, 2], [8, 3], [1000, 9], [5000, 9], [0, 0]])('%d requests a second stand at %d', (rate, at) => expect(rateIndex(rate)).toBe(at))
test('every rate is found where it stands', () => expect(RATES.map(rateIndex)).toEqual(RATES.map((_, i) => i)))
test.each([[0, '0'], [50, '0.05'], [333.3, '0.33'], [1000, '1'], [1250, '1.25']])('%d m are %s cores', (milli, text) => expect(coresText(milli)).toBe(text))
