// A simple command: its words, its assignments, and what it calls: an alias, a function, a builtin, a program.
import type { Doing } from '../machine/process.ts'
import type { Assignment, Node } from './ast.ts'
import type { Builtin } from './builtins/builtin.ts'
import { BUILTINS } from './builtins/index.ts'
import { ExpansionFailed } from './expand.ts'
import { runExec, runExternal } from './external.ts'
import { Jump } from './jump.ts'
import { redirected } from './redirect.ts'
import type { Shell } from './shell.ts'
import type { Variables } from './variables.ts'
import { readOnly, tooDeep, traced } from './wording.ts'
import { execute, step } from './walk.ts'

/** More nested calls of functions than this, those of its forks with it, overflow a shell's stack (SIGSEGV); dash counts its own and says so. */
const MAX_CALLS = { bash: 8000, ash: 8000, dash: 1000 }

export function* runSimple(shell: Shell, node: Extract<Node, { t: 'simple' }>, last: boolean): Doing<number> {
  shell.line = node.line
  yield* step(shell)
  const alias = shell.interactive ? aliasOf(shell, node) : undefined
  if (alias !== undefined) return yield* runAlias(shell, alias, node)
  // Until the command has ended `$?` is that of the one before, in its own assignments as well.
  shell.substituted = undefined
  const words = node.words.length === 0 ? [] : yield* shell.expander.fields(node.words)
  if (words.length === 0) {
    for (const assign of node.assigns) yield* perform(shell, assign)
    if (shell.options.has('x')) for (const assign of node.assigns) shell.say(`${trace(shell)}${assign.name}=${shell.variable(assign.name) ?? ''}\n`)
    const status = shell.substituted ?? 0
    if (node.redirs.length === 0) return status
    return yield* redirected(shell, node.redirs, function* () {
      return status
    })
  }
  if (shell.options.has('x')) shell.say(`${trace(shell)}${words.map(traced).join(' ')}\n`)
  const name = words[0]!
  const builtin = BUILTINS.get(name)
  const usable = builtin && (!builtin.only || builtin.only.includes(shell.dialect)) ? builtin : undefined
  if (usable?.special && name === 'exec') return yield* runExec(shell, node, words)
  const body = shell.functions.get(name)
  if (body || usable) {
    const saved = node.assigns.map((a) => [a.name, copyOf(shell.variables.at(a.name))] as const)
    for (const assign of node.assigns) yield* perform(shell, assign)
    try {
      return yield* redirected(shell, node.redirs, () => (body ? callFunction(shell, body, words.slice(1)) : runBuiltin(shell, usable!, words)))
    } finally {
      if (!usable?.special && !['declare', 'local', 'typeset', 'readonly', 'export'].includes(name)) for (const [n, v] of saved) shell.variables.put(n, v)
    }
  }
  const extra = new Map<string, string>()
  for (const assign of node.assigns) extra.set(assign.name, yield* shell.expander.text(assign.value))
  return yield* redirected(shell, node.redirs, () => runExternal(shell, words, extra, last && shell.traps.size === 0))
}

/** The alias that a command begins with, unless it is the one that is being filled in. */
function aliasOf(shell: Shell, { words: [first] }: Extract<Node, { t: 'simple' }>): string | undefined {
  const part = first?.parts.length === 1 ? first.parts[0]! : undefined
  return part?.p === 'text' && shell.aliases.has(part.s) && !shell.unaliased.has(part.s) ? part.s : undefined
}

function* runAlias(shell: Shell, alias: string, node: Extract<Node, { t: 'simple' }>): Doing<number> {
  const outer = shell.unaliased
  shell.unaliased = new Set([...outer, alias])
  try {
    for (const assign of node.assigns) yield* perform(shell, assign)
    const text = [shell.aliases.get(alias)!, ...node.words.slice(1).map((w) => w.raw)].join(' ')
    return yield* redirected(shell, node.redirs, () => shell.source(text, false))
  } finally {
    shell.unaliased = outer
  }
}

function* runBuiltin(shell: Shell, builtin: Builtin, words: readonly string[]): Doing<number> {
  try {
    return yield* builtin.run(shell, words)
  } catch (thrown) {
    if (thrown instanceof ExpansionFailed && builtin.special !== true && shell.dialect === 'bash') return 1
    throw thrown
  }
}

function trace(shell: Shell): string {
  return shell.variable('PS4') ?? '+ '
}

export function* perform(shell: Shell, assign: Assignment): Doing<void> {
  const variable = shell.variables.at(assign.name)
  if (variable?.readOnly) {
    shell.say(readOnly(shell.speaker(), assign.name))
    throw new ExpansionFailed(shell.dialect === 'bash' ? 1 : 2)
  }
  if (assign.list) {
    const made = shell.variables.make(assign.name)
    const list = assign.append && made.list ? made.list : new Map<string, string>()
    let next = list.size === 0 ? 0 : Math.max(...[...list.keys()].map((k) => Number(k) || 0)) + 1
    for (const word of assign.list) {
      const keyed = /^\[([^\]]*)\]=(.*)$/s.exec(word.raw)
      if (keyed) {
        const [value] = yield* shell.expander.fields([word])
        list.set(keyed[1]!.replace(/^["']|["']$/g, ''), (value ?? '').replace(/^\[[^\]]*\]=/, ''))
      } else for (const field of yield* shell.expander.fields([word])) list.set(String(next++), field)
    }
    made.list = list
    made.text = list.get('0') ?? ''
    return
  }
  const value = yield* shell.expander.text(assign.value)
  if (assign.index) {
    const made = shell.variables.make(assign.name)
    made.list ??= made.text === '' ? new Map() : new Map([['0', made.text]])
    const raw = yield* shell.expander.text(assign.index)
    const key = made.named ? raw.replace(/^["']|["']$/g, '') : String(shell.expander.calculate(raw))
    made.list.set(key, assign.append ? (made.list.get(key) ?? '') + value : value)
    if (key === '0') made.text = made.list.get(key)!
    return
  }
  shell.assign(assign.name, assign.append ? (variable?.integer ? `${variable.text}+${value}` : (shell.variable(assign.name) ?? '') + value) : value)
}

function* callFunction(shell: Shell, body: Node, args: readonly string[]): Doing<number> {
  if (++shell.depth > MAX_CALLS[shell.dialect]) {
    if (shell.dialect !== 'dash') shell.overflows()
    shell.say(tooDeep(shell.speaker(), MAX_CALLS.dash))
    throw new ExpansionFailed(2)
  }
  const { positional, loops, nest } = shell
  shell.positional = args
  shell.loops = 0
  shell.scopes.push(new Map())
  try {
    return yield* execute(shell, body, false)
  } catch (jump) {
    if (jump instanceof Jump && jump.to === 'return') return jump.count
    throw jump
  } finally {
    for (const [variable, old] of shell.scopes.pop()!) shell.variables.put(variable, old)
    shell.positional = positional
    shell.loops = loops
    shell.nest = nest
    shell.depth--
  }
}

const copyOf = (v: ReturnType<Variables['at']>) => v && { ...v, ...(v.list ? { list: new Map(v.list) } : {}) }
