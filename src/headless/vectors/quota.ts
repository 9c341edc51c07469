// Quotas and limit ranges at admission: what is let in and what it becomes, what is refused and in which words.
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import { apiBed, withSigns } from './apiBed.ts'
import { defaulted } from './defaulted.ts'
import type { Topic } from './topic.ts'

interface Vector {
  readonly name: string
  readonly input: AnyObject
  readonly setup: {
    readonly existing?: readonly AnyObject[]
    readonly resourceQuota?: { readonly metadata: { readonly name: string }; readonly spec: object; readonly status: object }
    readonly limitRange?: object
  }
  readonly status: number
  readonly reason?: string
  readonly message?: string
  readonly output?: AnyObject
}

const NAMESPACE = 'vec-q'

export const quotaTopic: Topic = {
  name: 'quota',
  judge(vector: Vector) {
    const { status, reason, message, output } = vector
    return { expected: { status, reason, message, output: output && { metadata: output.metadata, spec: output['spec'] } }, actual: answer(vector) }
  },
}

function answer({ setup, input }: Vector): unknown {
  const bed = apiBed([NAMESPACE])
  const within = (object: object) => ({ ...object, metadata: { ...((object as Partial<AnyObject>).metadata ?? { name: 'lr' }), namespace: NAMESPACE, uid: 'u', resourceVersion: '1' } }) as AnyObject
  for (const object of setup.existing ?? []) bed.put(within(object))
  if (setup.limitRange) bed.put(defaulted(within({ apiVersion: 'v1', kind: 'LimitRange', spec: setup.limitRange })))
  if (setup.resourceQuota) bed.put(within({ apiVersion: 'v1', kind: 'ResourceQuota', ...setup.resourceQuota }))
  try {
    const { metadata, spec } = bed.server.create('kubectl', input, NAMESPACE, { dryRun: true }) as AnyObject
    const { uid: _u, creationTimestamp: _c, resourceVersion: _r, ...kept } = metadata
    return { status: 201, output: JSON.parse(withSigns(JSON.stringify({ metadata: kept, spec }))) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { status: error.code, reason: error.reason, message: error.message }
  }
}
