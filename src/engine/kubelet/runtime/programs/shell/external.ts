// Programs that are not the shell's own: how they are found, run beside it, or run in its place.
import type { Found } from '../machine/init.ts'
import { Exit, type Doing } from '../machine/process.ts'
import { release } from '../machine/streams.ts'
import type { Node } from './ast.ts'
import { waitFor } from './processes.ts'
import { redirect, type Saved } from './redirect.ts'
import type { Shell } from './shell.ts'
import { perform } from './simple.ts'
import { notExecutable, notFound, prefix } from './wording.ts'

/** What a name stands for beyond shell shell. */
export function findProgram(shell: Shell, name: string): Found {
  shell.proc.env = shell.variables.exported()
  return shell.proc.kernel.commands.find(shell.proc, name)
}

/** Says why a command cannot run, and gives its exit code. */
export function unfound(shell: Shell, found: Found, name: string): number {
  if (found.kind === 'denied') {
    const isDirectory = shell.proc.kernel.files.stat(found.path)?.kind === 'dir'
    shell.say(isDirectory && shell.dialect === 'bash' ? `${prefix(shell.speaker())}${name}: Is a directory\n` : notExecutable(shell.speaker(), name))
    return 126
  }
  shell.say(notFound(shell.speaker(), name))
  return 127
}

export function* runExternal(shell: Shell, words: readonly string[], extra: ReadonlyMap<string, string>, instead: boolean): Doing<number> {
  const found = findProgram(shell, words[0]!)
  if (found.kind !== 'program') {
    shell.proc.kernel.burnFor(shell.proc)
    return unfound(shell, found, words[0]!)
  }
  if (instead && shell.jobs.length === 0) return yield* become(shell, found, words, extra)
  const child = shell.proc.kernel.spawn(shell.proc, words, shell.proc.fds, (proc) => found.run(proc, words))
  if (!child) {
    shell.say(`${prefix(shell.speaker())}${shell.dialect === 'bash' ? 'fork: Resource temporarily unavailable' : "can't fork: Resource temporarily unavailable"}\n`)
    throw new Exit(2)
  }
  if (extra.size > 0) child.env = new Map([...child.env, ...extra])
  return yield* waitFor(shell, child)
}

/** exec: shell process is now that program. */
function* become(shell: Shell, found: Extract<Found, { kind: 'program' }>, words: readonly string[], extra: ReadonlyMap<string, string>): Doing<number> {
  const { proc } = shell
  proc.argv = words
  proc.env = new Map([...shell.variables.exported(), ...extra])
  for (const [signal, how] of proc.handlers) if (how === 'catch') proc.handlers.delete(signal)
  throw new Exit(yield* found.run(proc, words))
}

export function* runExec(shell: Shell, node: Extract<Node, { t: 'simple' }>, words: readonly string[]): Doing<number> {
  for (const assign of node.assigns) yield* perform(shell, assign)
  const saved: Saved[] = []
  const failed = yield* redirect(shell, node.redirs, saved)
  for (const { old } of saved) if (old) release(old)
  if (failed) throw new Exit(shell.dialect === 'bash' ? 1 : 2)
  const args = words[1] === '--' ? words.slice(2) : words.slice(1)
  if (args.length === 0) return 0
  const found = findProgram(shell, args[0]!)
  if (found.kind !== 'program') throw new Exit(unfound(shell, found, args[0]!))
  shell.traps.clear()
  return yield* become(shell, found, args, new Map())
}
