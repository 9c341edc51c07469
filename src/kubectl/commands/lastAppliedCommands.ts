// What was applied last: viewed, set, edited. Upstream: kubectl/pkg/cmd/apply/apply_{view,set,edit}_last_applied.go, cmd/util/editor.
import type { AnyObject } from '../../kube/object.ts'
import { toYaml } from '../../kube/yaml.ts'
import { KubectlError, throwAll, usage } from '../errors.ts'
import { LAST_APPLIED, lastAppliedOf } from '../lastApplied.ts'
import { compactJson, prettyJson } from '../print/json.ts'
import type { Command, Invocation, Waiting } from './command.ts'
import { Edit, type Editable } from './edit.ts'
import { findObjects, getAny, hasFiles, manifestsOf, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

function view(call: Invocation): void {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const output = call.text('output') || 'yaml'
  if (output !== 'json' && output !== 'yaml') throw usage('apply view-last-applied', `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`)
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, { lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  forEach(found, errors, ({ object }) => {
    const last = lastAppliedOf(object)
    // Upstream wraps no error into an error here, so that nothing is said of an object without the note.
    if (last === undefined) return
    const value = JSON.parse(last)
    call.out(output === 'json' ? `${prettyJson(value)}\n` : toYaml(value))
  })
}

/** The patch that notes an object as what was applied last, as it is written, with no place made for annotations. */
const noteOf = (object: AnyObject): { readonly text: string; readonly patch: object } => {
  const text = `${compactJson(object)}\n`
  return { text, patch: { metadata: { annotations: { [LAST_APPLIED]: text } } } }
}

function setLast(call: Invocation): void {
  if (!hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const dryRun = dryRunOf(call)
  const items = manifestsOf(call, 'Ignore')
  const report = new Reporter(call, dryRun)
  forEach(items.flatMap(i => ('info' in i ? [i.info] : [])), items.flatMap(i => ('error' in i ? [i.error] : [])), ({ kind, object, namespace }) => {
    const live = getAny(call, kind, namespace, object.metadata.name ?? '')
    if (lastAppliedOf(live) === undefined && !call.bool('create-annotation')) {
      throw new KubectlError(`no last-applied-configuration annotation found on resource: ${object.metadata.name}, to create the annotation, run the command with --create-annotation`)
    }
    const { text, patch } = noteOf(object)
    if (text === lastAppliedOf(live)) return call.out(`set-last-applied ${object.metadata.name}: no changes required.\n`)
    if (dryRun !== 'client') call.client.patch(kind, namespace, object.metadata.name!, 'merge', patch, writeOptions(call, 'kubectl-last-applied', { dryRun }))
    report.done(live, 'configured')
  })
}

/** The notes as a text that somebody changes. */
const notes: Editable = {
  header: `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`,
  done: 'edited', existing: true, keepsName: false,
  send: (call, kind, { namespace }, _before, edited) =>
    call.client.patch(kind, namespace, edited.metadata.name, 'merge', noteOf(edited).patch, writeOptions(call, 'kubectl-edit-last-applied')) as unknown as AnyObject,
}

function editLast(call: Invocation): Waiting {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const format = call.text('output') || 'yaml'
  if (!['yaml', 'json'].includes(format)) throw new KubectlError(`The flag 'output' must be one of yaml|json`)
  const { found, errors } = findObjects(call, { lists: true })
  throwAll(errors)
  const noted = found.flatMap(f => {
    const last = lastAppliedOf(f.object)
    return last === undefined ? [] : [{ ...f, object: JSON.parse(last) as AnyObject }]
  })
  if (noted.length === 0) {
    throw new KubectlError('no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`')
  }
  return new Edit(call, noted, format, notes)
}

export const lastApplied: readonly Command[] = [
  {
    path: 'apply view-last-applied', summary: 'View the latest last-applied-configuration annotations of a resource/object', completes: 'resources', run: view,
    flags: [...filenameFlags, ...selectorFlags, { name: 'output', short: 'o', type: 'string', default: 'yaml' }, { name: 'all', type: 'bool', default: false }],
  },
  {
    path: 'apply set-last-applied', summary: 'Set the last-applied-configuration annotation on a live object', completes: 'none', run: setLast,
    flags: [...filenameFlags, ...outputFlags, dryRunFlag, { name: 'create-annotation', type: 'bool', default: false }],
  },
  {
    path: 'apply edit-last-applied', summary: 'Edit latest last-applied-configuration annotations of a resource/object', completes: 'resources', run: editLast,
    flags: [...filenameFlags, ...outputFlags, recordFlag, fieldManagerFlag('kubectl-edit-last-applied'), { name: 'windows-line-endings', type: 'bool', default: false }],
  },
]
