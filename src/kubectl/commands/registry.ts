// Every command, written out, in kubectl's own order.
import { apply } from './apply.ts'
import type { Command } from './command.ts'
import { create } from './create.ts'
import { deleteCommand } from './delete.ts'
import { describe } from './describe.ts'
import { get } from './get.ts'
import { logs } from './logs.ts'
import { wait } from './wait.ts'

export const commands: readonly Command[] = [create, get, deleteCommand, describe, logs, apply, wait]

/** Commands at the top, or below a group. */
export const below = (path: string): readonly Command[] =>
  commands.filter(c => (path === '' ? !c.path.includes(' ') : c.path.startsWith(`${path} `) && !c.path.slice(path.length + 1).includes(' ')))

export const commandAt = (path: string): Command | undefined => commands.find(c => c.path === path)
