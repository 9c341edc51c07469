import { describe, expect, test } from 'vitest'
import { find, type Thing } from './search.ts'

const things: readonly Thing[] = [
  { id: 'node', kind: 'object', label: 'Node node-1', hint: 'Ready' },
  { id: 'web', kind: 'object', label: 'Pod web-7d876db474-abcde', hint: 'CrashLoopBackOff' },
  { id: 'deploy', kind: 'object', label: 'Deployment web', hint: '3/3' },
  { id: 'example', kind: 'example', label: 'Three replicas, version 1', hint: 'testdeployment.yaml' },
  { id: 'share', kind: 'action', label: 'Share link' },
  { id: 'zh', kind: 'action', label: '分享链接' },
]
const ids = (query: string) => find(things, query).map(t => t.id)

describe('the palette finds', () => {
  test.each([
    ['everything, in its order, while nothing is asked', '', ['node', 'web', 'deploy', 'example', 'share', 'zh']],
    ['by a part of the name', 'abc', ['web']],
    ['in any case of letters', 'SHARE', ['share']],
    ['what begins so before what only has it', 'deployment', ['deploy', 'example']],
    ['names before states', 'crash', ['web']],
    ['every word must be there', 'web pod', ['web']],
    ['in any order', 'link share', ['share']],
    ['Chinese', '链接', ['zh']],
    ['nothing', 'nonsense', []],
    ['nothing where one word is missing', 'web nonsense', []],
  ])('%s', (_name, query, expected) => expect(ids(query)).toEqual(expected))
  test('no more than can be read', () => expect(find(Array.from({ length: 400 }, (_, i): Thing => ({ id: String(i), kind: 'object', label: `pod ${i}` })), 'pod')).toHaveLength(50))
  test('signs that mean something elsewhere are only signs', () => expect(ids('.*')).toEqual([]))
})
