// Builtins about processes and signals: trap, wait, jobs, kill.
import { killWith } from '../../applets/kill.ts'
import { write } from '../../machine/io.ts'
import type { Doing } from '../../machine/process.ts'
import { signalCalled } from '../../machine/signals.ts'
import type { Shell } from '../shell.ts'
import { prefix } from '../wording.ts'
import { fail } from './builtin.ts'

export function* trap(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* wait(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* jobs(shell: Shell): Doing<number> {
  for (const [i, job] of shell.jobs.entries()) {
    yield* write(shell.proc, 1, `[${i + 1}]${i === shell.jobs.length - 1 ? '+' : i === shell.jobs.length - 2 ? '-' : ' '}  ${job.status === undefined ? 'Running' : 'Done   '}                 ${job.argv.join(' ')}\n`)
  }
  return 0
}

export function* kill(shell: Shell, argv: readonly string[]): Doing<number> {
  const args = argv.map((a) => (/^%\d+$/.test(a) ? String(shell.jobs[Number(a.slice(1)) - 1]?.pid ?? a) : a))
  const missing = shell.dialect === 'dash' ? () => 'No such process\n' : shell.dialect === 'bash' ? (pid: number) => `(${pid}) - No such process` : undefined
  const code = yield* killWith(shell.proc, args, shell.dialect === 'ash' ? shell.name : prefix(shell.speaker(), 'kill').replace(/: $/, ''), missing)
  // A shell that killed itself sees to its own trap now.
  if (shell.proc.pending.length > 0) yield* shell.runTraps()
  return code
}
