// Vectors of ages, run through src/kube/age.ts.
import { humanDuration, shortHumanDuration } from '../../kube/age.ts'
import type { Topic } from './topic.ts'

export const humandurationTopic: Topic = {
  name: 'humanduration',
  judge: vector => ({
    expected: { human: vector.human, short: vector.short },
    actual: { human: humanDuration(vector.ms), short: shortHumanDuration(vector.ms) },
  }),
}
