// One running shell: its variables, functions, traps and options, and how it reads a script from its first line to its EXIT trap.
import { Exit, type Doing, type Process, type Program } from '../machine/process.ts'
import { signalNumber } from '../machine/signals.ts'
import type { SignalName } from '../program.ts'
import type { Dialect, Node } from './ast.ts'
import { Expander, ExpansionFailed } from './expand.ts'
import { Interrupted, Jump } from './jump.ts'
import { parseScript } from './parser.ts'
import { Variables, type PlainVariables } from './variables.ts'
import { execute } from './walk.ts'
import { syntaxMistake, type Speaker } from './wording.ts'

interface ShellInit {
  readonly dialect: Dialect
  /** $0. */
  readonly name: string
  readonly fromFile: boolean
  readonly positional: readonly string[]
  /** Does a person type its lines? Then it knows aliases, and its complaints have no line numbers. */
  readonly interactive?: boolean
  /** What an earlier shell left: this one goes on from there. */
  readonly state?: ShellState
}

/** The same as plain data, to be kept in a table. */
export interface ShellRemains extends Omit<ShellState, 'variables' | 'functions' | 'aliases' | 'options'> {
  readonly variables: PlainVariables
  readonly functions: readonly (readonly [string, Node])[]
  readonly aliases: readonly (readonly [string, string])[]
  readonly options: readonly string[]
}

export const remainsOf = (state: ShellState): ShellRemains =>
  ({ ...state, variables: state.variables.plain(), functions: [...state.functions], aliases: [...state.aliases], options: [...state.options] })

export const stateOf = (remains: ShellRemains): ShellState => ({
  ...remains, variables: Variables.of(remains.variables), functions: new Map(remains.functions), aliases: new Map(remains.aliases), options: new Set(remains.options),
})

/** What a shell remembers from one line to the next. Never changed once taken. */
export interface ShellState {
  readonly variables: Variables
  readonly functions: ReadonlyMap<string, Node>
  readonly aliases: ReadonlyMap<string, string>
  readonly options: ReadonlySet<string>
  readonly positional: readonly string[]
  readonly status: number
  readonly cwd: string
}

export class Shell {
  readonly proc: Process
  readonly dialect: Dialect
  name: string
  readonly fromFile: boolean
  positional: readonly string[]
  variables: Variables
  functions = new Map<string, Node>()
  /** Names that stand for the beginning of a command; expanded only where a person types. */
  aliases = new Map<string, string>()
  /** Letters of `set`, and long names (`pipefail`, `nullglob`). */
  options = new Set<string>()
  traps = new Map<SignalName | 'EXIT' | 'ERR', string>()
  status = 0
  /** How the last `$(…)` of the command that runs has ended; undefined: it had none. */
  substituted: number | undefined
  line = 1
  /** Background processes not yet waited for. */
  jobs: Process[] = []
  lastJob: number | undefined
  loops = 0
  /** Variables to restore at the end of each function in progress. */
  readonly scopes: Map<string, ReturnType<Variables['at']>>[] = []
  readonly expander = new Expander(this)
  secondsFrom = 0
  pipeStatus: readonly number[] = [0]
  getopts = 1
  readonly shellPid: number
  readonly interactive: boolean
  unaliased: ReadonlySet<string> = new Set()
  /** Calls of functions in progress, those of the shells that forked this one with them. */
  depth = 0
  /** Commands in progress within one another on this process's own stack. */
  nest = 0
  /** Above 0: somebody looks at the result, so `set -e` does not care. */
  forgiving = 0
  #inTrap = false

  constructor(proc: Process, init: ShellInit, parent?: Shell) {
    this.proc = proc
    this.dialect = init.dialect
    this.name = init.name
    this.fromFile = init.fromFile
    this.positional = init.positional
    this.shellPid = parent?.shellPid ?? proc.pid
    this.interactive = parent?.interactive ?? init.interactive ?? false
    if (parent) {
      this.variables = parent.variables.copy()
      this.functions = new Map(parent.functions)
      this.aliases = new Map(parent.aliases)
      this.options = new Set(parent.options)
      this.status = parent.status
      this.line = parent.line
      this.loops = parent.loops
      this.secondsFrom = parent.secondsFrom
      this.lastJob = parent.lastJob
      this.depth = parent.depth
      this.forgiving = parent.forgiving
      for (const [signal, action] of parent.traps) if (action === '') this.traps.set(signal, action)
    } else if (init.state) {
      const { variables, functions, aliases, options, positional, status } = init.state
      this.variables = variables.copy()
      this.functions = new Map(functions)
      this.aliases = new Map(aliases)
      this.options = new Set(options)
      this.positional = positional
      this.status = status
      this.secondsFrom = proc.kernel.nowUs
    } else {
      this.variables = Variables.from(proc.env)
      this.secondsFrom = proc.kernel.nowUs
      if (!this.variables.at('PWD')) this.variables.put('PWD', { text: proc.cwd, exported: init.dialect !== 'bash' || true, readOnly: false })
      else this.variables.make('PWD').text = proc.cwd
      if (init.dialect !== 'dash') {
        const level = this.variables.make('SHLVL')
        level.exported = true
        level.text = String((Number.parseInt(level.text, 10) || 0) + 1)
      }
      this.variables.put('IFS', { text: ' \t\n', exported: false, readOnly: false })
      if (!this.variables.at('OPTIND')) this.variables.set('OPTIND', '1')
    }
  }

  speaker(): Speaker {
    return { dialect: this.dialect, name: this.name, fromFile: this.fromFile, line: this.line, interactive: this.interactive }
  }

