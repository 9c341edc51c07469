// Commands that are part of the shell itself, because they change it.
import { resolvePath } from '../machine/files.ts'
import { readLine, readFile, write } from '../machine/io.ts'
import { Exit, type Doing } from '../machine/process.ts'
import { signalCalled } from '../machine/signals.ts'
import { killWith } from '../applets/kill.ts'
import type { Dialect } from './ast.ts'
import { BadTest, evaluateTest } from './condition.ts'
import { echoed, formatted } from './printing.ts'
import { Jump, type Shell } from './shell.ts'
import { notFound, prefix, readOnly } from './wording.ts'

export interface Builtin {
  readonly run: (shell: Shell, argv: readonly string[]) => Doing<number>
  /** POSIX's special ones: their assignments stay, their mistakes end the shell. */
  readonly special?: boolean
  readonly only?: readonly Dialect[]
}

type Run = Builtin['run']

function fail(shell: Shell, name: string, message: string, code = 1): number {
  shell.say(`${prefix(shell.speaker(), name)}${message}\n`)
  return code
}

function* nothing(): Doing<number> {
  return 0
}

const numeric = (text: string | undefined): number | undefined => (text === undefined ? undefined : /^-?\d+$/.test(text) ? Number(text) : Number.NaN)

function* echo(shell: Shell, argv: readonly string[]): Doing<number> {
  const text = argv.length === 2 && argv[1]![0] !== '-' && !argv[1]!.includes('\\') ? `${argv[1]}\n` : echoed(argv.slice(1), shell.dialect === 'dash')
  const out = shell.proc.fds[1]
  if (out && out.kind !== 'pipe' && text.length < 4096) {
    shell.proc.kernel.burn(shell.proc, 5, 4)
    out.write(text)
  } else yield* write(shell.proc, 1, text)
  return 0
}

function* printf(shell: Shell, argv: readonly string[]): Doing<number> {
  let args = argv.slice(1)
  let into: string | undefined
  if (shell.dialect === 'bash' && args[0] === '-v') {
    into = args[1]
    args = args.slice(2)
  }
  if (args[0] === '--') args = args.slice(1)
  if (args.length === 0) return fail(shell, 'printf', shell.dialect === 'ash' ? 'usage: printf FORMAT [ARG]...' : 'usage: printf [-v var] format [arguments]', 2)
  const { text, wrong, badFormat } = formatted(args[0]!, args.slice(1))
  if (into !== undefined) shell.assign(into, text)
  else yield* write(shell.proc, 1, text)
  for (const word of wrong) {
    if (shell.dialect === 'ash') shell.say(`${shell.name}: invalid number '${word}'\n`)
    else fail(shell, 'printf', shell.dialect === 'bash' ? `${word}: invalid number` : `${word}: expected numeric value`)
  }
  if (badFormat !== undefined) return fail(shell, 'printf', shell.dialect === 'ash' ? `${badFormat}: invalid format` : `${badFormat}: invalid directive`)
  return wrong.length > 0 ? 1 : 0
}

function* test(shell: Shell, argv: readonly string[]): Doing<number> {
  let words = argv.slice(1)
  const name = argv[0]!
  try {
    if (name === '[') {
      if (words.at(-1) !== ']') throw new BadTest('bracket', ']')
      words = words.slice(0, -1)
    }
    return evaluateTest(shell.proc, words) ? 0 : 1
  } catch (problem) {
    if (!(problem instanceof BadTest)) throw problem
    const { kind, word } = problem
    if (shell.dialect === 'ash') {
      const text = kind === 'number' ? `${word}: bad number` : kind === 'bracket' ? 'missing ]' : kind === 'operator' || kind === 'binary' ? `${word}: unknown operand` : 'argument expected'
      shell.say(`${shell.name}: ${text}\n`)
    } else if (shell.dialect === 'dash') {
      fail(shell, name, kind === 'number' ? `Illegal number: ${word}` : kind === 'bracket' ? 'missing ]' : kind === 'operator' || kind === 'binary' ? `${problem.first}: unexpected operator` : word === '' ? 'argument expected' : `${word}: argument expected`)
    } else {
      fail(shell, name, kind === 'number' ? `${word}: integer expression expected` : kind === 'bracket' ? "missing `]'" : kind === 'operator' ? `${word}: unary operator expected` : kind === 'binary' ? `${word}: binary operator expected` : problem.first === '' ? 'argument expected' : `${problem.first}: unary operator expected`)
    }
    return 2
  }
}

