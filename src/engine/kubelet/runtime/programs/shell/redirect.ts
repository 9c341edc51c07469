// Where a command's descriptors lead while it runs, and back again.
import { openFile } from '../machine/io.ts'
import type { Doing } from '../machine/process.ts'
import { release, share, TextStream, type Stream } from '../machine/streams.ts'
import type { Redirection } from './ast.ts'
import type { Shell } from './shell.ts'
import { cannotOpen, prefix } from './wording.ts'

export interface Saved {
  readonly fd: number
  readonly old: Stream | undefined
}

export function* redirected(shell: Shell, redirs: readonly Redirection[], run: () => Doing<number>): Doing<number> {
  if (redirs.length === 0) return yield* run()
  const saved: Saved[] = []
  try {
    if (yield* redirect(shell, redirs, saved)) return shell.dialect === 'dash' ? 2 : 1
    return yield* run()
  } finally {
    for (const { fd, old } of saved.reverse()) {
      shell.proc.point(fd, old)
      if (old) release(old)
    }
  }
}

/** Points descriptors elsewhere, remembering what they were; true if one could not be. */
export function* redirect(shell: Shell, redirs: readonly Redirection[], saved: Saved[]): Doing<boolean> {
  const point = (fd: number, to: Stream | undefined) => {
    const old = shell.proc.fds[fd]
    if (old) share(old)
    saved.push({ fd, old })
    shell.proc.point(fd, to)
  }
  for (const { fd, op, target } of redirs) {
    if (op === '<<') {
      point(fd, new TextStream(yield* shell.expander.text(target)))
      continue
    }
    const text = yield* shell.expander.text(target)
    if (op === '<<<') {
      point(fd, new TextStream(`${text}\n`))
      continue
    }
    if (op === '<&' || (op === '>&' && /^(\d+|-)$/.test(text))) {
      if (text === '-') point(fd, undefined)
      else if (shell.proc.fds[Number(text)]) point(fd, shell.proc.fds[Number(text)])
      else {
        shell.say(`${prefix(shell.speaker())}${text}: Bad file descriptor\n`)
        return true
      }
      continue
    }
    const both = op === '&>' || op === '&>>' || op === '>&'
    const writing = op !== '<'
    if (shell.options.has('C') && op === '>' && shell.proc.kernel.files.stat(text)?.kind === 'file') {
      shell.say(`${prefix(shell.speaker())}${text}: cannot overwrite existing file\n`)
      return true
    }
    const stream = openFile(shell.proc, text, { read: op === '<' || op === '<>', write: writing, append: op === '>>' || op === '&>>', make: writing })
    if (typeof stream === 'string') {
      shell.say(cannotOpen(shell.speaker(), text, writing, stream))
      return true
    }
    point(both ? 1 : fd, stream)
    if (both) point(2, stream)
  }
  return false
}
