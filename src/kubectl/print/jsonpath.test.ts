import { describe, expect, test } from 'vitest'
import { find, parseJsonPath, parseRelaxed, printJsonPath } from './jsonpath.ts'

const list = {
  items: [
    { metadata: { name: 'a', labels: { 'x.y/z': '1' } }, status: { conditions: [{ type: 'Ready', status: 'True' }, { type: 'X', status: 'False' }] }, n: 3 },
    { metadata: { name: 'b' }, n: 5 },
  ],
}

describe('what a path finds', () => {
  test.each([
    ['{.items[*].metadata.name}', 'a b'],
    ['{.items..metadata.name}', 'a b'],
    ['{..name}', 'a b'],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.n}{"\\n"}{end}', 'a\t3\nb\t5\n'],
    ['{.items[?(@.n>3)].metadata.name}', 'b'],
    ['{.items[?(@.n>5)].metadata.name}', ''],
    ['{.items[?(@.status)].metadata.name}', 'a'],
    ['{.items[0].status.conditions[?(@.type=="Ready")].status}', 'True'],
    ['{.items[0].metadata.labels.x\\.y/z}', '1'],
    ["{.items[0].metadata.labels['x\\.y/z']}", '1'],
    ["{.items[*]['metadata.name','n']}", 'a b 3 5'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[0:2].n}', '3 5'],
    ['{.items[1:].n}', '5'],
    ['{.items[0,1].n}', '3 5'],
    ['{$.items[0].n}', '3'],
    ['a{.items[0].n}b{@.items[1].n}', 'a3b5'],
    ['{.items[1].metadata}', '{"name":"b"}'],
    ['{.nope.x}', ''],
    ['{range .items[*]}{.n}', '35'],
    ['.items', '.items'],
  ])('%s', (template, text) => expect(printJsonPath(parseJsonPath(template), list)).toBe(text))
})

test.each([
  ['{.items[}', 'unterminated array'],
  ['{.items', 'unclosed action'],
  ['{.items[9]}', 'array index out of bounds: index 9, length 2'],
  ['{"x}', 'unterminated quoted string'],
])('%s is refused: %s', (template, message) => expect(() => printJsonPath(parseJsonPath(template), list)).toThrow(message))

test('a path without braces', () => {
  expect(find(parseRelaxed('.metadata.name'), list.items[0])).toEqual(['a'])
  expect(find(parseRelaxed('spec.taints[*].key'), list.items[0])).toEqual([])
})
