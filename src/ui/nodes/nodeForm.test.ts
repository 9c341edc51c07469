import { expect, test } from 'vitest'
import { labelsFrom, quoted, taintsFrom } from './nodeForm.ts'

test.each([
  ['', {}], ['disk=ssd', { disk: 'ssd' }], ['a=1, b=2\n c', { a: '1', b: '2', c: '' }], ['x=a=b', { x: 'a=b' }],
])('labels %j', (text, labels) => expect(labelsFrom(text)).toEqual(labels))

test.each([
  ['', []], ['gpu=yes:NoExecute', [{ key: 'gpu', value: 'yes', effect: 'NoExecute' }]], ['gpu:NoSchedule', [{ key: 'gpu', effect: 'NoSchedule' }]], ['gpu', [{ key: 'gpu', effect: 'NoSchedule' }]],
  ['a=1:NoSchedule, b:PreferNoSchedule', [{ key: 'a', value: '1', effect: 'NoSchedule' }, { key: 'b', effect: 'PreferNoSchedule' }]],
])('taints %j', (text, taints) => expect(taintsFrom(text)).toEqual(taints))

test.each([['a=b', 'a=b'], ['a b', '\'a b\''], ['it\'s', '\'it\'\\\'\'s\''], ['', '\'\'']])('quoted %j', (word, line) => expect(quoted(word)).toBe(line))
