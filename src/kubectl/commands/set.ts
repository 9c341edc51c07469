// kubectl set image, env, resources, selector, serviceaccount. Upstream: kubectl/pkg/cmd/set.
import type { Container, PodSpec } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { tryParseQuantity, WRONG_FORMAT } from '../../kube/quantity.ts'
import { KubectlError } from '../errors.ts'
import { targetsOf } from '../parse/resources.ts'
import { group, type Command, type Invocation } from './command.ts'
import { findObjects, hasFiles, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'
import { parseToLabelSelector } from '../../kube/labelText.ts'
import { inFiles, update } from './podSpecs.ts'
import { chosen, env } from './setEnv.ts'
import { setSubject } from './setSubject.ts'

const isPair = (arg: string) => /^[^/=]+=/.test(arg) || arg.startsWith('*=')

interface Parts { readonly resources: readonly string[]; readonly pairs: readonly string[] }

const split = (args: readonly string[], pair: (arg: string) => boolean): Parts => {
  const at = args.findIndex(pair)
  return at < 0 ? { resources: args, pairs: [] } : { resources: args.slice(0, at), pairs: args.slice(at) }
}

/** What is asked of an object comes to nothing where none is named. */
function named(call: Invocation, resources: readonly string[]): void {
  if (resources.length === 0 && !hasFiles(call) && !call.bool('all') && !call.text('selector')) throw new KubectlError(NO_RESOURCES)
}

const mapContainers = (spec: PodSpec, change: (c: Container) => Container): PodSpec => ({
  ...spec, containers: spec.containers.map(change), ...(spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {}),
})

function image(call: Invocation): void {
  const { resources, pairs } = split(call.args, isPair)
  named(call, resources)
  targetsOf(resources)
  if (pairs.length === 0) throw new KubectlError('at least one image update is required')
  const images = new Map(pairs.map(p => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)]))
  if (images.has('*') && images.size > 1) throw new KubectlError('all containers are already specified by *, but saw more than one container_name=container_image pairs')
  update(call, { resources, manager: 'kubectl-set', done: 'image updated', failed: 'failed to patch image update to pod template:' }, spec => {
    for (const name of images.keys()) {
      if (name !== '*' && ![...spec.containers, ...(spec.initContainers ?? [])].some(c => c.name === name)) throw new KubectlError(`unable to find container named ${JSON.stringify(name)}`)
    }
    return mapContainers(spec, c => {
      const next = images.get(c.name) ?? images.get('*')
      return next === undefined ? c : { ...c, image: next }
    })
  })
}

const amounts = (text: string): Record<string, string> => Object.fromEntries(text.split(',').filter(Boolean).map(pair => {
  const [name, value, ...more] = pair.split('=')
  if (!name || !value || more.length) throw new KubectlError(`Invalid argument syntax ${pair}, expected <resource>=<value>`)
  if (!tryParseQuantity(value)) throw new KubectlError(WRONG_FORMAT)
  return [name, value]
}))

function resourcesOf(call: Invocation): void {
  const [limits, requests] = [call.text('limits'), call.text('requests')]
  named(call, call.args)
  if (!limits && !requests) throw new KubectlError('you must specify an update to requests or limits (in the form of --requests/--limits)')
  update(call, { resources: call.args, manager: 'kubectl-set', done: 'resource requirements updated', failed: 'failed to patch resources update to pod template' }, spec => {
    const pattern = call.text('containers') || '*'
    if (!spec.containers.some(c => chosen(pattern, c.name))) throw new KubectlError(`unable to find container named ${pattern}`)
    return mapContainers(spec, c => (!chosen(pattern, c.name) ? c : {
      ...c,
      resources: {
        ...c.resources, ...(limits ? { limits: { ...c.resources?.limits, ...amounts(limits) } } : {}), ...(requests ? { requests: { ...c.resources?.requests, ...amounts(requests) } } : {}),
      } as NonNullable<Container['resources']>,
    }))
  })
}

