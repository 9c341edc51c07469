import { describe, expect, test } from 'vitest'
import { GroundedTable } from './ground.ts'
import { World } from './world.ts'

function made() {
  const world = new World({ seed: 1, startAt: 0, freeze: true })
  let asked = 0
  const table = world.table<{ n: number }>('t', 90, () => {
    asked++
    return [['a', { n: 1 }], ['c', { n: 3 }]]
  }) as GroundedTable<{ n: number }>
  world.onInput('set', ([key, n]: [string, number | null]) => (n === null ? table.delete(key) : table.set(key, { n })))
  return { world, table, set: (key: string, n: number | null) => world.input('set', [key, n]), asked: () => asked }
}

describe('a table that is not empty at the beginning', () => {
  test('is made when somebody looks, once', () => {
    const { table, asked } = made()
    expect(asked()).toBe(0)
    expect([table.size, table.get('a')?.n, table.list().map(v => v.n), [...table.keys()]]).toEqual([2, 1, [1, 3], ['a', 'c']])
    expect(asked()).toBe(1)
  })

  test('looking does not change the fingerprint; a change, and a deletion, do', () => {
    const { world, table, set } = made()
    const before = world.digest()
    table.list()
    expect(world.digest()).toBe(before)
    set('c', 4)
    const changed = world.digest()
    set('c', null)
    expect(new Set([before, changed, world.digest()]).size).toBe(3)
  })

  test('what was changed and deleted is as it was on the way back, and again on the way forward', () => {
    const { world, table, set } = made()
    const start = world.digest()
    set('b', 2)
    set('a', null)
    set('c', 9)
    const end = world.digest()
    expect(table.list().map(v => v.n)).toEqual([2, 9])
    for (let i = 0; i < 3; i++) world.back()
    expect([table.list().map(v => v.n), world.digest()]).toEqual([[1, 3], start])
    for (let i = 0; i < 3; i++) world.step()
    expect(world.digest()).toBe(end)
  })

  test('a run made again from its inputs begins with it, too', () => {
    const { world, table, set, asked } = made()
    set('a', 7)
    const end = world.digest()
    world.rebuild(0)
    expect([table.list().map(v => v.n), world.digest(), asked()]).toEqual([[7, 3], end, 2])
  })

  test('knows what nobody has touched', () => {
    const { table, set } = made()
    set('a', 2)
    set('b', 1)
    expect(['a', 'b', 'c', 'd'].map(k => table.isGround(k))).toEqual([false, false, true, false])
  })
})
