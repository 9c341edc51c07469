// What a builtin is, and what all of them need.
import type { Doing } from '../../machine/process.ts'
import type { Dialect } from '../ast.ts'
import type { Shell } from '../shell.ts'
import { prefix } from '../wording.ts'

export interface Builtin {
  readonly run: (shell: Shell, argv: readonly string[]) => Doing<number>
  /** POSIX's special ones: their assignments stay, their mistakes end the shell. */
  readonly special?: boolean
  readonly only?: readonly Dialect[]
}

export type Run = Builtin['run']

export function fail(shell: Shell, name: string, message: string, code = 1): number {
  shell.say(`${prefix(shell.speaker(), name)}${message}\n`)
  return code
}

export function* nothing(): Doing<number> {
  return 0
}

export const numeric = (text: string | undefined): number | undefined => (text === undefined ? undefined : /^-?\d+$/.test(text) ? Number(text) : Number.NaN)