/** `set serviceaccount KIND NAME ACCOUNT`: the last word is the account. */
function serviceAccount(call: Invocation): void {
  const resources = call.args.slice(0, -1)
  const account = call.args.at(-1)
  if (!account) throw new KubectlError('serviceaccount is required')
  if (resources.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  update(call, { resources, manager: 'kubectl-set', done: 'serviceaccount updated', always: true, failed: 'failed to patch ServiceAccountName' }, spec => ({ ...spec, serviceAccountName: account, ...(spec.serviceAccount === undefined ? {} : { serviceAccount: account }) }))
}

/** `set selector KIND NAME EXPRESSION`: only Services take another one; the others refuse it. */
function selector(call: Invocation): void {
  const expression = call.args.at(-1)
  const resources = call.args.slice(0, -1)
  if (!expression || (resources.length === 0 && !hasFiles(call))) throw new KubectlError('one selector is required')
  const { matchLabels = {}, matchExpressions } = parseToLabelSelector(expression)
  const local = call.bool('local')
  const { found, errors } = local ? inFiles(call) : findObjects(call, { args: resources, lists: call.bool('all') })
  const dryRun = local ? 'client' : dryRunOf(call)
  forEach(found, errors, f => {
    if (f.kind.kind !== 'Service') throw new KubectlError(`setting a selector is only supported for Services`)
    if (matchExpressions?.length) throw new KubectlError(`match expression [${matchExpressions.map(({ key, operator, values = [] }) => `{${key} ${operator} [${values.join(' ')}]}`).join(' ')}] not supported on this object`)
    const after: AnyObject = { ...f.object, spec: { ...f.object.spec, selector: matchLabels } }
    const version = call.text('resource-version')
    if (version && version !== f.object.metadata.resourceVersion) throw new KubectlError(`provided resourceVersion ${JSON.stringify(version)} does not match`)
    // The whole map is another one: what is not named is no longer asked for.
    const body = [{ op: 'add', path: '/spec/selector', value: matchLabels }]
    const patched = dryRun === 'client' ? after : call.client.patch(f.kind, f.object.metadata.namespace, f.object.metadata.name, 'json', body, writeOptions(call, 'kubectl-set', { dryRun })) as unknown as AnyObject
    new Reporter(call, dryRun).done(patched, 'selector updated')
  })
}

const common = [
  ...filenameFlags, ...selectorFlags, ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag('kubectl-set'),
  { name: 'all', type: 'bool', default: false }, { name: 'local', type: 'bool', default: false },
] as const

const containers = { name: 'containers', short: 'c', type: 'string', default: '*', values: 'container' } as const

export const set: readonly Command[] = [
  group('set', 'Set specific features on objects', 'set SUBCOMMAND'),
  { path: 'set image', summary: 'Update the image of a pod template', completes: 'workloads', flags: common, run: image },
  {
    path: 'set env', summary: 'Update environment variables on a pod template', completes: 'workloads', run: env,
    flags: [
      ...common, containers, { name: 'env', short: 'e', type: 'list', default: [] }, { name: 'list', type: 'bool', default: false }, { name: 'overwrite', type: 'bool', default: true },
      { name: 'from', type: 'string', default: '' }, { name: 'prefix', type: 'string', default: '' }, { name: 'keys', type: 'list', default: [] }, { name: 'resolve', type: 'bool', default: false },
    ],
  },
  {
    path: 'set resources', summary: 'Update resource requests/limits on objects with pod templates', completes: 'workloads', run: resourcesOf,
    flags: [...common, containers, { name: 'limits', type: 'string', default: '' }, { name: 'requests', type: 'string', default: '' }],
  },
  { path: 'set selector', summary: 'Set the selector on a resource', completes: 'resources', run: selector, flags: [...common, { name: 'resource-version', type: 'string', default: '' }] },
  { path: 'set serviceaccount', aliases: ['sa'], summary: 'Update the service account of a resource', completes: 'workloads', run: serviceAccount, flags: common },
  setSubject,
]
