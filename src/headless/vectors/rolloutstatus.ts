// What `kubectl rollout status` says of an object.
import { rolloutStatus } from '../../kubectl/commands/rolloutStatus.ts'
import type { Topic } from './topic.ts'

export const rolloutstatusTopic: Topic = {
  name: 'rolloutstatus',
  judge(vector) {
    const status = rolloutStatus(vector.object, vector.revision ?? 0)
    return {
      expected: { done: vector.done, error: vector.error, message: vector.message },
      actual: status && { done: status.done, error: status.error ?? null, message: status.message },
    }
  },
}
