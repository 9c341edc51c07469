// `kubectl create namespace|configmap|secret|serviceaccount|service|quota|priorityclass|poddisruptionbudget`. Upstream: kubectl/pkg/cmd/create.
import { portName } from '../../../engine/index.ts'
import { toBase64 } from '../../../kube/base64.ts'
import { parseIntOrString } from '../../../kube/intOrString.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { tryParseQuantity, WRONG_FORMAT } from '../../../kube/quantity.ts'
import { KubectlError } from '../../errors.ts'
import type { Flag } from '../../parse/flags.ts'
import { parseToLabelSelector } from '../../../kube/labelText.ts'
import { group, type Command, type Invocation } from '../command.ts'
import { appendHash, generatorCommand, withHash } from './generator.ts'

const object = (apiVersion: string, kind: string, name: string, rest: object = {}): AnyObject => ({ apiVersion, kind, metadata: { name }, ...rest }) as AnyObject

const sources: readonly Flag[] = [
  { name: 'from-literal', type: 'list', default: [] }, { name: 'from-file', type: 'strings', default: [], values: 'file' },
  { name: 'from-env-file', type: 'strings', default: [], values: 'file' }, appendHash,
]

/** What a key of a ConfigMap or Secret may be made of. */
const KEY = /^[-._a-zA-Z0-9]+$/