function* changeDirectory(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.slice(1).filter((a) => a !== '-P' && a !== '-L' && a !== '--')
  const to = args[0] === '-' ? shell.variable('OLDPWD') : (args[0] ?? shell.variable('HOME') ?? '/root')
  if (to === undefined) return fail(shell, 'cd', 'OLDPWD not set', 2)
  if (to === '') return 0
  const path = resolvePath(shell.proc.cwd, to)
  const node = shell.proc.kernel.files.stat(path)
  if (node?.kind !== 'dir') {
    const why = node ? 'Not a directory' : 'No such file or directory'
    return shell.dialect === 'bash' ? fail(shell, 'cd', `${to}: ${why}`) : fail(shell, 'cd', `can't cd to ${to}${shell.dialect === 'ash' ? `: ${why}` : ''}`, shell.dialect === 'ash' ? 2 : 2)
  }
  shell.assign('OLDPWD', shell.proc.cwd)
  shell.proc.cwd = path
  shell.assign('PWD', path)
  if (args[0] === '-') yield* write(shell.proc, 1, `${path}\n`)
  return 0
}

function* exit(shell: Shell, argv: readonly string[]): Doing<number> {
  const code = numeric(argv[1])
  if (code !== undefined && Number.isNaN(code)) {
    fail(shell, 'exit', shell.dialect === 'bash' ? `${argv[1]}: numeric argument required` : `Illegal number: ${argv[1]}`)
    throw new Exit(2)
  }
  throw new Exit((code ?? shell.status) & 255)
}

const jump = (to: 'break' | 'continue'): Run => function* (shell, argv) {
  if (shell.loops === 0) {
    if (shell.dialect === 'bash') fail(shell, to, "only meaningful in a `for', `while', or `until' loop")
    return 0
  }
  const count = numeric(argv[1]) ?? 1
  throw new Jump(to, Math.max(1, Math.min(Number.isNaN(count) ? 1 : count, shell.loops)))
}

function* leaveFunction(shell: Shell, argv: readonly string[]): Doing<number> {
  const code = (numeric(argv[1]) ?? shell.status) & 255
  if (shell.scopes.length === 0 && shell.dialect === 'bash') return fail(shell, 'return', "can only `return' from a function or sourced script", 2)
  throw new Jump('return', code)
}

function* set(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.slice(1)
  if (args.length === 0) {
    const rows = [...shell.variables.entries()].map(([name, v]) => `${name}='${v.text.replaceAll("'", String.raw`'\''`)}'\n`).sort()
    yield* write(shell.proc, 1, rows.join(''))
    return 0
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') {
      shell.positional = args.slice(i + 1)
      return 0
    }
    if (arg === '-' || !/^[-+]./.test(arg)) {
      shell.positional = args.slice(arg === '-' ? i + 1 : i)
      return 0
    }
    const on = arg[0] === '-'
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[++i]
        if (name === undefined) continue
        const short = LONG[name]
        if (short === undefined && name !== 'pipefail') return fail(shell, 'set', shell.dialect === 'bash' ? `${name}: invalid option name` : `illegal option -o ${name}`, 2)
        turn(shell, short ?? name, on)
      } else if ('abefhkmnptuvxBCEHPT'.includes(letter)) turn(shell, letter, on)
      else {
        fail(shell, 'set', shell.dialect === 'bash' ? `-${letter}: invalid option` : `illegal option -${letter}`)
        throw new Exit(2)
      }
    }
  }
  return 0
}

export const LONG: Readonly<Record<string, string>> = { errexit: 'e', nounset: 'u', xtrace: 'x', noglob: 'f', noclobber: 'C', allexport: 'a', noexec: 'n', verbose: 'v', monitor: 'm', errtrace: 'E', posix: 'P', vi: 'V', emacs: 'm' }

function turn(shell: Shell, option: string, on: boolean): void {
  if (on) shell.options.add(option)
  else shell.options.delete(option)
}

function* shift(shell: Shell, argv: readonly string[]): Doing<number> {
  const count = numeric(argv[1]) ?? 1
  if (Number.isNaN(count) || count < 0) return fail(shell, 'shift', `Illegal number: ${argv[1]}`, 2)
  if (count > shell.positional.length) {
    if (shell.dialect === 'dash') {
      fail(shell, 'shift', "can't shift that many")
      throw new Exit(2)
    }
    return 1
  }
  shell.positional = shell.positional.slice(count)
  return 0
}

