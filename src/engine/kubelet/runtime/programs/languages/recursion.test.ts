// What nests deep costs a program memory, and ends it where its own language ends it: never where the engine's stack happens to end.
import { expect, test } from 'vitest'
import { runProgram } from '../run.ts'

/** Python, perl, node and awk each call a function that calls itself from within loops, conditions and sums. */
const into = (n: number): readonly (readonly [string, readonly string[]])[] => [
  ['python', ['python', '-c', `def f(n):\n  for i in [1]:\n    while True:\n      if n > 0:\n        return 1 + (1 * (2 + f(n - 1)))\n      return 0\nprint(f(${n}))`]],
  ['perl', ['perl', '-e', `sub f { my ($n) = @_; if ($n > 0) { for my $i (1) { while (1) { return 1 + (1 * (2 + f($n - 1))); } } } return 0; } print f(${n}), "\\n";`]],
  ['node', ['node', '-e', `function f(n) { for (;;) { while (true) { if (n > 0) { return 1 + (1 * (2 + f(n - 1))) } return 0 } } } console.log(f(${n}))`]],
  ['busybox', ['awk', `function f(n) { while (1) { for (;;) { if (n > 0) { return 1 + (1 * (2 + f(n - 1))) } return 0 } } } BEGIN { print f(${n}) }`]],
]

const run = (image: string, command: readonly string[]) => {
  const { output, end } = runProgram({ image, command, env: {}, hostname: 'h', startedAt: 0, seed: 's', restartCount: 0 }, [], 10_000_000)
  const text = (stream: 'out' | 'err') => output.filter(line => line.stream === stream).map(line => line.text).join('')
  return { out: text('out'), err: text('err'), code: end?.exitCode }
}

test.each(into(998))('%s: 998 calls within each other', (image, command) => {
  expect(run(image, command)).toEqual({ out: `${998 * 3}\n`, err: '', code: 0 })
})

test('how much of the stack is taken already makes no difference', () => {
  const beneath = (n: number): ReturnType<typeof run>[] => n === 0 ? into(998).map(([image, command]) => run(image, command)) : beneath(n - 1)
  expect(beneath(2000).map(({ code }) => code)).toEqual([0, 0, 0, 0])
})

test.each([
  ['python', ['python', '-c', 'def f():\n  f()\nf()'], 1, 'Traceback (most recent call last):\n  File "<string>", line 3, in <module>\n' + '  File "<string>", line 2, in f\n'.repeat(3)
    + '  [Previous line repeated 996 more times]\nRecursionError: maximum recursion depth exceeded\n'],
  ['perl', ['perl', '-e', 'sub f { f() } f();'], 139, ''],
  ['busybox', ['awk', 'function f() { f() } BEGIN { f() }'], 139, ''],
])('%s: one that calls itself for ever', (image, command, code, err) => {
  expect(run(image, command)).toEqual({ out: '', err, code })
})

test('node: one that calls itself for ever is a RangeError', () => {
  const { err, code } = run('node', ['node', '-e', 'function f() { f() } f()'])
  expect(err).toContain('RangeError: Maximum call stack size exceeded')
  expect(code).toBe(1)
})

test.each([
  [3, '  File "<string>", line 4, in f\n'.repeat(3)],
  [4, '  File "<string>", line 4, in f\n'.repeat(3) + '  [Previous line repeated 1 more time]\n'],
  [5, '  File "<string>", line 4, in f\n'.repeat(3) + '  [Previous line repeated 2 more times]\n'],
])('python: a traceback of %d equal lines', (n, lines) => {
  expect(run('python', ['python', '-c', `def f(n):\n  if n == ${n}: raise ValueError("x")\n\n  f(n + 1)\nf(0)`]).err)
    .toBe(`Traceback (most recent call last):\n  File "<string>", line 5, in <module>\n${lines}  File "<string>", line 2, in f\nValueError: x\n`)
})
