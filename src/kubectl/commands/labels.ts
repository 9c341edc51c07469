// kubectl label and annotate. Upstream: kubectl/pkg/cmd/{label,annotate}.
import { applyPatch } from '../../engine/index.ts'
import type { AnyObject } from '../../kube/object.ts'
import { labelKeyErrors, labelValueErrors } from '../../kube/labelRules.ts'
import { KubectlError } from '../errors.ts'
import type { Command, Invocation } from './command.ts'
import { findObjects, hasFiles } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, fieldSelectorFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'
import { nameText } from '../print/output.ts'

type Field = 'labels' | 'annotations'

interface Change {
  readonly set: ReadonlyMap<string, string>
  readonly remove: readonly string[]
}

function parse(specs: readonly string[], field: Field): Change {
  const set = new Map<string, string>()
  const remove: string[] = []
  for (const spec of specs) {
    const i = spec.indexOf('=')
    if (i >= 0) {
      const [key, value] = [spec.slice(0, i), spec.slice(i + 1)]
      if (!key) throw new KubectlError(`invalid ${field === 'labels' ? 'label' : 'annotation'} spec: ${spec}`)
      const errors = field === 'labels' ? labelValueErrors(value) : []
      if (errors.length) throw new KubectlError(`invalid label value: ${JSON.stringify(spec)}: ${errors.join(';')}`)
      set.set(key, value)
    } else if (spec.endsWith('-')) {
      remove.push(spec.slice(0, -1))
    } else {
      throw new KubectlError(`unknown ${field === 'labels' ? 'label' : 'annotation'} spec: ${spec}`)
    }
  }
  const both = remove.filter(key => set.has(key))
  if (both.length) throw new KubectlError(`can not both modify and remove ${field === 'labels' ? 'a label' : `the following annotation(s) in the same command: ${both.join(', ')}`}${field === 'labels' ? ' in the same command' : ''}`)
  return { set, remove }
}

/** Arguments up to the first change name objects. */
function split(args: readonly string[]): { resources: string[]; specs: string[] } {
  const first = args.findIndex(a => a.indexOf('=') > 0 || (a.endsWith('-') && a !== '-'))
  return first < 0 ? { resources: [...args], specs: [] } : { resources: args.slice(0, first), specs: args.slice(first) }
}

function changer(field: Field) {
  const [word, manager] = field === 'labels' ? ['label', 'kubectl-label'] : ['annotation', 'kubectl-annotate']
  return (call: Invocation): void => {
    const { resources, specs } = split(call.args)
    const files = hasFiles(call)
    if (resources.length === 0 && !files) throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
    const list = call.bool('list')
    const local = call.bool('local')
    if (local && !files) throw new KubectlError('can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set')
    if (specs.length === 0 && !list) throw new KubectlError(`at least one ${word} update is required`)
    const change = parse(specs, field)
    if (call.bool('all') && call.text('selector')) throw new KubectlError('cannot set --all and --selector at the same time')
    const [labelSelector, fieldSelector] = [call.text('selector'), call.text('field-selector')]
    const { found, errors } = findObjects(call, {
      args: resources, lists: call.bool('all'), allNamespaces: call.bool('all-namespaces'),
      asWritten: local, ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}),
    })
    const dryRun = dryRunOf(call)
    const version = call.text('resource-version')
    if (version && found.length > 1) throw new KubectlError('--resource-version may only be used with a single resource')
    const alone = labelSelector === '' && fieldSelector === '' && !call.bool('all') && found.length + errors.length === 1
    forEach(found, errors, f => {
      const old: Readonly<Record<string, string>> = f.object.metadata[field] ?? {}
      if (list) {
        if (!alone) call.out(`Listing ${field} for ${f.object.kind}.${f.kind.group}/${f.object.metadata.name}:\n`)
        return call.out(Object.keys(old).sort().map(k => `${alone ? '' : ' '}${k}=${old[k]}\n`).join(''))
      }
      if (field === 'labels') {
        for (const key of change.set.keys()) {
          const wrong = labelKeyErrors(key)
          if (wrong.length) throw new KubectlError(`${nameText(f.object)} ${wrong[0]}`)
        }
      }
      if (!call.bool('overwrite')) {
        for (const [key, value] of change.set) {
          // The reason for a change may always be replaced.
          if (key === 'kubernetes.io/change-cause') continue
          if (old[key] !== undefined && old[key] !== value) throw new KubectlError(`'${key}' already has a value (${old[key]}), and --overwrite is false`)
        }
      }
      const patch: Record<string, string | null> = {}
      for (const [key, value] of change.set) if (old[key] !== value) patch[key] = value
      for (const key of change.remove) {
        if (old[key] === undefined) call.out(`${word} ${JSON.stringify(key)} not found.\n`)
        else patch[key] = null
      }
      const changed = Object.keys(patch).length > 0
      const body = { metadata: { [field]: patch, ...(version ? { resourceVersion: version } : {}) } }
      const after: AnyObject = changed && dryRun !== 'client' && !local
        ? call.client.patch(f.kind, f.object.metadata.namespace, f.object.metadata.name!, 'merge', body, writeOptions(call, manager, { dryRun })) as unknown as AnyObject
        : applyPatch(f.kind, 'merge', f.object, { metadata: { [field]: patch } })
      const onlyRemoved = change.set.size === 0
      const done = field === 'annotations' ? 'annotated' : !changed ? 'not labeled' : onlyRemoved ? 'unlabeled' : 'labeled'
      new Reporter(call, dryRun).done(after, done)
    })
  }
}

const flags = (manager: string) => [
  ...filenameFlags, ...selectorFlags, fieldSelectorFlag, ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag(manager),
  { name: 'all', type: 'bool', default: false }, { name: 'all-namespaces', short: 'A', type: 'bool', default: false }, { name: 'list', type: 'bool', default: false },
  { name: 'local', type: 'bool', default: false }, { name: 'overwrite', type: 'bool', default: false }, { name: 'resource-version', type: 'string', default: '' },
] as const

export const label: Command = { path: 'label', summary: 'Update the labels on a resource', completes: 'resources', flags: flags('kubectl-label'), run: changer('labels') }
export const annotate: Command = {
  path: 'annotate', summary: 'Update the annotations on a resource', completes: 'resources', flags: flags('kubectl-annotate'), run: changer('annotations'),
}