function* exportOrReadonly(shell: Shell, argv: readonly string[]): Doing<number> {
  const mark = argv[0] === 'export' ? 'exported' : 'readOnly'
  const remove = argv.includes('-n')
  const names = argv.slice(1).filter((a) => !/^-[npfaA]+$/.test(a))
  if (names.length === 0) {
    const rows = [...shell.variables.entries()].filter(([, v]) => v[mark]).map(([name, v]) => (shell.dialect === 'bash' ? `declare -${mark === 'exported' ? 'x' : 'r'} ${name}="${v.text}"\n` : `${argv[0]} ${name}='${v.text}'\n`))
    yield* write(shell.proc, 1, rows.sort().join(''))
    return 0
  }
  for (const word of names) {
    const [, name, , value] = /^([A-Za-z_]\w*)(=([^]*))?$/.exec(word) ?? []
    if (name === undefined) {
      const text = shell.dialect === 'bash' ? `\`${word}': not a valid identifier` : `${word}: bad variable name`
      fail(shell, argv[0]!, text)
      if (shell.dialect === 'bash') return 1
      throw new Exit(2)
    }
    if (value !== undefined && !shell.assign(name, value)) {
      shell.say(readOnly(shell.speaker(), name))
      return 1
    }
    shell.variables.make(name)[mark] = !remove
  }
  return 0
}

function* declare(shell: Shell, argv: readonly string[]): Doing<number> {
  const flags = argv.slice(1).filter((a) => /^[-+][a-zA-Z]+$/.test(a)).join('')
  if (flags.includes('p')) {
    for (const name of argv.slice(1).filter((a) => !a.startsWith('-'))) {
      const v = shell.variables.at(name)
      if (!v) return fail(shell, argv[0]!, `${name}: not found`)
      yield* write(shell.proc, 1, `declare -${v.exported ? 'x' : '-'} ${name}="${v.text}"\n`)
    }
    return 0
  }
  const local = shell.scopes.length > 0 && !flags.includes('g')
  for (const word of argv.slice(1)) {
    if (/^[-+][a-zA-Z]+$/.test(word)) continue
    const [, name, , value] = /^([A-Za-z_]\w*)(=([^]*))?$/.exec(word) ?? []
    if (name === undefined) return fail(shell, argv[0]!, `\`${word}': not a valid identifier`)
    if (local) keep(shell, name)
    const v = shell.variables.make(name)
    if (flags.includes('A')) {
      v.list ??= new Map()
      v.named = true
    } else if (flags.includes('a')) v.list ??= new Map()
    if (flags.includes('i')) v.integer = true
    if (flags.includes('x')) v.exported = !flags.includes('+')
    if (value !== undefined) shell.assign(name, value)
    if (flags.includes('r')) v.readOnly = true
  }
  return 0
}

/** Makes a variable one of the function in progress: its old value comes back at the end. */
function keep(shell: Shell, name: string): void {
  const scope = shell.scopes.at(-1)!
  if (scope.has(name)) return
  const old = shell.variables.at(name)
  scope.set(name, old)
  shell.variables.put(name, shell.dialect === 'bash' || !old ? { text: '', exported: old?.exported ?? false, readOnly: false } : { ...old })
}

function* local(shell: Shell, argv: readonly string[]): Doing<number> {
  if (shell.scopes.length === 0) {
    fail(shell, 'local', shell.dialect === 'bash' ? 'can only be used in a function' : 'not in a function')
    if (shell.dialect === 'bash') return 1
    throw new Exit(2)
  }
  if (shell.dialect === 'bash') return yield* declare(shell, argv)
  for (const word of argv.slice(1)) {
    const at = word.indexOf('=')
    const name = at < 0 ? word : word.slice(0, at)
    keep(shell, name)
    if (at >= 0) shell.assign(name, word.slice(at + 1))
  }
  return 0
}

function* unset(shell: Shell, argv: readonly string[]): Doing<number> {
  for (const name of argv.slice(1)) {
    if (name === '-v' || name === '-f') continue
    const element = /^(\w+)\[(.+)\]$/.exec(name)
    if (element) shell.variables.at(element[1]!)?.list?.delete(element[2]!)
    else if (argv[1] === '-f') shell.functions.delete(name)
    else if (shell.variables.at(name)?.readOnly) {
      shell.say(readOnly(shell.speaker(), name))
      return shell.dialect === 'bash' ? 1 : 2
    } else if (shell.variables.at(name)) shell.variables.remove(name)
    else if (argv[1] !== '-v') shell.functions.delete(name)
  }
  return 0
}

