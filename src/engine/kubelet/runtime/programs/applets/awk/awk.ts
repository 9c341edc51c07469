// awk as a command: its options, its files, its complaints.
import { quoted, Unreadable } from '../../languages/lexer.ts'
import { resolvePath } from '../../machine/files.ts'
import { type Applet, cannot, fail, source as opened } from '../applet.ts'
import { parseAwk } from './parse.ts'
import { Awk } from './run.ts'

export const awk: Applet = function* (proc, argv) {
  const sets: [string, string][] = []
  const rest: string[] = []
  let source: string | undefined
  let fs: string | undefined
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!
    if (arg === '-F') fs = argv[++i] ?? ''
    else if (/^-F./.test(arg)) fs = arg.slice(2)
    else if (arg === '-v' || /^-v./.test(arg)) {
      const set = arg === '-v' ? (argv[++i] ?? '') : arg.slice(2)
      sets.push([set.slice(0, set.indexOf('=')), set.slice(set.indexOf('=') + 1)])
    } else if (arg === '-f') source = proc.kernel.files.text(resolvePath(proc.cwd, argv[++i] ?? '')) ?? ''
    else if (source === undefined) source = arg
    else rest.push(arg)
  }
  if (source === undefined) return yield* fail(proc, argv, 'no program text')
  try {
    const run = new Awk(proc, parseAwk(source))
    const unescape = (s: string) => quoted(`${s.replaceAll('"', '\\"')}"`, 0, '"', false)?.s ?? s
    if (fs !== undefined) run.set('FS', fs === 't' ? '\t' : unescape(fs))
    for (const [name, value] of sets) run.set(name, unescape(value))
    let failed = false
    const named = rest.filter((r) => !/^[A-Za-z_]\w*=/.test(r))
    const files = named.length > 0 ? named : ['-']
    const code = yield* run.run(function* () {
      for (;;) {
        const name = files.shift()
        if (name === undefined) return undefined
        const stream = opened(proc, name)
        if (typeof stream !== 'string') return { name, stream }
        failed = true
        yield* fail(proc, argv, cannot(proc, name, stream))
      }
    })
    return code || (failed ? 2 : 0)
  } catch (problem) {
    if (problem instanceof Unreadable) return yield* fail(proc, argv, proc.kernel.flavour === 'busybox' ? `cmd. line:${problem.line || 1}: ${problem.why}` : `cmd. line:${problem.line || 1}: ${problem.why}`, 2)
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, 'bad regex', 2)
    throw problem
  }
}
