// Vectors of template hashes, run through src/kube/podHash.ts.
import { podTemplateHash, revisionData, revisionHash, revisionName, revisionText, safeEncode, templateDump } from '../../kube/podHash.ts'
import type { Topic } from './topic.ts'

export const podhashTopic: Topic = {
  name: 'podhash',
  judge(vector) {
    if (vector.op === 'safeEncodeString') return { expected: vector.output, actual: safeEncode(vector.input) }
    const { name: _name, op: _op, templateDefaulted, ...expected } = vector
    const hash = podTemplateHash(templateDefaulted)
    const owner = (name: string) => name.slice(0, name.lastIndexOf('-'))
    const data = revisionData(templateDefaulted)
    return {
      expected,
      actual: {
        dump: templateDump(templateDefaulted), hash, replicaSetName: `${owner(vector.replicaSetName)}-${hash}`,
        hashWithCollisionCount: Object.fromEntries(Object.keys(vector.hashWithCollisionCount).map(n => [n, podTemplateHash(templateDefaulted, Number(n))])),
        statefulSetRevisionData: revisionText(data), statefulSetRevisionName: revisionName(owner(vector.statefulSetRevisionName), revisionHash(data)),
      },
    }
  },
}
