// What was typed into a container goes there, as one call of the command that stands before it.
import type { Own } from './program.ts'
import { relay } from './kubectl.ts'
import { isControl } from '../../typing.ts'

/** By this name the line runs; no person types it. */
export const INSIDE = 'kubestep-inside'

export const inside: Own = function* (process, [, line = ''], { options, shell, call, note }) {
  const stand = shell.insideNow(options)
  if (!stand) return 127
  const text = isControl(line) ? line : `${line}\n`
  return yield* relay(process, call(['kubectl', stand.how, '-n', stand.namespace, stand.pod, '-c', stand.container], process, undefined, { typed: { stand, text } }), note)
}
