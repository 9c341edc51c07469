// kubectl 1.36 as a library: words in, calls; objects out, words.
// It may use the API server's client contract, src/kube, and the engine's patches; nothing else of the engine.
// It promises the texts, streams and exit codes of kubectl, and that it never waits by itself: whoever started it calls `advance`.
import type { ApiClient } from '../engine/api/client.ts'
import { impersonated } from '../kube/users.ts'
import { clientOfContext, clientOfToken, contextNamespace } from './kubeconfig.ts'
import { commandFor } from './resolve.ts'
import type { Command, Invocation } from './commands/command.ts'
import { helpText } from './help/help.ts'
import { KubectlError } from './errors.ts'
import { parseDuration } from './parse/duration.ts'
import { parseFlags, UsageError, type Flag } from './parse/flags.ts'
import { globalFlags } from './parse/globals.ts'
import { TokenError, tokenize } from './parse/tokenize.ts'
import { Process } from './process.ts'
import type { Running, StartOptions } from './running.ts'

export { complete } from './complete.ts'
export type { Editing, Editor } from './editor.ts'
export { Shell } from './shell/session.ts'
export { startLine, wantsMore } from './shell/shell.ts'
export { isOurs, type Stand } from './typing.ts'
export type { Line } from './shell/line.ts'
export type { Choice, Chunk, Completion, FieldDoc, Files, Running, StartOptions } from './running.ts'

/** Starts a command line: as typed, or already cut into words. The first word may be `kubectl` (or `k`) or be left out. */
export function start(line: string | readonly string[], options: StartOptions): Running {
  const process = new Process(options.client)
  let words: readonly string[]
  try {
    words = typeof line === 'string' ? tokenize(line, options.env).map(w => w.text) : line
  } catch (e) {
    if (!(e instanceof TokenError)) throw e
    process.run(() => {
      process.print('err', `bash: ${e.message}\nbash: syntax error: unexpected end of file\n`)
      return 2
    })
    return process
  }
  if (words[0] === 'kubectl' || words[0] === 'k') words = words.slice(1)
  process.run(() => run(words, options, process))
  return process
}

/** The words as flags and arguments, or what cannot be understood of them. */
function understood(words: readonly string[], flags: readonly Flag[], path: string) {
  try {
    return parseFlags(words, flags)
  } catch (e) {
    if (!(e instanceof UsageError)) throw e
    throw new KubectlError(`${e.message}\nSee 'kubectl ${path}--help' for usage.`)
  }
}

function run(words: readonly string[], options: StartOptions, process: Process) {
  const { command, rest } = commandFor(words)
  if (!command) {
    understood(rest, globalFlags, '')
    process.print('out', helpText())
    return 0
  }
  const flags = [...(command.flags ?? []), ...globalFlags.filter(g => !command.flags?.some(f => f.name === g.name || (f.short && f.short === g.short)))]
  const parsed = understood(rest, flags, `${command.path} `)
  if (parsed.values.get('help') === true) {
    process.print('out', helpText(command))
    return 0
  }
  if (command.bare && (parsed.args.length === 0 || command.gladly)) {
    process.print(command.gladly ? 'out' : 'err', helpText(command))
    return command.gladly ? 0 : 1
  }
  for (const warning of parsed.warnings) process.print('err', `${warning}\n`)
  const missing = flags.filter(f => f.required && !parsed.given.has(f.name)).map(f => JSON.stringify(f.name))
  if (missing.length) throw new KubectlError(`required flag(s) ${missing.join(', ')} not set`)
  return command.run(invocation(command, words, parsed, options, process))
}

/** The API as the context's user has it, the bearer of `--token`, or the user of `--as` in their place. */
function clientOf({ client, files, inPage = false }: StartOptions, { values }: ReturnType<typeof parseFlags>, command: Command): ApiClient {
  // A command may have a flag of that name for something else: `create rolebinding --user`.
  const said = (flag: string) => (command.flags?.some(f => f.name === flag) ? '' : String(values.get(flag) ?? ''))
  timeoutMs(said('request-timeout'))
  const token = said('token')
  const own = token ? clientOfToken(client, token)
    : clientOfContext(client, files, inPage, { context: said('context'), cluster: said('cluster'), user: said('user'), server: said('server'), asksNamespace: !/^(version|cluster-info|api-)/.test(command.path) })
  const [name, groups, uid] = [String(values.get('as') ?? ''), (values.get('as-group') as readonly string[] | undefined) ?? [], String(values.get('as-uid') ?? '')]
  if (name) return own.access?.as(impersonated(name, groups, uid)) ?? own
  if (groups.length || uid) throw new KubectlError('requesting uid, groups or user-extra for kubernetes-admin without impersonating a user')
  return own
}

/** `--request-timeout`: a bare number means seconds here, and nowhere else. */
function timeoutMs(text: string): number {
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text || '0')
  if (typeof ms === 'string') throw new KubectlError('Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)')
  return ms
}

/** These do not ask the API: they must work where the context leads nowhere. */
const isOffline = (command: Command): boolean => /^(config|completion|kustomize|options|plugin)\b/.test(command.path)

function invocation(command: Command, words: readonly string[], parsed: ReturnType<typeof parseFlags>, options: StartOptions, process: Process): Invocation {
  const flag = (name: string) => parsed.values.get(name)
  return {
    client: isOffline(command) ? options.client : clientOf(options, parsed, command), files: options.files, stdin: options.stdin, words, args: parsed.args, dashAt: parsed.dashAt, given: parsed.given,
    namespace: String(flag('namespace') || contextNamespace(options.files, options.inPage ?? false, String(flag('context') ?? '')) || options.namespace || 'default'), fieldDoc: options.fieldDoc, lang: options.lang ?? 'en', inPage: options.inPage ?? false, editor: options.editor, enter: options.enter, typed: options.typed,
    command,
    listen: (port, answer) => options.listen?.({ port, answer, isLive: () => process.exitCode === undefined }) ?? true,
    save: (path, text) => process.saved.set(path, text),
    out: text => process.print('out', text),
    err: text => process.print('err', text),
    note: text => process.print('note', text),
    flag,
    bool: name => flag(name) === true,
    text: name => String(flag(name) ?? ''),
    strings: name => (flag(name) as readonly string[] | undefined) ?? [],
    number(name) {
      const value = flag(name)
      if (name !== 'request-timeout') return Number(value ?? 0)
      return timeoutMs(String(value))
    },
  }
}
