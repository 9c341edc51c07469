// kubectl api-resources, api-versions, version, cluster-info, config, top, auth, plugin, completion …: what tells of the cluster and of kubectl itself.
import { ApiError } from '../../engine/api/errors.ts'
import { reviews, VERBS } from '../../kube/apiDiscovery.ts'
import { apiVersionOf, kinds, Service, type Kind } from '../../kube/kinds.ts'
import { KubectlError, usage } from '../errors.ts'
import { optionsText } from '../help/flagLines.ts'
import { kustomize, kustomizeText } from '../kustomize/build.ts'
import { listOf } from '../parse/resources.ts'
import { prettyJson } from '../print/json.ts'
import { align, TABLE } from '../print/tabwriter.ts'
import { toYaml } from '../../kube/yaml.ts'
import { group, type Command, type Invocation } from './command.ts'
import { ADDRESS, config } from './config.ts'
import { clusterInfoDump } from './clusterInfoDump.ts'
import { hasFiles } from './find.ts'
import { filenameFlags } from './flags.ts'
import { top } from './top.ts'

const CLIENT = 'v1.36.4'
const KUSTOMIZE = 'v5.8.1'
const SERVER = 'v1.36.2'

/** Groups that a server of this version has besides the kinds that we keep. */
const VERSIONS = [
  'admissionregistration.k8s.io/v1', 'apiextensions.k8s.io/v1', 'apiregistration.k8s.io/v1', 'apps/v1', 'authentication.k8s.io/v1', 'authorization.k8s.io/v1',
  'autoscaling/v1', 'autoscaling/v2', 'batch/v1', 'certificates.k8s.io/v1', 'coordination.k8s.io/v1', 'discovery.k8s.io/v1', 'events.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1', 'networking.k8s.io/v1', 'node.k8s.io/v1', 'policy/v1', 'rbac.authorization.k8s.io/v1', 'resource.k8s.io/v1',
  'scheduling.k8s.io/v1', 'storage.k8s.io/v1', 'v1',
]

type Listed = Pick<Kind, 'kind' | 'group' | 'version' | 'plural' | 'namespaced'> & { readonly shortNames: readonly string[]; readonly categories: readonly string[] }
/** What is asked and not stored. */
const asked: readonly Listed[] = reviews.map(r => ({ ...r, shortNames: [], categories: [] }))
const verbsOf = (k: Listed): readonly string[] => (asked.includes(k) ? ['create'] : VERBS)

function apiResources(call: Invocation): void {
  if (call.args.length) throw usage('api-resources', `unexpected arguments: [${call.args.join(' ')}]`)
  if (!['', 'name', 'kind'].includes(call.text('sort-by'))) throw new KubectlError('--sort-by accepts only name or kind')
  const output = call.text('output')
  const namespaced = call.given.has('namespaced') ? call.bool('namespaced') : undefined
  const apiGroup = call.given.has('api-group') ? call.text('api-group') : undefined
  const list: Listed[] = [...kinds, ...asked].filter(k => (namespaced === undefined || k.namespaced === namespaced) && (apiGroup === undefined || k.group === apiGroup))
    .filter(k => call.strings('categories').every(c => k.categories.includes(c)))
    .filter(k => call.strings('verbs').every(v => verbsOf(k).includes(v)))
    .toSorted((a, b) => (a.group !== b.group ? (a.group < b.group ? -1 : 1) : a.plural < b.plural ? -1 : 1))
  if (call.text('sort-by')) list.sort((a, b) => (call.text('sort-by') === 'kind' ? (a.kind < b.kind ? -1 : 1) : a.plural < b.plural ? -1 : 1))
  if (output === 'name') return call.out(list.map(k => `${k.plural}${k.group ? `.${k.group}` : ''}\n`).join(''))
  if (output && output !== 'wide') throw new KubectlError(`--output ${output} is not available`)
  const verbs = (k: Listed) => `${verbsOf(k).join(',')}\t${k.categories.join(',')}`
  const lines = list.map(k => `${k.plural}\t${k.shortNames.join(',')}\t${apiVersionOf(k as Kind)}\t${k.namespaced}\t${k.kind}${output ? `\t${verbs(k)}` : ''}`)
  if (!call.bool('no-headers')) lines.unshift(`NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${output ? '\tVERBS\tCATEGORIES' : ''}`)
  call.out(align(`${lines.join('\n')}\n`, TABLE))
}

