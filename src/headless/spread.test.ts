import { describe, expect, test } from 'vitest'
// @ts-expect-error a step of the build, in plain JavaScript
import { withoutSlowSpreads } from './spread.mjs'

describe('spreads that are followed by something become assignments', () => {
  test.each([
    ['x = { ...a, b: 1 }', 'x = Object.assign({}, a, { b: 1 })'],
    ['x = { a, ...b, c, d: { ...e, f }, ...(g ? { h: 1 } : {}), }', 'x = Object.assign({ a }, b, { c, d: Object.assign({}, e, { f }) }, (g ? { h: 1 } : {}))'],
    ['f(() => ({ ...a, [k]: 1 }))', 'f(() => (Object.assign({}, a, { [k]: 1 })))'],
  ])('%s', (code, wanted) => expect(withoutSlowSpreads(code)).toBe(wanted))

  test.each(['x = { ...a }', 'x = { a: 1, ...b }', 'const { a, ...r } = x', 'x = { ...a, get b() { return 1 } }', 'x = { ...a, __proto__: b }', 'f(...a, b)', '[...a, b]'])(
    'left alone: %s', code => expect(withoutSlowSpreads(code)).toBe(code))

  test('lines keep their numbers', () => {
    const code = 'x = {\n  ...a, // one, two\n  b: 1,\n  ...c,\n}\ny = 2'
    expect(withoutSlowSpreads(code).split('\n').indexOf('y = 2')).toBe(5)
  })

  test('and mean the same', () => {
    const value = (code: string) => new Function('a', `return ${code}`)({ p: 1, q: undefined, r: [2] })
    for (const code of ['{ ...a, p: 3, s: 4 }', '{ z: 0, ...a, q: 5 }', '{ ...a, ...undefined, ...(a.p ? { p: 9 } : {}), t: 1 }']) {
      expect(value(withoutSlowSpreads(`(${code})`))).toEqual(value(`(${code})`))
    }
  })
})
