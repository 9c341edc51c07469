// sed's edges, as GNU sed 4.9 has them.
import { expect, test } from 'vitest'
import { runExec } from '../../exec.ts'

const start = { image: 'debian', hostname: 'h', startedAt: 0, seed: 's', restartCount: 0, env: {} }
const sed = (args: readonly string[], stdin: string) => {
  const { stdout, stderr, exitCode } = runExec({ ...start, command: ['sleep', '1000'] }, [], 1000, ['sed', ...args], { stdin })
  return [stdout, stderr, exitCode]
}

test.each<[string, readonly string[], string, string]>([
  ['lines joined by a loop', [':a;N;$!ba;s/\\n/,/g'], 'a\nb\nc\n', 'a,b,c\n'],
  ['a last line without newline has none afterwards', ['s/b/X/'], 'a\nb', 'a\nX'],
  ['but one is owed where more follows', ['-n', 'p;p'], 'a', 'a\na'],
  ['$ is the last line', ['$s/5/five/'], '4\n5\n', '4\nfive\n'],
  ['N on the last line shows it', ['N;s/\\n/-/'], '1\n2\n3\n', '1-2\n3\n'],
  ['n on the last line ends all', ['n;d'], '1\n2\n3\n', '1\n3\n'],
  ['P and D work line by line', ['$!N;P;D'], '1\n2\n3\n', '1\n2\n3\n'],
  ['hold space turns around', ['1!G;h;$!d'], '1\n2\n3\n', '3\n2\n1\n'],
  ['a range that begins at 0 may end at line 1', ['-n', '0,/1/p'], '1\n1\n', '1\n'],
  ['one that begins at 1 may not', ['-n', '1,/1/p'], '1\n1\n2\n', '1\n1\n'],
  ['first and step', ['-n', '2~2p'], '1\n2\n3\n4\n', '2\n4\n'],
  ['and some more', ['-n', '/2/,+1p'], '1\n2\n3\n4\n', '2\n3\n'],
  ['blocks in ranges', ['/2/,/3/{s/^/>/;p;d}'], '1\n2\n3\n4\n', '1\n>2\n>3\n4\n'],
  ['q shows the line, Q does not', ['-e', '2q'], '1\n2\n3\n', '1\n2\n'],
  ['Q', ['2Q'], '1\n2\n3\n', '1\n'],
  ['the n-th and all after it', ['s/x/-/2g'], 'xxxx\n', 'x---\n'],
  ['classes and cases', ['s/[[:upper:]]/<\\L&>/g'], 'AbC\n', '<a>b<c>\n'],
  ['back references', ['s/\\(.\\)\\1/[&]/'], 'hello\n', 'he[ll]o\n'],
  ['extended expressions', ['-E', 's/(a|b)+$/_/'], 'xaba\n', 'x_\n'],
  ['an empty pattern is the last one', ['/b/s//B/'], 'abc\n', 'aBc\n'],
  ['an anchor is one only at its place', ['s/a^b/X/'], 'a^b\n', 'X\n'],
  ['t jumps where something was replaced', [':a;s/^\\(-*\\)x/\\1-/;ta'], 'xxy\n', '--y\n'],
  ['text before and after', ['-e', '1i\\', '-e', 'top', '-e', '$a end'], 'x\n', 'top\nx\nend\n'],
  ['c in a range speaks once', ['1,2c one'], '1\n2\n3\n', 'one\n3\n'],
  ['y', ['y/abc/xyz/'], 'cab\n', 'zxy\n'],
])('%s', (_what, args, stdin, out) => expect(sed(args, stdin)).toEqual([out, '', 0]))

test.each<[string, string]>([
  ['s/a/b', "char 5: unterminated `s' command"],
  ['s/a/b/k', "char 7: unknown option to `s'"],
  ['k', "char 1: unknown command: `k'"],
  ['/a', 'char 2: unterminated address regex'],
  ['{p', "char 2: unmatched `{'"],
])('%s is refused', (script, why) => expect(sed([script], 'a\n')).toEqual(['', `sed: -e expression #1, ${why}\n`, 1]))
