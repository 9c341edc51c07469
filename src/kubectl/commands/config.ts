// kubectl config. There is one cluster, one user and one context; of the context, the namespace can be set. Upstream: kubectl/pkg/cmd/config.
import { KubectlError, usage } from '../errors.ts'
import { CONFIG, configWith, CONTEXT, contextNamespace } from '../kubeconfig.ts'
import { prettyJson } from '../print/json.ts'
import { align, TABLE } from '../print/tabwriter.ts'
import { toYaml } from '../../kube/yaml.ts'
import { group, type Command, type Invocation } from './command.ts'

export const ADDRESS = 'https://172.18.0.1:6443'

const namespaceOf = (call: Invocation): string => contextNamespace(call.files, call.inPage) ?? ''

const view = (call: Invocation) => ({
  apiVersion: 'v1', clusters: [{ cluster: { 'certificate-authority-data': 'DATA+OMITTED', server: ADDRESS }, name: 'kubernetes' }],
  contexts: [{ context: { cluster: 'kubernetes', ...(namespaceOf(call) ? { namespace: namespaceOf(call) } : {}), user: 'kubernetes-admin' }, name: CONTEXT }],
  'current-context': CONTEXT, kind: 'Config', users: [{ name: 'kubernetes-admin', user: { 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' } }],
})

function contexts(call: Invocation): void {
  const unknown = call.args.find(name => name !== CONTEXT)
  if (unknown !== undefined) throw new KubectlError(`context ${unknown} not found`)
  if (call.text('output') === 'name') return call.out(`${CONTEXT}\n`)
  const lines = [...(call.bool('no-headers') ? [] : ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE']), `*\t${CONTEXT}\tkubernetes\tkubernetes-admin\t${namespaceOf(call)}`]
  call.out(align(`${lines.join('\n')}\n`, TABLE))
}

function setContext(call: Invocation): void {
  const [name, ...more] = call.args
  const current = call.bool('current')
  if (more.length || (name === undefined) !== current) throw usage('config set-context', `Unexpected args: ${call.args.length ? `[${call.args.join(' ')}]` : '[]'}`)
  if (!current && name !== CONTEXT) throw new KubectlError(`there is one context here, ${JSON.stringify(CONTEXT)}`)
  if (call.given.has('namespace')) call.save(CONFIG, configWith(call.text('namespace'), ADDRESS))
  call.out(`Context ${JSON.stringify(CONTEXT)} modified.\n`)
}

/** What there is only one of can neither be renamed nor deleted; nothing else is there to be. */
const missing = (what: 'context' | 'cluster' | 'user', verb: string) => (call: Invocation): void => {
  const [name] = call.args
  if (name === undefined) throw usage(`config ${verb}`, `you must specify the name of the ${what}`)
  if (verb === 'rename-context') throw new KubectlError(`cannot rename the context ${JSON.stringify(name)}, it's not in ${CONFIG}`)
  throw new KubectlError(what === 'user' ? `cannot delete user ${name}, not in ${CONFIG}` : `cannot delete ${what} ${name}, not in ${CONFIG}`)
}

const outputFlag = { name: 'output', short: 'o', type: 'string', default: '' } as const
const plain = (path: string, summary: string, run: Command['run'], flags: Command['flags'] = []): Command => ({ path: `config ${path}`, summary, completes: [], flags, run })

export const config: readonly Command[] = [
  group('config', 'Modify kubeconfig files', 'config SUBCOMMAND'),
  plain('current-context', 'Display the current-context', call => call.out(`${CONTEXT}\n`)),
  plain('view', 'Display merged kubeconfig settings or a specified kubeconfig file', call => call.out(call.text('output') === 'json' ? `${prettyJson(view(call))}\n` : toYaml(view(call))),
    [outputFlag, { name: 'minify', type: 'bool', default: false }, { name: 'raw', type: 'bool', default: false }]),
  plain('get-contexts', 'Describe one or many contexts', contexts, [outputFlag, { name: 'no-headers', type: 'bool', default: false }]),
  plain('get-clusters', 'Display clusters defined in the kubeconfig', call => call.out('NAME\nkubernetes\n')),
  plain('get-users', 'Display users defined in the kubeconfig', call => call.out('NAME\nkubernetes-admin\n')),
  {
    ...plain('use-context', 'Set the current-context in a kubeconfig file', call => {
      if (call.args[0] !== CONTEXT) throw new KubectlError(`no context exists with the name: ${JSON.stringify(call.args[0] ?? '')}`)
      call.out(`Switched to context ${JSON.stringify(CONTEXT)}.\n`)
    }), aliases: ['use'], completes: [CONTEXT],
  },
  {
    ...plain('set-context', 'Set a context entry in kubeconfig', setContext, [
      { name: 'current', type: 'bool', default: false, usage: 'The current context, whatever its name' }, { name: 'cluster', type: 'string', default: '', usage: 'Its cluster: there is one' },
      { name: 'user', type: 'string', default: '', usage: 'Its user: there is one' },
    ]), usage: 'config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]', completes: [CONTEXT],
  },
  plain('rename-context', 'Rename a context from the kubeconfig file', missing('context', 'rename-context')),
  plain('delete-context', 'Delete the specified context from the kubeconfig', missing('context', 'delete-context')),
  plain('delete-cluster', 'Delete the specified cluster from the kubeconfig', missing('cluster', 'delete-cluster')),
  plain('delete-user', 'Delete the specified user from the kubeconfig', missing('user', 'delete-user')),
]
