// Processes of a shell: children that it forks, pipes between them, what they print caught, and waiting for them.
import { print, readAll } from '../machine/io.ts'
import { Exit, type Doing, type Process, type Program } from '../machine/process.ts'
import { makePipe, NullStream, release, share, TextStream, type Stream } from '../machine/streams.ts'
import type { Node, Redirection, Script } from './ast.ts'
import { Jump } from './jump.ts'
import { redirected } from './redirect.ts'
import { Shell } from './shell.ts'
import { execute } from './walk.ts'
import { prefix, timing, traced } from './wording.ts'

/** Waits for a process in the foreground, as its parent does: signals are seen to afterwards. */
export function* waitFor(shell: Shell, child: Process): Doing<number> {
  while (child.status === undefined) yield { on: [child.ended], calm: true }
  if (child.endedBy && (child.endedBy === 'KILL' || child.endedBy === 'TERM') && shell.proc.pid === shell.shellPid) {
    const spoken = child.endedBy === 'KILL' ? 'Killed' : 'Terminated'
    if (shell.dialect === 'bash' && child.endedBy === 'KILL') shell.say(`${prefix(shell.speaker())}${String(child.pid).padStart(5)} ${spoken.padEnd(23)} ${child.argv.map(traced).join(' ')}\n`)
    else shell.say(`${spoken}\n`)
  }
  return child.status
}

function fork(shell: Shell, fds: readonly (Stream | undefined)[], body: (shell: Shell) => Doing<number>): Process {
  const child = shell.proc.kernel.spawn(shell.proc, shell.proc.argv, fds, (proc) => {
    const inner = new Shell(proc, shell, shell)
    return life(inner, body)
  })
  if (!child) {
    shell.say(`${prefix(shell.speaker())}can't fork: Resource temporarily unavailable\n`)
    throw new Exit(2)
  }
  return child
}

function* life(shell: Shell, body: (shell: Shell) => Doing<number>): Program {
  try {
    shell.status = yield* body(shell)
  } catch (thrown) {
    if (thrown instanceof Jump) shell.status = thrown.to === 'return' ? thrown.count : 0
    else if (thrown instanceof Exit && !shell.proc.endedBy) shell.status = thrown.code
    else throw thrown
  }
  return yield* shell.leave()
}

export function* runSubshell(shell: Shell, body: Node): Doing<number> {
  return yield* waitFor(shell, fork(shell, shell.proc.fds, (child) => execute(child, body, false, true)))
}

export function inBackground(shell: Shell, node: Node): number {
  const fds = [...shell.proc.fds]
  fds[0] = new NullStream()
  const child = fork(shell, fds, (child) => execute(child, node, false, true))
  // Ctrl-C is not for what runs in the background.
  if (shell.interactive) child.handlers.set('INT', 'ignore')
  shell.jobs.push(child)
  shell.lastJob = child.pid
  return 0
}

export function* runPipeline(shell: Shell, node: Extract<Node, { t: 'pipeline' }>, tested: boolean): Doing<number> {
  const from = shell.proc.kernel.nowUs
  let status: number
  if (node.commands.length === 1) status = yield* execute(shell, node.commands[0]!, tested || node.not)
  else {
    const children: Process[] = []
    let input: Stream | undefined = shell.proc.fds[0]
    for (const [i, command] of node.commands.entries()) {
      const isLast = i === node.commands.length - 1
      const pipe = isLast ? undefined : makePipe()
      const fds = [...shell.proc.fds]
      fds[0] = input
      if (pipe) fds[1] = pipe.writer
      if (node.errToo[i]) fds[2] = fds[1]
      children.push(fork(shell, fds, (child) => execute(child, command, false, true)))
      input = pipe?.reader
    }
    const codes: number[] = []
    for (const child of children) {
      while (child.status === undefined) yield { on: [child.ended], calm: true }
      codes.push(child.status)
    }
    shell.pipeStatus = codes
    shell.variables.put('PIPESTATUS', { text: String(codes[0]), list: new Map(codes.map((c, i) => [String(i), String(c)])), exported: false, readOnly: false })
    status = shell.options.has('pipefail') ? (codes.findLast((c) => c !== 0) ?? 0) : codes.at(-1)!
  }
  if (node.timed) shell.say(timing(shell.proc.kernel.nowUs - from))
  return node.not ? (status === 0 ? 1 : 0) : status
}

/** $(…): what a script writes; its status becomes $?. */
export function* capture(shell: Shell, body: Script): Doing<string> {
  const { reader, writer } = makePipe(Infinity)
  share(reader)
  const fds = [...shell.proc.fds]
  fds[1] = writer
  const child = fork(shell, fds, (child) => runScript(child, body))
  let text: string
  try {
    text = yield* readAll(shell.proc, reader)
  } finally {
    release(reader)
  }
  while (child.status === undefined) yield { on: [child.ended], calm: true }
  shell.status = shell.substituted = child.status
  return text
}

function* runScript(shell: Shell, body: Script): Doing<number> {
  const file = shell.dialect === 'bash' ? onlyReads(body) : undefined
  if (file) return yield* redirected(shell, file, function* () {
    yield* print(shell.proc, shell.proc.fds[0] ? yield* readAll(shell.proc, shell.proc.fds[0]) : '')
    return 0
  })
  let status = 0
  for (const [i, line] of body.lines.entries()) status = yield* execute(shell, line, false, i === body.lines.length - 1)
  return status
}

/** bash's $(<file), which is the file itself; undefined for anything else. */
function onlyReads({ lines }: Script): readonly Redirection[] | undefined {
  let node = lines.length === 1 ? lines[0]! : undefined
  if (node?.t === 'list' && node.items.length === 1 && !node.items[0]!.background) ({ node } = node.items[0]!)
  if (node?.t === 'pipeline' && node.commands.length === 1) [node] = node.commands
  return node?.t === 'simple' && node.words.length === 0 && node.assigns.length === 0 && node.redirs.length === 1 && node.redirs[0]!.op === '<' ? node.redirs : undefined
}

/** <(…): a name from which the output of a script can be read. */
export function* processFile(shell: Shell, body: Script, to: 'read' | 'write'): Doing<string> {
  if (to === 'write') return '/dev/null'
  const text = yield* capture(shell, body)
  let fd = 63
  while (shell.proc.fds[fd]) fd--
  shell.proc.point(fd, new TextStream(text))
  return `/dev/fd/${fd}`
}
