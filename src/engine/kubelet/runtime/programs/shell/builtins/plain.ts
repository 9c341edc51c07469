// Builtins that print, test and go somewhere: echo, printf, test, cd, umask, ulimit, times.
import { resolvePath } from '../../machine/files.ts'
import { write } from '../../machine/io.ts'
import type { Doing } from '../../machine/process.ts'
import { BadTest, evaluateTest } from '../condition.ts'
import { echoed, formatted } from '../printing.ts'
import type { Shell } from '../shell.ts'
import { fail } from './builtin.ts'

export function* echo(shell: Shell, argv: readonly string[]): Doing<number> {
  const text = argv.length === 2 && argv[1]![0] !== '-' && !argv[1]!.includes('\\') ? `${argv[1]}\n` : echoed(argv.slice(1), shell.dialect === 'dash')
  const out = shell.proc.fds[1]
  if (out && out.kind !== 'pipe' && text.length < 4096) {
    shell.proc.kernel.burn(shell.proc, 5, 4)
    out.write(text)
  } else yield* write(shell.proc, 1, text)
  return 0
}

export function* printf(shell: Shell, argv: readonly string[]): Doing<number> {
  let args = argv.slice(1)
  let into: string | undefined
  if (shell.dialect === 'bash' && args[0] === '-v') {
    into = args[1]
    args = args.slice(2)
  }
  if (args[0] === '--') args = args.slice(1)
  if (args.length === 0) return fail(shell, 'printf', shell.dialect === 'ash' ? 'usage: printf FORMAT [ARG]...' : 'usage: printf [-v var] format [arguments]', 2)
  const { text, wrong, badFormat } = formatted(args[0]!, args.slice(1))
  if (into !== undefined) shell.assign(into, text)
  else yield* write(shell.proc, 1, text)
  for (const word of wrong) {
    if (shell.dialect === 'ash') shell.say(`${shell.name}: invalid number '${word}'\n`)
    else fail(shell, 'printf', shell.dialect === 'bash' ? `${word}: invalid number` : `${word}: expected numeric value`)
  }
  if (badFormat !== undefined) return fail(shell, 'printf', shell.dialect === 'ash' ? `${badFormat}: invalid format` : `${badFormat}: invalid directive`)
  return wrong.length > 0 ? 1 : 0
}

export function* test(shell: Shell, argv: readonly string[]): Doing<number> {
  let words = argv.slice(1)
  const name = argv[0]!
  try {
    if (name === '[') {
      if (words.at(-1) !== ']') throw new BadTest('bracket', ']')
      words = words.slice(0, -1)
    }
    return evaluateTest(shell.proc, words) ? 0 : 1
  } catch (problem) {
    if (!(problem instanceof BadTest)) throw problem
    const { kind, word } = problem
    if (shell.dialect === 'ash') {
      const text = kind === 'number' ? `${word}: bad number` : kind === 'bracket' ? 'missing ]' : kind === 'operator' || kind === 'binary' ? `${word}: unknown operand` : 'argument expected'
      shell.say(`${shell.name}: ${text}\n`)
    } else if (shell.dialect === 'dash') {
      fail(shell, name, kind === 'number' ? `Illegal number: ${word}` : kind === 'bracket' ? 'missing ]' : kind === 'operator' || kind === 'binary' ? `${problem.first}: unexpected operator` : word === '' ? 'argument expected' : `${word}: argument expected`)
    } else {
      fail(shell, name, kind === 'number' ? `${word}: integer expression expected` : kind === 'bracket' ? "missing `]'" : kind === 'operator' ? `${word}: unary operator expected` : kind === 'binary' ? `${word}: binary operator expected` : problem.first === '' ? 'argument expected' : `${problem.first}: unary operator expected`)
    }
    return 2
  }
}

export function* changeDirectory(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.slice(1).filter((a) => a !== '-P' && a !== '-L' && a !== '--')
  const to = args[0] === '-' ? shell.variable('OLDPWD') : (args[0] ?? shell.variable('HOME') ?? '/root')
  if (to === undefined) return fail(shell, 'cd', 'OLDPWD not set', 2)
  if (to === '') return 0
  const path = resolvePath(shell.proc.cwd, to)
  const node = shell.proc.kernel.files.stat(path)
  if (node?.kind !== 'dir') {
    const why = node ? 'Not a directory' : 'No such file or directory'
    return shell.dialect === 'bash' ? fail(shell, 'cd', `${to}: ${why}`) : fail(shell, 'cd', `can't cd to ${to}${shell.dialect === 'ash' ? `: ${why}` : ''}`, shell.dialect === 'ash' ? 2 : 2)
  }
  shell.assign('OLDPWD', shell.proc.cwd)
  shell.proc.cwd = path
  shell.assign('PWD', path)
  if (args[0] === '-') yield* write(shell.proc, 1, `${path}\n`)
  return 0
}

export function* umask(shell: Shell, argv: readonly string[]): Doing<number> {
  if (argv.length === 1) yield* write(shell.proc, 1, '0022\n')
  return 0
}

export function* times(shell: Shell): Doing<number> {
  yield* write(shell.proc, 1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n')
  return 0
}

export function* ulimit(shell: Shell, argv: readonly string[]): Doing<number> {
  yield* write(shell.proc, 1, argv.includes('-n') ? '1048576\n' : 'unlimited\n')
  return 0
}