function version(call: Invocation): void {
  if (call.args.length) throw new KubectlError(`extra arguments: [${call.args.join(' ')}]`)
  const output = call.text('output')
  const client = call.bool('client')
  const info = (v: string) => ({ buildDate: '2026-09-01T00:00:00Z', compiler: 'gc', gitVersion: v, goVersion: 'go1.25', major: '1', minor: '36', platform: 'linux/amd64' })
  const all = { clientVersion: info(CLIENT), kustomizeVersion: KUSTOMIZE, ...(client ? {} : { serverVersion: info(SERVER) }) }
  if (output === 'json') return call.out(`${prettyJson(all).replaceAll('    ', '  ')}\n`)
  if (output === 'yaml') return call.out(toYaml(all))
  if (output) throw new KubectlError("--output must be 'yaml' or 'json'")
  call.out(`Client Version: ${CLIENT}\nKustomize Version: ${KUSTOMIZE}\n${client ? '' : `Server Version: ${SERVER}\n`}`)
}

const SHELLS = ['bash', 'zsh', 'fish', 'powershell']

function completion(call: Invocation): void {
  const [shell] = call.args
  if (!shell) throw usage('completion', 'Shell not specified.')
  if (call.args.length > 1) throw usage('completion', 'Too many arguments. Expected only the shell type.')
  if (!SHELLS.includes(shell)) throw usage('completion', `Unsupported shell type ${JSON.stringify(shell)}.`)
  call.out('# The terminal here completes by itself: press Tab.\n')
}

function certificate(call: Invocation): void {
  const [name] = call.args
  if (!name && !hasFiles(call)) throw new KubectlError('one or more CSRs must be specified as <name> or -f <filename>')
  throw new ApiError(404, 'NotFound', `certificatesigningrequests.certificates.k8s.io ${JSON.stringify(name ?? '')} not found`, name === undefined ? {} : { name })
}

/** The control plane, and the services of kube-system that say they belong to the cluster. Upstream: kubectl/pkg/cmd/clusterinfo. */
function clusterInfo(call: Invocation): void {
  call.out(`Kubernetes control plane is running at ${ADDRESS}\n`)
  for (const { metadata, spec } of listOf(call.client, Service, { namespace: 'kube-system', labelSelector: 'kubernetes.io/cluster-service=true' })) {
    const port = spec?.ports?.[0]
    const scheme = port?.name === 'https' || port?.port === 443 ? 'https:' : ''
    const at = `${scheme}${metadata.name}${scheme || port?.name ? `:${port?.name ?? ''}` : ''}`
    call.out(`${metadata.labels?.['kubernetes.io/name'] || metadata.name} is running at ${ADDRESS}/api/v1/namespaces/${metadata.namespace}/services/${at}/proxy\n`)
  }
  call.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n")
}

const outputFlag = { name: 'output', short: 'o', type: 'string', default: '' } as const
const quiet = { name: 'no-headers', type: 'bool', default: false } as const
const plain = (path: string, summary: string, run: Command['run'], flags: Command['flags'] = []): Command => ({ path, summary, completes: 'none', flags, run })

export const info: readonly Command[] = [
  {
    path: 'api-resources', summary: 'Print the supported API resources on the server', completes: 'none', run: apiResources,
    flags: [
      outputFlag, quiet, { name: 'api-group', type: 'string', default: '' }, { name: 'namespaced', type: 'bool', default: true }, { name: 'sort-by', type: 'string', default: '' },
      { name: 'categories', type: 'strings', default: [] }, { name: 'verbs', type: 'strings', default: [] }, { name: 'cached', type: 'bool', default: false },
    ],
  },
  plain('options', 'Print the list of flags inherited by all commands', call => call.out(optionsText())),
  plain('api-versions', 'Print the supported API versions on the server, in the form of "group/version"', call => {
    if (call.args.length) throw usage('api-versions', `unexpected arguments: [${call.args.join(' ')}]`)
    call.out(`${VERSIONS.join('\n')}\n`)
  }),
  plain('version', 'Print the client and server version information', version, [outputFlag, { name: 'client', type: 'bool', default: false }]),
  {
    path: 'cluster-info', summary: 'Display cluster information', group: true, flags: [],
    run: clusterInfo,
  },
  clusterInfoDump,
  ...config,
  ...top,
  group('plugin', 'Provides utilities for interacting with plugins'),
  plain('plugin list', 'List all visible plugin executables on a user\'s PATH', () => {
    throw new KubectlError('unable to find any kubectl plugins in your PATH')
  }, [{ name: 'name-only', type: 'bool', default: false }]),
  plain('completion', 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)', completion),
  { ...group('certificate', 'Modify certificate resources', 'certificate SUBCOMMAND'), gladly: true },
  plain('certificate approve', 'Approve a certificate signing request', certificate, [...filenameFlags, { name: 'force', type: 'bool', default: false }]),
  plain('certificate deny', 'Deny a certificate signing request', certificate, [...filenameFlags, { name: 'force', type: 'bool', default: false }]),
  plain('kustomize', 'Build a kustomization target from a directory or URL', call => {
    if (call.args.length > 1) throw new KubectlError('specify one path to kustomization.yaml')
    call.out(kustomizeText(kustomize(call.args[0] ?? '.', call.files, text => call.err(`${text}\n`))))
  }),
]
