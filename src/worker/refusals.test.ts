import { expect, test } from 'vitest'
import { createCluster } from '../engine/index.ts'
import type { Fault } from '../engine/index.ts'
import { refusalIn } from '../ui/i18n/refusals.ts'

const refusalOf = (fault: object): string => {
  try {
    createCluster({ seed: 1, nodes: 1 }).act({ do: 'break', fault: fault as Fault } as never)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

test.each([
  [{ kind: 'node-down', node: 'x' }, 'there is no machine "x"', '没有名为“x”的机器'],
  [{ kind: 'watch-slow', watcher: 'x', ms: 5 }, 'nobody of the name "x" watches', '没有名为“x”的组件在 watch'],
  [{ kind: 'api-refuses', rate: 2 }, 'rate must be between 0 and 1', 'rate 必须在 0 与 1 之间'],
  [{ kind: 'controller-stopped', name: 'x' }, 'no controller is called "x"', '没有名为“x”的控制器'],
])('%j is refused in both languages', (fault, en, zh) => {
  const said = refusalOf(fault)
  expect([refusalIn('en', said), refusalIn('zh', said)]).toEqual([en, zh])
})

test('what is not known is said as it stands', () => expect(refusalIn('zh', 'something else')).toBe('something else'))
