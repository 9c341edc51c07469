// What a package brings is there when it is installed, and not before.
import { expect, test } from 'vitest'
import type { ExecResult, ProgramStart } from '../program.ts'
import { runExec } from '../exec.ts'

const start = (image: string, more: Partial<ProgramStart> = {}): ProgramStart => ({ image, command: ['sleep', '1d'], env: {}, hostname: 'box', startedAt: 0, seed: 's', restartCount: 0, ...more })
const sh = (image: string, script: string, more: Partial<ProgramStart> = {}, atMs = 5000): ExecResult => runExec(start(image, more), [], atMs, ['sh', '-c', script])

test('a command is there when its package is', () => {
  expect(sh('debian', 'ps').exitCode).toBe(127)
  expect(sh('debian', 'apt-get update >/dev/null; apt-get install -y procps >/dev/null; which ps; ps').stdout).toMatch(/^\/usr\/bin\/ps\n +PID TTY .*\n +1 \? .* sleep\n/)
  expect(sh('alpine', 'apk add --no-cache bind-tools >/dev/null; which dig').stdout).toBe('/usr/bin/dig\n')
})

test('it stays for the commands that follow in the container', () => {
  const first = sh('ubuntu:22.04', 'apt-get update && apt-get install -y curl')
  expect(first.stdout).toContain('Setting up curl ...\n')
  expect(sh('ubuntu:22.04', 'which curl', { fileChanges: first.fileChanges }, 9000).stdout).toBe('/usr/bin/curl\n')
  expect(sh('ubuntu:22.04', 'which curl').exitCode).toBe(1)
})

test.each([
  ['lists that were never fetched', 'apt-get install -y curl', 'E: Unable to locate package curl\n'],
  ['a package that nobody has', 'apt-get update >/dev/null; apt-get install -y nosuch', 'E: Unable to locate package nosuch\n'],
  ['a verb that is none', 'apt-get instal curl', 'E: Invalid operation instal\n'],
])('%s', (_name, script, stderr) => expect(sh('debian', script)).toMatchObject({ exitCode: 100, stderr }))

test('what is there already is not installed again', () => {
  expect(sh('nginx', 'apt-get update >/dev/null; apt-get install -y curl').stdout).toContain('curl is already the newest version.\n')
  expect(sh('busybox', 'apt-get update').exitCode).toBe(127)
})

test('a program that is moved away is gone, until it is moved back', () => {
  const image = 'mysql:5.7'
  const env = { MYSQL_ALLOW_EMPTY_PASSWORD: '1' }
  const away = runExec({ ...start(image), env }, [], 5000, ['mv', '/usr/bin/mysql', '/usr/bin/mysql.off'])
  expect(away.exitCode).toBe(0)
  const after = { ...start(image, { fileChanges: away.fileChanges }), env }
  expect(runExec(after, [], 6000, ['mysql', '-e', 'SELECT 1']).startError).toContain('executable file not found in $PATH')
  expect(runExec(after, [], 6000, ['sh', '-c', 'mv /usr/bin/mysql.off /usr/bin/mysql; which mysql']).stdout).toBe('/usr/bin/mysql\n')
})
