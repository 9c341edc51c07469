// kubectl config: what stands in the kubeconfig file. Upstream: kubectl/pkg/cmd/config.
import { KubectlError, usage } from '../errors.ts'
import { ADDRESS, CONFIG, CONTEXT, fileOf, objectOf, readKubeconfig, type Fields, type Kubeconfig, type ListName } from '../kubeconfig.ts'
import { ObjectPrinter, OUTPUT_FORMATS, parseFormat } from '../print/output.ts'
import { align, TABLE } from '../print/tabwriter.ts'
import { group, type Command, type Invocation } from './command.ts'
import { setProperty, unsetProperty } from './configProperties.ts'

export { ADDRESS }

const read = (call: Invocation): Kubeconfig => readKubeconfig(call.files, call.inPage)
const write = (call: Invocation, config: Kubeconfig): void => call.save(CONFIG, fileOf(config))
const without = (map: ReadonlyMap<string, Fields>, name: string) => new Map([...map].filter(([key]) => key !== name))
const unexpected = (call: Invocation, path: string): KubectlError => usage(`config ${path}`, `Unexpected args: [${call.args.join(' ')}]`)

/** Changes an entry of a list, or begins it: what was given of these flags, by the fields that they fill. */
function merge(call: Invocation, config: Kubeconfig, list: ListName, name: string, flags: Readonly<Record<string, string>>): Kubeconfig {
  const entry: Record<string, unknown> = { ...config[list].get(name) }
  for (const [flag, field] of Object.entries(flags)) {
    if (!call.given.has(flag)) continue
    if (call.flag(flag) === '' || call.flag(flag) === false) delete entry[field]
    else entry[field] = call.flag(flag)
  }
  return { ...config, [list]: new Map([...config[list], [name, entry]]) }
}

function view(call: Invocation): void {
  if (call.args.length) throw usage('config view', `unexpected arguments: [${call.args.join(' ')}]`)
  let config = read(call)
  if (call.bool('minify')) {
    const name = call.text('context') || config.current
    const context = config.contexts.get(name)
    if (!name) throw new KubectlError('current-context must exist in order to minify')
    if (!context) throw new KubectlError(`cannot locate context ${name}`)
    const only = (list: ListName, key: unknown) => new Map([...config[list]].filter(([entry]) => entry === key))
    config = { current: name, contexts: only('contexts', name), clusters: only('clusters', context['cluster']), users: only('users', context['user']) }
  }
  const format = parseFormat(call.text('output') || (call.text('template') ? '' : 'yaml'), OUTPUT_FORMATS, call.text('template'))
  call.out(new ObjectPrinter(format, call.files, true).print(objectOf(config, !call.bool('raw') && !call.bool('flatten'))))
}

