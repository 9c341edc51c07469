// A line that was typed into a container's shell: it runs there, and the shell stands where the line has left it.
import { write } from '../../../engine/index.ts'
import { heard, promptOf, scriptOf } from '../../typing.ts'
import type { Own } from './program.ts'

/** By this name the line runs; no person types it. */
export const INSIDE = 'kubestep-inside'

const ENDED = /^command terminated with exit code \d+\n$/

export const inside: Own = function* (process, [, line = ''], { options, shell, call: start }) {
  const stand = shell.insideNow(options)
  if (!stand) return 127
  const call = start(['kubectl', 'exec', '-n', stand.namespace, stand.pod, '-c', stand.container, '--', stand.shell, '-c', scriptOf(stand, line)], process, undefined, {})
  while (call.exitCode === undefined) yield { on: [call.changed] }
  const said = (stream: 'out' | 'err') => call.output.filter(c => c.stream === stream && !(stream === 'err' && ENDED.test(c.text))).map(c => c.text).join('')
  const [{ text, stands }, errors, status] = [heard(said('out')), said('err'), call.exitCode ?? 1]
  yield* write(process, 1, text)
  yield* write(process, 2, errors)
  // A shell that reads a script gives up at a wrong word; one that is typed into asks again.
  if (!stands && !/syntax error|unexpected/i.test(errors)) {
    shell.enter(options, undefined)
    if (status !== 0 && !errors.startsWith('Error from server')) yield* write(process, 2, `command terminated with exit code ${status}\n`)
    return status
  }
  const now = { ...stand, ...stands, status }
  shell.enter(options, now)
  yield* write(process, 1, promptOf(now))
  return status
}
