// kubectl set subject. Upstream: kubectl/pkg/cmd/set/set_subject.go.
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Subject } from '../../kube/rbac.ts'
import { KubectlError, throwAll } from '../errors.ts'
import { sameJson } from '../sameJson.ts'
import type { Command, Invocation } from './command.ts'
import { subjectFlags, subjectsOf } from './generators/bindings.ts'
import { inFiles } from './podSpecs.ts'
import { findObjects, hasFiles, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

const sorted = (list: readonly string[]) => [...new Set(list)].sort()

function run(call: Invocation): void {
  const labelSelector = call.text('selector')
  const local = call.bool('local')
  if (!local && call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const { found, errors } = local ? inFiles(call) : findObjects(call, { args: call.args, lists: call.bool('all'), ...(labelSelector ? { labelSelector } : {}) })
  if (call.bool('all') && labelSelector) throw new KubectlError('cannot set --all and --selector at the same time')
  if (found.length === 0 && errors.length) throwAll(errors)
  if (['user', 'group', 'serviceaccount'].every(f => call.strings(f).length === 0)) throw new KubectlError('you must specify at least one value of user, group or serviceaccount')
  if (call.strings('serviceaccount').some(t => t.startsWith(':')) && found.some(f => f.kind.kind === 'ClusterRoleBinding')) throw new KubectlError('serviceaccount must be <namespace>:<name>, namespace must be specified')
  const added = subjectsOf(call, sorted, call.namespace)
  const dryRun = dryRunOf(call)
  const report = new Reporter(call, dryRun)
  forEach(found, errors, f => {
    const { kind, object } = f
    if (kind.kind !== 'RoleBinding' && kind.kind !== 'ClusterRoleBinding') throw new KubectlError(`${kind.plural}/${object.metadata.name} setting subjects is only supported for RoleBinding/ClusterRoleBinding`)
    const before = (object['subjects'] as Subject[] | undefined) ?? []
    const fresh = added.filter(s => !before.some(b => sameJson(b, s)))
    if (fresh.length === 0) return
    const subjects = [...before, ...fresh]
    if (local || dryRun === 'client') return report.done({ ...object, subjects } as AnyObject, 'subjects updated')
    try {
      report.done(call.client.patch(kind, object.metadata.namespace, object.metadata.name, 'strategic', { subjects }, writeOptions(call, 'kubectl-set', { dryRun })) as unknown as AnyObject, 'subjects updated')
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      throw new KubectlError(`failed to patch subjects to rolebinding: ${e.message}`)
    }
  })
}

export const setSubject: Command = {
  path: 'set subject', summary: 'Update the user, group, or service account in a role binding or cluster role binding', completes: 'resources', run,
  usage: 'set subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: [
    ...filenameFlags, ...selectorFlags, ...outputFlags, dryRunFlag, fieldManagerFlag('kubectl-set'), { name: 'all', type: 'bool', default: false }, { name: 'local', type: 'bool', default: false },
    ...subjectFlags,
  ],
}