function contexts(call: Invocation): number {
  const config = read(call)
  const nameOnly = call.text('output') === 'name'
  const names = call.args.length ? call.args.filter(name => config.contexts.has(name)) : [...config.contexts.keys()]
  const word = (fields: Fields | undefined, key: string): string => (typeof fields?.[key] === 'string' ? fields[key] : '')
  const row = (name: string): string => {
    const fields = config.contexts.get(name)
    return nameOnly ? name : `${name === config.current ? '*' : ' '}\t${name}\t${word(fields, 'cluster')}\t${word(fields, 'user')}\t${word(fields, 'namespace')}`
  }
  const missing = call.args.filter(name => !config.contexts.has(name)).map(name => `context ${name} not found`)
  const lines = [...(call.bool('no-headers') || nameOnly ? [] : ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE']), ...names.sort().map(row)]
  if (lines.length) call.out(nameOnly ? `${lines.join('\n')}\n` : align(`${lines.join('\n')}\n`, TABLE))
  if (missing.length) call.err(`error: ${missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`}\n`)
  return missing.length ? 1 : 0
}

function setContext(call: Invocation): void {
  const [given, ...more] = call.args
  const current = call.bool('current')
  if (more.length || (given === undefined) !== current) throw unexpected(call, 'set-context')
  const config = read(call)
  const name = given ?? config.current
  if (!name) throw new KubectlError('no current context is set')
  write(call, merge(call, config, 'contexts', name, { cluster: 'cluster', user: 'user', namespace: 'namespace' }))
  call.out(`Context ${JSON.stringify(name)} ${config.contexts.has(name) ? 'modified' : 'created'}.\n`)
}

const oneName = (call: Invocation): string => {
  if (call.args.length !== 1) throw new KubectlError(`unexpected args: [${call.args.join(' ')}]`)
  return call.args[0]!
}

function setCluster(call: Invocation): void {
  const name = oneName(call)
  if (call.bool('insecure-skip-tls-verify') && call.given.has('certificate-authority')) throw new KubectlError('you cannot specify a certificate authority and insecure mode at the same time')
  const changed = merge(call, read(call), 'clusters', name, {
    server: 'server', 'tls-server-name': 'tls-server-name', 'insecure-skip-tls-verify': 'insecure-skip-tls-verify', 'certificate-authority': 'certificate-authority', 'proxy-url': 'proxy-url',
  })
  const { 'certificate-authority-data': data, ...rest } = changed.clusters.get(name)!
  // Another certificate, or none at all, comes in place of the one that is there.
  const kept = data === undefined || rest['insecure-skip-tls-verify'] || rest['certificate-authority'] ? rest : { ...rest, 'certificate-authority-data': data }
  write(call, { ...changed, clusters: new Map([...changed.clusters, [name, kept]]) })
  call.out(`Cluster ${JSON.stringify(name)} set.\n`)
}

function setCredentials(call: Invocation): void {
  const name = oneName(call)
  const basic = Boolean(call.text('username') || call.text('password'))
  if (call.text('token') && basic) throw new KubectlError('you cannot specify more than one authentication method at the same time: --token, --username/--password')
  const changed = merge(call, read(call), 'users', name, { 'client-certificate': 'client-certificate', 'client-key': 'client-key', token: 'token', username: 'username', password: 'password' })
  const { token, username, password, ...rest } = changed.users.get(name)!
  const kept = { ...rest, ...(token === undefined || basic ? {} : { token }), ...(call.text('token') ? {} : { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) }) }
  write(call, { ...changed, users: new Map([...changed.users, [name, kept]]) })
  call.out(`User ${JSON.stringify(name)} set.\n`)
}

function useContext(call: Invocation): void {
  if (call.args.length !== 1) throw unexpected(call, 'use-context')
  const config = read(call)
  if (!config.contexts.has(call.args[0]!)) throw new KubectlError(`no context exists with the name: ${JSON.stringify(call.args[0])}`)
  write(call, { ...config, current: call.args[0]! })
  call.out(`Switched to context ${JSON.stringify(call.args[0])}.\n`)
}

function renameContext(call: Invocation): void {
  const [from, to, ...more] = call.args
  if (from === undefined || to === undefined || more.length) throw unexpected(call, 'rename-context')
  const config = read(call)
  const context = config.contexts.get(from)
  if (!context) throw new KubectlError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${CONFIG}`)
  if (config.contexts.has(to)) throw new KubectlError(`cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${CONFIG}`)
  write(call, { ...config, contexts: new Map([...without(config.contexts, from), [to, context]]), current: config.current === from ? to : config.current })
  call.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`)
}

const remove = (what: 'context' | 'cluster' | 'user', list: ListName) => (call: Invocation): void => {
  const [name] = call.args
  if (name === undefined) throw usage(`config delete-${what}`, `you must specify the name of the ${what}`)
  const config = read(call)
  if (!config[list].has(name)) throw new KubectlError(`cannot delete ${what} ${name}, not in ${CONFIG}`)
  if (list === 'contexts' && config.current === name) call.err('warning: this removed your active context, use "kubectl config use-context" to select a different one\n')
  write(call, { ...config, [list]: without(config[list], name) })
  call.out(`deleted ${what} ${name} from ${CONFIG}\n`)
}

function set(call: Invocation): void {
  const [path, value, ...more] = call.args
  if (path === undefined || value === undefined || more.length) throw unexpected(call, 'set')
  if (value === '') throw new KubectlError('you cannot use set to unset a property')
  write(call, setProperty(read(call), path, value))
  call.out(`Property ${JSON.stringify(path)} set.\n`)
}

function unset(call: Invocation): void {
  const [path, ...more] = call.args
  if (path === undefined || more.length) throw unexpected(call, 'unset')
  write(call, unsetProperty(read(call), path))
  call.out(`Property ${JSON.stringify(path)} unset.\n`)
}

const text = (name: string, words: string) => ({ name, type: 'string', default: '', usage: words }) as const
const yes = (name: string, words: string) => ({ name, type: 'bool', default: false, usage: words }) as const
const outputFlag = { name: 'output', short: 'o', type: 'string', default: '' } as const
const names = (list: ListName) => (call: Invocation): void => call.out(['NAME', ...[...read(call)[list].keys()].sort()].map(name => `${name}\n`).join(''))
const plain = (path: string, summary: string, run: Command['run'], flags: Command['flags'] = []): Command => ({ path: `config ${path}`, summary, completes: [], flags, run })

export const config: readonly Command[] = [
  group('config', 'Modify kubeconfig files', 'config SUBCOMMAND'),
  plain('current-context', 'Display the current-context', call => {
    const { current } = read(call)
    if (!current) throw new KubectlError('current-context is not set')
    call.out(`${current}\n`)
  }),
  plain('view', 'Display merged kubeconfig settings or a specified kubeconfig file', view, [
    outputFlag, text('template', 'A template, of Go or JSONPath'), yes('minify', 'Only what the current context uses'), yes('raw', 'Secrets as they are'), yes('flatten', 'Self-contained'), { name: 'merge', type: 'bool', default: true, usage: 'All files together' },
  ]),
  plain('get-contexts', 'Describe one or many contexts', contexts, [outputFlag, { name: 'no-headers', type: 'bool', default: false }]),
  plain('get-clusters', 'Display clusters defined in the kubeconfig', names('clusters')),
  plain('get-users', 'Display users defined in the kubeconfig', names('users')),
  { ...plain('use-context', 'Set the current-context in a kubeconfig file', useContext), aliases: ['use'], completes: [CONTEXT] },
  {
    ...plain('set-context', 'Set a context entry in kubeconfig', setContext, [yes('current', 'The current context, whatever its name'), text('cluster', 'Its cluster'), text('user', 'Its user')]),
    usage: 'config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]', completes: [CONTEXT],
  },
  plain('set-cluster', 'Set a cluster entry in kubeconfig', setCluster, [
    text('server', 'Its address'), text('certificate-authority', 'The file of its certificate'), yes('insecure-skip-tls-verify', 'Its certificate is not looked at'), text('tls-server-name', 'Its name in the certificate'), text('proxy-url', 'The way to it'),
  ]),
  plain('set-credentials', 'Set a user entry in kubeconfig', setCredentials, [
    text('token', 'Its bearer token'), text('username', 'Its name, for basic authentication'), text('password', 'Its password'), text('client-certificate', 'The file of its certificate'), text('client-key', 'The file of its key'),
  ]),
  plain('set', 'Set an individual value in a kubeconfig file', set),
  plain('unset', 'Unset an individual value in a kubeconfig file', unset),
  plain('rename-context', 'Rename a context from the kubeconfig file', renameContext),
  plain('delete-context', 'Delete the specified context from the kubeconfig', remove('context', 'contexts')),
  plain('delete-cluster', 'Delete the specified cluster from the kubeconfig', remove('cluster', 'clusters')),
  plain('delete-user', 'Delete the specified user from the kubeconfig', remove('user', 'users')),
]
