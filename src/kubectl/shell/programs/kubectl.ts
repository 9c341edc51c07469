// kubectl as a program of the shell: it reads the shell's files and pipes, prints as it goes, and waits until the cluster has moved.
import { NullStream, PAY, readAll, resolvePath, write, type Process, type Program } from '../../../engine/index.ts'
import type { Files } from '../../running.ts'
import type { Call } from '../call.ts'
import type { Own } from './program.ts'

/** What a call costs of a script's computing: a real one takes some tens of milliseconds, and here many are free. */
const COST_US = 2_000
const COST_STEPS = 20

export const kubectl: Own = function* (process, argv, around) {
  const input = process.fds[0]
  const stdin = input && !(input instanceof NullStream) && readsInput(argv) ? yield* readAll(process, input) : undefined
  process.kernel.burn(process, COST_US, COST_STEPS)
  if (process.debtUs >= 1000) yield PAY
  return yield* relay(process, around.call(argv, process, stdin, { files: filesOf(process, stdin) }), around.note)
}

/** Prints what a call says as it says it, until it has ended. */
export function* relay(process: Process, call: Call, note: (text: string) => void): Program {
  for (let told = 0; ;) {
    for (const { output } = call; told < output.length; told++) {
      const { stream, text } = output[told]!
      if (stream === 'note') note(text)
      else yield* write(process, stream === 'out' ? 1 : 2, text)
    }
    if (call.exitCode !== undefined) {
      for (const [path, text] of call.running.saved ?? []) keep(process, path, text)
      return call.exitCode
    }
    // Whoever has heard enough ends what it heard: a real kubectl notices with its next word, and here nobody should wait for that.
    const out = process.fds[1]
    if (out?.kind === 'pipe' && out.write('') === 'broken') return BROKEN_PIPE
    yield { on: [call.changed, ...(out?.kind === 'pipe' ? [out.changed] : [])] }
  }
}
const BROKEN_PIPE = 141

/** A file that kubectl wrote, with the folders above it. */
function keep(process: Process, path: string, text: string): void {
  const { files, nowUs } = process.kernel
  const real = resolvePath(process.cwd, path)
  for (let at = real.indexOf('/', 1); at > 0; at = real.indexOf('/', at + 1)) files.makeDirectory(real.slice(0, at), nowUs)
  files.write(real, text, nowUs)
}

/** Does this command line read its standard input? Only then is it taken, so that a loop's own input stays with the loop. */
function readsInput(argv: readonly string[]): boolean {
  const words = argv.slice(1)
  if (words.some(w => w === '-' || w === '-f-' || /^--[a-z-]+=-$/.test(w) || /(^|=)\/dev\/stdin$/.test(w))) return true
  return words.some(w => w === 'exec' || w === 'run' || w === 'attach') && words.some(w => w === '--stdin' || /^-[a-z]*i[a-z]*$/.test(w))
}

/** The shell's files as kubectl reads them: from where the shell stands. */
function filesOf(process: Process, stdin: string | undefined): Files {
  const { files } = process.kernel
  const { cwd } = process
  // What comes through a descriptor comes once, and kubectl may look twice.
  const read = new Map<string, string | undefined>()
  return {
    read(path) {
      if (path === '/dev/stdin') return stdin
      const fd = /^\/dev\/fd\/(\d+)$/.exec(path)
      if (fd && !read.has(path)) read.set(path, process.fds[Number(fd[1])]?.read('all') ?? undefined)
      if (fd) return read.get(path)
      return files.text(resolvePath(cwd, path))
    },
    list: folder => files.list(resolvePath(cwd, folder || '.')),
  }
}
