// Programs about the machine and its processes: hostname, id, ps, uname, free, killall …; and the table of these and of those that run others.
import { baseOf } from '../machine/files.ts'
import { print } from '../machine/io.ts'
import { BadTest, evaluateTest } from '../shell/condition.ts'
import { echoed, formatted } from '../shell/printing.ts'
import type { Process, Program } from '../machine/process.ts'
import { type Applet, called, fail } from './applet.ts'
import { seq, yes } from './counting.ts'
import { expr } from './expr.ts'
import { killWith } from './kill.ts'
import { env, printenv, through, which, xargs } from './others.ts'
import { basename, dirname, mktemp } from './paths.ts'

/** The name by which /etc/hosts knows the machine first: with its domain, where the pod has a subdomain. */
function fullName(proc: Process, hostname: string): string {
  for (const line of (proc.kernel.files.text('/etc/hosts') ?? '').split('\n')) {
    const [, first, ...others] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (first !== undefined && (first === hostname || others.includes(hostname))) return first
  }
  return hostname
}

const hostname: Applet = function* (proc, argv) {
  const { flavour, start: { hostname: name, podIP = '127.0.0.1' } } = proc.kernel
  const [short = '', ...domain] = fullName(proc, name).split('.')
  const asked = argv[1]
  const isGnu = flavour === 'gnu'
  if (asked === undefined) yield* print(proc, `${name}\n`)
  else if (asked === '-s') yield* print(proc, `${short}\n`)
  else if (asked === '-f' || (isGnu && asked === '--fqdn')) yield* print(proc, `${[short, ...domain].join('.')}\n`)
  else if (asked === '-d') yield* print(proc, domain.length > 0 ? `${domain.join('.')}\n` : '')
  else if (asked === '-i') yield* print(proc, isGnu ? `${podIP}\n` : `${podIP} \n`)
  else if (asked === '-I' && isGnu) yield* print(proc, `${podIP} \n`)
  else if (asked.startsWith('-')) return yield* fail(proc, argv, isGnu ? `invalid option -- '${asked.slice(1)}'` : `unrecognized option: ${asked.slice(1)}`)
  else return yield* fail(proc, argv, isGnu ? 'you must be root to change the host name' : 'sethostname: Operation not permitted')
  return 0
}

const uname: Applet = function* (proc, argv) {
  const all: readonly (readonly [string, string])[] = [['s', 'Linux'], ['n', proc.kernel.start.hostname], ['r', '6.18.44'], ['v', '#1 SMP'], ['m', 'x86_64'], ['o', proc.kernel.flavour === 'gnu' ? 'GNU/Linux' : 'Linux']]
  const flags = argv.slice(1).join('')
  yield* print(proc, `${all.filter(([f]) => flags === '' ? f === 's' : flags.includes('a') || flags.includes(f)).map(([, v]) => v).join(' ')}\n`)
  return 0
}

const id: Applet = function* (proc, argv) {
  const { user, start: { identity } } = proc.kernel
  const flags = argv.slice(1).filter((a) => a.startsWith('-')).join('')
  const own = user === 'root' ? 0 : /^\d+$/.test(user) ? Number(user) : 1000
  const { uid, gid, groups } = identity ?? { uid: own, gid: own, groups: [own] }
  const named = (number: number, name = number === 0 ? 'root' : identity ? '' : user) => (name === '' || name === String(number) ? String(number) : `${number}(${name})`)
  const text = flags.includes('G') ? groups.join(' ') : flags.includes('u') ? (flags.includes('n') ? user : String(uid)) : flags.includes('g') ? (flags.includes('n') ? user : String(gid)) : `uid=${named(uid)} gid=${named(gid)} groups=${groups.map((group) => named(group)).join(',')}`
  yield* print(proc, `${text}\n`)
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

const nproc: Applet = function* (proc) {
  yield* print(proc, '2\n')
  return 0
}

const whoami: Applet = function* (proc, argv) {
  if (proc.kernel.start.identity && proc.kernel.user !== 'root') return yield* fail(proc, argv, proc.kernel.flavour === 'gnu' ? `cannot find name for user ID ${proc.kernel.user}` : `unknown uid ${proc.kernel.user}`)
  yield* print(proc, `${proc.kernel.user}\n`)
  return 0
}

const free: Applet = function* (proc) {
  yield* print(proc, '              total        used        free      shared  buff/cache   available\nMem:       24684092     3649576    18213040        1204     2821476    21034516\nSwap:             0           0           0\n')
  return 0
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
  ['sysctl', function* (proc, argv) {
    for (const word of argv.slice(1)) if (word.includes('=')) yield* print(proc, `${word.replace(/\s*=\s*/, ' = ')}\n`)
    return 0
  }],
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
