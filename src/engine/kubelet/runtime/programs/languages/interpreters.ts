// perl, python and node as programs: their command lines, and what they say of programs beyond their small selves.
import type { Applet } from '../applets/applet.ts'
import { listen } from '../applets/listening.ts'
import { resolvePath } from '../machine/files.ts'
import { readAll, readFile, write } from '../machine/io.ts'
import type { Doing, Process, Program } from '../machine/process.ts'
import { parseJavaScript } from './javascript/parse.ts'
import { JavaScript } from './javascript/run.ts'
import { Unreadable } from './lexer.ts'
import { parsePerl } from './perl/parse.ts'
import { Perl } from './perl/run.ts'
import { Python } from './python/evaluate.ts'
import { Flow } from './python/statements.ts'
import { parsePython } from './python/parse.ts'
import { Raised } from './python/exceptions.ts'
import { truthy } from './python/sameness.ts'
import { textOf } from './python/texts.ts'
import { PyTuple } from './python/values.ts'

/**
 * A program that the small interpreters cannot follow says so on standard error and ends well (code 0): a Job with it completes,
 * and nobody mistakes the simulator's limit for the program's failure.
 */
function* beyond(proc: Process, language: string, problem: Unreadable): Doing<number> {
  yield* write(proc, 2, `(kubestep: this ${language} program is beyond the simulator: ${problem.why}${problem.line > 0 ? `, line ${problem.line}` : ''}; it ends here with code 0)\n`)
  return 0
}

const python: Applet = function* (proc, argv) {
  proc.kernel.allocate(proc, 9_000_000)
  yield { us: 18_000, calm: true }
  let unbuffered = false
  let i = 1
  let source: string | undefined
  let file = '<string>'
  let args: readonly string[] = ['']
  for (; i < argv.length && argv[i]!.startsWith('-') && argv[i] !== '-'; i++) {
    const arg = argv[i]!
    if (arg === '--version' || arg === '-V') {
      yield* write(proc, 1, 'Python 3.12.3\n')
      return 0
    }
    if (arg === '-m') return yield* pythonModule(proc, argv.slice(i + 1))
    const flags = /^-([a-zA-Z]*?)(c)?$/.exec(arg)
    if (flags?.[1]?.includes('u')) unbuffered = true
    if (flags?.[2]) {
      source = argv[i + 1]
      args = ['-c', ...argv.slice(i + 2)]
      if (source === undefined) {
        yield* write(proc, 2, 'Argument expected for the -c option\n')
        return 2
      }
      break
    }
    if (arg.startsWith('-c')) {
      source = arg.slice(2)
      args = ['-c', ...argv.slice(i + 1)]
      break
    }
  }
  if (source === undefined && argv[i] !== undefined && argv[i] !== '-') {
    file = argv[i]!
    args = argv.slice(i)
    const read = yield* readFile(proc, file)
    if ('error' in read) {
      yield* write(proc, 2, `${argv[0]}: can't open file '${resolvePath(proc.cwd, file)}': [Errno 2] ${read.error}\n`)
      return 2
    }
    source = read.text
  }
  // Without a program Python reads one from standard input; where there is none, it ends at once.
  if (source === undefined) source = proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : ''
  const py = new Python(proc, args, unbuffered)
  proc.handlers.set('INT', 'catch')
  let code = 0
  try {
    yield* py.block(parsePython(source), py.globals)
  } catch (thrown) {
    if (thrown instanceof Unreadable) {
      yield* py.flush()
      if (thrown.why === 'invalid syntax' && !/\b(yield|async|await|match|@)/.test(source)) {
        const row = source.split('\n')[thrown.line - 1]?.trim() ?? ''
        yield* write(proc, 2, `  File "${file}", line ${thrown.line}\n    ${row}\nSyntaxError: invalid syntax\n`)
        return 1
      }
      return yield* beyond(proc, 'Python', thrown)
    }
    if (thrown instanceof Flow) {
      yield* write(proc, 2, `  File "${file}", line 1\nSyntaxError: '${thrown.kind}' ${thrown.kind === 'return' ? 'outside function' : 'outside loop'}\n`)
      return 1
    }
    if (!(thrown instanceof Raised)) throw thrown
    code = yield* uncaught(proc, py, thrown, file)
  }
  yield* py.flush()
  return code
}

function* uncaught(proc: Process, py: Python, { value }: Raised, file: string): Doing<number> {
  if (value.type.name === 'SystemExit') {
    const arg = (value.names.get('args') as PyTuple).items[0] ?? null
    if (arg === null || typeof arg === 'bigint' || typeof arg === 'boolean') return Number(BigInt.asUintN(8, BigInt(arg ?? 0)))
    yield* py.flush()
    yield* write(proc, 2, `${textOf(arg)}\n`)
    return truthy(arg) ? 1 : 0
  }
  yield* py.flush()
  const text = value.names.has('args') ? textOf(value) : ''
  yield* write(proc, 2, `${py.traceback(file)}${value.type.name}${text === '' ? '' : `: ${text}`}\n`)
  if (value.type.name === 'KeyboardInterrupt') return 130
  return 1
}

