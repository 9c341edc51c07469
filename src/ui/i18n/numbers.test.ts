import { describe, expect, it } from 'vitest'
import { counted, number } from './numbers.ts'

describe('numbers for people', () => {
  it.each([0, 1, 12, 999, 1000, 1001, 99_999, 100_000, 1_234_567, -1, -999, -1000, -123_456, 0.25, 0.1, 1000.5, 1234.5678, 0.0004, 12_345.9996, 1e15])('%s is written as the browser itself would write it', n => {
    const plain = (locale: string) => new Intl.NumberFormat(locale).format(n)
    expect(number(n)).toBe(plain('en-US'))
    expect(number(n)).toBe(plain('zh-CN'))
  })

  it.each([[0, '0 pods'], [1, '1 pod'], [2, '2 pods'], [1200, '1,200 pods']] as const)('%s pods', (n, text) => expect(counted(n, 'pod')).toBe(text))
  it('an irregular plural is given', () => expect(counted(2, 'retry', 'retries')).toBe('2 retries'))
})
