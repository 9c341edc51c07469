// kill, for the shells and as a program.
import { write } from '../machine/io.ts'
import type { Doing, Process } from '../machine/process.ts'
import { signalCalled, signalNames, signalNumber } from '../machine/signals.ts'
import type { SignalName } from '../program.ts'

/** `who` complains: the program's or the shell's name. */
export function* killWith(
  proc: Process, argv: readonly string[], who: string, missing: (pid: number) => string = (pid) => `can't kill pid ${pid}: No such process`,
): Doing<number> {
  let signal: SignalName = 'TERM'
  let args = argv.slice(1)
  let check = false
  const first = args[0] ?? ''
  if (first === '-l') {
    if (args[1] !== undefined) {
      const named = signalCalled(String(/^\d+$/.test(args[1]) && Number(args[1]) > 128 ? Number(args[1]) - 128 : args[1]))
      yield* write(proc, 1, named ? (/^\d+$/.test(args[1]) ? `${named}\n` : `${signalNumber(named)}\n`) : '')
      return named ? 0 : 1
    }
    yield* write(proc, 1, signalNames().map((name) => `${String(signalNumber(name)).padStart(2)}) SIG${name}\n`).join(''))
    return 0
  }
  if (first === '-s' || first === '-n') {
    const asked = signalCalled(args[1] ?? '')
    if (!asked) return yield* unknown(proc, who, args[1] ?? '')
    signal = asked
    args = args.slice(2)
  } else if (/^-[A-Za-z0-9]+$/.test(first)) {
    if (first === '-0') check = true
    else {
      const asked = signalCalled(first.slice(1))
      if (!asked) return yield* unknown(proc, who, first.slice(1))
      signal = asked
    }
    args = args.slice(1)
  }
  if (args[0] === '--') args = args.slice(1)
  if (args.length === 0) {
    yield* write(proc, 2, `${who}: you need to specify whom to kill\n`)
    return 1
  }
  let status = 0
  for (const word of args) {
    const pid = Number(word)
    if (word === '' || !Number.isInteger(pid)) {
      yield* write(proc, 2, `${who}: invalid number '${word}'\n`)
      status = 1
      continue
    }
    if (pid === -1 || pid === 0) {
      for (const other of [...proc.kernel.processes.values()]) if (other.pid !== 1 && (pid === 0 || other !== proc)) send(proc, other.pid, signal, check)
      continue
    }
    if (!send(proc, Math.abs(pid), signal, check)) {
      yield* write(proc, 2, `${who}: ${missing(Math.abs(pid))}\n`)
      status = 1
    }
  }
  return status
}

function* unknown(proc: Process, who: string, name: string): Doing<number> {
  yield* write(proc, 2, `${who}: bad signal name '${name}'\n`)
  return 1
}

/** Sends a signal to a process of the container, wherever it is called from; false: there is no such process. */
export function send(proc: Process, pid: number, signal: SignalName, check = false): boolean {
  const { kernel } = proc
  // Of an exec's machine and a container that has ended since, only the number is left.
  if (pid === 1 && kernel.firstPid !== 1 && !kernel.processes.has(1)) {
    if (!check) kernel.record.signals.push({ atMs: kernel.nowMs, name: signal })
    return true
  }
  return check ? kernel.processes.has(pid) : kernel.signal(pid, signal)
}