function* pythonModule(proc: Process, args: readonly string[]): Program {
  if (args[0] !== 'http.server' && args[0] !== 'SimpleHTTPServer') {
    yield* write(proc, 2, `/usr/local/bin/python: No module named ${args[0] ?? ''}\n`)
    return 1
  }
  const port = Number(args[1] ?? 8000)
  const directory = args.includes('-d') ? (args[args.indexOf('-d') + 1] ?? '/') : proc.cwd
  yield* listen(proc, port, (request) => {
    const path = resolvePath('/', `${directory}/${(request.path ?? '/').split('?')[0]}`)
    const { files } = proc.kernel
    const text = files.text(path) ?? (files.stat(path)?.kind === 'dir' ? (files.text(`${path}/index.html`) ?? `<!DOCTYPE HTML>\n<html lang="en">\n<body>\n<h1>Directory listing for ${request.path}</h1>\n<ul>\n${(files.list(path) ?? []).map((n) => `<li><a href="${n}">${n}</a></li>\n`).join('')}</ul>\n</body>\n</html>\n`) : undefined)
    proc.fds[2]?.write(`${request.from} - - "${request.method ?? 'GET'} ${request.path ?? '/'} HTTP/1.1" ${text === undefined ? 404 : 200} -\n`)
    return text === undefined ? { status: 404, body: 'File not found' } : { status: 200, body: text }
  })
  for (;;) yield {}
}

const perl: Applet = function* (proc, argv) {
  proc.kernel.allocate(proc, 3_000_000)
  yield { us: 3000, calm: true }
  const code: string[] = []
  let newline = false
  let modules = ''
  let i = 1
  for (; i < argv.length && /^-./.test(argv[i]!) && argv[i] !== '--'; i++) {
    const arg = argv[i]!
    if (arg === '-v' || arg === '--version') {
      yield* write(proc, 1, '\nThis is perl 5, version 34, subversion 0 (v5.34.0) built for x86_64-linux-gnu\n')
      return 0
    }
    if (/^-[Mm]/.test(arg)) {
      modules += ` ${arg.slice(2)}`
      continue
    }
    if (arg.startsWith('-d') || arg.startsWith('-I')) continue
    const flags = /^-([wlWstTcanpi0\d]*)([eE])?/.exec(arg)!
    if (flags[1]!.includes('l')) newline = true
    if (/[np]/.test(flags[1]!)) modules += ' -n'
    if (flags[2]) code.push(arg.length > flags[0].length ? arg.slice(flags[0].length) : (argv[++i] ?? ''))
  }
  let source: string
  let file = '-e'
  if (code.length > 0) source = code.join('\n')
  else if (argv[i] !== undefined && argv[i] !== '--') {
    file = argv[i++]!
    const read = yield* readFile(proc, file)
    if ('error' in read) {
      yield* write(proc, 2, `Can't open perl script "${file}": ${read.error}\n`)
      return 2
    }
    source = read.text
  } else source = proc.fds[0] && !argv.includes('-de0') ? yield* readAll(proc, proc.fds[0]) : ''
  const run = new Perl(proc, { args: argv.slice(i), newline, bignum: /bignum|bigint|bigrat/.test(modules), file })
  try {
    if (modules.includes(' -n')) throw new Unreadable('the options -n and -p', 0)
    return yield* run.main(parsePerl(source))
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
    yield* run.flush()
    return yield* beyond(proc, 'Perl', thrown)
  }
}

const node: Applet = function* (proc, argv) {
  proc.kernel.allocate(proc, 40_000_000)
  yield { us: 40_000, calm: true }
  if (argv[1] === '-v' || argv[1] === '--version') {
    yield* write(proc, 1, 'v20.11.1\n')
    return 0
  }
  let source: string
  const at = argv.findIndex((a) => a === '-e' || a === '--eval' || a === '-p' || a === '-pe')
  if (at > 0) source = argv[at]!.startsWith('-p') ? `console.log(${argv[at + 1] ?? ''})` : (argv[at + 1] ?? '')
  else if (argv[1] !== undefined) {
    const read = yield* readFile(proc, argv[1])
    if ('error' in read) {
      yield* write(proc, 2, `node:internal/modules/cjs/loader:1147\n  throw err;\n  ^\n\nError: Cannot find module '${resolvePath(proc.cwd, argv[1])}'\n`)
      return 1
    }
    source = read.text
  } else source = proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : ''
  try {
    return yield* new JavaScript(proc).main(parseJavaScript(source))
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
    return yield* beyond(proc, 'JavaScript', thrown)
  }
}

export const INTERPRETERS: ReadonlyMap<string, Applet> = new Map([
  ['python', python], ['python3', python], ['perl', perl], ['node', node],
  ['pip', function* (proc) {
    yield* write(proc, 2, 'ERROR: Could not find a version that satisfies the requirement (the simulator has no package index)\n')
    return 1
  }],
])