function* trap(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.slice(1).filter((a, i) => !(i === 0 && a === '--'))
  if (args.length === 0 || args[0] === '-p') {
    for (const [signal, action] of shell.traps) yield* write(shell.proc, 1, `trap -- '${action}' ${shell.dialect === 'bash' && signal !== 'EXIT' && signal !== 'ERR' ? `SIG${signal}` : signal}\n`)
    return 0
  }
  if (args[0] === '-l') return yield* killWith(shell.proc, ['kill', '-l'], shell.name)
  const resets = args.length === 1 || args[0] === '-' || /^\d+$/.test(args[0]!)
  const action = resets ? undefined : args[0]!
  for (const word of args.length === 1 || (resets && args[0] !== '-') ? args : args.slice(1)) {
    const upper = word.toUpperCase()
    if (upper === 'EXIT' || word === '0' || upper === 'SIGEXIT' || upper === 'ERR' || upper === 'DEBUG' || upper === 'RETURN') {
      const name = upper === 'ERR' ? 'ERR' : 'EXIT'
      if (upper === 'DEBUG' || upper === 'RETURN') continue
      if (action === undefined) shell.traps.delete(name)
      else shell.traps.set(name, action)
      continue
    }
    const signal = signalCalled(word)
    if (!signal) {
      return fail(shell, 'trap', shell.dialect === 'ash' ? `${word}: invalid signal specification` : shell.dialect === 'dash' ? `${word}: bad trap` : `${word}: invalid signal specification`)
    }
    if (action === undefined) {
      shell.traps.delete(signal)
      shell.proc.handlers.delete(signal)
    } else {
      shell.traps.set(signal, action)
      shell.proc.handlers.set(signal, action === '' ? 'ignore' : 'catch')
    }
  }
  return 0
}

function* wait(shell: Shell, argv: readonly string[]): Doing<number> {
  const names = argv.slice(1).filter((a) => a !== '-n' && a !== '--')
  if (argv.includes('-n')) {
    for (;;) {
      const done = shell.jobs.find((job) => job.status !== undefined)
      if (done) {
        shell.jobs = shell.jobs.filter((job) => job !== done)
        return done.status!
      }
      if (shell.jobs.length === 0) return 127
      yield { on: [shell.proc.childEnded] }
      if (shell.proc.pending.length > 0) return shell.interrupted()
    }
  }
  if (names.length === 0) {
    while (shell.jobs.some((job) => job.status === undefined)) {
      yield { on: [shell.proc.childEnded] }
      if (shell.proc.pending.length > 0) return shell.interrupted()
    }
    shell.jobs = []
    return 0
  }
  let status = 0
  for (const name of names) {
    const pid = name.startsWith('%') ? shell.jobs[Number(name.slice(1)) - 1]?.pid : Number(name)
    if (pid === undefined || Number.isNaN(pid)) return fail(shell, 'wait', shell.dialect === 'bash' ? `\`${name}': not a pid or valid job spec` : `Illegal number: ${name}`, 2)
    const job = shell.jobs.find((j) => j.pid === pid)
    if (!job) {
      if (shell.dialect === 'bash') fail(shell, 'wait', `pid ${pid} is not a child of this shell`)
      status = 127
      continue
    }
    while (job.status === undefined) {
      yield { on: [shell.proc.childEnded] }
      if (shell.proc.pending.length > 0) return shell.interrupted()
    }
    status = job.status
    shell.jobs = shell.jobs.filter((j) => j !== job)
  }
  return status
}

