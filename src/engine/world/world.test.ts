import { describe, expect, test } from 'vitest'
import { World } from './world.ts'
import { chanceOf } from './chance.ts'

/** A world in which every ball thrown bounces a few times; small, but it schedules, cancels and draws chance. */
function bouncing(seed = 7, historyBytes?: number) {
  const world = new World({ seed, startAt: 1_000_000, freeze: true, ...(historyBytes ? { historyBytes } : {}) })
  const balls = world.table<{ height: number; seen: number }>('balls')
  const byHeight = world.index(balls, 'height', b => String(b.height))
  world.on('bounce', ({ name }: { name: string }) => {
    const ball = balls.get(name)!
    world.note({ actor: 'ground', what: 'bounce', about: name })
    if (ball.height === 0) return balls.delete(name)
    balls.set(name, { height: ball.height - 1, seen: ball.seen + 1 })
    world.schedule({ at: world.now + 10 + world.chance.below(90, 'swarm', name, ball.seen), handler: 'bounce', payload: { name } })
  })
  world.onInput('throw', ({ name, height }: { name: string; height: number }) => {
    if (height > 99) throw new Error('too high')
    balls.set(name, { height, seen: 0 })
    world.schedule({ at: world.now + 5, handler: 'bounce', payload: { name } })
    return `thrown ${name}`
  })
  world.onCondition('lands', (frame, args: { name: string }) => frame.writes.some(w => w.table === 'balls' && w.key === args.name && w.after === undefined))
  return { world, balls, byHeight }
}

function run(world: World) {
  for (let i = 0; i < 12; i++) {
    world.input('throw', { name: `b${(i * 7) % 12}`, height: i })
    world.travel({ forMs: 120 })
  }
  while (world.step());
}

describe('the floor', () => {
  test('an input answers, and a refused one leaves nothing behind', () => {
    const { world, balls } = bouncing()
    expect(world.input('throw', { name: 'a', height: 2 })).toBe('thrown a')
    const digest = world.digest()
    expect(() => world.input('throw', { name: 'b', height: 100 })).toThrow('too high')
    expect(world.digest()).toBe(digest)
    expect(world.position).toBe(0)
    expect(balls.get('a')).toEqual({ height: 2, seen: 0 })
  })

  test('all the way back is the start, all the way forward is the end', () => {
    const { world } = bouncing()
    const start = world.digest()
    run(world)
    const end = world.digest()
    const last = world.position
    expect(world.travel({ toFrame: -1 }).done).toBe(true)
    expect(world.digest()).toBe(start)
    world.travel({ toFrame: last })
    expect(world.digest()).toBe(end)
  })

  test('back to any frame, then run on: the same end', () => {
    const { world } = bouncing()
    run(world)
    const end = world.dump()
    for (let seq = 0; seq <= world.end; seq += 5) {
      const other = bouncing().world
      run(other)
      other.travel({ toFrame: seq })
      const cut = other.forgetFuture()
      for (const input of cut?.inputs ?? []) {
        other.travel({ toAt: input.at })
        other.input(input.name, input.payload)
      }
      while (other.step());
      expect(other.dump()).toBe(end)
    }
  })

  test('frames beyond the budget are reached by running again', () => {
    const whole = bouncing()
    run(whole.world)
    const small = bouncing(7, 4000)
    run(small.world)
    expect(small.world.history.first).toBeGreaterThan(20)
    for (const seq of [3, 40, 11]) {
      whole.world.travel({ toFrame: seq })
      small.world.travel({ toFrame: seq })
      expect(small.world.digest()).toBe(whole.world.digest())
    }
    small.world.travel({ toFrame: whole.world.end })
    whole.world.travel({ toFrame: whole.world.end })
    expect(small.world.digest()).toBe(whole.world.digest())
    small.world.travel({ toAt: 1_000_300 })
    whole.world.travel({ toAt: 1_000_300 })
    expect(small.world.position).toBe(whole.world.position)
    expect(small.world.digest()).toBe(whole.world.digest())
  })

  test('a new input after going back cuts the future off, and the cut can be undone', () => {
    const { world } = bouncing()
    run(world)
    const end = world.digest()
    const last = world.end
    world.travel({ toFrame: 20 })
    let kept: Parameters<typeof world.restore>[0] | undefined
    world.input('throw', { name: 'new', height: 3 }, future => { kept = future })
    while (world.step());
    expect(world.digest()).not.toBe('')
    expect(world.end).not.toBe(last)
    world.restore(kept!)
    world.travel({ toFrame: last })
    expect(world.digest()).toBe(end)
  })

  test('indexes follow in both directions', () => {
    const { world } = bouncing()
    run(world)
    world.travel({ toFrame: Math.floor(world.end / 2) })
    for (const { index } of world.indexes) expect(index.snapshot()).toEqual(index.rebuilt().snapshot())
  })

  test('travel until a condition, both ways', () => {
    const { world } = bouncing()
    run(world)
    world.travel({ toFrame: -1 })
    world.travel({ until: 'lands', args: { name: 'b7' } })
    const landed = world.position
    expect(world.frameAt(landed)!.about).toBe('b7')
    world.travel({ frames: 9 })
    world.travel({ until: 'lands', args: { name: 'b7' }, backwards: true })
    expect(world.position).toBe(landed - 1)
  })

  test('a chain of causes begins with an input', () => {
    const { world } = bouncing()
    run(world)
    const chain = world.why(world.frameAt(world.end)!)
    expect(chain[0]!.handler).toBe('throw')
    expect(chain.at(-1)!.seq).toBe(world.end)
    expect(chain.length).toBeGreaterThan(5)
  })

  test('values are plain data and cannot be edited', () => {
    const { world, balls } = bouncing()
    world.input('throw', { name: 'a', height: 2 })
    expect(() => { (balls.get('a') as any).height = 5 }).toThrow()
    expect(() => balls.set('x', { height: 1, seen: 1 })).toThrow('tables change only inside a frame')
  })
})

test('the same question has the same answer, another one another, and a world may bring a chance of its own', () => {
  expect(chanceOf(1).unit('crash-jitter', 'a')).toBe(chanceOf(1).unit('crash-jitter', 'a'))
  expect(chanceOf(1).unit('crash-jitter', 'a')).not.toBe(chanceOf(1).unit('crash-jitter', 'b'))
  expect(new World({ seed: 1, startAt: 0 }).chance.unit('fault')).toBe(chanceOf(1).unit('fault'))
  expect(new World({ seed: 1, startAt: 0, chance: chanceOf(2) }).chance.unit('fault')).toBe(chanceOf(2).unit('fault'))
})
