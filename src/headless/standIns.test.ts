import { expect, test } from 'vitest'
import type { Programs, ProgramStart } from '../engine/index.ts'
import { cataloguePrograms } from '../engine/kubelet/runtime/programs.ts'
import { recordedPrograms } from './standIns.ts'

const programs: Programs = recordedPrograms(cataloguePrograms)
const start = (image: string, command?: readonly string[]): ProgramStart =>
  ({ image, ...(command ? { command } : {}), env: {}, hostname: 'p', startedAt: 0, seed: 'p/c/0', restartCount: 0 })
const signal = (name: 'TERM' | 'WINCH' | 'KILL', atMs: number) => ({ name, atMs })
const bpi = (digits: number) => start('perl:5.34.0', ['perl', '-Mbignum=bpi', '-wle', `print bpi(${digits})`])

test.each([
  ['httpd:2.2', [signal('WINCH', 10_000), signal('KILL', 40_000)], 40_000, 137],
  ['fluent/fluentd:v1.4-1', [signal('TERM', 10_000), signal('KILL', 40_000)], 40_000, 137],
] as const)('%s hears nothing but KILL', (image, signals, atMs, exitCode) => {
  expect(programs.run(start(image), signals, 60_000).end).toMatchObject({ atMs, exitCode })
})

test('nginx ends when it is asked to, as everywhere', () => {
  const { end } = programs.run(start('nginx:1.9.1'), [{ name: 'QUIT', atMs: 10_000 }, signal('KILL', 40_000)], 60_000)
  expect(end!.exitCode).toBe(0)
  expect(end!.atMs).toBeLessThan(12_000)
})

test.each([[10], [2000], [4000]])('%i digits of pi take five seconds, and are right', digits => {
  expect(programs.run(bpi(digits), [], 4999)).toMatchObject({ output: [], nextAtMs: 5000 })
  const { output, end } = programs.run(bpi(digits), [], 5000)
  expect(end).toMatchObject({ atMs: 5000, exitCode: 0 })
  expect(output.map(line => line.text).join('')).toHaveLength(digits + 2)
})

test('a pod that is killed while it computes has printed nothing', () => {
  expect(programs.run(bpi(2000), [signal('TERM', 1000), signal('KILL', 3000)], 60_000)).toMatchObject({ output: [], end: { atMs: 3000, exitCode: 137 } })
})
