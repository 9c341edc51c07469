// What could be typed at the cursor in a container: its commands, and its files.
import { ApiError } from '../engine/api/errors.ts'
import type { Completion, StartOptions } from './running.ts'
import { quoted, type Stand } from './typing.ts'

const MOST = 200
const COMMANDS = 'ls -1 $(echo "$PATH" | tr ":" " ") 2>/dev/null'
const BUILTINS = ['alias', 'cd', 'command', 'echo', 'eval', 'exec', 'exit', 'export', 'kill', 'printf', 'pwd', 'read', 'return', 'set', 'shift', 'source', 'test', 'times', 'trap', 'type', 'ulimit', 'umask', 'unalias', 'unset', 'wait']

/** Never throws: where nothing is known, nothing is offered. */
export function completeInside(line: string, cursor: number, stand: Stand, { client }: Pick<StartOptions, 'client'>): Completion {
  const before = line.slice(0, cursor)
  const typed = /[^\s;|&<>(`"']*$/.exec(before)![0]
  const from = cursor - typed.length
  const isCommand = /(^|[;|&(`]|\b(do|then|else|sudo|time|exec|xargs))\s*$/.test(before.slice(0, from)) && !typed.includes('/')
  const ask = (script: string): readonly string[] => {
    try {
      return client.look(stand.namespace, stand.pod, stand.container, ['sh', '-c', script]).stdout.split('\n').filter(name => name !== '' && !name.endsWith(':'))
    } catch (error) {
      if (error instanceof ApiError) return []
      throw error
    }
  }
  const offer = (names: readonly string[], folder: string): Completion => ({
    from, to: cursor, choices: [...new Set(names)].filter(name => name.startsWith(typed.slice(folder.length)) && (!name.startsWith('.') || typed.slice(folder.length).startsWith('.'))).sort().slice(0, MOST).map(name => ({ text: `${folder}${name}` })),
  })
  if (isCommand && typed !== '') return offer([...ask(COMMANDS), ...BUILTINS], '')
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1)
  // The shell's folder stands in its prompt.
  const cwd = /([~/][^\s#$:]*)\s?[#$] $/.exec(stand.prompt)?.[1] ?? '/'
  const at = (path: string): string => (path.startsWith('~') ? `"$HOME"${quoted(path.slice(1))}` : quoted(path))
  return offer(ask(`cd ${at(cwd)} && ${folder === '' ? '' : `cd ${at(folder)} && `}ls -1ap`).filter(name => name !== './' && name !== '../'), folder)
}
