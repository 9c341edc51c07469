// kubectl delete: asks for the deletion, then waits until the objects are gone. Upstream: kubectl/pkg/cmd/delete/delete.go.
import type { ApiClient, DeleteOptions } from '../../engine/api/client.ts'
import { ApiError } from '../../engine/api/errors.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import { kindName } from '../parse/resources.ts'
import { cascadeOf } from './cascade.ts'
import { deleteRaw } from './raw.ts'
import { findObjects, type Found, hasFiles, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldSelectorFlag, filenameFlags, selectorFlags } from './flags.ts'
import { doing, forEach, namedIn, suffixOf } from './shared.ts'
import type { Command, Invocation, Waiting } from './command.ts'

const FORCED = 'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.\n'

const WEEK_MS = 168 * 3_600_000

/** Whether this very object, not a namesake, is gone. Nobody waits for what he may not see. */
export function isGone(client: ApiClient, kind: Kind, namespace: string | undefined, name: string, uid: string | undefined): boolean {
  try {
    const now = client.get(kind, kind.namespaced ? namespace : undefined, name)
    return uid !== undefined && now.metadata.uid !== uid
  } catch (e) {
    if (e instanceof ApiError && (e.reason === 'NotFound' || e.reason === 'Forbidden')) return true
    throw e
  }
}

/** Waits until all of them are gone; `onTimeout` says what to complain of. */
export function untilGone(call: Invocation, objects: readonly { kind: Kind; object: AnyObject }[], timeoutMs: number): Waiting {
  const deadline = call.client.now + timeoutMs
  let left = [...objects]
  return {
    killed: true,
    get nextAt() {
      return deadline
    },
    step() {
      left = left.filter(({ kind, object }) => !isGone(call.client, kind, object.metadata.namespace, object.metadata.name!, object.metadata.uid))
      if (left.length === 0) return 0
      if (call.client.now < deadline) return undefined
      throw new KubectlError(`timed out waiting for the condition on ${left[0]!.kind.plural}/${left[0]!.object.metadata.name}`)
    },
    rewound() {
      left = [...objects]
    },
  }
}

/** `nothing`: no file, list or name gave anything to delete. */
function select(call: Invocation): { found: Found[]; errors: unknown[]; nothing: boolean } {
  const files = hasFiles(call)
  const [labelSelector, fieldSelector, all] = [call.text('selector'), call.text('field-selector'), call.bool('all')]
  if (all && labelSelector) throw new KubectlError("setting 'all' parameter but found a non empty selector.")
  if (call.args.length === 0 && !files && !all && !labelSelector && !fieldSelector) throw new KubectlError(NO_RESOURCES)
  const { found, errors } = findObjects(call, {
    // Who is asked first is shown what he named, whether it is there or not.
    unread: true, asked: dryRunOf(call) !== 'client' && !call.bool('interactive'), doing: 'deleting', all, allNamespaces: call.bool('all-namespaces'), ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}),
  })
  const ignore = call.bool('ignore-not-found') || all
  return { found, errors: ignore ? errors.filter(e => !isNotFound(e)) : errors, nothing: found.length + errors.length === 0 }
}

const isNotFound = (e: unknown) => (e instanceof ApiError && e.reason === 'NotFound') || (e instanceof Error && e.cause instanceof ApiError && e.cause.reason === 'NotFound')

/** `--interactive`: what is meant, and whether that is wanted. Where nobody can be asked, the answer is no. Upstream: delete.go, confirmation. */
function isConfirmed(call: Invocation, found: readonly Found[]): boolean {
  call.out(`You are about to delete the following ${found.length} resource(s):\n${found.map(f => `${kindName(f.kind)}/${f.object.metadata.name}\n`).join('')}Do you want to continue? (y/n): `)
  if (call.inPage && call.stdin === undefined) call.note(UNASKED[call.lang === 'zh' ? 'zh' : 'en'])
  return /^\s*y(?:\s|$)/i.test(call.stdin ?? '')
}

/** In the page nothing waits for a key, but an answer can be sent along. */
const UNASKED = { en: '\nHere the answer is sent along: echo y | kubectl delete -i …\n', zh: '\n在这里请把回答一并送上：echo y | kubectl delete -i …\n' }

function run(call: Invocation): Waiting | undefined {
  if (call.text('raw')) return void deleteRaw(call)
  const dryRun = dryRunOf(call)
  let grace = call.number('grace-period')
  const force = call.bool('force')
  if (call.bool('now')) {
    if (grace >= 0) throw new KubectlError('--now and --grace-period cannot be specified together')
    grace = 1
  }
  if (grace === 0 && !force) grace = 1
  if (force && grace < 0) grace = 0
  if (force && grace > 0) throw new KubectlError('--force and --grace-period greater than 0 cannot be specified together')
  const output = call.text('output')
  if (output && output !== 'name') throw new KubectlError(`unexpected -o output mode: ${output}. We only support '-o name'`)
  const propagationPolicy = cascadeOf(call)
  const { found, errors, nothing } = select(call)
  if (nothing) return void call.out('No resources found\n')
  if (call.bool('interactive') && !isConfirmed(call, found)) return void call.out('deletion is cancelled\n')
  if (force && grace === 0 && dryRun !== 'client') call.err(FORCED)
  const options: DeleteOptions = { propagationPolicy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}), ...(dryRun === 'server' ? { dryRun: true } : {}) }
  const deleted: Found[] = []
  forEach(found, errors, item => {
    const { kind, object } = item
    if (dryRun !== 'client') doing('deleting', item.source, () => call.client.delete(kind, object.metadata.namespace, object.metadata.name!, options))
    deleted.push(item)
    if (output === 'name') call.out(`${kindName(kind)}/${object.metadata.name}\n`)
    else call.out(`${kindName(kind)} "${object.metadata.name}" ${force && grace === 0 ? 'force deleted' : 'deleted'}${namedIn(object.metadata.namespace)}${suffixOf(dryRun)}\n`)
  })
  if (!call.bool('wait') || dryRun !== 'none' || deleted.length === 0) return undefined
  const timeout = call.number('timeout')
  return untilGone(call, deleted, timeout > 0 ? timeout : WEEK_MS)
}

export const deleteCommand: Command = {
  path: 'delete', summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector', completes: 'resources', run,
  flags: [
    ...filenameFlags, ...selectorFlags, fieldSelectorFlag, dryRunFlag,
    { name: 'all', type: 'bool', default: false, usage: 'delete all objects of the given kinds' },
    { name: 'all-namespaces', short: 'A', type: 'bool', default: false },
    { name: 'cascade', type: 'string', default: 'background', alone: 'background', values: ['background', 'foreground', 'orphan'] },
    { name: 'force', type: 'bool', default: false },
    { name: 'grace-period', type: 'int', default: -1 },
    { name: 'ignore-not-found', type: 'bool', default: false },
    { name: 'now', type: 'bool', default: false },
    { name: 'output', short: 'o', type: 'string', default: '', values: ['name'] },
    { name: 'timeout', type: 'duration', default: 0 },
    { name: 'wait', type: 'bool', default: true },
    { name: 'interactive', short: 'i', type: 'bool', default: false },
    { name: 'raw', type: 'string', default: '' },
  ],
}
