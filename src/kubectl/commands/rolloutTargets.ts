// Which objects a rollout command works on.
import { KubectlError } from '../errors.ts'
import type { Invocation } from './command.ts'
import { findObjects, type Found, hasFiles } from './find.ts'

export const kindText = ({ kind }: Found) => `${kind.kind}${kind.group ? `.${kind.group}` : ''}`

export function select(call: Invocation): { found: Found[]; errors: unknown[] } {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError('required resource not specified')
  const labelSelector = call.text('selector')
  return findObjects(call, { lists: true, ...(labelSelector ? { labelSelector } : {}) })
}

/** Kinds that kubectl's visitor knows, whether or not it has something for them. Upstream: kubectl/pkg/apps/kind_visitor.go. */
const VISITED = new Set(['CronJob.batch', 'DaemonSet.apps', 'Deployment.apps', 'Job.batch', 'Pod', 'ReplicaSet.apps', 'ReplicationController', 'StatefulSet.apps'])

/** A kind that cannot be rolled: there is nothing that `does` this, or not even who would look for it. */
export function noneFor(f: Found, does: 'rollbacker' | 'history viewer'): KubectlError {
  const kind = JSON.stringify(kindText(f))
  if (VISITED.has(kindText(f))) return new KubectlError(`no ${does} has been implemented for ${kind}`)
  return new KubectlError(`error retrieving ${does === 'rollbacker' ? does : 'history'} for ${kind}, no visitor method exists for {${f.kind.group} ${f.kind.kind}}`)
}
