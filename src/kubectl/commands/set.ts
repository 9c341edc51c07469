// kubectl set image, env, resources, selector, serviceaccount. Upstream: kubectl/pkg/cmd/set.
import type { Container, PodSpec } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError, usage } from '../errors.ts'
import { group, type Command, type Invocation } from './command.ts'
import {
  hasFiles, NO_RESOURCES, CHANGE_CAUSE, changeCause, dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, findObjects, forEach, outputFlags, recordFlag, Reporter, selectorFlags, writeOptions, type Found,
} from './shared.ts'
import { parseToLabelSelector } from '../../kube/labelText.ts'
import { patchTo, withPodSpec } from './templates.ts'
import { nameText } from '../print/output.ts'

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

/** Changes the pod spec of every object that is named, and says so where something changed. */
function update(call: Invocation, resources: readonly string[], manager: string, done: string, change: (spec: PodSpec, f: Found) => PodSpec): void {
  if (resources.length === 0 && !hasFiles(call)) throw usage(call.command.path, 'one or more resources must be specified as <resource> <name> or <resource>/<name>')
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, { args: resources, lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  const dryRun = dryRunOf(call)
  forEach(found, errors, f => {
    let after: AnyObject | undefined = withPodSpec(f.object, spec => change(spec, f))
    if (!after) throw new KubectlError(`${nameText(f.object)}: the object is not a pod or does not have a pod template: ${f.kind.kind}`)
    const record = call.bool('record')
    if (record) after = { ...after, metadata: { ...after.metadata, annotations: { ...after.metadata.annotations, [CHANGE_CAUSE]: changeCause(call) } } }
    if (dryRun === 'client') return new Reporter(call, dryRun).done(after, done)
    const patched = patchTo(call, f, after, writeOptions(call, manager, { dryRun }))
    if (patched) new Reporter(call, dryRun).done(patched, done)
    else if (call.text('output')) new Reporter(call, dryRun).done(f.object, done)
  })
}

const mapContainers = (spec: PodSpec, change: (c: Container) => Container): PodSpec => ({
  ...spec, containers: spec.containers.map(change), ...(spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {}),
})

function image(call: Invocation): void {
  const { resources, pairs } = split(call.args, isPair)
  named(call, resources)
  if (pairs.length === 0) throw usage('set image', 'at least one image update is required')
  const images = new Map(pairs.map(p => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)]))
  if (images.has('*') && images.size > 1) throw new KubectlError('all containers are already specified by *, but saw more than one container_name=container_image pairs')
  update(call, resources, 'kubectl-set', 'image updated', spec => {
    for (const name of images.keys()) {
      if (name !== '*' && ![...spec.containers, ...(spec.initContainers ?? [])].some(c => c.name === name)) throw new KubectlError(`unable to find container named ${JSON.stringify(name)}`)
    }
    return mapContainers(spec, c => {
      const next = images.get(c.name) ?? images.get('*')
      return next === undefined ? c : { ...c, image: next }
    })
  })
}

/** Whether a container is meant by `-c`: a name, or a pattern with `*`. */
const chosen = (pattern: string, name: string) => new RegExp(`^${pattern.split('*').map(s => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name)

function env(call: Invocation): void {
  const { resources, pairs } = split(call.args, a => isPair(a) || (a.endsWith('-') && !a.includes('/')))
  const all = [...pairs, ...call.strings('env')]
  const list = call.bool('list')
  named(call, resources)
  if (all.length === 0 && !list) throw usage('set env', 'at least one environment variable must be provided')
  if (list) {
    const { found, errors } = findObjects(call, { args: resources })
    return forEach(found, errors, f => {
      withPodSpec(f.object, spec => {
        for (const c of spec.containers) call.out(`# ${nameText(f.object)}, container ${c.name}\n${(c.env ?? []).map(e => (e.valueFrom ? `# ${e.name} from a reference\n` : `${e.name}=${e.value ?? ''}\n`)).join('')}`)
        return spec
      })
    })
  }
  const set = all.filter(p => p.includes('=')).map(p => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)] as const)
  const remove = all.filter(p => !p.includes('=') && p.endsWith('-')).map(p => p.slice(0, -1))
  update(call, resources, 'kubectl-set', 'env updated', spec => mapContainers(spec, c => {
    if (!chosen(call.text('containers') || '*', c.name)) return c
    let variables = (c.env ?? []).filter(e => !remove.includes(e.name))
    for (const [name, value] of set) {
      const entry = { name, value }
      variables = variables.some(e => e.name === name) ? variables.map(e => (e.name === name ? entry : e)) : [...variables, entry]
    }
    const { env: _, ...rest } = c
    return variables.length ? { ...rest, env: variables } : rest
  }))
}

