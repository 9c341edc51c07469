// How a shell walks its script: lists, conditions, loops and cases, and what a failure means to whom.
import { apart } from '../machine/coroutine.ts'
import { worked } from '../machine/io.ts'
import { Exit, PAY, type Doing } from '../machine/process.ts'
import type { Node } from './ast.ts'
import { matches } from './glob.ts'
import { Jump } from './jump.ts'
import { inBackground, runPipeline, runSubshell } from './processes.ts'
import { redirected } from './redirect.ts'
import type { Shell } from './shell.ts'
import { runSimple } from './simple.ts'
import { runTest } from './holds.ts'
import { readOnly } from './wording.ts'

/** Commands within commands (a call within a loop within a call …) that fit a shell's stack; one more ends it with SIGSEGV. */
const MAX_NEST = 40_000
/** So many of them share one of ours, which holds five times as many of the leanest. */
const TOGETHER = 100

/** Runs a command. `tested`: its failure is being looked at, so `set -e` does not care. */
export function* execute(shell: Shell, node: Node, tested: boolean, last = false): Doing<number> {
  let status: number
  // Whoever catches what a command throws puts the count back.
  if (++shell.nest > MAX_NEST) shell.overflows()
  const doing = shell.nest % TOGETHER === 0 ? apart(byKind(shell, node, tested, last)) : byKind(shell, node, tested, last)
  if (tested) {
    shell.forgiving++
    try {
      status = yield* doing
    } finally {
      shell.forgiving--
    }
  } else status = yield* doing
  shell.nest--
  shell.status = status
  if (shell.proc.pending.length > 0) yield* shell.runTraps()
  if (status !== 0 && !tested && shell.forgiving === 0 && (node.t === 'simple' || node.t === 'pipeline' || node.t === 'subshell' || node.t === 'test' || node.t === 'arithmetic')) {
    if (node.t === 'pipeline' && node.not) return status
    const onError = shell.traps.get('ERR')
    if (onError) {
      yield* shell.source(onError, false)
      shell.status = status
    }
    if (shell.options.has('e')) throw new Exit(status)
  }
  return status
}

function* byKind(shell: Shell, node: Node, tested: boolean, last: boolean): Doing<number> {
  switch (node.t) {
    case 'simple':
      return yield* runSimple(shell, node, last)
    case 'and':
    case 'or': {
      const left = yield* execute(shell, node.left, true)
      return (left === 0) === (node.t === 'and') ? yield* execute(shell, node.right, tested, last) : left
    }
    case 'list': {
      let status = 0
      for (const [i, item] of node.items.entries()) {
        if (item.background) status = inBackground(shell, item.node)
        else status = yield* execute(shell, item.node, tested, last && i === node.items.length - 1)
      }
      return status
    }
    case 'pipeline':
      return yield* runPipeline(shell, node, tested)
    case 'subshell':
      return yield* redirected(shell, node.redirs, () => runSubshell(shell, node.body))
    case 'group':
      return yield* redirected(shell, node.redirs, () => execute(shell, node.body, tested))
    case 'if':
      return yield* redirected(shell, node.redirs, () => runIf(shell, node, tested))
    case 'for':
      return yield* redirected(shell, node.redirs, () => runFor(shell, node, tested))
    case 'cfor':
      return yield* redirected(shell, node.redirs, () => runCFor(shell, node, tested))
    case 'while':
      return yield* redirected(shell, node.redirs, () => runWhile(shell, node, tested))
    case 'case':
      return yield* redirected(shell, node.redirs, () => runCase(shell, node, tested))
    case 'function':
      shell.functions.set(node.name, node.body)
      return 0
    case 'test':
      shell.line = node.line
      yield* step(shell)
      return yield* redirected(shell, node.redirs, () => runTest(shell, node.expression))
    case 'arithmetic':
      shell.line = node.line
      yield* step(shell)
      return (yield* shell.expander.arithmetic(node.parts)) !== 0n ? 0 : 1
  }
}

