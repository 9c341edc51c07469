// grep.
import { print, readLine, worked } from '../machine/io.ts'
import { resolvePath } from '../machine/files.ts'
import { type Applet, called, cannot, fail, isDirectory, options, source } from './applet.ts'
import { Pattern } from '../regex/pattern.ts'
import { basic, extended } from '../regex/posix.ts'

export const grep: Applet = function* (proc, argv) {
  const patterns: string[] = []
  const words = argv.filter((a, i) => {
    if (argv[i - 1] === '-e') {
      patterns.push(a)
      return false
    }
    return a !== '-e'
  })
  const { on, rest } = options(words, 'EFivncqolwxrRhHsm:A:B:C:zPaf:', { 'ignore-case': 'i', 'invert-match': 'v', count: 'c', quiet: 'q', silent: 'q', 'only-matching': 'o', 'line-number': 'n', 'extended-regexp': 'E', 'fixed-strings': 'F', 'word-regexp': 'w', 'max-count': 'm', 'line-buffered': 'z', color: 'a', 'perl-regexp': 'P' })
  const args = [...rest]
  if (patterns.length === 0) {
    const first = args.shift()
    if (first === undefined) return yield* fail(proc, argv, 'missing pattern', 2)
    patterns.push(...first.split('\n'))
  }
  const name = called(argv)
  let expression: Pattern
  try {
    const sources = patterns.map((p) => (name === 'fgrep' || on.has('F') ? p.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : on.has('P') ? p : name === 'egrep' || on.has('E') ? extended(p) : basic(p)))
    const whole = sources.map((s) => (on.has('x') ? `^(?:${s})$` : on.has('w') ? `(?<!\\w)(?:${s})(?!\\w)` : `(?:${s})`)).join('|')
    expression = new Pattern(whole, { ignoreCase: on.has('i'), longest: !on.has('P') })
  } catch (problem) {
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, /too (big|large)/.test(problem.message) ? 'Regular expression too big' : `bad regex '${patterns[0]}'`, 2)
    throw problem
  }
  let paths = args
  if (on.has('r') || on.has('R')) {
    paths = (args.length > 0 ? args : ['.']).flatMap((path) => {
      const full = resolvePath(proc.cwd, path)
      return proc.kernel.files.stat(full)?.kind === 'dir' ? proc.kernel.files.under(full).filter((p) => proc.kernel.files.at(p)?.kind === 'file').map((p) => path.replace(/\/$/, '') + p.slice(full === '/' ? 0 : full.length)) : [path]
    })
  }
  const named = (on.has('H') || paths.length > 1 || on.has('r') || on.has('R')) && !on.has('h')
  const max = Number(on.get('m') ?? Infinity)
  const after = Number(on.get('A') ?? on.get('C') ?? 0)
  const before = Number(on.get('B') ?? on.get('C') ?? 0)
  let found = false
  let failed = false
  for (const path of paths.length > 0 ? paths : ['-']) {
    const stream = source(proc, path)
    if (typeof stream === 'string' || isDirectory(proc, stream)) {
      failed = true
      if (!on.has('s')) yield* fail(proc, argv, typeof stream !== 'string' ? `${path}: Is a directory` : proc.kernel.flavour === 'gnu' ? cannot(proc, path, stream) : `${path}: ${stream}`)
      continue
    }
    const label = named ? `${path === '-' ? '(standard input)' : path}` : undefined
    let count = 0
    let last = 0
    let left = 0
    const held: string[] = []
    for (let n = 1; count < max || left > 0; n++) {
      const raw = yield* readLine(proc, stream)
      if (raw === undefined) break
      const line = raw.replace(/\n$/, '')
      yield* worked(proc, line.length)
      const hit = expression.test(line) !== on.has('v') && count < max
      const head = (mark: string, at: number) => `${label === undefined ? '' : label + mark}${on.has('n') ? `${at}${mark}` : ''}`
      if (!hit) {
        if (left > 0) {
          left--
          last = n
          yield* print(proc, `${head('-', n)}${line}\n`)
        } else if (before > 0) {
          held.push(`${head('-', n)}${line}\n`)
          if (held.length > before) held.shift()
        }
        continue
      }
      count++
      found = true
      if (on.has('q')) return 0
      if (on.has('l')) {
        yield* print(proc, `${path}\n`)
        break
      }
      if (on.has('c')) continue
      if ((after > 0 || before > 0) && last > 0 && n - held.length > last + 1) yield* print(proc, '--\n')
      if (held.length > 0) yield* print(proc, held.splice(0).join(''))
      if (on.has('o')) {
        for (const { groups: [text = ''] } of expression.each(line)) if (text !== '') yield* print(proc, `${head(':', n)}${text}\n`)
      } else yield* print(proc, `${head(':', n)}${line}\n`)
      last = n
      left = after
    }
    if (on.has('c')) yield* print(proc, `${label === undefined ? '' : `${label}:`}${count}\n`)
  }
  return failed ? 2 : found ? 0 : 1
}