const amounts = (text: string): Record<string, string> => Object.fromEntries(text.split(',').filter(Boolean).map(pair => {
  const [name, value, ...more] = pair.split('=')
  if (!name || !value || more.length) throw new KubectlError(`Invalid argument syntax ${pair}, expected <resource>=<value>`)
  return [name, value]
}))

function resourcesOf(call: Invocation): void {
  const [limits, requests] = [call.text('limits'), call.text('requests')]
  named(call, call.args)
  if (!limits && !requests) throw usage('set resources', 'you must specify an update to requests or limits (in the form of --requests/--limits)')
  update(call, call.args, 'kubectl-set', 'resource requirements updated', spec => {
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
  if (!account || (resources.length === 0 && !hasFiles(call))) throw new KubectlError('serviceaccount is required')
  update(call, resources, 'kubectl-set', 'serviceaccount updated', spec => ({ ...spec, serviceAccountName: account, ...(spec.serviceAccount === undefined ? {} : { serviceAccount: account }) }))
}

/** `set selector KIND NAME EXPRESSION`: only Services take another one; the others refuse it. */
function selector(call: Invocation): void {
  const expression = call.args.at(-1)
  const resources = call.args.slice(0, -1)
  if (!expression || (resources.length === 0 && !hasFiles(call))) throw new KubectlError('one selector is required')
  const { matchLabels = {}, matchExpressions } = parseToLabelSelector(expression)
  const { found, errors } = findObjects(call, { args: resources, lists: call.bool('all') })
  const dryRun = dryRunOf(call)
  forEach(found, errors, f => {
    if (f.kind.kind !== 'Service') throw new KubectlError(`setting a selector is only supported for Services`)
    if (matchExpressions?.length) throw new KubectlError(`match expression ${JSON.stringify(matchExpressions)} not supported on this object`)
    const after: AnyObject = { ...f.object, spec: { ...f.object.spec, selector: matchLabels } }
    const version = call.text('resource-version')
    if (version && version !== f.object.metadata.resourceVersion) throw new KubectlError(`provided resourceVersion ${JSON.stringify(version)} does not match`)
    // The whole map is another one: what is not named is no longer asked for.
    const body = [{ op: 'replace', path: '/spec/selector', value: matchLabels }]
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
  group('set', 'Set specific features on objects'),
  { path: 'set image', summary: 'Update the image of a pod template', completes: 'workloads', flags: common, run: image },
  {
    path: 'set env', summary: 'Update environment variables on a pod template', completes: 'workloads', run: env,
    flags: [...common, containers, { name: 'env', short: 'e', type: 'list', default: [] }, { name: 'list', type: 'bool', default: false }, { name: 'overwrite', type: 'bool', default: true }],
  },
  {
    path: 'set resources', summary: 'Update resource requests/limits on objects with pod templates', completes: 'workloads', run: resourcesOf,
    flags: [...common, containers, { name: 'limits', type: 'string', default: '' }, { name: 'requests', type: 'string', default: '' }],
  },
  { path: 'set selector', summary: 'Set the selector on a resource', completes: 'resources', run: selector, flags: [...common, { name: 'resource-version', type: 'string', default: '' }] },
  { path: 'set serviceaccount', aliases: ['sa'], summary: 'Update the service account of a resource', completes: 'workloads', run: serviceAccount, flags: common },
]
