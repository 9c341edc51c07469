// kubectl cordon and uncordon, and which nodes such commands mean. Upstream: kubectl/pkg/cmd/drain.
import { Node } from '../../kube/kinds.ts'
import { KubectlError, throwAll, usage } from '../errors.ts'
import type { Invocation } from './command.ts'
import { findObjects, type Found } from './find.ts'
import { dryRunOf, writeOptions } from './flags.ts'
import { forEach, suffixOf } from './shared.ts'
import { patchTo } from './templates.ts'

export function nodesAsked(call: Invocation): Found[] {
  const labelSelector = call.text('selector')
  if (call.args.length && labelSelector) throw usage(call.command.path, 'error: cannot specify both a node name and a --selector option')
  if (call.args.length === 0 && !labelSelector) throw usage(call.command.path, `USAGE: ${call.command.path} NODE [flags]`)
  const { found, errors } = labelSelector ? findObjects(call, { args: ['nodes'], lists: true, labelSelector }) : findObjects(call, { defaultKind: Node })
  // One that is not there keeps the others from being touched.
  throwAll(errors)
  const other = found.find(f => f.kind !== Node)
  if (other) throw new KubectlError(`expected resource of type node, got "${other.kind.group}/${other.kind.version}, Resource=${other.kind.plural}"`)
  return found
}

/** Marks a node; says so, or that it was so already. */
export function mark(call: Invocation, f: Found, unschedulable: boolean): void {
  const word = unschedulable ? 'cordoned' : 'uncordoned'
  const { object } = f
  const dryRun = dryRunOf(call)
  if (!!object.spec?.unschedulable === unschedulable) return call.out(`node/${object.metadata.name} already ${word}${suffixOf(dryRun)}\n`)
  const { unschedulable: _, ...spec } = object.spec ?? {}
  if (dryRun !== 'client') patchTo(call, f, { ...object, spec: unschedulable ? { ...spec, unschedulable } : spec }, writeOptions(call, 'kubectl-cordon', { dryRun }))
  call.out(`node/${object.metadata.name} ${word}${suffixOf(dryRun)}\n`)
}

export const marking = (unschedulable: boolean) => (call: Invocation) => {
  forEach(nodesAsked(call), [], f => mark(call, f, unschedulable))
}