export function* step(shell: Shell): Doing<void> {
  shell.proc.kernel.burn(shell.proc, 5, 1)
  if (shell.proc.debtUs >= 1000) yield PAY
}

function* runIf(shell: Shell, node: Extract<Node, { t: 'if' }>, tested: boolean): Doing<number> {
  for (const [condition, body] of node.clauses) {
    if ((yield* execute(shell, condition, true)) === 0) return yield* execute(shell, body, tested)
  }
  return node.otherwise ? yield* execute(shell, node.otherwise, tested) : 0
}

/** One turn of a loop: what it came to (nothing: as before), and whether it was the last. */
interface Turn { readonly status?: number; readonly stop: boolean; readonly again?: boolean }

/** Turn after turn until one is the last. → the status of the last that had one. */
function* loop(shell: Shell, next: () => Doing<Turn>): Doing<number> {
  let status = 0
  shell.loops++
  try {
    for (;;) {
      const end = yield* next()
      status = end.status ?? status
      if (end.stop) return status
    }
  } finally {
    shell.loops--
  }
}

const LAST: Turn = { stop: true }

function* runFor(shell: Shell, node: Extract<Node, { t: 'for' }>, tested: boolean): Doing<number> {
  const words = (node.words ? yield* shell.expander.fields(node.words) : shell.positional).values()
  return yield* loop(shell, function* () {
    const { value, done } = words.next()
    if (done) return LAST
    yield* step(shell)
    if (shell.assign(node.name, value)) return yield* turn(shell, node.body, tested)
    shell.say(readOnly(shell.speaker(), node.name))
    return { status: 1, stop: true }
  })
}

function* runCFor(shell: Shell, node: Extract<Node, { t: 'cfor' }>, tested: boolean): Doing<number> {
  const [first = [], condition = [], after = []] = node.parts
  yield* shell.expander.arithmetic(first)
  return yield* loop(shell, function* () {
    yield* step(shell)
    if (condition.length > 0 && (yield* shell.expander.arithmetic(condition)) === 0n) return LAST
    const end = yield* turn(shell, node.body, tested)
    if (!end.stop) yield* shell.expander.arithmetic(after)
    return end
  })
}

function* runWhile(shell: Shell, node: Extract<Node, { t: 'while' }>, tested: boolean): Doing<number> {
  return yield* loop(shell, function* () {
    yield* step(shell)
    // break and continue may also stand in the condition.
    const { status, stop, again } = yield* turn(shell, node.condition, true)
    if (stop || again) return { stop }
    if ((status === 0) === node.until) return LAST
    return yield* turn(shell, node.body, tested)
  })
}

function* turn(shell: Shell, body: Node, tested: boolean): Doing<Turn> {
  const { nest } = shell
  try {
    return { status: yield* execute(shell, body, tested), stop: false }
  } catch (jump) {
    if (!(jump instanceof Jump) || jump.to === 'return') throw jump
    shell.nest = nest
    if (jump.count > 1 && shell.loops > 1) throw new Jump(jump.to, jump.count - 1)
    return { status: 0, stop: jump.to === 'break', again: true }
  }
}

function* runCase(shell: Shell, node: Extract<Node, { t: 'case' }>, tested: boolean): Doing<number> {
  const subject = yield* shell.expander.text(node.word)
  let status = 0
  let fall = false
  yield* step(shell)
  yield* worked(shell.proc, subject.length)
  for (const item of node.items) {
    let hit = fall
    for (const pattern of hit ? [] : item.patterns) {
      if (matches(yield* shell.expander.pattern(pattern), subject)) {
        hit = true
        break
      }
    }
    if (!hit) continue
    status = yield* execute(shell, item.body, tested)
    if (item.then === ';;') return status
    fall = item.then === ';&'
  }
  return status
}
