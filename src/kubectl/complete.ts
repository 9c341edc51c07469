// What could be typed at the cursor: commands, flags and their values, kinds, names, namespaces, containers, files.
import { kinds } from '../kube/kinds.ts'
import type { Pod as PodObject } from '../kube/core.ts'
import { Namespace, Node, Pod } from '../kube/kinds.ts'
import { schemaOf, schemaType } from '../kube/schema.ts'
import { ApiError } from '../engine/api/errors.ts'
import type { Command } from './commands/command.ts'
import { below } from './commands/registry.ts'
import { parseFlags, UsageError, type Flag } from './parse/flags.ts'
import { globalFlags } from './parse/globals.ts'
import { kindFor } from './parse/resources.ts'
import { tokenize } from './parse/tokenize.ts'
import { commandFor } from './resolve.ts'
import { userlandNames } from '../engine/index.ts'
import { programNames } from './shell/programs/index.ts'
import { completeInside } from './completeInside.ts'
import type { Choice, Completion, StartOptions } from './running.ts'
import { isOurs, type Stand } from './typing.ts'

const WORKLOADS = ['deployment', 'daemonset', 'statefulset']
/** What may be done with resources, as roles call it. */
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']
const MOST = 200

const toolNames = (): readonly string[] => [...new Set([...programNames(), ...userlandNames()])].sort()
/** A program of the shell's that is no command of kubectl's. */
const isTool = (name: string): boolean => name !== 'kubectl' && name !== 'k' && toolNames().includes(name) && !below('').some(c => c.path === name)
const plain = (texts: readonly string[]): Choice[] => texts.map(text => ({ text }))

/** What could stand at `cursor` of the line. Never throws: where nothing is known, nothing is offered. */
export function complete(line: string, cursor: number, options: StartOptions, inside?: Stand): Completion {
  if (inside && !isOurs(line)) return completeInside(line, cursor, inside, options)
  const { at, kind } = commandBegins(line.slice(0, cursor))
  const before = line.slice(at, cursor)
  const words = tokenize(before, options.env, true)
  const open = words.length > 0 && words.at(-1)!.to === before.length ? words.pop() : undefined
  const typed = open?.text ?? ''
  const from = open === undefined ? cursor : at + open.from
  const offer = (choices: readonly Choice[]): Completion => ({ from, to: cursor, choices: choices.filter(c => c.text.startsWith(typed)).slice(0, MOST) })
  if (kind === 'file') return offer(words.length ? [] : files(typed, options))
  const tool = words[0] !== undefined && isTool(words[0].text)
  if (tool) return offer(files(typed, options))
  if (kind === 'piped') return offer(words.length ? [] : plain(toolNames()))
  let texts = words.map(w => w.text)
  if (texts[0] === 'kubectl' || texts[0] === 'k') texts = texts.slice(1)
  else if (texts.length === 0 && words.length === 0 && 'kubectl'.startsWith(typed) && typed !== '') return { from, to: cursor, choices: [{ text: 'kubectl' }] }
  const alsoTools = words.length === 0 && typed !== '' ? plain(toolNames()) : []
  try {
    const found = offered(texts, typed, options)
    const { shift } = found
    const choices = [...found.choices, ...alsoTools]
    const head = typed.slice(0, shift)
    const matching = choices.filter(c => c.text.startsWith(typed.slice(shift)) && (typed.slice(shift) !== '' || !c.text.startsWith('-')))
    return { from: from + head.length, to: cursor, choices: matching.slice(0, MOST) }
  } catch (e) {
    if (e instanceof ApiError || e instanceof Error) return { from, to: cursor, choices: [] }
    throw e
  }
}

