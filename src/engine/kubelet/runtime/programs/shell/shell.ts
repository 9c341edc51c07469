// One running shell: its variables, functions and traps, and how it walks its script.
import { openFile, readAll } from '../machine/io.ts'
import type { Found } from '../machine/kernel.ts'
import { Exit, PAY, type Doing, type Process, type Program } from '../machine/process.ts'
import { signalNumber } from '../machine/signals.ts'
import { makePipe, NullStream, release, share, TextStream, type Stream } from '../machine/streams.ts'
import type { SignalName } from '../program.ts'
import type { Assignment, Dialect, Node, Redirection, Script, Test } from './ast.ts'
import { BUILTINS, type Builtin } from './builtins.ts'
import { compare, fileTest } from './condition.ts'
import { Expander, ExpansionFailed } from './expand.ts'
import { matches } from './glob.ts'
import { parseScript } from './parser.ts'
import { Variables } from './variables.ts'
import { cannotOpen, notExecutable, notFound, prefix, readOnly, syntaxMistake, type Speaker } from './wording.ts'

/** Leaves loops and functions. */
export class Jump {
  readonly to: 'break' | 'continue' | 'return'
  readonly count: number
  constructor(to: 'break' | 'continue' | 'return', count: number) {
    this.to = to
    this.count = count
  }
}

export interface ShellInit {
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

/** More nested calls than this overflow a shell's stack (SIGSEGV). */
const MAX_CALLS = 200

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
  #unaliased: ReadonlySet<string> = new Set()
  #depth = 0
  /** Above 0: somebody looks at the result, so `set -e` does not care. */
  #forgiving = 0
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
      this.#depth = parent.#depth
      this.#forgiving = parent.#forgiving
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
    let status = text.trim() === '' && !alone ? this.status : 0
    for (const [i, line] of script.lines.entries()) {
      const last = alone && i === script.lines.length - 1 && !script.error
      try {
        status = yield* this.execute(line, false, last)
      } catch (failed) {
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

  /** Runs a command. `tested`: its failure is being looked at, so `set -e` does not care. */
  *execute(node: Node, tested: boolean, last = false): Doing<number> {
    let status: number
    if (tested) {
      this.#forgiving++
      try {
        status = yield* this.#execute(node, tested, last)
      } finally {
        this.#forgiving--
      }
    } else status = yield* this.#execute(node, tested, last)
    this.status = status
    if (this.proc.pending.length > 0) yield* this.runTraps()
    if (status !== 0 && !tested && this.#forgiving === 0 && (node.t === 'simple' || node.t === 'pipeline' || node.t === 'subshell' || node.t === 'test' || node.t === 'arithmetic')) {
      if (node.t === 'pipeline' && node.not) return status
      const onError = this.traps.get('ERR')
      if (onError) {
        yield* this.source(onError, false)
        this.status = status
      }
      if (this.options.has('e')) throw new Exit(status)
    }
    return status
  }

  *#execute(node: Node, tested: boolean, last: boolean): Doing<number> {
    switch (node.t) {
      case 'simple':
        return yield* this.#simple(node, last)
      case 'and':
      case 'or': {
        const left = yield* this.execute(node.left, true)
        return (left === 0) === (node.t === 'and') ? yield* this.execute(node.right, tested, last) : left
      }
      case 'list': {
        let status = 0
        for (const [i, item] of node.items.entries()) {
          if (item.background) status = this.#background(item.node)
          else status = yield* this.execute(item.node, tested, last && i === node.items.length - 1)
        }
        return status
      }
      case 'pipeline':
        return yield* this.#pipeline(node, tested)
      case 'subshell':
        return yield* this.#redirected(node.redirs, () => this.#subshell(node.body))
      case 'group':
        return yield* this.#redirected(node.redirs, () => this.execute(node.body, tested))
      case 'if':
        return yield* this.#redirected(node.redirs, () => this.#if(node, tested))
      case 'for':
        return yield* this.#redirected(node.redirs, () => this.#for(node, tested))
      case 'cfor':
        return yield* this.#redirected(node.redirs, () => this.#cFor(node, tested))
      case 'while':
        return yield* this.#redirected(node.redirs, () => this.#while(node, tested))
      case 'case':
        return yield* this.#redirected(node.redirs, () => this.#case(node, tested))
      case 'function':
        this.functions.set(node.name, node.body)
        return 0
      case 'test':
        this.line = node.line
        yield* this.#step()
        return yield* this.#redirected(node.redirs, () => this.#test(node.expression))
      case 'arithmetic':
        this.line = node.line
        yield* this.#step()
        return (yield* this.expander.arithmetic(node.parts)) !== 0n ? 0 : 1
    }
  }

  *#step(): Doing<void> {
    this.proc.kernel.burn(this.proc, 5, 1)
    if (this.proc.debtUs >= 1000) yield PAY
  }

