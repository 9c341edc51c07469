import { expect, test } from 'vitest'
import type { ProgramStart } from './program.ts'
import { forgetCourses, runProgram } from './run.ts'
import { sharedKeyOf } from './shared.ts'

const start = (pod: string, text: string, more: Partial<ProgramStart> = {}): ProgramStart => ({
  image: 'busybox', command: ['sh', '-c', text], env: { HOSTNAME: pod, KUBERNETES_PORT: '443' }, hostname: pod, startedAt: 1_767_258_000_000 + pod.length * 1000, seed: `${pod}/c/0`,
  files: { '/etc/hostname': `${pod}\n`, '/etc/hosts': `10.0.0.1\t${pod}\n` }, restartCount: 0, podIP: `10.244.0.${pod.length}`, ...more,
})

const plain = ['sleep 5', 'exit 3', 'echo hi; sleep 2; exit 1', 'sleep 1 && echo "it is done"', 'false || true', 'sleep 1\necho ok\n', 'true']
test.each(plain)('a plain program takes the same course in every pod: %s', text => {
  const key = (pod: string) => sharedKeyOf(start(pod, text), ['sh', '-c', text])
  expect(key('a')).toBeDefined()
  expect(key('a')).toBe(key('another'))
  for (const horizon of [0, 1500, 60_000]) {
    forgetCourses()
    const alone = runProgram(start('another', text), [], horizon)
    forgetCourses()
    runProgram(start('a', text), [], horizon)
    expect(runProgram(start('another', text), [], horizon)).toEqual(alone)
  }
})

const personal = ['hostname', 'echo $HOSTNAME', 'cat /etc/hostname', 'echo `date`', 'sleep 1 & wait', 'env', 'echo hi | cat', 'exit $((RANDOM % 2))', 'date', 'echo * ', 'if true; then sleep 1; fi', '. /x; sleep 1', "echo 'a; b'"]
test.each(personal)('a program that may ask about its pod does not: %s', text => {
  expect(sharedKeyOf(start('a', text), ['sh', '-c', text])).toBeUndefined()
})

test('what else a course hangs on keeps it apart', () => {
  const argv = ['sh', '-c', 'sleep 5']
  expect(sharedKeyOf(start('a', 'sleep 5', { annotations: { 'kubestep.dev/failure-rate': '0.5' } }), argv)).toBeUndefined()
  expect(sharedKeyOf(start('a', 'sleep 5', { files: { '/bin/sleep': 'echo no' } }), argv)).toBeUndefined()
  expect(sharedKeyOf(start('a', 'sleep 5', { stdin: 'x' }), argv)).toBeUndefined()
  expect(sharedKeyOf(start('a', 'sleep 5', { env: { PATH: '/nowhere' } }), argv)).not.toBe(sharedKeyOf(start('a', 'sleep 5'), argv))
  expect(sharedKeyOf(start('a', 'sleep 5', { image: 'alpine' }), argv)).not.toBe(sharedKeyOf(start('a', 'sleep 5'), argv))
  expect(runProgram(start('a', 'sleep 5'), [{ atMs: 1000, name: 'KILL' } as never], 60_000).end?.atMs).toBe(1000)
})
