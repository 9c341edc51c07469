import { expect, test } from 'vitest'
import type { Frame } from './frame.ts'
import { why } from './why.ts'

/** Frames as far as the chain looks at them: `about` says by whom and about what, `cause` and `also` the places of others. */
const chainOf = (frames: readonly { who: string; what: string; about: string; cause: number; also?: number[] }[], of: number): string[] => {
  const all = frames.map((f, seq) => ({ seq, actor: f.who, what: f.what, about: f.about, cause: f.cause, ...(f.also ? { alsoCauses: f.also } : {}) }) as unknown as Frame)
  return why(seq => all[seq], all[of]!).map(f => `${f.what} ${f.about}`)
}
const two = [
  { who: 'you', what: 'create', about: 'a', cause: -1 },
  { who: 'you', what: 'create', about: 'b', cause: -1 },
  { who: 'scheduler', what: 'schedule', about: 'a', cause: 0 },
]

test('who takes one thing after the other does the next for what brought it there, not for the one before', () => {
  expect(chainOf([...two, { who: 'scheduler', what: 'schedule', about: 'b', cause: 2, also: [1] }], 3)).toEqual(['create b', 'schedule b'])
})
test.each([
  ['nothing else is known', { who: 'scheduler', what: 'schedule', about: 'b', cause: 2 }],
  ['another does it', { who: 'kubelet', what: 'schedule', about: 'b', cause: 2, also: [1] }],
  ['it is another work', { who: 'scheduler', what: 'bind', about: 'b', cause: 2, also: [1] }],
  ['the other causes are about something else', { who: 'scheduler', what: 'schedule', about: 'c', cause: 2, also: [1] }],
])('the first cause stays where %s', (_name, last) => {
  expect(chainOf([...two, last], 3)).toEqual(['create a', 'schedule a', `${last.what} ${last.about}`])
})
test('who waits for work since the cluster began does it for what brought it there', () => {
  const boot = { who: 'kubestep', what: 'boot', about: '', cause: -1 }
  expect(chainOf([boot, two[0]!, { who: 'scheduler', what: 'schedule', about: 'a', cause: 0, also: [1] }], 2)).toEqual(['create a', 'schedule a'])
  expect(chainOf([boot, { who: 'scheduler', what: 'schedule', about: 'a', cause: 0 }], 1)).toEqual(['boot ', 'schedule a'])
})
