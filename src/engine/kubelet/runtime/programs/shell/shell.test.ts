// What the shells do, case by case: as dash 0.5.12 and bash 5.2 did when these lines were given to them (recorded.json),
// and busybox's ash where its words differ.
import { describe, expect, test } from 'vitest'
import { runProgram } from '../run.ts'
import recorded from './recorded.json'

const run = (image: string, command: readonly string[], more: { readonly env?: Record<string, string>; readonly files?: Record<string, string> } = {}) => {
  const t = runProgram({ image, command, env: more.env ?? {}, hostname: 'h', startedAt: Date.UTC(2026, 0, 1), seed: 's', restartCount: 0, ...(more.files ? { files: more.files } : {}) }, [], 10_000_000)
  const text = (stream: 'out' | 'err') => t.output.filter((o) => o.stream === stream).map((o) => o.text).join('')
  return { out: text('out'), err: text('err'), code: t.end?.exitCode, atMs: t.end?.atMs }
}

describe('as recorded', () => {
  for (const shell of ['sh', 'bash']) {
    test.each(recorded.filter((row) => row[0] === shell) as [string, string, string, string, number][])(`${shell} -c %j: %j`, (_shell, script, out, err, code) => {
      const got = run('debian', ['env', shell, '-c', script], { env: { LC_ALL: 'C.UTF-8' } })
      expect({ out: got.out, err: got.err, code: got.code }).toEqual({ out, err, code })
    })
  }
})

describe("busybox's own words", () => {
  test.each([
    ['This is erro command!!!', '', 'sh: This: not found\n', 127],
    ['nosuch; echo $?', '127\n', 'sh: nosuch: not found\n', 0],
    ['/nosuch', '', 'sh: /nosuch: not found\n', 127],
    ['cat /nosuch', '', "cat: can't open '/nosuch': No such file or directory\n", 1],
    ['ls /nosuch', '', 'ls: /nosuch: No such file or directory\n', 1],
    ['echo x > /no/dir', '', "sh: can't create /no/dir: nonexistent directory\n", 1],
    ['cat < /nosuch', '', "sh: can't open /nosuch: no such file\n", 1],
    ['[ a -eq 1 ]', '', 'sh: a: bad number\n', 2],
    ['set -u; echo $nope', '', 'sh: nope: parameter not set\n', 2],
    ['echo $((1/0))', '', 'sh: divide by zero\n', 2],
    ['if true; then echo', '', 'sh: syntax error: unexpected end of file (expecting "fi")\n', 2],
    ['done', '', 'sh: syntax error: unexpected "done"\n', 2],
    ['echo "x', '', 'sh: syntax error: unterminated quoted string\n', 2],
    ['sleep x', '', "sleep: invalid number 'x'\n", 1],
    ['rm /nosuch', '', "rm: can't remove '/nosuch': No such file or directory\n", 1],
    ['[[ abc == a* ]] && echo yes', 'yes\n', '', 0],
    ['x=abcabc; echo ${x//b/X} ${x:1:2} ${x/b/}', 'aXcaXc bc acabc\n', '', 0],
    ['echo -e "a\\tb"', 'a\tb\n', '', 0],
    ['source /nosuch || echo no', '', "sh: .: line 1: can't open '/nosuch': No such file or directory\n", 2],
  ])('%j', (script, out, err, code) => {
    const got = run('busybox', ['sh', '-c', script])
    expect({ out: got.out, err: got.err, code: got.code }).toEqual({ out, err, code })
  })

  test('a script file names the line, a -c text does not', () => {
    const files = { '/x.sh': 'echo one\n\nnosuch\n' }
    expect(run('busybox', ['sh', '/x.sh'], { files }).err).toBe('/x.sh: line 3: nosuch: not found\n')
    expect(run('debian', ['sh', '/x.sh'], { files }).err).toBe('/x.sh: 3: nosuch: not found\n')
    expect(run('debian', ['bash', '/x.sh'], { files }).err).toBe('/x.sh: line 3: nosuch: command not found\n')
  })
})

