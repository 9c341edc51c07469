// kubectl describe. Upstream: kubectl/pkg/cmd/describe/describe.go.
import { ApiError } from '../../engine/api/errors.ts'
import { describe as describeObject } from '../describe/index.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { listOf, targetsOf } from '../parse/resources.ts'
import { findObjects, type Found, hasFiles } from './find.ts'
import { filenameFlags, selectorFlags } from './flags.ts'
import type { Command, Invocation } from './command.ts'

function run(call: Invocation): void {
  const { args, client } = call
  const files = hasFiles(call)
  if (args.length === 0 && !files) {
    throw new KubectlError('You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.')
  }
  const labelSelector = call.text('selector')
  const allNamespaces = call.bool('all-namespaces')
  const { found, errors } = findObjects(call, { lists: true, allNamespaces, ...(labelSelector ? { labelSelector } : {}) })
  const explicit = call.given.has('show-events')
  const missing = errors.length === 1 && errors[0] instanceof ApiError && errors[0].reason === 'NotFound'
  // Two words that are no kind and name: the second was taken for the beginning of a name, and nothing else is described.
  if (missing && args.length === 2 && found.length) throw errors[0]
  if (missing && found.length === 0 && args.length === 2) {
    const matching = byPrefix(call)
    // Who was not named to the end is described without events, however many they are.
    for (const { object } of matching) call.out(`${describeObject(client, object, { showEvents: explicit && call.bool('show-events') })}\n`)
    if (matching.length) return
  }
  // Several objects are described without their events, and so is one where another was not found, unless they are asked for.
  const showEvents = explicit || found.length + errors.length < 2 ? call.bool('show-events') : false
  for (const [i, { object }] of found.entries())
    call.out((i > 0 ? '\n\n' : '') + describeObject(client, object, { showEvents }))
  if (found.length === 0 && errors.length === 0) {
    call.err(allNamespaces ? 'No resources found\n' : `No resources found in ${call.namespace} namespace.\n`)
  }
  throwAll(errors)
}

/** `describe pod web` describes every pod whose name begins so, where none is called `web`. */
function byPrefix(call: Invocation): Found[] {
  const targets = targetsOf(call.args)
  if (targets.length !== 1 || targets[0]!.name === undefined) return []
  const { kind, name } = targets[0]!
  return listOf(call.client, kind, { namespace: call.namespace })
    .filter(o => o.metadata.name!.startsWith(name!))
    .map(object => ({ kind, namespace: object.metadata.namespace, object }))
}

export const describe: Command = {
  path: 'describe', summary: 'Show details of a specific resource or group of resources', completes: 'resources', run,
  flags: [
    ...filenameFlags, ...selectorFlags,
    { name: 'all-namespaces', short: 'A', type: 'bool', default: false },
    { name: 'show-events', type: 'bool', default: true },
    { name: 'chunk-size', type: 'int', default: 500 },
  ],
}
