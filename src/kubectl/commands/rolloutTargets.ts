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
