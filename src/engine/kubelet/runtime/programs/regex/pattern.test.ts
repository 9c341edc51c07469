import { describe, expect, test } from 'vitest'
import { Pattern } from './pattern.ts'
import { basic, extended } from './posix.ts'

/** Chance that is the same everywhere. */
function chance(seed: number) {
  let state = seed * 7919 + 1
  return (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** Reluctant loops stand in no other loop: there, which of several empty rounds is first is a matter of taste. */
function anExpression(below: (n: number) => number, depth = 3): string {
  const inner = () => anExpression(below, depth - 1)
  const atoms = ['a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\d', '\\.', '\\b', '\\B', '[^]', '\\x61']
  if (depth === 0) return atoms[below(atoms.length)]!
  switch (below(9)) {
    case 0: return `${inner()}|${inner()}`
    case 1: return `(${inner()})${['*', '+', '?', '{2}', '{1,3}', '*?', '+?', '??', '{0,2}?'][below(depth === 3 ? 9 : 5)]!}`
    case 2: return `(?:${inner()})${['*', '+', '?', '{0,2}', '{2,}'][below(5)]!}`
    case 3: return `${['a', 'b', '.', '[ab]', '\\w'][below(5)]!}${['*', '+', '?', '{2}', '*?'][below(depth === 3 ? 5 : 4)]!}`
    case 4: return `(${inner()})`
    case 5: return `${['(?=', '(?!', '(?<=', '(?<!'][below(4)]!}${inner()})`
    case 6: return below(4) === 0 ? `^${inner()}` : below(3) === 0 ? `${inner()}$` : inner()
    default: return inner() + inner()
  }
}

test('what it fits and where is what JavaScript finds, whatever the expression', () => {
  for (let seed = 0; seed < 4000; seed++) {
    const below = chance(seed)
    const source = anExpression(below)
    const text = Array.from({ length: below(9) }, () => 'aabbc.1 '[below(8)]!).join('')
    const found = new RegExp(source).exec(text)
    // An alternative that never fits keeps it from being left to JavaScript's.
    const own = new Pattern(`(?:|(?!))(?:${source})`).exec(text)
    expect(own && [own.index, own.groups[0]], `/${source}/ on "${text}"`).toEqual(found ? [found.index, found[0]] : undefined)
    const longest = new Pattern(`(?:|(?!))(?:${source})`, { longest: true }).exec(text)
    expect(longest?.index, `/${source}/ on "${text}"`).toBe(found?.index)
    if (found) expect(longest!.groups[0]!.length, `/${source}/ on "${text}"`).toBeGreaterThanOrEqual(found[0].length)
  }
})

test.each<[string, string, string, readonly (string | undefined)[] | undefined]>([
  ['of alternatives the longest', 'foo|foobar', 'a foobar', ['foobar']],
  ['… behind others', '(a|ab)(c|bcd)?', 'abcd', ['abcd', 'a', 'bcd']],
  ['… leftmost all the same', 'b|abc', 'xabc', ['abc']],
  ['what an optional part would take away', '(a?)(ab)?', 'ab', ['ab', '', 'ab']],
  ['a group that took no part', '(a)|b', 'b', ['b', undefined]],
  ['a loop of nothing ends', '(a*)*b', 'aab', ['aab', 'aa']],
  ['nothing fits', 'a+b', 'aac', undefined],
  ['what a group held', '(a+)-\\1', 'aaa-aa', ['aa-aa', 'aa']],
])('as POSIX wants it: %s', (_what, source, text, groups) => {
  expect(new Pattern(source, { longest: true }).exec(text)?.groups).toEqual(groups)
})

test.each<[string, string, string, string]>([
  ['nothing right behind something', 'a*', 'baaac', 'xbxcx'],
  ['one by one', '(a|b)', 'abc', 'xxc'],
  ['nothing everywhere', '', 'ab', 'xaxbx'],
])('all are replaced: %s', (_what, source, text, to) => expect(new Pattern(source, { longest: true }).replace(text, () => 'x')).toBe(to))

test('splits without its groups, and not at nothing', () => expect(new Pattern('(,|;)+|').split('a,;b;c')).toEqual(['a', 'b', 'c']))

const MANY = 'a'.repeat(20_000)
describe('what takes other engines for ever', () => {
  test.each<[string, string, string, boolean]>([
    ['a loop in a loop', '(a+)+$', `${MANY}b`, false],
    ['alternatives that are the same', '(a|a)*b', MANY, false],
    ['alternatives that overlap', '(a|b|ab)*c', 'ab'.repeat(5000), false],
    ['loops in a row', 'a*a*a*a*b', MANY, false],
    ['a long way to the end from everywhere', 'a.*b', MANY, false],
    ['… and at the end it fits', 'a.*b', `${MANY}b`, true],
    ['a word of its own', '(?<!\\w)(?:(a+)+)(?!\\w)', `${MANY}_`, false],
    ['counted loops in counted loops', '(a{1,9}){1,9}b', MANY, false],
  ])('%s', (_what, source, text, fits) => expect(new Pattern(source).test(text)).toBe(fits))

  test('an expression that is too big is none', () => expect(() => new Pattern('(a{1,1000}){1,1000}')).toThrow(SyntaxError))
  test('what depends on what a group held is given up', () => expect(() => new Pattern('(a*)*(a*)*\\1\\2b').test(MANY)).toThrow(/too many steps/))
})

test('a pattern of POSIX is one of JavaScript’s', () => {
  expect(new Pattern(basic('\\(a\\)\\1*$')).exec('xaaa')?.groups).toEqual(['aaa', 'a'])
  expect(new Pattern(extended('[[:digit:]]{2,}x')).exec('a123x')?.groups).toEqual(['123x'])
})
