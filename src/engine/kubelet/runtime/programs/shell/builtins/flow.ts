// Builtins that decide what runs next: exit, return, break, continue, eval, source.
import { resolvePath } from '../../machine/files.ts'
import { readFile } from '../../machine/io.ts'
import { type Doing, Exit } from '../../machine/process.ts'
import { Jump } from '../jump.ts'
import type { Shell } from '../shell.ts'
import { prefix } from '../wording.ts'
import { fail, numeric, type Run } from './builtin.ts'

export function* exit(shell: Shell, argv: readonly string[]): Doing<number> {
  const code = numeric(argv[1])
  if (code !== undefined && Number.isNaN(code)) {
    fail(shell, 'exit', shell.dialect === 'bash' ? `${argv[1]}: numeric argument required` : `Illegal number: ${argv[1]}`)
    throw new Exit(2)
  }
  throw new Exit((code ?? shell.status) & 255)
}

export const jump = (to: 'break' | 'continue'): Run => function* (shell, argv) {
  if (shell.loops === 0) {
    if (shell.dialect === 'bash') fail(shell, to, "only meaningful in a `for', `while', or `until' loop")
    return 0
  }
  const count = numeric(argv[1]) ?? 1
  throw new Jump(to, Math.max(1, Math.min(Number.isNaN(count) ? 1 : count, shell.loops)))
}

export function* leaveFunction(shell: Shell, argv: readonly string[]): Doing<number> {
  const code = (numeric(argv[1]) ?? shell.status) & 255
  if (shell.scopes.length === 0 && shell.dialect === 'bash') return fail(shell, 'return', "can only `return' from a function or sourced script", 2)
  throw new Jump('return', code)
}

export function* sourceFile(shell: Shell, argv: readonly string[]): Doing<number> {
  const name = argv[1]
  if (name === undefined) return fail(shell, argv[0]!, 'filename argument required', 2)
  let path = name
  if (!name.includes('/')) {
    const dir = (shell.variable('PATH') ?? '').split(':').find((d) => shell.proc.kernel.files.stat(resolvePath(d, name))?.kind === 'file')
    if (dir !== undefined) path = resolvePath(dir, name)
  }
  const file = yield* readFile(shell.proc, path)
  if ('error' in file) {
    if (shell.dialect === 'bash') {
      shell.say(`${prefix(shell.speaker())}${name}: ${file.error}\n`)
      return 1
    }
    shell.say(shell.dialect === 'ash' ? `${shell.name}: .: line ${shell.line}: can't open '${name}': ${file.error}\n` : `${prefix(shell.speaker(), '.')}${name.includes('/') ? `cannot open ${name}: No such file` : `${name}: not found`}\n`)
    throw new Exit(2)
  }
  const old = shell.positional
  if (argv.length > 2) shell.positional = argv.slice(2)
  try {
    return yield* shell.source(file.text, false)
  } catch (thrown) {
    if (thrown instanceof Jump && thrown.to === 'return') return thrown.count
    throw thrown
  } finally {
    shell.positional = old
  }
}

export function* evaluate(shell: Shell, argv: readonly string[]): Doing<number> {
  return yield* shell.source(argv.slice(1).join(' '), false)
}
