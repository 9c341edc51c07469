// Reading and writing for programs: what a stream cannot do at once is waited for here.
import { resolvePath } from './files.ts'
import { Exit, type Doing, type Process } from './process.ts'
import { EndlessStream, FileStream, NullStream, TextStream, type Stream } from './streams.ts'

/** Writes to a descriptor; a pipe without reader ends the process as SIGPIPE does. */
export function* write(proc: Process, fd: number, text: string): Doing<void> {
  if (text === '') return
  const stream = proc.fds[fd]
  if (!stream) return
  proc.kernel.burn(proc, 2 + text.length / 500, 4 + Math.floor(text.length / 1000))
  for (;;) {
    const done = stream.write(text)
    if (done === 'done') proc.kernel.wrote(proc)
    if (done === 'done' || done === 'unwritable') break
    if (done === 'no-space') {
      proc.fds[2]?.write(`${proc.argv[0]}: write error: No space left on device\n`)
      throw new Exit(1)
    }
    if (done === 'broken') {
      if (proc.handlers.get('PIPE') === 'ignore') return
      proc.endedBy = 'PIPE'
      throw new Exit(141)
    }
    yield { on: [stream.changed] }
  }
  if (proc.debtUs >= 1000) yield { pay: true }
}

export const print = (proc: Process, text: string): Doing<void> => write(proc, 1, text)
export const complain = (proc: Process, text: string): Doing<void> => write(proc, 2, text)

/** The next line of a stream with its newline; undefined at its end. */
export function* readLine(proc: Process, stream: Stream): Doing<string | undefined> {
  for (;;) {
    const got = stream.read('line')
    if (got !== null) {
      proc.kernel.burn(proc, 1, 1)
      if (proc.debtUs >= 1000) yield { pay: true }
      return got
    }
    yield { on: [stream.changed] }
  }
}

/** What there is to read, waited for; undefined at the end. */
export function* readSome(stream: Stream, what: 'line' | 'some' = 'some'): Doing<string | undefined> {
  for (;;) {
    const got = stream.read(what)
    if (got !== null) return got
    yield { on: [stream.changed] }
  }
}

/** Everything up to the end of a stream. `limit`: stop after so many characters. */
export function* readAll(proc: Process, stream: Stream, limit = Infinity): Doing<string> {
  let all = ''
  for (;;) {
    const got = stream.read('some')
    if (got === undefined) return all
    if (got === null) {
      yield { on: [stream.changed] }
      continue
    }
    all += got
    proc.kernel.burn(proc, 1 + got.length / 500, 1)
    proc.kernel.held(proc, all.length)
    if (all.length >= limit) return all
    if (proc.debtUs >= 1000) yield { pay: true }
  }
}

/** Work on texts that are long: what it takes is paid, and what is beyond all memory ends the process. */
export function* worked(proc: Process, characters: number): Doing<void> {
  if (characters < 1000) return
  proc.kernel.held(proc, characters)
  proc.kernel.burn(proc, characters / 5, Math.floor(characters / 200))
  if (proc.debtUs >= 1000) yield { pay: true }
}

export interface OpenMode {
  readonly read?: boolean
  readonly write?: boolean
  readonly append?: boolean
  /** Empty it, make it. */
  readonly make?: boolean
}

/** Opens a path, devices included; a text says why not. */
export function openFile(proc: Process, path: string, mode: OpenMode): Stream | string {
  const kernel = proc.kernel
  const full = resolvePath(proc.cwd, path)
  const device = openDevice(proc, full)
  if (device) return device
  const made = mode.read && !mode.write ? kernel.living(full) : undefined
  if (made !== undefined) return new TextStream(made)
  const real = kernel.files.follow(full)
  const node = kernel.files.at(real)
  if (node?.kind === 'dir' && (mode.write || mode.make)) return 'Is a directory'
  if (!node && !mode.make) return 'No such file or directory'
  if (node && (mode.write || mode.make || mode.append) && kernel.files.isReadOnly(real)) return 'Read-only file system'
  if (node?.kind === 'file' && !mayRead(kernel, real, node.mode)) return 'Permission denied'
  if (mode.make && !(mode.append && node)) {
    const failed = kernel.files.write(real, '', kernel.nowUs)
    if (failed) return failed === 'Is a directory' ? failed : failed
  }
  return new FileStream(kernel.files, real, () => kernel.nowUs, { read: !!mode.read, write: !!mode.write, append: !!mode.append })
}

/** What a kubelet supplies is root's: others read what its bits allow them. Upstream: pkg/volume/util/atomic_writer.go. */
function mayRead(kernel: Process['kernel'], path: string, bits: number): boolean {
  const { identity } = kernel.start
  const mount = identity && identity.uid !== 0 ? kernel.files.mounts.of(path) : undefined
  if (mount?.mode === undefined) return true
  return (bits & (identity!.groups.includes(mount.group ?? 0) ? 0o040 : 0o004)) !== 0
}

function openDevice(proc: Process, path: string): Stream | undefined {
  if (!path.startsWith('/dev/') && !path.startsWith('/proc/')) return undefined
  const kernel = proc.kernel
  switch (path) {
    case '/dev/null':
      return new NullStream()
    case '/dev/zero':
      return new EndlessStream(() => '\0'.repeat(4096))
    case '/dev/urandom':
    case '/dev/random':
      return new EndlessStream(() => {
        // One draw for many characters: who reads of it reads much.
        let state = Math.floor(kernel.random() * 2 ** 32)
        return String.fromCharCode(...Array.from({ length: 256 }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24))
      })
    case '/dev/stdin':
      return proc.fds[0]
    case '/dev/stdout':
      return proc.fds[1]
    case '/dev/stderr':
      return proc.fds[2]
  }
  const fd = /^\/(?:proc\/(self|\d+)|dev)\/fd\/(\d+)$/.exec(path)
  if (!fd) return undefined
  const owner = fd[1] === undefined || fd[1] === 'self' ? proc : kernel.processes.get(Number(fd[1]))
  return owner?.fds[Number(fd[2])]
}

/** The text of a file for programs that read it whole; a text in `error` says why not. */
export function* readFile(proc: Process, path: string): Doing<{ readonly text: string } | { readonly error: string }> {
  if (proc.kernel.files.stat(resolvePath(proc.cwd, path))?.kind === 'dir') return { error: 'Is a directory' }
  const stream = openFile(proc, path, { read: true })
  if (typeof stream === 'string') return { error: stream }
  return { text: yield* readAll(proc, stream, stream instanceof EndlessStream ? 1 << 26 : Infinity) }
}
