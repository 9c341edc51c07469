// Commands that are part of the shell itself, because they change it: all of them, by name.
import { write } from '../../machine/io.ts'
import type { Dialect } from '../ast.ts'
import { type Builtin, nothing, type Run } from './builtin.ts'
import { evaluate, exit, jump, leaveFunction, sourceFile } from './flow.ts'
import { jobs, kill, trap, wait } from './jobs.ts'
import { alias, command, type, unalias } from './names.ts'
import { set, turn } from './options.ts'
import { changeDirectory, echo, printf, test, times, ulimit, umask } from './plain.ts'
import { mapfile, read } from './reading.ts'
import { declare, exportOrReadonly, getopts, letter, local, shift, unset } from './variables.ts'

const BASH: readonly Dialect[] = ['bash']
const of = (run: Run, only?: readonly Dialect[]): Builtin => ({ run, ...(only ? { only } : {}) })
const special = (run: Run): Builtin => ({ run, special: true })

const one = (code: number): Run => function* () {
  return code
}

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', special(nothing)], ['.', special(sourceFile)], ['source', of(sourceFile, ['ash', 'bash'])], ['true', of(nothing)], ['false', of(one(1))],
  ['echo', of(echo)], ['printf', of(printf)], ['test', of(test)], ['[', of(test)], ['cd', of(changeDirectory)],
  ['pwd', of(function* (shell) {
    yield* write(shell.proc, 1, `${shell.proc.cwd}\n`)
    return 0
  })],
  ['exit', special(exit)], ['return', special(leaveFunction)], ['break', special(jump('break'))], ['continue', special(jump('continue'))],
  ['set', special(set)], ['shift', special(shift)], ['export', special(exportOrReadonly)], ['readonly', special(exportOrReadonly)],
  ['unset', special(unset)], ['trap', special(trap)], ['eval', special(evaluate)], ['exec', special(nothing)], ['times', special(times)],
  ['local', of(local)], ['declare', of(declare, BASH)], ['typeset', of(declare, BASH)], ['let', of(letter, ['ash', 'bash'])],
  ['wait', of(wait)], ['read', of(read)], ['command', of(command)], ['builtin', of(command, BASH)], ['type', of(type)], ['getopts', of(getopts)],
  ['mapfile', of(mapfile, BASH)], ['readarray', of(mapfile, BASH)], ['jobs', of(jobs)], ['kill', of(kill)], ['umask', of(umask)], ['ulimit', of(ulimit)],
  ['fg', of(one(1))], ['bg', of(one(1))], ['hash', of(nothing)], ['alias', of(alias)], ['unalias', of(unalias)], ['disown', of(nothing, BASH)],
  ['shopt', of(function* (shell, argv) {
    for (const name of argv.slice(2)) turn(shell, name, argv[1] === '-s')
    return 0
  }, BASH)],
])
