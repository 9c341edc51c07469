// Programs about the machine and other programs: env, hostname, id, ps, xargs, expr, which …
import { baseOf, parentOf, resolvePath } from '../machine/files.ts'
import { print, readAll, write } from '../machine/io.ts'
import { BadTest, evaluateTest } from '../shell/condition.ts'
import { echoed, formatted } from '../shell/printing.ts'
import type { Process, Program } from '../machine/process.ts'
import { type Applet, called, fail, options } from './applet.ts'
import { expr } from './expr.ts'
import { killWith } from './kill.ts'

/** Starts a program and waits for it; the message says why it cannot be. */
export function* runOther(proc: Process, argv: readonly string[], command: readonly string[], env?: ReadonlyMap<string, string>): Program {
  const found = proc.kernel.commands.find(proc, command[0]!)
  if (found.kind !== 'program') {
    const why = found.kind === 'denied' ? 'Permission denied' : 'No such file or directory'
    return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `‘${command[0]}’: ${why}` : `can't execute '${command[0]}': ${why}`, found.kind === 'denied' ? 126 : 127)
  }
  const child = proc.kernel.spawn(proc, command, proc.fds, (p) => found.run(p, command))
  if (!child) return yield* fail(proc, argv, 'fork: Resource temporarily unavailable', 126)
  if (env) child.env = new Map(env)
  while (child.status === undefined) yield { on: [child.ended] }
  return child.status
}

const env: Applet = function* (proc, argv) {
  const set = new Map(proc.env)
  let i = 1
  for (; i < argv.length; i++) {
    const arg = argv[i]!
    if (arg === '-i' || arg === '-') set.clear()
    else if (arg === '-u') set.delete(argv[++i] ?? '')
    else if (arg === '--') continue
    else if (/^[^=-][^=]*=/.test(arg)) set.set(arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1))
    else break
  }
  if (i < argv.length) return yield* runOther(proc, argv, argv.slice(i), set)
  yield* print(proc, [...set].map(([k, v]) => `${k}=${v}\n`).join(''))
  return 0
}

const printenv: Applet = function* (proc, argv) {
  if (argv.length === 1) return yield* env(proc, ['env'])
  let status = 0
  for (const name of argv.slice(1)) {
    const value = proc.env.get(name)
    if (value === undefined) status = 1
    else yield* print(proc, `${value}\n`)
  }
  return status
}

const hostname: Applet = function* (proc, argv) {
  const { start } = proc.kernel
  yield* print(proc, `${argv[1] === '-i' || argv[1] === '-I' ? `${start.podIP ?? '127.0.0.1'}${argv[1] === '-I' ? ' ' : ''}` : argv[1] === '-s' ? start.hostname.split('.')[0] : start.hostname}\n`)
  return 0
}

const uname: Applet = function* (proc, argv) {
  const all: readonly (readonly [string, string])[] = [['s', 'Linux'], ['n', proc.kernel.start.hostname], ['r', '6.18.44'], ['v', '#1 SMP'], ['m', 'x86_64'], ['o', proc.kernel.flavour === 'gnu' ? 'GNU/Linux' : 'Linux']]
  const flags = argv.slice(1).join('')
  yield* print(proc, `${all.filter(([f]) => flags === '' ? f === 's' : flags.includes('a') || flags.includes(f)).map(([, v]) => v).join(' ')}\n`)
  return 0
}

const id: Applet = function* (proc, argv) {
  const { user } = proc.kernel
  const number = user === 'root' ? 0 : 1000
  const flags = argv.slice(1).filter((a) => a.startsWith('-')).join('')
  const text = flags.includes('u') || flags.includes('g') ? (flags.includes('n') ? user : String(number)) : `uid=${number}(${user}) gid=${number}(${user}) groups=${number}(${user})`
  yield* print(proc, `${text}\n`)
  return 0
}