function dataFrom(call: Invocation): Record<string, string> {
  const data: Record<string, string> = {}
  const kind = call.command.path.includes('secret') ? 'Secret' : 'ConfigMap'
  if (call.strings('from-env-file').length && (call.strings('from-file').length || call.strings('from-literal').length)) throw new KubectlError('from-env-file cannot be combined with from-file or from-literal')
  const add = (key: string, value: string) => {
    if (!KEY.test(key)) {
      throw new KubectlError(`${JSON.stringify(key)} ${kind === 'Secret' ? 'is not valid key name for a Secret' : 'is not a valid key name for a ConfigMap:'} a valid config key must consist of alphanumeric characters, '-', '_' or '.' ` +
        "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")
    }
    if (Object.hasOwn(data, key) && kind === 'Secret') throw new KubectlError(`cannot add key ${key}, another key by that name already exists`)
    if (Object.hasOwn(data, key)) throw new KubectlError(`cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(call.args[0] ?? '')}`)
    data[key] = value
  }
  const file = (path: string) => {
    const text = call.files.read(path)
    if (text === undefined) throw new KubectlError(`error reading ${path}: no such file or directory`)
    return text
  }
  for (const source of call.strings('from-file')) {
    const i = source.indexOf('=')
    if (i >= 0 && source.indexOf('=', i + 1) >= 0) throw new KubectlError("key names or file paths cannot contain '='")
    if (i === 0) throw new KubectlError(`key name for file path ${source.slice(1)} missing`)
    if (i >= 0 && i === source.length - 1) throw new KubectlError(`file path for key name ${source.slice(0, i)} missing`)
    const [key, path] = i < 0 ? [undefined, source] : [source.slice(0, i), source.slice(i + 1)]
    const listing = key === undefined && call.files.read(path) === undefined ? call.files.list(path) : undefined
    // Folders in it are passed over.
    const inside = (name: string) => call.files.read(`${path === '.' ? '' : `${path}/`}${name}`)
    if (listing) for (const name of listing.filter(n => inside(n) !== undefined)) add(name, inside(name)!)
    else add(key ?? path.slice(path.lastIndexOf('/') + 1), file(path))
  }
  for (const literal of call.strings('from-literal')) {
    const i = literal.indexOf('=')
    if (i <= 0) throw new KubectlError(`invalid literal source ${literal}, expected key=value`)
    add(literal.slice(0, i), literal.slice(i + 1).replace(/^(['"])(.*)\1$/s, '$2'))
  }
  for (const path of call.strings('from-env-file')) {
    for (const line of file(path).split('\n').map(l => l.trim()).filter(l => l && !l.startsWith('#'))) {
      const i = line.indexOf('=')
      add(i < 0 ? line : line.slice(0, i), i < 0 ? '' : line.slice(i + 1))
    }
  }
  return data
}

const filled = (data: Record<string, string>, key = 'data') => (Object.keys(data).length ? { [key]: data } : {})

export const createNamespace = generatorCommand({
  path: 'namespace', aliases: ['ns'], summary: 'Create a namespace with the specified name', flags: [], cluster: true,
  make: (_call, name) => object('v1', 'Namespace', name, { spec: {}, status: {} }),
})

export const createServiceAccount = generatorCommand({
  path: 'serviceaccount', aliases: ['sa'], summary: 'Create a service account with the specified name', flags: [], failure: 'failed to create serviceaccount',
  make: (_call, name) => object('v1', 'ServiceAccount', name),
})

export const createConfigMap = generatorCommand({
  path: 'configmap', aliases: ['cm'], summary: 'Create a config map from a local file, directory or literal value', flags: sources, failure: 'failed to create configmap',
  make: (call, name) => withHash(call, object('v1', 'ConfigMap', name, filled(dataFrom(call)))),
})

export const createSecret: Command = group('create secret', 'Create a secret with specified type.\n\n A docker-registry type secret is for accessing a container registry.\n\n A generic type secret indicate an Opaque secret type.\n\n A tls type secret holds TLS certificate and its associated key.', 'create secret (docker-registry | generic | tls)')

export const createGenericSecret = generatorCommand({
  path: 'secret generic', summary: 'Create a secret from a local file, directory, or literal value', flags: [...sources, { name: 'type', type: 'string', default: '' }],
  failure: 'failed to create secret',
  make(call, name) {
    const data = Object.fromEntries(Object.entries(dataFrom(call)).map(([k, v]) => [k, toBase64(v)]))
    return withHash(call, object('v1', 'Secret', name, { ...filled(data), ...(call.text('type') ? { type: call.text('type') } : {}) }))
  },
})

export const createService: Command = { ...group('create service', 'Create a service using a specified subcommand'), aliases: ['svc'] }

/** What is wrong with the port of the pods: a number or a name. */
const wrongTarget = (target: string): readonly string[] => (/^[+-]?\d+$/.test(target) ? (Number(target) < 1 || Number(target) > 65_535 ? ['must be between 1 and 65535, inclusive'] : []) : portName(target))

function ports(call: Invocation): object[] {
  return call.strings('tcp').map(text => {
    const [port = '', target = port] = text.split(':')
    if (!/^\d+$/.test(port)) throw new KubectlError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: invalid syntax`)
    if (Number(port) > 65_535) throw new KubectlError(`strconv.ParseUint: parsing ${JSON.stringify(port)}: value out of range`)
    const wrong = text.includes(':') ? wrongTarget(target) : []
    if (wrong.length) throw new KubectlError(wrong.join(','))
    return {
      name: text.replaceAll(':', '-'), port: Number(port), protocol: 'TCP', targetPort: parseIntOrString(target),
      ...(call.given.has('node-port') ? { nodePort: call.number('node-port') } : {}),
    }
  })
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

const tcpFlag: Flag = { name: 'tcp', type: 'strings', default: [] }

function serviceCommand(word: string, type: string, extra: readonly Flag[] = []) {
  return generatorCommand({
    path: `service ${word}`, summary: `Create ${type === 'ExternalName' ? 'an' : 'a'} ${type} service`, flags: [tcpFlag, ...extra], failure: `failed to create ${type} service`,
    make(call, name) {
      const external = type === 'ExternalName'
      const list = ports(call)
      if (external && !SUBDOMAIN.test(call.text('external-name'))) throw new KubectlError(`invalid service external name ${call.text('external-name')}`.trim())
      if (!external && list.length === 0 && call.text('clusterip') !== 'None') throw new KubectlError('at least one tcp port specifier must be provided')
      const service = object('v1', 'Service', name, {
        spec: {
          ...(list.length ? { ports: list } : {}), selector: { app: name }, type,
          ...(call.text('clusterip') ? { clusterIP: call.text('clusterip') } : {}), ...(external ? { externalName: call.text('external-name') } : {}),
        },
        status: { loadBalancer: {} },
      })
      return { ...service, metadata: { ...service.metadata, labels: { app: name } } }
    },
  })
}

export const createClusterIp = serviceCommand('clusterip', 'ClusterIP', [{ name: 'clusterip', type: 'string', default: '' }])
export const createNodePort = serviceCommand('nodeport', 'NodePort', [{ name: 'node-port', type: 'int', default: 0 }])
export const createLoadBalancer = serviceCommand('loadbalancer', 'LoadBalancer')
export const createExternalName = serviceCommand('externalname', 'ExternalName', [{ name: 'external-name', type: 'string', default: '', required: true }])

export const createQuota = generatorCommand({
  path: 'quota', aliases: ['resourcequota'], summary: 'Create a quota with the specified name', failure: 'failed to create quota',
  flags: [{ name: 'hard', type: 'string', default: '' }, { name: 'scopes', type: 'string', default: '' }],
  make(call, name) {
    const hard = Object.fromEntries(call.text('hard').split(',').filter(Boolean).map(pair => {
      const [resource, amount, ...more] = pair.split('=')
      if (!resource || amount === undefined || more.length) throw new KubectlError(`Invalid argument syntax ${pair}, expected <resource>=<value>`)
      if (tryParseQuantity(amount) === undefined) throw new KubectlError(WRONG_FORMAT)
      return [resource, amount] as [string, string]
    }))
    const scopes = call.text('scopes').split(',').filter(Boolean)
    return object('v1', 'ResourceQuota', name, { spec: { ...filled(hard, 'hard'), ...(scopes.length ? { scopes } : {}) }, status: {} })
  },
})

export const createPriorityClass = generatorCommand({
  path: 'priorityclass', aliases: ['pc'], summary: 'Create a priority class with the specified name', failure: 'failed to create priorityclass', cluster: true,
  flags: [
    { name: 'value', type: 'int', default: 0 }, { name: 'global-default', type: 'bool', default: false }, { name: 'description', type: 'string', default: '' },
    { name: 'preemption-policy', type: 'string', default: 'PreemptLowerPriority' },
  ],
  make: (call, name) => object('scheduling.k8s.io/v1', 'PriorityClass', name, {
    value: call.number('value'), ...(call.bool('global-default') ? { globalDefault: true } : {}),
    ...(call.text('description') ? { description: call.text('description') } : {}), preemptionPolicy: call.text('preemption-policy'),
  }),
})

export const createDisruptionBudget = generatorCommand({
  path: 'poddisruptionbudget', aliases: ['pdb'], summary: 'Create a pod disruption budget with the specified name', failure: 'failed to create poddisruptionbudgets',
  flags: [{ name: 'min-available', type: 'string', default: '' }, { name: 'max-unavailable', type: 'string', default: '' }, { name: 'selector', type: 'string', default: '' }],
  make(call, name) {
    const [least, most, selector] = [call.text('min-available'), call.text('max-unavailable'), call.text('selector')]
    if (!selector) throw new KubectlError('a selector must be specified')
    if (!least && !most) throw new KubectlError('one of min-available or max-unavailable must be specified')
    if (least && most) throw new KubectlError('min-available and max-unavailable cannot be both specified')
    for (const [flag, value] of [['min-available', least], ['max-unavailable', most]] as const) {
      if (value && !/^[0-9]+%?$/.test(value)) throw new KubectlError(`invalid format specified for ${flag}`)
    }
    return object('policy/v1', 'PodDisruptionBudget', name, {
      spec: { ...(least ? { minAvailable: parseIntOrString(least) } : { maxUnavailable: parseIntOrString(most) }), selector: parseToLabelSelector(selector) },
      status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    })
  },
})