function* read(shell: Shell, argv: readonly string[]): Doing<number> {
  let raw = false
  let array = false
  let seconds: number | undefined
  let prompt = ''
  let i = 1
  for (; i < argv.length && /^-./.test(argv[i]!) && argv[i] !== '--'; i++) {
    const arg = argv[i]!
    for (let j = 1; j < arg.length; j++) {
      const letter = arg[j]!
      const value = () => {
        const rest = arg.slice(j + 1)
        j = arg.length
        return rest !== '' ? rest : (argv[++i] ?? '')
      }
      if (letter === 'r') raw = true
      else if (letter === 'a') array = true
      else if (letter === 't') seconds = Number(value())
      else if (letter === 'p') prompt = value()
      else if (letter === 'n' || letter === 'd' || letter === 'u' || letter === 'N') value()
    }
  }
  if (argv[i] === '--') i++
  const names = argv.slice(i)
  void prompt
  const input = shell.proc.fds[0]
  let line: string | undefined
  const untilUs = seconds === undefined ? Infinity : shell.proc.kernel.nowUs + seconds * 1e6
  for (let joined = ''; input; ) {
    const got = input.read('line')
    if (got === null) {
      const left = untilUs - shell.proc.kernel.nowUs
      if (left <= 0) return 142
      yield { on: [input.changed], ...(left === Infinity ? {} : { us: left }) }
      if (shell.proc.pending.length > 0) return shell.interrupted()
      continue
    }
    if (got === undefined) {
      line = joined === '' ? undefined : joined
      break
    }
    if (!raw && /(^|[^\\])(\\\\)*\\\n$/.test(got)) {
      joined += got.slice(0, -2)
      continue
    }
    line = joined + got
    break
  }
  shell.proc.kernel.burn(shell.proc, 5, 1)
  const complete = line?.endsWith('\n') ?? false
  let text = (line ?? '').replace(/\n$/, '')
  // A backslash keeps the next character from splitting; marked here by a character that no text has.
  if (!raw) text = text.replace(/\\(.)/gs, (_, c: string) => `\uE000${c}`)
  const plain = (s: string) => s.replaceAll('\uE000', '')
  const ifs = shell.variable('IFS') ?? ' \t\n'
  if (names.length === 0) shell.assign('REPLY', plain(text))
  else if (array) {
    const words = splitRead(text, ifs, Infinity).map(plain)
    shell.variables.put(names[0]!, { text: words[0] ?? '', list: new Map(words.map((w, n) => [String(n), w])), exported: false, readOnly: false })
  } else {
    const words = splitRead(text, ifs, names.length)
    for (const [n, name] of names.entries()) shell.assign(name, plain(words[n] ?? ''))
  }
  return complete ? 0 : 1
}

/** A line in `count` fields, the last with all the rest. */
function splitRead(text: string, ifs: string, count: number): string[] {
  const blank = (c: string | undefined) => c !== undefined && ifs.includes(c) && /\s/.test(c)
  const any = (c: string | undefined) => c !== undefined && ifs.includes(c)
  const out: string[] = []
  let i = 0
  while (blank(text[i])) i++
  while (i < text.length) {
    if (out.length === count - 1) {
      let rest = text.slice(i)
      while (blank(rest.at(-1)) && rest.at(-2) !== '\uE000') rest = rest.slice(0, -1)
      out.push(rest)
      return out
    }
    let word = ''
    while (i < text.length && (!any(text[i]) || text[i - 1] === '\uE000')) word += text[i++]
    out.push(word)
    while (blank(text[i])) i++
    if (any(text[i]) && !blank(text[i])) {
      i++
      while (blank(text[i])) i++
    }
  }
  return out
}

