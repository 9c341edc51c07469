// The view and set of what was applied last. Upstream: kubectl/pkg/cmd/apply/apply_view_last_applied.go, apply_set_last_applied.go.
import { KubectlError, usage } from '../errors.ts'
import { lastAppliedOf, withLastApplied } from '../lastApplied.ts'
import { prettyJson } from '../print/json.ts'
import { toYaml } from '../../kube/yaml.ts'
import type { Command, Invocation } from './command.ts'
import { findObjects, getAny, hasFiles, manifestsOf, NO_RESOURCES } from './find.ts'
import { dryRunFlag, filenameFlags, outputFlags, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

function view(call: Invocation): void {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, { lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  forEach(found, errors, ({ object }) => {
    const last = lastAppliedOf(object)
    if (last === undefined) throw new KubectlError(`no last-applied-configuration annotation found on resource: ${object.metadata.name}`)
    const value = JSON.parse(last)
    const output = call.text('output') || 'yaml'
    if (output === 'json') call.out(`${prettyJson(value)}\n`)
    else if (output === 'yaml') call.out(toYaml(value))
    else throw usage('apply view-last-applied', `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`)
  })
}

function setLast(call: Invocation): void {
  const infos = manifestsOf(call, 'Ignore').flatMap(i => ('info' in i ? [i.info] : []))
  forEach(infos, [], ({ kind, object, namespace }) => {
    const live = getAny(call, kind, namespace, object.metadata.name ?? '')
    if (lastAppliedOf(live) === undefined && !call.bool('create-annotation')) {
      throw new KubectlError(`no last-applied-configuration annotation found on resource: ${object.metadata.name}, to create the annotation, run the command with --create-annotation`)
    }
    const noted = withLastApplied(object)
    if (lastAppliedOf(noted) === lastAppliedOf(live)) return call.out(`set-last-applied ${object.metadata.name}: no changes required.\n`)
    const { annotations } = noted.metadata
    call.client.patch(kind, namespace, object.metadata.name!, 'merge', { metadata: { annotations } }, writeOptions(call, 'kubectl-last-applied'))
    new Reporter(call).done(live, 'configured')
  })
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
]
