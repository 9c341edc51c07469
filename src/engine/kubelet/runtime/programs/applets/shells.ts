// sh, ash, dash and bash as programs: their command lines.
import { readAll, readFile } from '../machine/io.ts'
import type { Process, Program } from '../machine/process.ts'
import { Keyboard } from '../machine/keyboard.ts'
import type { Dialect } from '../shell/ast.ts'
import { interactive } from '../shell/interactive.ts'
import { Shell } from '../shell/shell.ts'
import { LONG } from '../shell/builtins/options.ts'
import { called } from './applet.ts'

/** Runs a shell of some dialect. */
export function* runShell(proc: Process, argv: readonly string[], dialect: Dialect): Program {
  const options = new Set<string>()
  let script: string | undefined
  let i = 1
  let wantsCommand = false
  for (; i < argv.length && /^[-+]./.test(argv[i]!); i++) {
    const arg = argv[i]!
    if (arg === '--') {
      i++
      break
    }
    if (arg === '--login' || arg === '--norc' || arg === '--noprofile' || arg === '--posix') continue
    if (arg.startsWith('--')) {
      proc.fds[2]?.write(`${argv[0]}: ${dialect === 'bash' ? `${arg}: invalid option` : `illegal option ${arg}`}\n`)
      return 2
    }
    for (const letter of arg.slice(1)) {
      if (letter === 'c') wantsCommand = true
      else if (letter === 'o') {
        const name = argv[++i] ?? ''
        if (arg[0] === '-') options.add(LONG[name] ?? name)
      } else if ('abefhklmnuvxCils'.includes(letter)) {
        if (arg[0] === '-') options.add(letter)
      } else {
        proc.fds[2]?.write(`${argv[0]}: ${dialect === 'bash' ? `-${letter}: invalid option` : dialect === 'ash' ? `illegal option -${letter}` : `0: Illegal option -${letter}`}\n`)
        return 2
      }
    }
  }
  let name = argv[0]!
  let fromFile = false
  if (wantsCommand) {
    script = argv[i++]
    if (script === undefined) {
      proc.fds[2]?.write(dialect === 'bash' ? `${name}: -c: option requires an argument\n` : dialect === 'dash' ? `${name}: 0: -c requires an argument\n` : `${name}: -c requires an argument\n`)
      return 2
    }
    if (argv[i] !== undefined) name = argv[i++]!
  } else if (argv[i] !== undefined && !options.has('s')) {
    name = argv[i++]!
    fromFile = true
    const file = yield* readFile(proc, name)
    if ('error' in file) {
      proc.fds[2]?.write(dialect === 'bash' ? `${argv[0]}: ${name}: ${file.error}\n` : dialect === 'dash' ? `${argv[0]}: 0: cannot open ${name}: No such file\n` : `${argv[0]}: can't open '${name}': ${file.error}\n`)
      return dialect === 'ash' || dialect === 'dash' ? 2 : 127
    }
    script = file.text
  } else if (proc.fds[0] instanceof Keyboard) {
    const { resumes } = proc.kernel.terminal
    const state = proc.pid === proc.kernel.firstPid ? resumes : undefined
    if (state) proc.cwd = state.cwd
    const shell = new Shell(proc, { dialect, name: name.replace(/^-/, ''), fromFile: false, positional: argv.slice(i), interactive: proc.fds[0].tty, ...(state ? { state } : {}) })
    for (const option of options) if (!'ils'.includes(option)) shell.options.add(option)
    return yield* interactive(shell, proc.fds[0])
  } else {
    // No terminal: the script is whatever standard input holds, and nothing is the end of it.
    script = proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : ''
  }
  const shell = new Shell(proc, { dialect, name, fromFile, positional: argv.slice(i) })
  for (const option of options) if (!'ils'.includes(option)) shell.options.add(option)
  return yield* shell.main(script, wantsCommand)
}

/** Which shell a name means in an image whose sh is `usual`. */
export const shellNamed = (argv: readonly string[], usual: Dialect): Dialect => {
  const name = called(argv)
  return name === 'bash' ? 'bash' : name === 'dash' ? 'dash' : name === 'ash' ? 'ash' : usual
}
