import { expect, test } from 'vitest'
import { edited } from './keys.ts'

const press = (keys: string, line: string) => {
  const at = line.indexOf('|')
  const [modifier, key] = keys.split('-') as [string, string]
  const to = edited({ key, code: `Key${key.toUpperCase()}`, ctrlKey: modifier === 'C', altKey: modifier === 'A', metaKey: false }, line.replace('|', ''), at)
  return to && `${to[0].slice(0, to[1])}|${to[0].slice(to[1])}`
}

test.each([
  ['C-a', 'get po|ds', '|get pods'], ['C-e', 'get po|ds', 'get pods|'], ['C-u', 'get po|ds', '|ds'], ['C-k', 'get po|ds', 'get po|'], ['C-d', 'get po|ds', 'get po|s'],
  ['C-w', 'get -n x-y  |z', 'get -n |z'], ['C-w', 'a/b-c|', '|'], ['A-b', 'get x-yes|', 'get x-|yes'], ['A-f', 'get| x-yes', 'get x|-yes'], ['A-d', 'get| pods -w', 'get| -w'],
  ['C-x', 'get|', undefined], ['A-x', 'get|', undefined], ['C-w', '|', '|'],
])('%s on %s', (keys, line, to) => expect(press(keys, line)).toBe(to))

test('without a modifier, or with another one, it is none of them', () => {
  expect(edited({ key: 'a', code: 'KeyA', ctrlKey: false, altKey: false, metaKey: false }, 'x', 0)).toBeUndefined()
  expect(edited({ key: 'a', code: 'KeyA', ctrlKey: true, altKey: false, metaKey: true }, 'x', 0)).toBeUndefined()
})
