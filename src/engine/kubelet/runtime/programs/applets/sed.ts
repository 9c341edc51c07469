// sed: s, d, p, q, a, i, c, y, n, N, D, b, t, =, {…} with addresses by line, $, /pattern/ and ranges.
import { parentOf, resolvePath } from '../machine/files.ts'
import { print, readLine, worked } from '../machine/io.ts'
import type { Doing, Process } from '../machine/process.ts'
import { TextStream, type Stream } from '../machine/streams.ts'
import { type Applet, cannot, fail, isDirectory, options, source } from './applet.ts'
import { BadScript, parseSed, type Command } from './sed/parse.ts'
import { Sed, type Lines } from './sed/run.ts'

export const sed: Applet = function* (proc, argv) {
  const scripts: string[] = []
  const words: string[] = []
  for (let i = 0; i < argv.length; i++) {
    if (i > 0 && (argv[i] === '-e' || argv[i] === '--expression')) scripts.push(argv[++i] ?? '')
    else if (i > 0 && /^(--expression=|-e)./s.test(argv[i]!)) scripts.push(argv[i]!.replace(/^(--expression=|-e)/, ''))
    else if (i > 0 && argv[i] === '-f') scripts.push(proc.kernel.files.text(resolvePath(proc.cwd, argv[++i] ?? '')) ?? '')
    else if (i > 0 && /^-i./.test(argv[i]!)) words.push('-i')
    else words.push(argv[i]!)
  }
  const { on, rest } = options(words, 'nErisuz', { quiet: 'n', silent: 'n', 'regexp-extended': 'E', 'in-place': 'i' })
  const files = [...rest]
  if (scripts.length === 0) {
    const script = files.shift()
    if (script === undefined) return yield* fail(proc, argv, 'no script specified')
    scripts.push(script)
  }
  const program = (): readonly Command[] => parseSed(scripts.join('\n'), on.has('E') || on.has('r'))
  try {
    program()
  } catch (problem) {
    if (problem instanceof BadScript) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `-e expression #1, char ${scripts[0]!.length}: ${problem.why}` : problem.why)
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, `bad regex`)
    throw problem
  }
  const input = new Input(proc, argv, files)
  if (!on.has('i')) {
    const code = yield* new Sed(program(), on.has('n'), input, (text) => print(proc, text), (characters) => worked(proc, characters)).run()
    return code || (input.failed ? proc.kernel.flavour === 'gnu' ? 2 : 1 : 0)
  }
  for (const path of files) {
    const full = resolvePath(proc.cwd, path)
    const text = proc.kernel.files.text(full)
    if (text !== undefined && proc.kernel.files.isReadOnly(parentOf(full))) {
      // What is changed in place is written beside it first.
      return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `couldn't open temporary file ${parentOf(path)}/sedXXXXXX: Read-only file system` : `can't create temp file '${path}XXXXXX': Read-only file system`, proc.kernel.flavour === 'gnu' ? 4 : 1)
    }
    if (text === undefined) {
      input.failed = true
      yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `can't read ${path}: No such file or directory` : cannot(proc, path, 'No such file or directory'))
      continue
    }
    let out = ''
    yield* new Sed(program(), on.has('n'), new Input(proc, argv, [new TextStream(text)]), function* (more) {
      out += more
    }, (characters) => worked(proc, characters)).run()
    proc.kernel.files.write(full, out, proc.kernel.nowUs)
  }
  return input.failed ? proc.kernel.flavour === 'gnu' ? 2 : 1 : 0
}

/** The lines of files one after the other, or of standard input. */
class Input implements Lines {
  readonly #proc: Process
  readonly #argv: readonly string[]
  readonly #left: (string | Stream)[]
  #stream: Stream | undefined
  #ahead: string | undefined
  failed = false

  constructor(proc: Process, argv: readonly string[], from: readonly (string | Stream)[]) {
    this.#proc = proc
    this.#argv = argv
    this.#left = from.length > 0 ? [...from] : ['-']
  }

  *next(): Doing<string | undefined> {
    const line = this.#ahead ?? (yield* this.#read())
    this.#ahead = undefined
    return line
  }

  *isLast(): Doing<boolean> {
    this.#ahead ??= yield* this.#read()
    return this.#ahead === undefined
  }

  *#read(): Doing<string | undefined> {
    for (;;) {
      const line = this.#stream && (yield* readLine(this.#proc, this.#stream))
      if (line !== undefined) return line
      const from = this.#left.shift()
      if (from === undefined) return undefined
      const stream = typeof from === 'string' ? source(this.#proc, from) : from
      const problem = typeof stream === 'string' ? stream : isDirectory(this.#proc, stream) ? 'Is a directory' : undefined
      this.#stream = undefined
      if (problem === undefined) this.#stream = stream as Stream
      else {
        this.failed = true
        const { flavour } = this.#proc.kernel
        yield* fail(this.#proc, this.#argv, flavour === 'gnu' ? `${problem === 'Is a directory' ? "couldn't edit" : "can't read"} ${from as string}: ${problem}` : cannot(this.#proc, from as string, problem))
      }
    }
  }
}
