// kubectl create -f. Upstream: kubectl/pkg/cmd/create/create.go. What it makes from words stands in generators/.
import { ApiError } from '../../engine/api/errors.ts'
import { Binding, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { asOne, KubectlError, Refused, throwAll, usage } from '../errors.ts'
import type { Read } from '../parse/manifests.ts'
import { withLastApplied } from '../lastApplied.ts'
import { hasFiles, manifestsOf } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, validateFlag, validationOf, writeOptions } from './flags.ts'
import { CHANGE_CAUSE, changeCause, doing, Reporter } from './shared.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { beforeCreation, Edit } from './edit.ts'
import { createRaw } from './raw.ts'

const DONE: AnyObject = { kind: 'Status', apiVersion: 'v1', metadata: {} as AnyObject['metadata'], status: 'Success', code: 201 }

function run(call: Invocation): Waiting | undefined {
  if (call.args.length) throw usage('create', `Unexpected args: [${call.args.join(' ')}]`)
  if (call.text('raw')) return void createRaw(call)
  if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
  const dryRun = dryRunOf(call)
  const validation = validationOf(call)
  const report = new Reporter(call, dryRun)
  const options = writeOptions(call, 'kubectl-create', { validation, dryRun })
  const errors: unknown[] = []
  const unread: unknown[] = []
  const items: Read[] = manifestsOf(call, validation, [Binding])
  if (call.bool('edit')) {
    throwAll(items.flatMap(i => ('error' in i ? [i.error] : [])))
    const found = items.flatMap(i => ('info' in i ? [i.info] : []))
    return new Edit(call, found, ['json', 'yaml'].includes(call.text('output')) ? call.text('output') : 'yaml', beforeCreation)
  }
  for (const item of items) {
    if ('error' in item) {
      unread.push(item.error)
      continue
    }
    try {
      const { namespace, source, kind } = item.info
      let { object } = item.info
      if (call.bool('save-config')) object = withLastApplied(object)
      if (call.bool('record')) object = { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [CHANGE_CAUSE]: changeCause(call) } } }
      if (object.kind !== kind.kind && dryRun !== 'client') doing('creating', source, () => { throw wrongCase(object.kind, kind.kind, object.apiVersion) })
      // The server answers a binding with its success, which has no name.
      if (kind === Binding && dryRun !== 'client') {
        doing('creating', source, () => call.client.createSubresource(Pod, namespace, object.metadata.name, 'binding', object, options))
        report.done(DONE, 'created')
        continue
      }
      report.done(dryRun === 'client' ? object : doing('creating', source, () => call.client.create(object, namespace, options)), 'created')
    } catch (e) {
      if (!(e instanceof KubectlError || e instanceof ApiError || e instanceof Refused)) throw e
      errors.push(e)
    }
  }
  if (items.length === 0) throw new KubectlError('no objects passed to create')
  // What could not be read is told last.
  throwAll(errors.length ? [...errors, ...asOne(unread)] : unread)
  return undefined
}

/** A kind in the wrong case is found by kubectl, and not understood by the server. */
export const wrongCase = (given: string, kind: string, apiVersion: string): ApiError => {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
  return new ApiError(400, 'BadRequest', `${given} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ` +
    `no kind ${JSON.stringify(given)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`)
}

export const create: Command = {
  path: 'create', summary: 'Create a resource from a file or from stdin', completes: 'none', group: true, run,
  flags: [
    ...filenameFlags, ...outputFlags, ...selectorFlags, dryRunFlag, validateFlag, recordFlag, fieldManagerFlag('kubectl-create'),
    { name: 'save-config', type: 'bool', default: false },
    { name: 'edit', type: 'bool', default: false },
    { name: 'raw', type: 'string', default: '' },
    { name: 'windows-line-endings', type: 'bool', default: false },
  ],
}