const seq: Applet = function* (proc, argv) {
  const { on, rest } = optionsOfSeq(argv)
  const numbers = rest.map(Number)
  if (rest.length === 0 || rest.length > 3) return yield* fail(proc, argv, rest.length === 0 ? 'missing operand' : `extra operand '${rest[3]}'`)
  const wrong = rest.find((r) => r.trim() === '' || Number.isNaN(Number(r)))
  if (wrong !== undefined) return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `invalid floating point argument: ‘${wrong}’\nTry 'seq --help' for more information.` : `invalid number '${wrong}'`)
  const [first, step, last] = rest.length === 1 ? [1, 1, numbers[0]!] : rest.length === 2 ? [numbers[0]!, 1, numbers[1]!] : (numbers as [number, number, number])
  if (step === 0) return proc.kernel.flavour === 'gnu' ? yield* fail(proc, argv, `invalid Zero increment value: ‘${rest[1]}’`) : yield* fail(proc, argv, 'zero increment')
  const places = Math.max(...rest.slice(0, 2).map((r) => (r.split('.')[1] ?? '').length), rest.length < 3 ? 0 : (rest[0]!.split('.')[1] ?? '').length)
  const text = (n: number) => (on.has('f') ? formatted(on.get('f')!, [String(n)]).text : n.toFixed(places))
  const width = on.has('w') ? Math.max(text(first).length, text(last).length) : 0
  const separator = on.has('s') ? on.get('s')!.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : '\n'
  let chunk = ''
  for (let i = 0; ; i++) {
    const n = first + i * step
    if (step > 0 ? n > last + 1e-9 : n < last - 1e-9) break
    const body = width > 0 ? (n < 0 ? `-${text(-n).padStart(width - 1, '0')}` : text(n).padStart(width, '0')) : text(n)
    chunk += `${i > 0 ? separator : ''}${body}`
    if (chunk.length > 4096) {
      yield* print(proc, chunk)
      chunk = ''
    }
  }
  const some = step > 0 ? first <= last + 1e-9 : first >= last - 1e-9
  yield* print(proc, some ? `${chunk}\n` : '')
  return 0
}

function optionsOfSeq(argv: readonly string[]): { on: Map<string, string>; rest: string[] } {
  const on = new Map<string, string>()
  const rest: string[] = []
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!
    const letter = /^-([wsf])(.*)$/.exec(arg)
    if (!letter) rest.push(arg)
    else on.set(letter[1]!, letter[1] === 'w' ? '' : letter[2] !== '' ? letter[2]! : (argv[++i] ?? ''))
  }
  return { on, rest }
}

const yes: Applet = function* (proc, argv) {
  const line = `${argv.length > 1 ? argv.slice(1).join(' ') : 'y'}\n`
  const chunk = line.repeat(Math.max(1, Math.min(32, Math.floor(1024 / line.length))))
  for (;;) {
    proc.kernel.burn(proc, 20, 20)
    yield* print(proc, chunk)
  }
}