/** What may stand before a command, and is not part of it: the shell's words, assignments, and programs that run another. */
const BEFORE = /^\s*(?:do|then|else|elif|if|while|until|time|!|\{|[A-Za-z_]\w*=\S*|xargs(?:\s+-(?:[nILPd]\s+\S+|\S+))*|watch(?:\s+-(?:n\s+\S+|\S+))*)\s+/

/** Where the command begins in which the line ends: behind the last `|`, `;`, `&&`, `do` or `$(` that stands in no quotes; or a file's name, behind `>`. */
function commandBegins(line: string): { at: number; kind: 'command' | 'piped' | 'file' } {
  let at = 0
  let kind: 'command' | 'piped' | 'file' = 'command'
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (c === '\\' && quote !== "'") i++
    else if (quote !== "'" && c === '$' && line[i + 1] === '(') [at, kind, quote, i] = [i + 2, 'command', '', i + 1]
    else if (quote) quote = c === quote ? '' : quote
    else if (c === "'" || c === '"') quote = c
    else if ((c === '>' || c === '<') && line[i + 1] !== '&') [at, kind] = [i + 1, 'file']
    else if (c === '&' && line[i - 1] === '>') continue
    else if ('|;&\n('.includes(c)) [at, kind] = [i + 1, c === '|' && line[i - 1] !== '|' && line[i + 1] !== '|' ? 'piped' : 'command']
  }
  for (let found = kind === 'file' ? null : BEFORE.exec(line.slice(at)); found; found = BEFORE.exec(line.slice(at))) {
    at += found[0].length
    kind = 'command'
  }
  return { at, kind }
}

interface Offer { readonly choices: readonly Choice[]; readonly shift: number }

function offered(words: readonly string[], typed: string, options: StartOptions): Offer {
  let found
  try {
    found = commandFor(words)
  } catch {
    return { choices: [], shift: 0 }
  }
  const { command, rest } = found
  if (!command) return { choices: below('').map(named), shift: 0 }
  const flags = [...(command.flags ?? []), ...globalFlags]
  const last = words.at(-1)
  const pending = last?.startsWith('-') && !last.includes('=') ? flagOf(flags, last) : undefined
  if (pending && pending.type !== 'bool' && pending.alone === undefined) return { choices: valuesOf(pending, rest.slice(0, -1), flags, options, typed), shift: 0 }
  if (typed.startsWith('-')) {
    const i = typed.indexOf('=')
    if (i < 0) return { choices: flags.filter(f => !f.hidden).map(f => ({ text: `--${f.name}`, ...(f.usage ? { hint: f.usage } : {}) })), shift: 0 }
    const flag = flagOf(flags, typed.slice(0, i))
    return { choices: flag ? valuesOf(flag, rest, flags, options, typed.slice(i + 1)) : [], shift: i + 1 }
  }
  const children = command.group ? below(command.path) : []
  const { args, namespace } = read(rest, flags, options)
  if (children.length && args.length === 0) return { choices: children.map(named), shift: 0 }
  return argument(command, args, namespace, typed, options)
}

const named = (c: Command): Choice => ({ text: c.path.slice(c.path.lastIndexOf(' ') + 1), hint: c.summary })

const flagOf = (flags: readonly Flag[], word: string) =>
  word.startsWith('--') ? flags.find(f => f.name === word.slice(2)) : word.length === 2 ? flags.find(f => f.short === word[1]) : undefined

function read(words: readonly string[], flags: readonly Flag[], options: StartOptions): { args: readonly string[]; namespace: string } {
  const fallback = options.namespace ?? 'default'
  try {
    const { args, values } = parseFlags(words, flags)
    return { args, namespace: String(values.get('namespace') || fallback) }
  } catch (e) {
    if (!(e instanceof UsageError)) throw e
    return { args: words.filter(w => !w.startsWith('-')), namespace: fallback }
  }
}