  /** What a shell that goes on from here has to know. */
  remembered(): ShellState {
    return {
      variables: this.variables.copy(), functions: new Map(this.functions), aliases: new Map(this.aliases), options: new Set(this.options),
      positional: this.positional, status: this.status, cwd: this.proc.cwd,
    }
  }

  /** Writes to standard error; what a full pipe cannot take is lost. */
  say(message: string): void {
    this.proc.fds[2]?.write(message)
  }

  variable(name: string): string | undefined {
    const known = this.variables.at(name)
    if (known) return known.list ? (known.list.get('0') ?? '') : known.text
    switch (name) {
      case '?': return String(this.status)
      case '#': return String(this.positional.length)
      case '$': return String(this.shellPid)
      case '!': return this.lastJob === undefined ? '' : String(this.lastJob)
      case '0': return this.name
      case '-': return [...this.options].filter((o) => o.length === 1).join('')
      case '@':
      case '*': return this.positional.join(' ')
      case 'PPID': return String(this.proc.parent)
      case 'LINENO': return String(this.line)
      case 'RANDOM': return this.dialect === 'dash' ? undefined : String(Math.floor(this.proc.kernel.random() * 32_768))
      case 'SECONDS': return this.dialect === 'bash' ? String(Math.floor((this.proc.kernel.nowUs - this.secondsFrom) / 1e6)) : undefined
    }
    if (/^[1-9]\d*$/.test(name)) return this.positional[Number(name) - 1]
    if (this.dialect !== 'bash') return name === 'EPOCHSECONDS' && this.dialect === 'ash' ? String(Math.floor(this.proc.kernel.clockMs / 1000)) : undefined
    switch (name) {
      case 'EPOCHSECONDS': return String(Math.floor(this.proc.kernel.clockMs / 1000))
      case 'EPOCHREALTIME': return (this.proc.kernel.clockMs / 1000).toFixed(6)
      case 'HOSTNAME': return this.proc.kernel.start.hostname
      case 'UID':
      case 'EUID': return '0'
      case 'BASHPID': return String(this.proc.pid)
      case 'BASH_VERSION': return '5.2.15(1)-release'
      case 'BASH': return '/bin/bash'
      case 'PIPESTATUS': return String(this.pipeStatus[0] ?? 0)
    }
    return undefined
  }

  /** Sets a variable; false if it is read-only. */
  assign(name: string, value: string): boolean {
    const v = this.variables.at(name)
    if (v?.readOnly) return false
    if (name === 'SECONDS' && this.dialect === 'bash') {
      this.secondsFrom = this.proc.kernel.nowUs - (Number.parseInt(value, 10) || 0) * 1e6
      return true
    }
    if (value.length > 1_000_000) this.proc.kernel.held(this.proc, value.length)
    this.variables.set(name, v?.integer ? String(this.expander.calculate(value)) : value)
    if (this.options.has('a')) this.variables.make(name).exported = true
    return true
  }

  /** The whole life of a shell process: its script, then its EXIT trap. */
  *main(source: string, alone: boolean): Program {
    try {
      this.status = yield* this.source(source, alone)
    } catch (thrown) {
      // `return` outside a function ends the script.
      if (thrown instanceof Jump) this.status = thrown.to === 'return' ? thrown.count : this.status
      else if (thrown instanceof Exit && !this.proc.endedBy) this.status = thrown.code
      else throw thrown
    }
    return yield* this.leave()
  }

  *leave(): Doing<number> {
    this.nest = 0
    const action = this.traps.get('EXIT')
    this.traps.delete('EXIT')
    if (action !== undefined && action !== '') {
      const status = this.status
      try {
        yield* this.source(action, false)
      } catch (thrown) {
        if (thrown instanceof Jump) return status
        if (!(thrown instanceof Exit)) throw thrown
        return thrown.code
      }
      return status
    }
    return this.status
  }

  /** Runs a text; `alone`: nothing comes after it, so its last command may take this process's place. */
  *source(text: string, alone: boolean): Doing<number> {
    const script = parseScript(text, this.dialect)
    const { nest } = this
    let status = text.trim() === '' && !alone ? this.status : 0
    for (const [i, line] of script.lines.entries()) {
      const last = alone && i === script.lines.length - 1 && !script.error
      try {
        status = yield* execute(this, line, false, last)
      } catch (failed) {
        this.nest = nest
        // bash gives up the line, and a script goes on with the next.
        if (!(failed instanceof ExpansionFailed) || this.dialect !== 'bash' || !this.fromFile || failed.code !== 1 || this.options.has('u')) throw failed
        status = this.status = 1
      }
    }
    if (script.error) {
      this.say(syntaxMistake(this.speaker(), script.error, text))
      throw new Exit(2)
    }
    return status
  }

  /** Runs the traps of the signals that came. */
  *runTraps(): Doing<void> {
    if (this.#inTrap) return
    this.#inTrap = true
    try {
      while (this.proc.pending.length > 0) {
        const signal = this.proc.pending.shift()!
        const action = this.traps.get(signal)
        if (!action && signal === 'INT' && this.interactive) throw new Interrupted()
        if (!action) continue
        const { status } = this
        yield* this.source(action, false)
        this.status = status
      }
    } finally {
      this.#inTrap = false
    }
  }

  /** Its stack is full: SIGSEGV, which no trap sees. */
  overflows(): never {
    this.traps.delete('EXIT')
    this.proc.endedBy = undefined
    throw new Exit(139)
  }

  /** The status of a wait that a signal cut short. */
  interrupted(): number {
    return 128 + signalNumber(this.proc.pending[0]!)
  }
}
