// What `kubectl describe` prints of an object among others.
import { instantOf } from '../../kube/rfc3339.ts'
import { describe } from '../../kubectl/describe/index.ts'
import { FakeClient } from '../../kubectl/testing/fakeClient.ts'
import { defaulted } from './defaulted.ts'
import type { Topic } from './topic.ts'

export const kubectlDescribeTopic: Topic = {
  name: 'kubectl-describe',
  judge(vector) {
    const client = new FakeClient({ now: instantOf('2026-01-01T12:00:00Z'), ignoreFieldSelectors: true })
    const object = defaulted(vector.object)
    client.seed(object, ...(vector.other ?? []).map(defaulted))
    return { expected: vector.text, actual: describe(client, object) }
  },
}
