// What a name means: command, type, alias.
import { write } from '../../machine/io.ts'
import type { Doing } from '../../machine/process.ts'
import { findProgram, unfound } from '../external.ts'
import { waitFor } from '../processes.ts'
import type { Shell } from '../shell.ts'
import { notFound } from '../wording.ts'
import { fail } from './builtin.ts'
import { BUILTINS } from './index.ts'

export function* command(shell: Shell, argv: readonly string[]): Doing<number> {
  if (argv[1] === '-v' || argv[1] === '-V') return yield* describe(shell, argv.slice(2), argv[1] === '-v')
  const words = argv.slice(1).filter((a, i) => !(i === 0 && (a === '-p' || a === '--')))
  if (words.length === 0) return 0
  const builtin = BUILTINS.get(words[0]!)
  if (builtin && (!builtin.only || builtin.only.includes(shell.dialect))) return yield* builtin.run(shell, words)
  const found = findProgram(shell, words[0]!)
  if (found.kind !== 'program') return unfound(shell, found, words[0]!)
  const child = shell.proc.kernel.spawn(shell.proc, words, shell.proc.fds, (proc) => found.run(proc, words))
  return child ? yield* waitFor(shell, child) : 2
}

function* describe(shell: Shell, names: readonly string[], short: boolean): Doing<number> {
  let status = 0
  for (const name of names) {
    const builtin = BUILTINS.get(name)
    const found = findProgram(shell, name)
    let text: string | undefined
    if (shell.functions.has(name)) text = short ? name : `${name} is a function`
    else if (builtin && (!builtin.only || builtin.only.includes(shell.dialect))) text = short ? name : `${name} is a shell builtin`
    else if (found.kind === 'program') text = short ? found.path : `${name} is ${found.path}`
    if (text !== undefined) yield* write(shell.proc, 1, `${text}\n`)
    else {
      status = shell.dialect === 'bash' ? 1 : 127
      if (!short) {
        if (shell.dialect === 'bash') fail(shell, 'type', `${name}: not found`)
        else if (shell.dialect === 'ash') yield* write(shell.proc, 1, `${name}: not found\n`)
        else shell.say(notFound(shell.speaker(), name))
      }
    }
  }
  return status
}

export function* type(shell: Shell, argv: readonly string[]): Doing<number> {
  const names = argv.slice(1).filter((a) => !/^-[tPpaf]$/.test(a))
  if (argv[1] !== '-t') return yield* describe(shell, names, argv[1] === '-p' || argv[1] === '-P')
  for (const name of names) {
    const kind = shell.functions.has(name) ? 'function' : BUILTINS.has(name) ? 'builtin' : findProgram(shell, name).kind === 'program' ? 'file' : undefined
    if (kind === undefined) return 1
    yield* write(shell.proc, 1, `${kind}\n`)
  }
  return 0
}

export function* alias(shell: Shell, argv: readonly string[]): Doing<number> {
  const shown = (name: string) => `${shell.dialect === 'bash' ? 'alias ' : ''}${name}='${shell.aliases.get(name)!.replaceAll("'", String.raw`'\''`)}'\n`
  let status = 0
  for (const word of argv.length > 1 ? argv.slice(1) : [...shell.aliases.keys()].sort()) {
    const at = word.indexOf('=')
    if (at > 0) shell.aliases.set(word.slice(0, at), word.slice(at + 1))
    else if (shell.aliases.has(word)) yield* write(shell.proc, 1, shown(word))
    else status = fail(shell, 'alias', `${word}: not found`)
  }
  return status
}

export function* unalias(shell: Shell, argv: readonly string[]): Doing<number> {
  let status = 0
  if (argv[1] === '-a') shell.aliases.clear()
  else for (const name of argv.slice(1)) if (!shell.aliases.delete(name)) status = fail(shell, 'unalias', `${name}: not found`)
  return status
}
