// Builtins that change variables: export, readonly, declare, local, unset, shift, let, getopts.
import { write } from '../../machine/io.ts'
import { type Doing, Exit } from '../../machine/process.ts'
import type { Shell } from '../shell.ts'
import { readOnly } from '../wording.ts'
import { fail, numeric } from './builtin.ts'

export function* shift(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* exportOrReadonly(shell: Shell, argv: readonly string[]): Doing<number> {
  const mark = argv[0] === 'export' ? 'exported' : 'readOnly'
  const remove = argv.includes('-n')
  const names = argv.slice(1).filter((a) => !/^-[npfaA]+$/.test(a))
  if (names.length === 0) {
    const rows = [...shell.variables.entries()].filter(([, v]) => v[mark]).map(([name, v]) => (shell.dialect === 'bash' ? `declare -${mark === 'exported' ? 'x' : 'r'} ${name}="${v.text.replace(/["\\$`]/g, '\\$&')}"\n` : `${argv[0]} ${name}='${v.text.replaceAll("'", `'"'"'`)}'\n`))
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

export function* declare(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* local(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* unset(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* getopts(shell: Shell, argv: readonly string[]): Doing<number> {
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

export function* letter(shell: Shell, argv: readonly string[]): Doing<number> {
  let value = 0n
  for (const text of argv.slice(1)) value = shell.expander.calculate(text)
  return value !== 0n ? 0 : 1
}