describe('a stack has an end of its own, which is the same each time', () => {
  test.each([
    ['f() { f; }; f'], ['f() { if true; then f; fi; }; f'], ['f() { eval "f"; }; f'], ['f() { f <<< x; }; f'], ['f() { { { { f; } > /dev/null; } 2>&1; } < /dev/null; }; f'],
    ['f() { for i in 1; do while true; do case x in x) { f; };; esac; done; done; }; f'], ['f() { ! f && true || f; }; f'], ['f() { . /again.sh; }; f'], ['trap "echo bye" EXIT; f() { f; }; f'],
  ])('%j: SIGSEGV, and no trap runs', (script) => {
    // Run with nothing beneath it, and with much.
    const deep = (n: number): ReturnType<typeof run> => n === 0 ? run('debian', ['bash', '-c', script], { files: { '/again.sh': 'f' } }) : deep(n - 1)
    const low = deep(0)
    expect(low).toMatchObject({ code: 139, out: '' })
    expect(deep(1000)).toEqual(low)
  })

  test.each([
    ['n=0; while [ $n -lt 1000 ]; do n=$((n+1)); for i in 1; do { continue 2; }; done; done; echo $n', '1000\n'],
    ['f() { for i in 1; do { return 0; }; done; }; for i in $(seq 600); do f; done; echo done', 'done\n'],
    ['f() { [ $1 -eq 0 ] && return; f $(($1 - 1)); }; f 900; f 900; f 900; echo done', 'done\n'],
  ])('%j: what a jump leaves is left', (script, out) => {
    expect(run('busybox', ['sh', '-c', script])).toMatchObject({ out, code: 0 })
  })

  test('dash counts its calls, and says so', () => {
    expect(run('debian', ['sh', '-c', 'trap "echo bye" EXIT; f() { f; }; f; echo never'])).toMatchObject({ out: 'bye\n', err: 'sh: 1: Maximum function recursion depth (1000) reached\n', code: 2 })
    expect(run('debian', ['sh', '-c', 'f() { if [ $1 -gt 0 ]; then f $(($1 - 1)); fi; }; f 999 && echo fits'])).toMatchObject({ out: 'fits\n', code: 0 })
  })

  test('a line that bash gives up is left, too', () => {
    const lines = Array.from({ length: 500 }, () => 'for i in 1; do { echo $((1/0)); }; done')
    expect(run('debian', ['bash', '/x.sh'], { files: { '/x.sh': `${lines.join('\n')}\necho done\n` } })).toMatchObject({ out: 'done\n', code: 0 })
  })
})

describe('time', () => {
  test.each([
    ['sleep 1; sleep 0.5', 1500], ['sleep 1m', 60_000], ['sleep 2 & sleep 3; wait', 3000], ['sleep 3 & sleep 2; wait', 3000], ['(sleep 1; sleep 1) | sleep 1', 2000],
    ['for i in 1 2 3; do sleep 1.5; done', 4500], ['timeout 2 sleep 10', 2000], ['x=$(sleep 2; echo a)', 2000],
  ])('%s takes %d ms', (script, ms) => {
    const { atMs } = run('busybox', ['sh', '-c', script])
    expect(atMs).toBeGreaterThanOrEqual(ms)
    expect(atMs).toBeLessThan(ms + 15)
  })

  test('computing takes time, and a loop that never sleeps does not hang', () => {
    const t = runProgram({ image: 'busybox', command: ['sh', '-c', 'while true; do :; done'], env: {}, hostname: 'h', startedAt: 0, seed: 's', restartCount: 0 }, [], 86_400_000)
    expect(t.end).toBeUndefined()
    expect(run('busybox', ['sh', '-c', 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo $i']).out).toBe('20000\n')
    expect(run('busybox', ['timeout', '5', 'sh', '-c', 'while true; do :; done']).atMs).toBeGreaterThanOrEqual(5000)
  })
})