function valuesOf(flag: Flag, rest: readonly string[], flags: readonly Flag[], options: StartOptions, typed: string): Choice[] {
  const { values } = flag
  if (values === 'file') return files(typed, options)
  if (values === 'namespace') return plain(options.client.list(Namespace, undefined).map(o => o.metadata.name!))
  if (values === 'node') return plain(options.client.list(Node, undefined).map(o => o.metadata.name!))
  if (values === 'kind') return kindChoices()
  if (values === 'role' || values === 'clusterrole' || values === 'serviceaccount') return plain(namesOf(values, read(rest, flags, options).namespace, options))
  if (values === 'container') {
    const { args, namespace } = read(rest, flags, options)
    const name = args[0]?.replace(/^pods?\//, '')
    const pod = options.client.list(Pod, namespace).find(p => p.metadata.name === name) as PodObject | undefined
    return plain([...(pod?.spec?.containers ?? []), ...(pod?.spec?.initContainers ?? []), ...(pod?.spec?.ephemeralContainers ?? [])].map(c => c.name))
  }
  return plain(values ?? (flag.type === 'bool' ? ['true', 'false'] : []))
}

function files(typed: string, { files: tree }: StartOptions): Choice[] {
  const folder = typed.includes('/') ? typed.slice(0, typed.lastIndexOf('/')) : '.'
  const head = typed.includes('/') ? `${folder}/` : ''
  return plain((tree.list(folder) ?? []).map(name => head + name))
}

const namesOf = (kindText: string, namespace: string, { client }: StartOptions): string[] => {
  const kind = kindFor(kindText)
  return kind ? client.list(kind, kind.namespaced ? namespace : undefined).map(o => o.metadata.name!) : []
}

const kindChoices = (): Choice[] => kinds.map(k => ({ text: k.plural, ...(k.shortNames.length ? { hint: k.shortNames.join(', ') } : {}) }))

function argument(command: Command, args: readonly string[], namespace: string, typed: string, options: StartOptions): Offer {
  const { completes } = command
  if (Array.isArray(completes)) return { choices: plain(completes), shift: 0 }
  switch (completes) {
    case 'kinds': return { choices: kindChoices(), shift: 0 }
    case 'nodes': return { choices: plain(namesOf('nodes', namespace, options)), shift: 0 }
    case 'pods':
      return { choices: typed.includes('/') ? slashed(typed, namespace, options) : plain(namesOf('pods', namespace, options)), shift: 0 }
    case 'serviceaccounts': return { choices: args.length ? [] : plain(namesOf('serviceaccounts', namespace, options)), shift: 0 }
    case 'verbs': return { choices: args.length === 0 ? plain(VERBS) : args.length > 1 ? [] : typed.includes('/') ? slashed(typed, namespace, options) : kindChoices(), shift: 0 }
    case 'files': return { choices: files(typed, options), shift: 0 }
    case 'explain': return explained(typed)
    case 'resources': case 'workloads': {
      if (typed.includes('/')) return { choices: slashed(typed, namespace, options), shift: 0 }
      if (args.length && !args[0]!.includes('/')) {
        const given = new Set(args.slice(1))
        return { choices: plain(args[0]!.split(',').flatMap(k => namesOf(k, namespace, options)).filter(n => !given.has(n))), shift: 0 }
      }
      const comma = typed.lastIndexOf(',') + 1
      return { choices: completes === 'workloads' ? plain(WORKLOADS) : [...kindChoices(), ...(command.path === 'get' ? [{ text: 'all' }] : [])], shift: comma }
    }
    default: return { choices: [], shift: 0 }
  }
}

function slashed(typed: string, namespace: string, options: StartOptions): Choice[] {
  const kindText = typed.slice(0, typed.indexOf('/'))
  return plain(namesOf(kindText, namespace, options).map(name => `${kindText}/${name}`))
}

/** `job.spec.par` → `parallelism`. */
function explained(typed: string): Offer {
  const parts = typed.split('.')
  if (parts.length === 1) return { choices: kindChoices(), shift: 0 }
  const kind = kindFor(parts[0]!)
  let type = kind && schemaOf(kind)
  for (const part of parts.slice(1, -1)) {
    let of: any = type?.fields.get(part)?.type
    while (Array.isArray(of)) of = of[1]
    type = typeof of === 'string' ? schemaType(of) : undefined
  }
  return { choices: plain([...(type?.fields.keys() ?? [])].sort()), shift: typed.lastIndexOf('.') + 1 }
}
