// Programs that run other programs, or say which one would run: env, xargs, nohup, which.
import { print, readAll, write } from '../machine/io.ts'
import type { Process, Program } from '../machine/process.ts'
import { type Applet, called, fail, options } from './applet.ts'

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

export const env: Applet = function* (proc, argv) {
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

export const printenv: Applet = function* (proc, argv) {
  if (argv.length === 1) return yield* env(proc, ['env'])
  let status = 0
  for (const name of argv.slice(1)) {
    const value = proc.env.get(name)
    if (value === undefined) status = 1
    else yield* print(proc, `${value}\n`)
  }
  return status
}

export const xargs: Applet = function* (proc, argv) {
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

export const which: Applet = function* (proc, argv) {
  let status = 0
  for (const name of argv.slice(1).filter((a) => a !== '-a')) {
    const found = proc.kernel.commands.find(proc, name)
    if (found.kind === 'program' && !found.shellOnly) yield* print(proc, `${found.path}\n`)
    else status = 1
  }
  return status
}

export const through: Applet = function* (proc, argv) {
  const skip = called(argv) === 'nice' && argv[1] === '-n' ? 3 : 1
  return argv.length > skip ? yield* runOther(proc, argv, argv.slice(skip)) : 0
}
