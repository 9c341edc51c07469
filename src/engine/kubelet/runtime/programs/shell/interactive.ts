// A shell that somebody types into: it asks, reads a line, runs it, and asks again. What it cannot read does not end it.
import type { Keyboard } from '../machine/keyboard.ts'
import { Exit, type Doing, type Process, type Program } from '../machine/process.ts'
import { ExpansionFailed } from './expand.ts'
import { Interrupted, Jump } from './jump.ts'
import { isUnfinished, parseScript } from './parser.ts'
import type { Shell } from './shell.ts'
import { syntaxMistake } from './wording.ts'

/** The line that is being typed is given up. */
const GIVEN_UP = Symbol('given up')
const STATUS_OF_INTERRUPT = 130

export function* interactive(shell: Shell, input: Keyboard): Program {
  const { proc, dialect } = shell
  if (input.tty) proc.handlers.set('INT', 'catch')
  for (let text = ''; ;) {
    proc.kernel.terminal.asks(shell, !input.tty ? '' : text === '' ? promptOf(shell) : '> ', text !== '')
    const line = yield* nextLine(proc, input)
    if (line === GIVEN_UP) {
      text = ''
      shell.status = STATUS_OF_INTERRUPT
      continue
    }
    text += line ?? ''
    if (line !== undefined && isUnfinished(text.replace(/\n$/, ''), dialect)) continue
    const entered = text
    text = ''
    proc.kernel.terminal.asksNothing()
    if (entered !== '' && (yield* runs(shell, entered))) return yield* shell.leave()
    if (line === undefined) return yield* shell.leave()
  }
}

function* nextLine(proc: Process, input: Keyboard): Doing<string | undefined | typeof GIVEN_UP> {
  for (;;) {
    if (proc.pending.includes('INT')) {
      proc.pending = proc.pending.filter(signal => signal !== 'INT')
      return GIVEN_UP
    }
    if (proc.debtUs >= 1000) yield { pay: true }
    const got = input.read()
    if (got !== null) return got
    yield { on: [input.changed] }
  }
}

/** Runs what was entered. Whether that ends the shell. */
function* runs(shell: Shell, text: string): Doing<boolean> {
  const { error } = parseScript(text, shell.dialect)
  if (error) {
    shell.say(syntaxMistake(shell.speaker(), error, text))
    shell.status = 2
    return false
  }
  try {
    shell.status = yield* shell.source(text, false)
  } catch (thrown) {
    if (thrown instanceof Interrupted) shell.status = STATUS_OF_INTERRUPT
    else if (thrown instanceof Jump) shell.status = thrown.to === 'return' ? thrown.count : shell.status
    else if (thrown instanceof ExpansionFailed) shell.status = thrown.code
    else if (thrown instanceof Exit && !shell.proc.endedBy) {
      shell.status = thrown.code
      return true
    } else throw thrown
  }
  return false
}

/** What it asks with: its PS1, or what the shells of the images have. */
function promptOf(shell: Shell): string {
  const { dialect, proc } = shell
  const own = shell.variable('PS1') ?? (dialect === 'bash' ? '\\u@\\h:\\w\\$ ' : dialect === 'ash' ? '\\w \\$ ' : '\\$ ')
  const home = shell.variable('HOME') ?? ''
  const folder = home !== '' && (proc.cwd === home || proc.cwd.startsWith(`${home}/`)) ? `~${proc.cwd.slice(home.length)}` : proc.cwd
  const { user, start } = proc.kernel
  return own.replace(/\\([uhHwWs$n\\])/g, (_, letter: string) => {
    switch (letter) {
      case 'u': return user
      case 'h': return start.hostname.split('.')[0]!
      case 'H': return start.hostname
      case 'w': return folder
      case 'W': return folder === '~' || folder === '/' ? folder : folder.split('/').at(-1)!
      case 's': return shell.name
      case '$': return user === 'root' ? '#' : '$'
      case 'n': return '\n'
      default: return letter
    }
  })
}
