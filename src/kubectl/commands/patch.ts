// kubectl patch, scale and replace. Upstream: kubectl/pkg/cmd/{patch,scale,replace}.
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ParseError, parseYaml } from '../../kube/yaml.ts'
import { KubectlError, Refused, throwAll } from '../errors.ts'
import { kindName } from '../parse/resources.ts'
import { sameJson } from '../sameJson.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { untilGone } from './delete.ts'
import { findObjects, getAny, hasFiles, manifestsOf, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, validateFlag, validationOf, writeOptions } from './flags.ts'
import { doing, forEach, namedIn, Reporter } from './shared.ts'

const TYPES = ['json', 'merge', 'strategic']

function patch(call: Invocation): void {
  const type = call.text('type').toLowerCase()
  if (!TYPES.includes(type)) throw new KubectlError(`--type must be one of [${TYPES.join(' ')}], not ${JSON.stringify(call.text('type'))}`)
  const file = call.text('patch-file')
  const text = file ? call.files.read(file) : call.text('patch')
  if (file && text === undefined) throw new KubectlError(`unable to read patch file: open ${file}: no such file or directory`)
  if (!text) throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch')
  let body: unknown
  try {
    body = parseYaml(text)[0]?.value ?? null
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    throw new KubectlError(`unable to parse ${JSON.stringify(text)}: ${e.message.replace('error converting YAML to JSON: ', '')}`)
  }
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  const { found, errors } = findObjects(call)
  const dryRun = dryRunOf(call)
  forEach(found, errors, f => {
    const subresource = call.text('subresource')
    const after = dryRun === 'client' ? f.object : call.client.patch(f.kind, f.object.metadata.namespace, f.object.metadata.name!, type as 'json', body, {
      ...writeOptions(call, 'kubectl-patch', { dryRun }), ...(subresource ? { subresource } : {}),
    }) as unknown as AnyObject
    new Reporter(call, dryRun).done(after, sameJson(after, f.object) ? 'patched (no change)' : 'patched')
  })
}

export const patchCommand: Command = {
  path: 'patch', summary: 'Update fields of a resource', completes: 'resources', run: patch,
  flags: [
    ...filenameFlags, ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag('kubectl-patch'),
    { name: 'patch', short: 'p', type: 'string', default: '' }, { name: 'patch-file', type: 'string', default: '', values: 'file' },
    { name: 'type', type: 'string', default: 'strategic', values: TYPES }, { name: 'subresource', type: 'string', default: '' }, { name: 'local', type: 'bool', default: false },
  ],
}

/** Where the number of replicas stands, for kinds that can be scaled. */
function scale(call: Invocation): void {
  const replicas = call.number('replicas')
  if (replicas < 0) throw new KubectlError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
  const expected = call.number('current-replicas')
  const labelSelector = call.text('selector')
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const { found, errors } = findObjects(call, { lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  const dryRun = dryRunOf(call)
  if (found.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to scale')
  const version = call.text('resource-version')
  if (version && found.length > 1) throw new KubectlError('cannot use --resource-version with multiple resources')
  const report = new Reporter(call, dryRun)
  let refused = false
  forEach(found, errors, f => {
    // The first that cannot be scaled is the last that is tried.
    if (refused) return
    refused = true
    const { kind, object } = f
    if (!kind.subresources.includes('scale')) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource')
    const current = object.spec?.replicas ?? 1
    if (call.given.has('current-replicas') && expected !== -1 && expected !== current) throw new KubectlError(`Expected replicas to be ${expected}, was ${current}`)
    if (version && version !== object.metadata.resourceVersion) throw new KubectlError(`Expected resource version to be ${version}, was ${object.metadata.resourceVersion}`)
    if (dryRun !== 'client') {
      call.client.patch(kind, object.metadata.namespace, object.metadata.name!, 'merge', { spec: { replicas } }, {
        ...writeOptions(call, 'kubectl-scale', { dryRun }), subresource: 'scale',
      })
    }
    report.done(object, 'scaled')
    refused = false
  })
}

export const scaleCommand: Command = {
  path: 'scale', summary: 'Set a new size for a deployment, replica set, or replication controller', completes: 'workloads', run: scale,
  flags: [
    ...filenameFlags, ...selectorFlags, ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag('kubectl-scale'), { name: 'all', type: 'bool', default: false },
    { name: 'replicas', type: 'int', default: 0, required: true }, { name: 'current-replicas', type: 'int', default: -1 },
    { name: 'resource-version', type: 'string', default: '' }, { name: 'timeout', type: 'duration', default: 0 },
  ],
}

function replace(call: Invocation): Waiting | undefined {
  if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
  const dryRun = dryRunOf(call)
  const validation = validationOf(call)
  const items = manifestsOf(call, validation)
  if (items.length === 0) throw new KubectlError('no objects passed to replace')
  const options = writeOptions(call, 'kubectl-replace', { dryRun, validation })
  const report = new Reporter(call, dryRun)
  const infos = items.flatMap(i => ('info' in i ? [i.info] : []))
  const errors = items.flatMap(i => ('error' in i ? [i.error] : []))
  const put = () => forEach(infos, errors, ({ kind, namespace, object, source }) => {
    if (call.bool('force')) return report.done(doing('creating', source, () => call.client.create(object, namespace, options)), 'replaced')
    const current = doing('replacing', source, () => getAny(call, kind, namespace, object.metadata.name ?? ''))
    // Without a version of its own, the newest state is overwritten.
    const versioned = object.metadata.resourceVersion ? object : { ...object, metadata: { ...object.metadata, resourceVersion: current.metadata.resourceVersion! } }
    report.done(dryRun === 'client' ? object : doing('replacing', source, () => call.client.update(versioned, options)), 'replaced')
  })
  if (!call.bool('force')) {
    put()
    return undefined
  }
  const deleted: { kind: (typeof infos)[number]['kind']; object: AnyObject }[] = []
  const grace = call.number('grace-period')
  for (const { kind, namespace, object, source } of infos) {
    try {
      const live = getAny(call, kind, namespace, object.metadata.name ?? '')
      call.client.delete(kind, namespace, object.metadata.name ?? '', { propagationPolicy: 'Background', ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) })
      call.out(`${kindName(kind)} ${JSON.stringify(object.metadata.name)} deleted${namedIn(namespace)}\n`)
      deleted.push({ kind, object: live })
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      if (e.reason !== 'NotFound') throwAll([new Refused(e, `error when deleting ${JSON.stringify(source)}`)])
    }
  }
  const gone = untilGone(call, deleted, call.number('timeout') > 0 ? call.number('timeout') : 300_000)
  return {
    get nextAt() {
      return gone.nextAt
    },
    step() {
      if (gone.step() === undefined) return undefined
      put()
      return 0
    },
    rewound: () => gone.rewound?.(),
  }
}

export const replaceCommand: Command = {
  path: 'replace', summary: 'Replace a resource by file name or stdin', completes: 'none', run: replace,
  flags: [
    ...filenameFlags, ...outputFlags, dryRunFlag, validateFlag, fieldManagerFlag('kubectl-replace'), { name: 'force', type: 'bool', default: false },
    { name: 'grace-period', type: 'int', default: -1 }, { name: 'timeout', type: 'duration', default: 0 }, { name: 'save-config', type: 'bool', default: false },
    { name: 'cascade', type: 'string', default: 'background', alone: 'background' }, { name: 'wait', type: 'bool', default: false }, { name: 'subresource', type: 'string', default: '' },
  ],
}