function* sourceFile(shell: Shell, argv: readonly string[]): Doing<number> {
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

function* command(shell: Shell, argv: readonly string[]): Doing<number> {
  if (argv[1] === '-v' || argv[1] === '-V') return yield* describe(shell, argv.slice(2), argv[1] === '-v')
  const words = argv.slice(1).filter((a, i) => !(i === 0 && (a === '-p' || a === '--')))
  if (words.length === 0) return 0
  const builtin = BUILTINS.get(words[0]!)
  if (builtin && (!builtin.only || builtin.only.includes(shell.dialect))) return yield* builtin.run(shell, words)
  const found = shell.find(words[0]!)
  if (found.kind !== 'program') return shell.unfound(found, words[0]!)
  const child = shell.proc.kernel.spawn(shell.proc, words, shell.proc.fds, (proc) => found.run(proc, words))
  return child ? yield* shell.wait(child) : 2
}

function* describe(shell: Shell, names: readonly string[], short: boolean): Doing<number> {
  let status = 0
  for (const name of names) {
    const builtin = BUILTINS.get(name)
    const found = shell.find(name)
    let text: string | undefined
    if (shell.functions.has(name)) text = short ? name : `${name} is a function`
    else if (builtin && (!builtin.only || builtin.only.includes(shell.dialect))) text = short ? name : `${name} is a shell builtin`
    else if (found.kind === 'program') text = short ? found.path : `${name} is ${found.path}`
    if (text !== undefined) yield* write(shell.proc, 1, `${text}\n`)
    else {
      status = shell.dialect === 'bash' ? 1 : 127
      if (!short) {
        if (shell.dialect === 'bash') fail(shell, 'type', `${name}: not found`)
        else if (shell.dialect === 'ash') yield* write(shell.proc, 1, `${name}: not found\n`)
        else shell.say(notFound(shell.speaker(), name))
      }
    }
  }
  return status
}

function* type(shell: Shell, argv: readonly string[]): Doing<number> {
  const names = argv.slice(1).filter((a) => !/^-[tPpaf]$/.test(a))
  if (argv[1] !== '-t') return yield* describe(shell, names, argv[1] === '-p' || argv[1] === '-P')
  for (const name of names) {
    const kind = shell.functions.has(name) ? 'function' : BUILTINS.has(name) ? 'builtin' : shell.find(name).kind === 'program' ? 'file' : undefined
    if (kind === undefined) return 1
    yield* write(shell.proc, 1, `${kind}\n`)
  }
  return 0
}

function* getopts(shell: Shell, argv: readonly string[]): Doing<number> {
  const [, spec = '', name = ''] = argv
  const args = argv.length > 3 ? argv.slice(3) : shell.positional
  let index = Number(shell.variable('OPTIND') ?? 1) || 1
  if (index === 1 && shell.getopts > 1 && args[0] !== undefined && shell.getopts >= args[0].length) shell.getopts = 1
  const arg = args[index - 1]
  if (arg === undefined || arg === '-' || arg === '--' || !arg.startsWith('-')) {
    if (arg === '--') shell.assign('OPTIND', String(index + 1))
    shell.assign(name, '?')
    shell.getopts = 1
    return 1
  }
  const letter = arg[shell.getopts] ?? ''
  const at = letter === ':' ? -1 : spec.indexOf(letter)
  const more = shell.getopts + 1 < arg.length
  shell.variables.remove('OPTARG')
  let value = letter
  if (at < 0) {
    value = '?'
    if (spec.startsWith(':')) shell.assign('OPTARG', letter)
    else shell.say(shell.dialect === 'bash' ? `${shell.name}: illegal option -- ${letter}\n` : `Illegal option -${letter}\n`)
  } else if (spec[at + 1] === ':') {
    const rest = arg.slice(shell.getopts + 1)
    if (rest !== '') shell.assign('OPTARG', rest)
    else if (args[index] !== undefined) {
      shell.assign('OPTARG', args[index]!)
      index++
    } else {
      value = spec.startsWith(':') ? ':' : '?'
      if (spec.startsWith(':')) shell.assign('OPTARG', letter)
      else shell.say(shell.dialect === 'bash' ? `${shell.name}: option requires an argument -- ${letter}\n` : `No arg for -${letter} option\n`)
    }
    shell.getopts = 1
    shell.assign('OPTIND', String(index + 1))
    shell.assign(name, value)
    return 0
  }
  shell.getopts = more ? shell.getopts + 1 : 1
  shell.assign('OPTIND', String(more ? index : index + 1))
  shell.assign(name, value)
  return 0
}

function* letter(shell: Shell, argv: readonly string[]): Doing<number> {
  let value = 0n
  for (const text of argv.slice(1)) value = shell.expander.calculate(text)
  return value !== 0n ? 0 : 1
}

function* mapfile(shell: Shell, argv: readonly string[]): Doing<number> {
  const strip = argv.includes('-t')
  const name = argv.slice(1).findLast((a) => !a.startsWith('-')) ?? 'MAPFILE'
  const list = new Map<string, string>()
  const input = shell.proc.fds[0]
  for (let n = 0; input; n++) {
    const line = yield* readLine(shell.proc, input)
    if (line === undefined) break
    list.set(String(n), strip ? line.replace(/\n$/, '') : line)
  }
  shell.variables.put(name, { text: list.get('0') ?? '', list, exported: false, readOnly: false })
  return 0
}

function* jobs(shell: Shell): Doing<number> {
  for (const [i, job] of shell.jobs.entries()) {
    yield* write(shell.proc, 1, `[${i + 1}]${i === shell.jobs.length - 1 ? '+' : i === shell.jobs.length - 2 ? '-' : ' '}  ${job.status === undefined ? 'Running' : 'Done   '}                 ${job.argv.join(' ')}\n`)
  }
  return 0
}

function* kill(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.map((a) => (/^%\d+$/.test(a) ? String(shell.jobs[Number(a.slice(1)) - 1]?.pid ?? a) : a))
  const missing = shell.dialect === 'dash' ? () => 'No such process\n' : shell.dialect === 'bash' ? (pid: number) => `(${pid}) - No such process` : undefined
  const code = yield* killWith(shell.proc, args, shell.dialect === 'ash' ? shell.name : prefix(shell.speaker(), 'kill').replace(/: $/, ''), missing)
  // A shell that killed itself sees to its own trap now.
  if (shell.proc.pending.length > 0) yield* shell.runTraps()
  return code
}

function* umask(shell: Shell, argv: readonly string[]): Doing<number> {
  if (argv.length === 1) yield* write(shell.proc, 1, '0022\n')
  return 0
}

function* times(shell: Shell): Doing<number> {
  yield* write(shell.proc, 1, '0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n')
  return 0
}

function* ulimit(shell: Shell, argv: readonly string[]): Doing<number> {
  yield* write(shell.proc, 1, argv.includes('-n') ? '1048576\n' : 'unlimited\n')
  return 0
}

const BASH: readonly Dialect[] = ['bash']
const of = (run: Run, only?: readonly Dialect[]): Builtin => ({ run, ...(only ? { only } : {}) })
const special = (run: Run): Builtin => ({ run, special: true })

function* evaluate(shell: Shell, argv: readonly string[]): Doing<number> {
  return yield* shell.source(argv.slice(1).join(' '), false)
}

function* alias(shell: Shell, argv: readonly string[]): Doing<number> {
  const shown = (name: string) => `${shell.dialect === 'bash' ? 'alias ' : ''}${name}='${shell.aliases.get(name)!.replaceAll("'", String.raw`'\''`)}'\n`
  let status = 0
  for (const word of argv.length > 1 ? argv.slice(1) : [...shell.aliases.keys()].sort()) {
    const at = word.indexOf('=')
    if (at > 0) shell.aliases.set(word.slice(0, at), word.slice(at + 1))
    else if (shell.aliases.has(word)) yield* write(shell.proc, 1, shown(word))
    else status = fail(shell, 'alias', `${word}: not found`)
  }
  return status
}

function* unalias(shell: Shell, argv: readonly string[]): Doing<number> {
  let status = 0
  if (argv[1] === '-a') shell.aliases.clear()
  else for (const name of argv.slice(1)) if (!shell.aliases.delete(name)) status = fail(shell, 'unalias', `${name}: not found`)
  return status
}

const one = (code: number): Run => function* () {
  return code
}

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', special(nothing)], ['.', special(sourceFile)], ['source', of(sourceFile, ['ash', 'bash'])], ['true', of(nothing)], ['false', of(one(1))],
  ['echo', of(echo)], ['printf', of(printf)], ['test', of(test)], ['[', of(test)], ['cd', of(changeDirectory)],
  ['pwd', of(function* (shell) {
    yield* write(shell.proc, 1, `${shell.proc.cwd}\n`)
    return 0
  })],
  ['exit', special(exit)], ['return', special(leaveFunction)], ['break', special(jump('break'))], ['continue', special(jump('continue'))],
  ['set', special(set)], ['shift', special(shift)], ['export', special(exportOrReadonly)], ['readonly', special(exportOrReadonly)],
  ['unset', special(unset)], ['trap', special(trap)], ['eval', special(evaluate)], ['exec', special(nothing)], ['times', special(times)],
  ['local', of(local)], ['declare', of(declare, BASH)], ['typeset', of(declare, BASH)], ['let', of(letter, ['ash', 'bash'])],
  ['wait', of(wait)], ['read', of(read)], ['command', of(command)], ['builtin', of(command, BASH)], ['type', of(type)], ['getopts', of(getopts)],
  ['mapfile', of(mapfile, BASH)], ['readarray', of(mapfile, BASH)], ['jobs', of(jobs)], ['kill', of(kill)], ['umask', of(umask)], ['ulimit', of(ulimit)],
  ['fg', of(one(1))], ['bg', of(one(1))], ['hash', of(nothing)], ['alias', of(alias)], ['unalias', of(unalias)], ['disown', of(nothing, BASH)],
  ['shopt', of(function* (shell, argv) {
    for (const name of argv.slice(2)) turn(shell, name, argv[1] === '-s')
    return 0
  }, BASH)],
])
