// `set` and `shopt`: how the shell behaves.
import { write } from '../../machine/io.ts'
import { type Doing, Exit } from '../../machine/process.ts'
import type { Shell } from '../shell.ts'
import { fail } from './builtin.ts'

export function* set(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.slice(1)
  if (args.length === 0) {
    const rows = [...shell.variables.entries()].map(([name, v]) => `${name}='${v.text.replaceAll("'", String.raw`'\''`)}'\n`).sort()
    yield* write(shell.proc, 1, rows.join(''))
    return 0
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') {
      shell.positional = args.slice(i + 1)
      return 0
    }
    if (arg === '-' || !/^[-+]./.test(arg)) {
      shell.positional = args.slice(arg === '-' ? i + 1 : i)
      return 0
    }
    const on = arg[0] === '-'
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[++i]
        if (name === undefined) continue
        const short = LONG[name]
        if (short === undefined && name !== 'pipefail') return fail(shell, 'set', shell.dialect === 'bash' ? `${name}: invalid option name` : `illegal option -o ${name}`, 2)
        turn(shell, short ?? name, on)
      } else if ('abefhkmnptuvxBCEHPT'.includes(letter)) turn(shell, letter, on)
      else {
        fail(shell, 'set', shell.dialect === 'bash' ? `-${letter}: invalid option` : `illegal option -${letter}`)
        throw new Exit(2)
      }
    }
  }
  return 0
}

export const LONG: Readonly<Record<string, string>> = { errexit: 'e', nounset: 'u', xtrace: 'x', noglob: 'f', noclobber: 'C', allexport: 'a', noexec: 'n', verbose: 'v', monitor: 'm', errtrace: 'E', posix: 'P', vi: 'V', emacs: 'm' }

export function turn(shell: Shell, option: string, on: boolean): void {
  if (on) shell.options.add(option)
  else shell.options.delete(option)
}