const xargs: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, '0n:I:P:rtL:d:p', { 'null': '0', 'max-args': 'n', 'max-procs': 'P', 'no-run-if-empty': 'r', verbose: 't', delimiter: 'd' }, true)
  const text = proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : ''
  const command = rest.length > 0 ? rest : ['echo']
  const replace = on.get('I')
  const delimiter = on.has('0') ? '\0' : on.has('d') ? on.get('d')!.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0') : undefined
  const words = replace !== undefined ? text.split('\n').filter((l) => l.trim() !== '').map((l) => l.trimStart())
    : delimiter !== undefined ? text.split(delimiter).filter((w, i, all) => !(w === '' && i === all.length - 1))
    : (text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []).map((w) => w.replace(/"([^"]*)"|'([^']*)'|\\(.)/gs, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? ''))
  const size = replace !== undefined ? 1 : Number(on.get('n') ?? on.get('L') ?? 5000) || 1
  let status = 0
  const batches: string[][] = []
  for (let i = 0; i < words.length; i += size) batches.push(words.slice(i, i + size))
  if (batches.length === 0 && replace === undefined && !on.has('r') && proc.kernel.flavour === 'gnu') batches.push([])
  if (batches.length === 0 && replace === undefined && !on.has('r') && proc.kernel.flavour === 'busybox') batches.push([])
  const parallel = Math.max(1, Number(on.get('P') ?? 1) || batches.length)
  const running: Process[] = []
  for (const batch of batches) {
    const line = replace !== undefined ? command.map((c) => c.replaceAll(replace, batch[0]!)) : [...command, ...batch]
    if (on.has('t')) yield* write(proc, 2, `${line.join(' ')}\n`)
    const found = proc.kernel.commands.find(proc, line[0]!)
    if (found.kind !== 'program') return yield* fail(proc, argv, `${line[0]}: No such file or directory`, 127)
    const child = proc.kernel.spawn(proc, line, proc.fds, (p) => found.run(p, line))
    if (!child) return 1
    running.push(child)
    while (running.filter((c) => c.status === undefined).length >= parallel) yield { on: [proc.childEnded] }
  }
  for (const child of running) {
    while (child.status === undefined) yield { on: [proc.childEnded] }
    if (child.status !== 0) status = child.status === 255 ? 124 : child.status > 125 ? (child.status === 127 ? 127 : 125) : 123
  }
  return status
}

const which: Applet = function* (proc, argv) {
  let status = 0
  for (const name of argv.slice(1).filter((a) => a !== '-a')) {
    const found = proc.kernel.commands.find(proc, name)
    if (found.kind === 'program' && !found.shellOnly) yield* print(proc, `${found.path}\n`)
    else status = 1
  }
  return status
}

const basename: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'as:', { multiple: 'a', suffix: 's' })
  if (rest.length === 0) return yield* fail(proc, argv, 'missing operand')
  const many = on.has('a') || on.has('s')
  const suffix = on.get('s') ?? (many ? '' : (rest[1] ?? ''))
  for (const path of many ? rest : rest.slice(0, 1)) {
    const base = baseOf(path.replace(/\/+$/, '')) || (path.startsWith('/') ? '/' : '')
    yield* print(proc, `${suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`)
  }
  return 0
}

const dirname: Applet = function* (proc, argv) {
  if (argv.length < 2) return yield* fail(proc, argv, 'missing operand')
  for (const path of argv.slice(1)) {
    const clean = path.replace(/\/+$/, '') || '/'
    yield* print(proc, `${clean.includes('/') ? (clean === '/' ? '/' : parentOf(clean).replace(/\/+$/, '') || '/') : '.'}\n`)
  }
  return 0
}

const ps: Applet = function* (proc) {
  const rows = [...proc.kernel.processes.values()].sort((a, b) => a.pid - b.pid)
  if (proc.kernel.flavour === 'busybox') {
    yield* print(proc, 'PID   USER     TIME  COMMAND\n')
    for (const p of rows) yield* print(proc, `${String(p.pid).padStart(5)} ${proc.kernel.user.padEnd(8)}  0:00 ${p.argv.join(' ')}\n`)
  } else {
    yield* print(proc, '    PID TTY          TIME CMD\n')
    for (const p of rows) yield* print(proc, `${String(p.pid).padStart(7)} ?        00:00:00 ${baseOf(p.argv[0] ?? '')}\n`)
  }
  return 0
}

const mktemp: Applet = function* (proc, argv) {
  const { on, rest } = options(argv, 'dqutp:', { directory: 'd', tmpdir: 'p' })
  const template = rest[0] ?? (on.has('p') || rest.length === 0 ? `${on.get('p') || '/tmp'}/tmp.XXXXXX` : '')
  const path = template.replace(/X+$/, (xs) => [...xs].map(() => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[Math.floor(proc.kernel.random() * 62)]).join(''))
  const full = resolvePath(proc.cwd, path)
  const failed = on.has('d') ? proc.kernel.files.makeDirectory(full, proc.kernel.nowUs, 0o700) : proc.kernel.files.write(full, '', proc.kernel.nowUs, 0o600)
  if (failed) return yield* fail(proc, argv, `(null): ${failed}`)
  yield* print(proc, `${path}\n`)
  return 0
}

