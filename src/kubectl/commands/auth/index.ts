// kubectl auth: what one may do, who one is, and roles and bindings brought into line.
import { group, type Command } from '../command.ts'
import { canI } from './canI.ts'
import { reconcile } from './reconcile.ts'
import { whoami } from './whoami.ts'

export const auth: readonly Command[] = [group('auth', 'Inspect authorization'), canI, reconcile, whoami]