  *#if(node: Extract<Node, { t: 'if' }>, tested: boolean): Doing<number> {
    for (const [condition, body] of node.clauses) {
      if ((yield* this.execute(condition, true)) === 0) return yield* this.execute(body, tested)
    }
    return node.otherwise ? yield* this.execute(node.otherwise, tested) : 0
  }

  *#for(node: Extract<Node, { t: 'for' }>, tested: boolean): Doing<number> {
    const words = node.words ? yield* this.expander.fields(node.words) : this.positional
    let status = 0
    this.loops++
    try {
      for (const word of words) {
        yield* this.#step()
        if (!this.assign(node.name, word)) {
          this.say(readOnly(this.speaker(), node.name))
          return 1
        }
        const end = yield* this.#turn(node.body, tested)
        status = end.status
        if (end.stop) break
      }
    } finally {
      this.loops--
    }
    return status
  }

  *#cFor(node: Extract<Node, { t: 'cfor' }>, tested: boolean): Doing<number> {
    let status = 0
    yield* this.expander.arithmetic(node.parts[0] ?? [])
    this.loops++
    try {
      for (;;) {
        yield* this.#step()
        const condition = node.parts[1] ?? []
        if (condition.length > 0 && (yield* this.expander.arithmetic(condition)) === 0n) break
        const end = yield* this.#turn(node.body, tested)
        status = end.status
        if (end.stop) break
        yield* this.expander.arithmetic(node.parts[2] ?? [])
      }
    } finally {
      this.loops--
    }
    return status
  }

  *#while(node: Extract<Node, { t: 'while' }>, tested: boolean): Doing<number> {
    let status = 0
    this.loops++
    try {
      for (;;) {
        yield* this.#step()
        // break and continue may also stand in the condition.
        const condition = yield* this.#turn(node.condition, true)
        if (condition.stop) break
        if (condition.again) continue
        if ((condition.status === 0) === node.until) break
        const end = yield* this.#turn(node.body, tested)
        status = end.status
        if (end.stop) break
      }
    } finally {
      this.loops--
    }
    return status
  }

  *#turn(body: Node, tested: boolean): Doing<{ readonly status: number; readonly stop: boolean; readonly again?: boolean }> {
    try {
      return { status: yield* this.execute(body, tested), stop: false }
    } catch (jump) {
      if (!(jump instanceof Jump) || jump.to === 'return') throw jump
      if (jump.count > 1 && this.loops > 1) throw new Jump(jump.to, jump.count - 1)
      return { status: 0, stop: jump.to === 'break', again: true }
    }
  }

  *#case(node: Extract<Node, { t: 'case' }>, tested: boolean): Doing<number> {
    const subject = yield* this.expander.text(node.word)
    let status = 0
    let fall = false
    yield* this.#step()
    for (const item of node.items) {
      let hit = fall
      for (const pattern of hit ? [] : item.patterns) {
        if (matches(yield* this.expander.pattern(pattern), subject)) {
          hit = true
          break
        }
      }
      if (!hit) continue
      status = yield* this.execute(item.body, tested)
      if (item.then === ';;') return status
      fall = item.then === ';&'
    }
    return status
  }

  *#test(test: Test): Doing<number> {
    return (yield* this.#holds(test)) ? 0 : 1
  }

  *#holds(test: Test): Doing<boolean> {
    switch (test.k) {
      case 'not':
        return !(yield* this.#holds(test.of))
      case 'and':
        return (yield* this.#holds(test.left)) && (yield* this.#holds(test.right))
      case 'or':
        return (yield* this.#holds(test.left)) || (yield* this.#holds(test.right))
      case 'word':
        return (yield* this.expander.text(test.word)) !== ''
      case 'unary': {
        const text = yield* this.expander.text(test.word)
        if (test.op === '-v') return this.variable(text) !== undefined
        if (test.op === '-z') return text === ''
        if (test.op === '-n') return text !== ''
        return fileTest(this.proc, test.op, text)
      }
      case 'binary': {
        const left = yield* this.expander.text(test.left)
        if (test.op === '=' || test.op === '==' || test.op === '!=') {
          return matches(yield* this.expander.pattern(test.right), left) === (test.op !== '!=')
        }
        if (test.op === '=~') {
          let found: RegExpExecArray | null
          try {
            found = new RegExp(yield* this.expander.regex(test.right)).exec(left)
          } catch (problem) {
            if (problem instanceof SyntaxError) return false
            throw problem
          }
          const list = new Map([...(found ?? [])].map((text, i) => [String(i), text ?? '']))
          this.variables.put('BASH_REMATCH', { text: found?.[0] ?? '', list, exported: false, readOnly: false })
          return found !== null
        }
        const right = yield* this.expander.text(test.right)
        if (/^-(eq|ne|lt|le|gt|ge)$/.test(test.op)) {
          return compare(test.op, this.expander.calculate(left), this.expander.calculate(right))
        }
        if (test.op === '<') return left < right
        if (test.op === '>') return left > right
        return false
      }
    }
  }

  *#simple(node: Extract<Node, { t: 'simple' }>, last: boolean): Doing<number> {
    this.line = node.line
    yield* this.#step()
    const alias = this.interactive ? this.#aliasOf(node) : undefined
    if (alias !== undefined) return yield* this.#aliased(alias, node)
    let substituted = 0
    if (node.words.length === 0) this.status = 0
    const words = node.words.length === 0 ? [] : yield* this.expander.fields(node.words)
    if (node.words.length > 0 && words.length === 0) substituted = this.status
    if (words.length === 0) {
      for (const assign of node.assigns) yield* this.#assign(assign)
      if (this.options.has('x')) for (const assign of node.assigns) this.say(`${this.#trace()}${assign.name}=${this.variable(assign.name) ?? ''}\n`)
      const status = node.assigns.length > 0 ? this.status : substituted
      if (node.redirs.length === 0) return status
      return yield* this.#redirected(node.redirs, function* () {
        return status
      })
    }
    if (this.options.has('x')) this.say(`${this.#trace()}${words.map(traced).join(' ')}\n`)
    const name = words[0]!
    const builtin = BUILTINS.get(name)
    const usable = builtin && (!builtin.only || builtin.only.includes(this.dialect)) ? builtin : undefined
    if (usable?.special && name === 'exec') return yield* this.#exec(node, words)
    const body = this.functions.get(name)
    if (body || usable) {
      const saved = node.assigns.map((a) => [a.name, copyOf(this.variables.at(a.name))] as const)
      for (const assign of node.assigns) yield* this.#assign(assign)
      try {
        return yield* this.#redirected(node.redirs, () => (body ? this.#call(name, body, words.slice(1)) : this.#builtin(usable!, words)))
      } finally {
        if (!usable?.special && !['declare', 'local', 'typeset', 'readonly', 'export'].includes(name)) for (const [n, v] of saved) this.variables.put(n, v)
      }
    }
    const extra = new Map<string, string>()
    for (const assign of node.assigns) extra.set(assign.name, yield* this.expander.text(assign.value))
    return yield* this.#redirected(node.redirs, () => this.#external(words, extra, last && this.traps.size === 0))
  }

  /** The alias that a command begins with, unless it is the one that is being filled in. */
  #aliasOf({ words: [first] }: Extract<Node, { t: 'simple' }>): string | undefined {
    const part = first?.parts.length === 1 ? first.parts[0]! : undefined
    return part?.p === 'text' && this.aliases.has(part.s) && !this.#unaliased.has(part.s) ? part.s : undefined
  }

  *#aliased(alias: string, node: Extract<Node, { t: 'simple' }>): Doing<number> {
    const outer = this.#unaliased
    this.#unaliased = new Set([...outer, alias])
    try {
      for (const assign of node.assigns) yield* this.#assign(assign)
      const text = [this.aliases.get(alias)!, ...node.words.slice(1).map((w) => w.raw)].join(' ')
      return yield* this.#redirected(node.redirs, () => this.source(text, false))
    } finally {
      this.#unaliased = outer
    }
  }

  *#builtin(builtin: Builtin, words: readonly string[]): Doing<number> {
    try {
      return yield* builtin.run(this, words)
    } catch (thrown) {
      if (thrown instanceof ExpansionFailed && builtin.special !== true && this.dialect === 'bash') return 1
      throw thrown
    }
  }

  #trace(): string {
    return this.variable('PS4') ?? '+ '
  }

  *#assign(assign: Assignment): Doing<void> {
    const variable = this.variables.at(assign.name)
    if (variable?.readOnly) {
      this.say(readOnly(this.speaker(), assign.name))
      throw new ExpansionFailed(this.dialect === 'bash' ? 1 : 2)
    }
    if (assign.list) {
      const made = this.variables.make(assign.name)
      const list = assign.append && made.list ? made.list : new Map<string, string>()
      let next = list.size === 0 ? 0 : Math.max(...[...list.keys()].map((k) => Number(k) || 0)) + 1
      for (const word of assign.list) {
        const keyed = /^\[([^\]]*)\]=(.*)$/s.exec(word.raw)
        if (keyed) {
          const [value] = yield* this.expander.fields([word])
          list.set(keyed[1]!.replace(/^["']|["']$/g, ''), (value ?? '').replace(/^\[[^\]]*\]=/, ''))
        } else for (const field of yield* this.expander.fields([word])) list.set(String(next++), field)
      }
      made.list = list
      made.text = list.get('0') ?? ''
      return
    }
    const value = yield* this.expander.text(assign.value)
    if (assign.index) {
      const made = this.variables.make(assign.name)
      made.list ??= made.text === '' ? new Map() : new Map([['0', made.text]])
      const raw = yield* this.expander.text(assign.index)
      const key = made.named ? raw.replace(/^["']|["']$/g, '') : String(this.expander.calculate(raw))
      made.list.set(key, assign.append ? (made.list.get(key) ?? '') + value : value)
      if (key === '0') made.text = made.list.get(key)!
      return
    }
    this.assign(assign.name, assign.append ? (variable?.integer ? `${variable.text}+${value}` : (this.variable(assign.name) ?? '') + value) : value)
  }

  *#call(name: string, body: Node, args: readonly string[]): Doing<number> {
    if (++this.#depth > MAX_CALLS) {
      this.proc.endedBy = undefined
      throw new Exit(139)
    }
    const { positional, loops } = this
    this.positional = args
    this.loops = 0
    this.scopes.push(new Map())
    try {
      return yield* this.execute(body, false)
    } catch (jump) {
      if (jump instanceof Jump && jump.to === 'return') return jump.count
      throw jump
    } finally {
      for (const [variable, old] of this.scopes.pop()!) this.variables.put(variable, old)
      this.positional = positional
      this.loops = loops
      this.#depth--
      void name
    }
  }

  /** What a name stands for beyond this shell. */
  find(name: string): Found {
    this.proc.env = this.variables.exported()
    return this.proc.kernel.commands.find(this.proc, name)
  }

  /** Says why a command cannot run, and gives its exit code. */
  unfound(found: Found, name: string): number {
    if (found.kind === 'denied') {
      const isDirectory = this.proc.kernel.files.stat(found.path)?.kind === 'dir'
      this.say(isDirectory && this.dialect === 'bash' ? `${prefix(this.speaker())}${name}: Is a directory\n` : notExecutable(this.speaker(), name))
      return 126
    }
    this.say(notFound(this.speaker(), name))
    return 127
  }

  *#external(words: readonly string[], extra: ReadonlyMap<string, string>, instead: boolean): Doing<number> {
    const found = this.find(words[0]!)
    if (found.kind !== 'program') {
      this.proc.kernel.burnFor(this.proc)
      return this.unfound(found, words[0]!)
    }
    if (instead && this.jobs.length === 0) return yield* this.become(found, words, extra)
    const child = this.proc.kernel.spawn(this.proc, words, this.proc.fds, (proc) => found.run(proc, words))
    if (!child) {
      this.say(`${prefix(this.speaker())}${this.dialect === 'bash' ? 'fork: Resource temporarily unavailable' : "can't fork: Resource temporarily unavailable"}\n`)
      throw new Exit(2)
    }
    if (extra.size > 0) child.env = new Map([...child.env, ...extra])
    return yield* this.wait(child)
  }

  /** exec: this process is now that program. */
  *become(found: Extract<Found, { kind: 'program' }>, words: readonly string[], extra: ReadonlyMap<string, string>): Doing<number> {
    const { proc } = this
    proc.argv = words
    proc.env = new Map([...this.variables.exported(), ...extra])
    for (const [signal, how] of proc.handlers) if (how === 'catch') proc.handlers.delete(signal)
    throw new Exit(yield* found.run(proc, words))
  }

  *#exec(node: Extract<Node, { t: 'simple' }>, words: readonly string[]): Doing<number> {
    for (const assign of node.assigns) yield* this.#assign(assign)
    const saved: Saved[] = []
    const failed = yield* this.#redirect(node.redirs, saved)
    for (const { old } of saved) if (old) release(old)
    if (failed) throw new Exit(this.dialect === 'bash' ? 1 : 2)
    const args = words[1] === '--' ? words.slice(2) : words.slice(1)
    if (args.length === 0) return 0
    const found = this.find(args[0]!)
    if (found.kind !== 'program') throw new Exit(this.unfound(found, args[0]!))
    this.traps.clear()
    return yield* this.become(found, args, new Map())
  }

  /** Waits for a process in the foreground, as its parent does: signals are seen to afterwards. */
  *wait(child: Process): Doing<number> {
    while (child.status === undefined) yield { on: [child.ended], calm: true }
    if (child.endedBy && (child.endedBy === 'KILL' || child.endedBy === 'TERM') && this.proc.pid === this.shellPid) {
      const spoken = child.endedBy === 'KILL' ? 'Killed' : 'Terminated'
      if (this.dialect === 'bash' && child.endedBy === 'KILL') this.say(`${prefix(this.speaker())}${String(child.pid).padStart(5)} ${spoken.padEnd(23)} ${child.argv.map(traced).join(' ')}\n`)
      else this.say(`${spoken}\n`)
    }
    return child.status
  }

  #fork(fds: readonly (Stream | undefined)[], body: (shell: Shell) => Doing<number>): Process {
    const child = this.proc.kernel.spawn(this.proc, this.proc.argv, fds, (proc) => {
      const shell = new Shell(proc, this, this)
      return shell.#life(body)
    })
    if (!child) {
      this.say(`${prefix(this.speaker())}can't fork: Resource temporarily unavailable\n`)
      throw new Exit(2)
    }
    return child
  }

  *#life(body: (shell: Shell) => Doing<number>): Program {
    try {
      this.status = yield* body(this)
    } catch (thrown) {
      if (thrown instanceof Jump) this.status = thrown.to === 'return' ? thrown.count : 0
      else if (thrown instanceof Exit && !this.proc.endedBy) this.status = thrown.code
      else throw thrown
    }
    return yield* this.leave()
  }

  *#subshell(body: Node): Doing<number> {
    return yield* this.wait(this.#fork(this.proc.fds, (shell) => shell.execute(body, false, true)))
  }

  #background(node: Node): number {
    const fds = [...this.proc.fds]
    fds[0] = new NullStream()
    const child = this.#fork(fds, (shell) => shell.execute(node, false, true))
    this.jobs.push(child)
    this.lastJob = child.pid
    return 0
  }

  *#pipeline(node: Extract<Node, { t: 'pipeline' }>, tested: boolean): Doing<number> {
    const from = this.proc.kernel.nowUs
    let status: number
    if (node.commands.length === 1) status = yield* this.execute(node.commands[0]!, tested || node.not)
    else {
      const children: Process[] = []
      let input: Stream | undefined = this.proc.fds[0]
      for (const [i, command] of node.commands.entries()) {
        const isLast = i === node.commands.length - 1
        const pipe = isLast ? undefined : makePipe()
        const fds = [...this.proc.fds]
        fds[0] = input
        if (pipe) fds[1] = pipe.writer
        if (node.errToo[i]) fds[2] = fds[1]
        children.push(this.#fork(fds, (shell) => shell.execute(command, false, true)))
        input = pipe?.reader
      }
      const codes: number[] = []
      for (const child of children) {
        while (child.status === undefined) yield { on: [child.ended], calm: true }
        codes.push(child.status)
      }
      this.pipeStatus = codes
      this.variables.put('PIPESTATUS', { text: String(codes[0]), list: new Map(codes.map((c, i) => [String(i), String(c)])), exported: false, readOnly: false })
      status = this.options.has('pipefail') ? (codes.findLast((c) => c !== 0) ?? 0) : codes.at(-1)!
    }
    if (node.timed) this.say(timing(this.proc.kernel.nowUs - from))
    return node.not ? (status === 0 ? 1 : 0) : status
  }

  /** $(…): what a script writes; its status becomes $?. */
  *capture(body: Script): Doing<string> {
    const { reader, writer } = makePipe(Infinity)
    share(reader)
    const fds = [...this.proc.fds]
    fds[1] = writer
    const child = this.#fork(fds, (shell) => shell.#script(body))
    let text: string
    try {
      text = yield* readAll(this.proc, reader)
    } finally {
      release(reader)
    }
    while (child.status === undefined) yield { on: [child.ended], calm: true }
    this.status = child.status
    return text
  }

  *#script(body: Script): Doing<number> {
    let status = 0
    for (const [i, line] of body.lines.entries()) status = yield* this.execute(line, false, i === body.lines.length - 1)
    return status
  }

  /** <(…): a name from which the output of a script can be read. */
  *processFile(body: Script, to: 'read' | 'write'): Doing<string> {
    if (to === 'write') return '/dev/null'
    const text = yield* this.capture(body)
    let fd = 63
    while (this.proc.fds[fd]) fd--
    this.proc.point(fd, new TextStream(text))
    return `/dev/fd/${fd}`
  }

  *#redirected(redirs: readonly Redirection[], run: () => Doing<number>): Doing<number> {
    if (redirs.length === 0) return yield* run()
    const saved: Saved[] = []
    try {
      if (yield* this.#redirect(redirs, saved)) return this.dialect === 'dash' ? 2 : 1
      return yield* run()
    } finally {
      for (const { fd, old } of saved.reverse()) {
        this.proc.point(fd, old)
        if (old) release(old)
      }
    }
  }

  /** Points descriptors elsewhere, remembering what they were; true if one could not be. */
  *#redirect(redirs: readonly Redirection[], saved: Saved[]): Doing<boolean> {
    const point = (fd: number, to: Stream | undefined) => {
      const old = this.proc.fds[fd]
      if (old) share(old)
      saved.push({ fd, old })
      this.proc.point(fd, to)
    }
    for (const { fd, op, target } of redirs) {
      if (op === '<<') {
        point(fd, new TextStream(yield* this.expander.text(target)))
        continue
      }
      const text = yield* this.expander.text(target)
      if (op === '<<<') {
        point(fd, new TextStream(`${text}\n`))
        continue
      }
      if (op === '<&' || (op === '>&' && /^(\d+|-)$/.test(text))) {
        if (text === '-') point(fd, undefined)
        else if (this.proc.fds[Number(text)]) point(fd, this.proc.fds[Number(text)])
        else {
          this.say(`${prefix(this.speaker())}${text}: Bad file descriptor\n`)
          return true
        }
        continue
      }
      const both = op === '&>' || op === '&>>' || op === '>&'
      const writing = op !== '<'
      if (this.options.has('C') && op === '>' && this.proc.kernel.files.stat(text)?.kind === 'file') {
        this.say(`${prefix(this.speaker())}${text}: cannot overwrite existing file\n`)
        return true
      }
      const stream = openFile(this.proc, text, { read: op === '<' || op === '<>', write: writing, append: op === '>>' || op === '&>>', make: writing })
      if (typeof stream === 'string') {
        this.say(cannotOpen(this.speaker(), text, writing, stream))
        return true
      }
      point(both ? 1 : fd, stream)
      if (both) point(2, stream)
    }
    return false
  }

  /** Runs the traps of the signals that came. */
  *runTraps(): Doing<void> {
    if (this.#inTrap) return
    this.#inTrap = true
    try {
      while (this.proc.pending.length > 0) {
        const signal = this.proc.pending.shift()!
        const action = this.traps.get(signal)
        if (!action) continue
        const { status } = this
        yield* this.source(action, false)
        this.status = status
      }
    } finally {
      this.#inTrap = false
    }
  }

  /** The status of a wait that a signal cut short. */
  interrupted(): number {
    return 128 + signalNumber(this.proc.pending[0]!)
  }
}

interface Saved {
  readonly fd: number
  readonly old: Stream | undefined
}

const copyOf = (v: ReturnType<Variables['at']>) => v && { ...v, ...(v.list ? { list: new Map(v.list) } : {}) }
const traced = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

/** What `time` says. */
export function timing(us: number): string {
  const seconds = us / 1e6
  return `\nreal\t${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`
}
