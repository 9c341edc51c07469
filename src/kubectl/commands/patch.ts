// kubectl patch and scale. Upstream: kubectl/pkg/cmd/{patch,scale}.
import type { PatchType } from '../../engine/api/client.ts'
import { ApiError } from '../../engine/api/errors.ts'
import { applyPatch, PatchError } from '../../engine/index.ts'
import { jsonSyntaxError } from '../../kube/goJsonSyntax.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ParseError, parseYaml } from '../../kube/yaml.ts'
import { KubectlError } from '../errors.ts'
import { scaleOf } from '../print/kinds/scale.ts'
import { sameJson } from '../sameJson.ts'
import type { Command, Invocation } from './command.ts'
import { findObjects, type Found, hasFiles, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

const TYPES = ['json', 'merge', 'strategic']

function patch(call: Invocation): void {
  const type = call.text('type').toLowerCase()
  if (!TYPES.includes(type)) throw new KubectlError(`--type must be one of [${TYPES.join(' ')}], not ${JSON.stringify(call.text('type'))}`)
  const file = call.text('patch-file')
  const local = call.bool('local')
  if (file && call.text('patch')) throw new KubectlError('cannot specify --patch and --patch-file together')
  if (!file && !call.text('patch')) throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch')
  if (local && call.args.length) throw new KubectlError('cannot specify --local and server resources')
  if (local && call.text('dry-run') === 'server') throw new KubectlError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  const text = file ? call.files.read(file) : call.text('patch')
  if (file && text === undefined) throw new KubectlError(`unable to read patch file: open ${file}: no such file or directory`)
  const body = bodyOf(text!, call.text('patch'))
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  const dryRun = dryRunOf(call)
  const { found, errors } = findObjects(call, { asWritten: true })
  const subresource = call.text('subresource')
  const shown = (object: AnyObject) => (subresource === 'scale' ? scaleOf(object) : object)
  // Whether it was a trial is not told: the words for that are lost on the way (upstream: ToPrinter sets the operation after them).
  const report = new Reporter(call)
  forEach(found, errors, f => {
    const before = shown(f.object)
    const after = local || dryRun === 'client' ? patchedHere(f, before, type as PatchType, body)
      : shown(call.client.patch(f.kind, f.namespace, f.object.metadata.name!, type as PatchType, body, {
        ...writeOptions(call, 'kubectl-patch', { dryRun }), ...(subresource ? { subresource } : {}),
      }) as unknown as AnyObject)
    report.done(after, sameJson(after, before) ? 'patched (no change)' : 'patched')
  })
}

/** The patch as it is sent. What begins like JSON is sent as it was typed, and the server says what is wrong with it. */
function bodyOf(text: string, typed: string): unknown {
  if (/^\s*\{/.test(text)) {
    const fault = jsonSyntaxError(text)
    if (fault) throw new ApiError(400, 'BadRequest', fault.message ?? 'unexpected end of JSON input')
    return JSON.parse(text)
  }
  try {
    return parseYaml(text)[0]?.value ?? null
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    throw new KubectlError(`unable to parse ${JSON.stringify(typed)}: ${e.message.replace('error converting YAML to JSON: ', '')}`)
  }
}

/** What the patch makes of an object without a server. */
function patchedHere({ kind }: Found, object: AnyObject, type: PatchType, body: unknown): AnyObject {
  try {
    return applyPatch(kind, type, object, body)
  } catch (e) {
    if (!(e instanceof PatchError)) throw e
    throw new KubectlError(e.message)
  }
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
  if (expected < -1) throw new KubectlError('The --current-replicas must specify an integer of -1 or greater')
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
