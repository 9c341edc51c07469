import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.ts'

const where = { root: '/nowhere', cwd: '/nowhere' }
const heard = { out: '', err: '' }
const listen = (stream: 'out' | 'err') => (text: string | Uint8Array) => { heard[stream] += String(text); return true }
const typed = async (...argv: string[]) => {
  Object.assign(heard, { out: '', err: '' })
  vi.spyOn(process.stdout, 'write').mockImplementation(listen('out'))
  vi.spyOn(process.stderr, 'write').mockImplementation(listen('err'))
  return { code: await main(argv, where), ...heard }
}
afterEach(() => { vi.restoreAllMocks() })

test('help of one command, and of all', async () => {
  expect(await typed('swarm', '--help')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^usage:\n {2}kubestep swarm \[SEED.*--of workloads.*\n$/) as string })
  const all = await typed('--help')
  expect(all).toMatchObject({ code: 0, err: '' })
  expect(all.out.split('\n').filter(line => line.startsWith('  kubestep ')).length).toBeGreaterThan(8)
  expect((await typed('nonsense', '-h')).out).toBe(all.out)
})

test.each([
  [[], /^usage:\n/], [['nonsense'], /^usage:\n/],
  [['swarm', '--nope'], /^kubestep swarm: unknown flag --nope\n$/], [['swarm', 'x'], /^kubestep swarm: not a seed: x\n$/],
])('%j makes no sense: told on stderr, with exit code 2', async (argv, words) => {
  expect(await typed(...argv)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(words) as string })
})