const nproc: Applet = function* (proc) {
  yield* print(proc, '2\n')
  return 0
}

const whoami: Applet = function* (proc) {
  yield* print(proc, `${proc.kernel.user}\n`)
  return 0
}

const free: Applet = function* (proc) {
  yield* print(proc, '              total        used        free      shared  buff/cache   available\nMem:       24684092     3649576    18213040        1204     2821476    21034516\nSwap:             0           0           0\n')
  return 0
}

const through: Applet = function* (proc, argv) {
  const skip = called(argv) === 'nice' && argv[1] === '-n' ? 3 : 1
  return argv.length > skip ? yield* runOther(proc, argv, argv.slice(skip)) : 0
}

const code = (n: number): Applet => function* () {
  return n
}

const test: Applet = function* (proc, argv) {
  const bracket = called(argv) === '['
  if (bracket && argv.at(-1) !== ']') return yield* fail(proc, argv, 'missing ]', 2)
  try {
    return evaluateTest(proc, bracket ? argv.slice(1, -1) : argv.slice(1)) ? 0 : 1
  } catch (problem) {
    if (problem instanceof BadTest) return yield* fail(proc, argv, problem.kind === 'number' ? `${problem.word}: bad number` : `${problem.word}: unknown operand`, 2)
    throw problem
  }
}

export const SYSTEM: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ['true', code(0)], ['false', code(1)], ['env', env], ['printenv', printenv], ['hostname', hostname], ['uname', uname], ['id', id], ['whoami', whoami],
  ['seq', seq], ['yes', yes], ['xargs', xargs], ['which', which], ['basename', basename], ['dirname', dirname], ['ps', ps], ['mktemp', mktemp], ['expr', expr],
  ['nproc', nproc], ['free', free], ['nohup', through], ['nice', through], ['setsid', through], ['stdbuf', through], ['test', test], ['[', test], ['sync', code(0)],
  ['tty', function* (proc) {
    yield* print(proc, 'not a tty\n')
    return 1
  }],
  ['arch', function* (proc) {
    yield* print(proc, 'x86_64\n')
    return 0
  }],
  ['pwd', function* (proc) {
    yield* print(proc, `${proc.cwd}\n`)
    return 0
  }],
  ['echo', function* (proc, argv) {
    yield* print(proc, echoed(argv.slice(1), false))
    return 0
  }],
  ['printf', function* (proc, argv) {
    if (argv.length < 2) return yield* fail(proc, argv, 'missing operand')
    const { text, wrong } = formatted(argv[1]!, argv.slice(2))
    yield* print(proc, text)
    for (const word of wrong) yield* fail(proc, argv, `invalid number '${word}'`)
    return wrong.length > 0 ? 1 : 0
  }],
  ['kill', (proc, argv) => killWith(proc, argv, called(argv))],
  ['killall', killAll], ['pkill', killAll],
  ['pidof', function* (proc, argv) {
    const pids = [...proc.kernel.processes.values()].filter((p) => argv.slice(1).includes(baseOf(p.argv[0] ?? ''))).map((p) => p.pid)
    if (pids.length > 0) yield* print(proc, `${pids.join(' ')}\n`)
    return pids.length > 0 ? 0 : 1
  }],
])

function* killAll(proc: Process, argv: readonly string[]): Program {
  const names = argv.slice(1).filter((a) => !a.startsWith('-'))
  const signal = argv.find((a) => /^-[A-Z0-9]+$/.test(a)) ?? '-TERM'
  const pids = [...proc.kernel.processes.values()].filter((p) => p !== proc && names.some((n) => baseOf(p.argv[0] ?? '').includes(n))).map((p) => String(p.pid))
  if (pids.length === 0) return called(argv) === 'killall' ? yield* fail(proc, argv, `${names[0]}: no process killed`) : 1
  return yield* killWith(proc, ['kill', signal, ...pids], called(argv))
}
